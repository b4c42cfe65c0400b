import { mean } from '@aicrm/learn/metrics';
import { coverage, mae, r2, rmse } from '@aicrm/learn/metrics-regression';
import type { NumberArtefact } from '@aicrm/runtime/number-artefact';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { RawTable } from './raw-table.js';
import { predictRows } from './score-rows.js';
import { readTarget } from './target.js';

/** Figures of a model of a number on rows whose number is known, in its own unit. */
export interface NumberJudgement {
  readonly rows: number;
  readonly rmse: number;
  /** RMSE of always saying the mean that the model was trained on. */
  readonly baseRmse: number;
  readonly mae: number;
  readonly r2: number;
  /** Share inside the intervals, 0..1; null where the model has none. */
  readonly covered: number | null;
  readonly predicted: number;
  readonly observed: number;
}

/** Judges a model of a number; `bad-data` where the table lacks the target or its numbers. */
export function judgeNumber(
  artefact: NumberArtefact,
  table: RawTable,
  target = artefact.meta.target ?? '',
): Result<NumberJudgement, Problem> {
  const cells = table.columns[table.names.indexOf(target)];
  if (cells === undefined)
    return fail(
      problem('bad-data', 'There is no such column', `The table has no column "${target}".`, {
        action: `Its columns are: ${table.names.slice(0, 12).join(', ')}.`,
      }),
    );
  const read = readTarget(target, cells, 'number');
  if (!read.ok) return read;
  if (read.value.kind !== 'number') throw new RangeError('a number was asked for');
  const { rows, values } = read.value;
  const predicted = predictRows(
    artefact,
    table.names,
    Array.from(rows, (row) => table.columns.map((column) => column[row] ?? null)),
  ).map(({ prediction }) => prediction);
  const p = Float64Array.from(predicted, ({ value }) => value);
  const { interval, offset } = artefact.meta;
  return ok({
    rows: p.length,
    rmse: rmse(p, values),
    baseRmse: rmse(new Float64Array(p.length).fill(offset), values),
    mae: mae(p, values),
    r2: r2(p, values),
    covered:
      interval === null
        ? null
        : coverage(
            p.map((value) => value + interval.low),
            p.map((value) => value + interval.high),
            values,
          ),
    predicted: mean(p),
    observed: mean(values),
  });
}
