import type { Grain } from '@aicrm/learn/forecast/calendar';
import type { Cell, RawTable } from '@aicrm/models/custom/raw-table';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { counted, plain } from '../print.js';
import { noColumn } from '../table/columns.js';
import { dayOfSteps, grainOf, type ReadTime, readTime, stepOf, type TimeAxis } from './time-axis.js';

export interface OneSeries {
  readonly name: string;
  /** Number of the first step on the axis. */
  readonly first: number;
  /** A value a step; NaN where the table has none. */
  readonly values: Float64Array;
}

export interface LongSeries {
  readonly axis: TimeAxis;
  /** In the order in which the table names them. */
  readonly series: readonly OneSeries[];
  /** What was done that a reader may not expect. */
  readonly notes: readonly string[];
}

export interface LongWish {
  readonly series?: string;
  readonly time: string;
  readonly value: string;
  readonly grain?: Grain;
  readonly absent?: 'zero' | 'missing';
}

const wrong = (detail: string, action?: string): Result<never, Problem> =>
  fail(problem('bad-data', 'The forecast cannot be made', detail, action === undefined ? {} : { action }));

/** More steps than this between first and last are a wrong date, not a history. */
const mostSteps = 20_000;

const textOf = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? '' : String(cell).trim();

interface Row {
  readonly name: string;
  readonly time: string;
  readonly value: number;
  readonly row: number;
}

/** Rows with a value; a time without value counts as missing, any other gap is an error with its row. */
function readRows(table: RawTable, wish: LongWish): Result<{ rows: Row[]; empty: number }, Problem> {
  const column = (name: string | undefined): readonly Cell[] | undefined =>
    name === undefined ? undefined : table.columns[table.names.indexOf(name)];
  for (const [flag, name] of [
    ['--series', wish.series],
    ['--time', wish.time],
    ['--value', wish.value],
  ] as const)
    if (name !== undefined && !table.names.includes(name))
      return fail(noColumn('The forecast cannot be made', name, table.names, flag));
  const [names, times, values] = [column(wish.series), column(wish.time), column(wish.value)];
  const rows: Row[] = [];
  let empty = 0;
  for (let i = 0; i < table.rows; i++) {
    const cell = textOf(values?.[i]);
    const time = textOf(times?.[i]);
    if (time === '')
      return wrong(`Row ${i + 1} has no time in "${plain(wish.time, 60)}".`, 'Each row needs its time.');
    if (cell === '' || /^(na|nan|null)$/i.test(cell)) {
      empty++;
      continue;
    }
    const value = Number(cell);
    if (!Number.isFinite(value))
      return wrong(
        `"${plain(cell, 60)}" in row ${i + 1} of "${plain(wish.value, 60)}" is no number.`,
        'A forecast needs one number a row.',
      );
    rows.push({ name: textOf(names?.[i]), time, value, row: i + 1 });
  }
  if (rows.length === 0) return wrong(`No row of "${plain(wish.value, 60)}" has a value.`);
  return ok({ rows, empty });
}

/** Days or step numbers of all rows, and what they are. */
function readAxis(rows: readonly Row[], wish: LongWish): Result<{ axis: TimeAxis; at: number[] }, Problem> {
  const read: (ReadTime | null)[] = rows.map(({ time }) => readTime(time));
  const styles = new Set(read.map((one) => one?.style));
  const whole = rows.every(({ time }) => /^-?\d{1,9}(\.0+)?$/.test(time));
  // Numbers of four digits may be years, unless others beside them cannot be.
  if (whole && (styles.has(undefined) || styles.size > 1))
    return ok({ axis: { kind: 'steps' }, at: rows.map(({ time }) => Number(time)) });
  const bad = read.indexOf(null);
  if (bad >= 0)
    return wrong(
      `"${plain(rows[bad]?.time ?? '', 60)}" in row ${rows[bad]?.row ?? 0} of "${plain(wish.time, 60)}" is no time that can be read for sure.`,
      'Use 2024-03-01, 2024-03, 2024-Q1, 2024, or whole numbers that count steps.',
    );
  const known = read.flatMap((one) => one ?? []);
  const style = known[0]?.style ?? 'date';
  if (styles.size > 1) return wrong(`The times of "${plain(wish.time, 60)}" are written in different ways.`);
  const days = new Map<string, number[]>();
  for (const [i, { name }] of rows.entries()) {
    const own = days.get(name);
    const day = known[i]?.day ?? 0;
    if (own) own.push(day);
    else days.set(name, [day]);
  }
  const grain = wish.grain ?? grainOf(style, [...days.values()]);
  const at = known.map(({ day }) => day);
  return ok({ axis: { kind: 'dates', grain, style, day: dayOfSteps(grain, at) }, at });
}

/** The series of a long table (one row a series and time); several rows of one step are summed, and said to be. */
export function longSeries(table: RawTable, wish: LongWish): Result<LongSeries, Problem> {
  const read = readRows(table, wish);
  if (!read.ok) return read;
  const { rows, empty } = read.value;
  const time = readAxis(rows, wish);
  if (!time.ok) return time;
  const { axis, at } = time.value;
  const sums = new Map<string, Map<number, number>>();
  let repeated = 0;
  for (const [i, { name, value }] of rows.entries()) {
    const step = stepOf(axis, at[i] ?? 0);
    let own = sums.get(name);
    if (own === undefined) {
      own = new Map();
      sums.set(name, own);
    }
    const before = own.get(step);
    if (before !== undefined) repeated++;
    own.set(step, (before ?? 0) + value);
  }
  let gaps = 0;
  const series: OneSeries[] = [];
  for (const [name, own] of sums) {
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const step of own.keys()) {
      first = Math.min(first, step);
      last = Math.max(last, step);
    }
    if (last - first >= mostSteps)
      return wrong(
        `The times of "${plain(name, 60)}" span ${(last - first + 1).toLocaleString('en')} steps.`,
        'Look for a wrong date, or choose longer steps with --grain.',
      );
    const values = Float64Array.from(
      { length: last - first + 1 },
      (_, i) => own.get(first + i) ?? Number.NaN,
    );
    const missing = values.length - own.size;
    gaps += missing;
    if (missing > values.length / 2)
      return wrong(
        `"${plain(name, 60)}" has values for ${own.size} of ${values.length} steps (${axis.kind === 'steps' ? 'step' : axis.grain}s).`,
        'Choose longer steps with --grain, or say --absent zero where no row means that nothing was sold.',
      );
    series.push({
      name,
      first,
      values: wish.absent === 'zero' ? values.map((v) => (Number.isNaN(v) ? 0 : v)) : values,
    });
  }
  const notes: string[] = [];
  if (repeated > 0)
    notes.push(`${counted(repeated, 'row')} of a series and step that had one already: summed`);
  if (empty > 0) notes.push(`${counted(empty, 'row')} without a value taken as missing`);
  if (gaps > 0)
    notes.push(
      wish.absent === 'zero'
        ? `${counted(gaps, 'step')} without a row taken as 0`
        : `${counted(gaps, 'step')} without a row filled from their neighbours; --absent zero takes them as 0`,
    );
  return ok({ axis, series, notes });
}
