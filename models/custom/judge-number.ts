import { mean } from '@aicrm/learn/metrics';
import { coverage, mae, r2, rmse } from '@aicrm/learn/metrics-regression';
import type { NumberArtefact } from '@aicrm/runtime/number-artefact';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { mostGroups } from '../tabular/groups.js';
import { isMissing, type RawTable, textOf } from './raw-table.js';
import { predictRows } from './score-rows.js';
import { readTarget } from './target.js';

/** Error and prediction of one group, in the target's own unit: what a review of fairness begins with. */
export interface NumberGroup {
  readonly group: string;
  readonly rows: number;
  readonly rmse: number;
  readonly mae: number;
  readonly predicted: number;
  readonly observed: number;
}

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
  /** By the values of the column that was asked for, the largest first, at most 50. */
  readonly groups?: readonly NumberGroup[];
}

function groupsOf(names: readonly string[], p: Float64Array, y: Float64Array): NumberGroup[] {
  const members = new Map<string, number[]>();
  names.forEach((name, i) => {
    const list = members.get(name);
    if (list) list.push(i);
    else members.set(name, [i]);
  });
  return [...members]
    .sort(([a, x], [b, z]) => z.length - x.length || (a < b ? -1 : 1))
    .slice(0, mostGroups)
    .map(([group, rows]) => {
      const said = Float64Array.from(rows, (i) => p[i] ?? 0);
      const was = Float64Array.from(rows, (i) => y[i] ?? 0);
      return {
        group,
        rows: rows.length,
        rmse: rmse(said, was),
        mae: mae(said, was),
        predicted: mean(said),
        observed: mean(was),
      };
    });
}

/**
 * Judges a model of a number, overall and by the values of any column; `bad-data` where the table lacks the columns or its
 * numbers.
 */
export function judgeNumber(
  artefact: NumberArtefact,
  table: RawTable,
  target = artefact.meta.target ?? '',
  by?: string,
): Result<NumberJudgement, Problem> {
  const lacks = (name: string) =>
    fail(
      problem('bad-data', 'There is no such column', `The table has no column "${name}".`, {
        action: `Its columns are: ${table.names.slice(0, 12).join(', ')}.`,
      }),
    );
  const cells = table.columns[table.names.indexOf(target)];
  if (cells === undefined) return lacks(target);
  const groupCells = by === undefined ? undefined : table.columns[table.names.indexOf(by)];
  if (by !== undefined && groupCells === undefined) return lacks(by);
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
    ...(groupCells === undefined
      ? {}
      : {
          groups: groupsOf(
            Array.from(rows, (row) => (isMissing(groupCells[row]) ? '(missing)' : textOf(groupCells[row]))),
            p,
            values,
          ),
        }),
  });
}
