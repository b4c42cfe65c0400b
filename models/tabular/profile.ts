import { quantile } from '@aicrm/learn/bootstrap';
import { contributions } from '@aicrm/learn/model/attribution';
import type { Matrix } from '@aicrm/learn/model/ensemble';
import { columnsOf } from '@aicrm/runtime/encode';
import type { FeatureProfile } from '@aicrm/schema/model';
import { leastPerLevel } from './encoders.js';
import type { Fitted } from './fit.js';
import type { Rows, TrainingTable } from './table.js';

const shares = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
const mostLevels = 50;
/** Mean |contribution| is stable to a few per cent from so many rows, and costs a second at most. */
export const mostExplained = 1_000;

const short = (value: number): number => Number(value.toPrecision(6));

/** Mean |contribution| of each feature in logits of the shown score (slope a), over the rows of an encoded matrix. */
export function meanContributions(fitted: Fitted, x: Matrix, a: number): number[] {
  const sums = fitted.features.map(() => 0);
  const row = new Float32Array(x.columns);
  const out = new Float64Array(x.columns);
  for (let i = 0; i < x.rows; i++) {
    row.set(x.data.subarray(i * x.columns, (i + 1) * x.columns));
    contributions(fitted.model, row, out);
    let column = 0;
    fitted.features.forEach(({ encoder }, f) => {
      let sum = 0;
      for (const end = column + columnsOf(encoder); column < end; column++) sum += out[column] ?? 0;
      sums[f] = (sums[f] ?? 0) + Math.abs(sum);
    });
  }
  return sums.map((sum) => short((a * sum) / Math.max(x.rows, 1)));
}

/** How each feature was distributed over the training rows. Levels seen fewer than ten times are not named. */
export function profileOf(table: TrainingTable, f: number, rows: Rows, meanAbs: number): FeatureProfile {
  const values = Array.from(rows, (row) => table.columns[f]?.[row] ?? null).filter((value) => value !== null);
  const present = values.length / Math.max(rows.length, 1);
  const as = table.features[f]?.as;
  // Words are the tenant's customers' own; none of them is listed.
  if (as === 'text') return { present: short(present), meanAbs };
  if (as !== 'category') {
    const sorted = Float64Array.from(values, Number).sort();
    return {
      present: short(present),
      meanAbs,
      ...(sorted.length > 0 ? { quantiles: shares.map((share) => short(quantile(sorted, share))) } : {}),
    };
  }
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const levels = [...counts]
    .filter(([, n]) => n >= leastPerLevel)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostLevels)
    .map(([level, n]): [string, number] => [level, short(n / values.length)]);
  return { present: short(present), meanAbs, levels: Object.fromEntries(levels) };
}
