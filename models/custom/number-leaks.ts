import type { LeakFinding } from '@aicrm/schema/model';
import { statesOutcome } from '../tabular/outcome-words.js';
import { outcomesOf, type Rows, type TrainingTable } from '../tabular/table.js';

/** A column whose order is the target's own restates it. Honest ones come close: the weight of a stone and its price. */
const restates = 0.998;
const suspicious = 0.98;

/** Ranks of values, ties sharing their mean rank. */
function ranks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const out = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let k = from; k < to; k++) out[order[k] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return out;
}

/** Spearman's rank correlation; 0 where one side is constant. */
export function rankCorrelation(x: Float64Array, y: Float64Array): number {
  const [a, b] = [ranks(x), ranks(y)];
  const mean = (x.length - 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [(a[i] ?? 0) - mean, (b[i] ?? 0) - mean];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** Looks at each column alone for what restates the number; `insist` keeps a column all the same. */
export function checkNumberLeaks(
  table: TrainingTable,
  rows: Rows,
  insist: ReadonlySet<string>,
): LeakFinding[] {
  const outcomes = outcomesOf(table);
  return table.features.map((spec, f): LeakFinding => {
    const values = table.columns[f] ?? [];
    const present = rows.filter((row) => typeof values[row] === 'number');
    const correlation =
      present.length < 30
        ? 0
        : Math.abs(
            rankCorrelation(
              Float64Array.from(present, (row) => Number(values[row])),
              Float64Array.from(present, (row) => outcomes[row] ?? 0),
            ),
          );
    const named = statesOutcome(spec.id, []);
    const finding = (verdict: LeakFinding['verdict'], reason: string): LeakFinding => {
      const used = verdict !== 'leak' || insist.has(spec.id);
      return {
        column: spec.id,
        label: spec.label,
        verdict,
        reason: used && verdict === 'leak' ? `${reason} It is used because you insist.` : reason,
        used,
      };
    };
    if (correlation > restates)
      return finding(
        'leak',
        `Its order is the target's own (rank correlation ${correlation.toFixed(3)}): it probably restates it.`,
      );
    if (named !== undefined)
      return finding(
        'suspect',
        `Its name ("${named.word}") speaks of an outcome, which may not be known when a prediction is needed.`,
      );
    if (correlation > suspicious)
      return finding(
        'suspect',
        `Alone it nearly gives the target (rank correlation ${correlation.toFixed(3)}); make sure that it is known beforehand.`,
      );
    return finding('ok', 'Nothing suspicious was found.');
  });
}
