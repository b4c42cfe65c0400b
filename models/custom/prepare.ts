import { instantMs } from '@aicrm/runtime/features';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { TrainingTable } from '../tabular/table.js';
import { specOf, type Use, useOf, valuesOf } from './columns.js';
import { type Cell, isMissing, type RawTable, textOf } from './raw-table.js';
import { readTarget, type Target, type TargetKind } from './target.js';

export interface CustomQuestion {
  readonly target: string;
  readonly kind?: TargetKind;
  /** Which value of a yes/no target is the outcome. */
  readonly positive?: string;
  /** The column that says when each row was: the newest fifth judges. Without it the parts are random. */
  readonly time?: string;
  /** Days until the outcome of a row is known, counted from its time: younger rows are left out. Needs `time`. */
  readonly horizonDays?: number;
  readonly drop?: readonly string[];
  /** Columns of free text whose words are used. */
  readonly text?: readonly string[];
  /** Columns that a person can act on; only these appear under "what would change this most". */
  readonly changeable?: readonly string[];
  /** A column whose equal values belong together (one customer's rows), or by which figures are reported. */
  readonly groups?: string;
  /** Epoch ms: what counts as the future. */
  readonly now: number;
}

/** The rows to learn from without their labels, and what was decided about each column. */
export interface Prepared {
  readonly target: Target;
  /** `labels` are those of a yes/no target, else 0. */
  readonly table: TrainingTable;
  readonly uses: readonly Use[];
  /** The value of the column of groups in each row. */
  readonly groups: readonly string[] | undefined;
  /** Sentences about rows that were left out. */
  readonly notes: readonly string[];
}

/** From so many groups on, rows of a group are kept on one side of each split; fewer are groups to compare. */
export const manyGroups = 50;
/** A date that lies behind the row's own moment in so many rows was not known then. */
const notKnownThen = 0.02;

const dayMs = 86_400_000;

const bad = (title: string, detail: string, action: string): Result<never, Problem> =>
  fail(problem('bad-data', title, detail, { action }));

const list = (names: readonly string[]): string =>
  `${names.slice(0, 12).join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`;

/** The moment of each row, epoch ms, or a sentence why the column cannot say it. */
function momentsOf(
  name: string,
  cells: readonly Cell[],
  rows: Int32Array,
  now: number,
): Result<{ rows: Int32Array; asOf: Float64Array }, Problem> {
  const at = new Map<number, number>();
  let future = 0;
  let latest = 0;
  for (const row of rows) {
    const ms = instantMs(textOf(cells[row]));
    if (ms === null) continue;
    at.set(row, ms);
    if (ms > now + dayMs) future++;
    latest = Math.max(latest, ms);
  }
  if (at.size < 0.9 * rows.length)
    return bad(
      'The column of time cannot be read',
      `Only ${at.size.toLocaleString('en-GB')} of ${rows.length.toLocaleString('en-GB')} values of "${name}" are dates, such as 2024-03-01 or 2024-03-01T12:00:00Z.`,
      'Name another column, write dates that way, or leave --time out.',
    );
  if (future > 0)
    return bad(
      'There are dates in the future',
      `${future.toLocaleString('en-GB')} rows of "${name}" lie in the future, up to ${new Date(latest).toISOString().slice(0, 10)}: the outcome of such a row cannot be known yet.`,
      'Correct these dates, or leave the rows out.',
    );
  const dated = rows.filter((row) => at.has(row));
  return ok({ rows: dated, asOf: Float64Array.from(dated, (row) => at.get(row) ?? 0) });
}

/** The newest day in the table that is not in the future: the moment from which a snapshot's dates are counted. */
function snapshotMoment(columns: readonly (readonly Cell[])[], now: number): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (const cells of columns)
    for (const cell of cells) {
      const ms = typeof cell === 'string' ? instantMs(cell) : null;
      if (ms !== null && ms <= now && ms > latest) latest = ms;
    }
  return latest === Number.NEGATIVE_INFINITY ? now : latest;
}

/** Keeps the rows of `kept` (ascending, a part of the target's rows). */
function onlyRows(target: Target, kept: Int32Array): Target {
  const place = new Map(Array.from(target.rows, (row, i) => [row, i]));
  const at = (row: number): number => place.get(row) ?? 0;
  if (target.kind === 'number')
    return { ...target, rows: kept, values: Float64Array.from(kept, (row) => target.values[at(row)] ?? 0) };
  return { ...target, rows: kept, labels: Uint8Array.from(kept, (row) => target.labels[at(row)] ?? 0) };
}

/** Of a number, the labels say which rows lie above the median, so that every part of a split holds low and high ones. */
function labelsOf(target: Target): { readonly labels: Uint8Array; readonly outcomes?: Float64Array } {
  if (target.kind !== 'number')
    return { labels: target.kind === 'yes-no' ? target.labels : new Uint8Array(target.rows.length) };
  const sorted = Float64Array.from(target.values).sort();
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const least = sorted[0] ?? 0;
  // Where half of the rows have the least number (no purchase at all), those are the low ones.
  return {
    labels: Uint8Array.from(target.values, (value) =>
      (median > least ? value >= median : value > least) ? 1 : 0,
    ),
    outcomes: target.values,
  };
}

/**
 * Turns a table and a question into rows to learn from: reads the target, decides what each column is, counts dates from
 * the row's own moment. Nothing is left out in silence: `uses` and `notes` say what was and why.
 */
export function prepare(table: RawTable, question: CustomQuestion): Result<Prepared, Problem> {
  const { target: name, time, groups, horizonDays = 0, now } = question;
  if (horizonDays > 0 && time === undefined)
    return bad(
      'A horizon needs a column of time',
      `Without it nobody can tell which rows are older than ${horizonDays} days.`,
      'Name the column that says when each row was, or leave the horizon out.',
    );
  const asked = [
    name,
    time,
    groups,
    ...(question.drop ?? []),
    ...(question.text ?? []),
    ...(question.changeable ?? []),
  ];
  const unknown = asked.filter(
    (column): column is string => column !== undefined && !table.names.includes(column),
  );
  if (unknown.length > 0)
    return bad(
      'There is no such column',
      `The table has no column "${unknown.join('", "')}".`,
      `Its columns are: ${list(table.names)}.`,
    );
  const cellsOf = (column: string): readonly Cell[] => table.columns[table.names.indexOf(column)] ?? [];
  const read = readTarget(name, cellsOf(name), question.kind ?? 'auto', question.positive);
  if (!read.ok) return read;
  const notes: string[] = [];
  const note = (count: number, why: string): void => {
    if (count > 0)
      notes.push(
        `${count.toLocaleString('en-GB')} ${count === 1 ? 'row was' : 'rows were'} left out: ${why}.`,
      );
  };
  note(table.rows - read.value.rows.length, `"${name}" has no value there that can be read`);
  let target = read.value;
  let asOf: Float64Array = new Float64Array(target.rows.length).fill(snapshotMoment(table.columns, now));
  if (time !== undefined) {
    const moments = momentsOf(time, cellsOf(time), target.rows, now);
    if (!moments.ok) return moments;
    note(target.rows.length - moments.value.rows.length, `"${time}" is no date there`);
    target = onlyRows(target, moments.value.rows);
    asOf = moments.value.asOf;
    const settled = asOf.map((ms) => (ms <= now - horizonDays * dayMs ? 1 : 0));
    if (horizonDays > 0 && settled.includes(0)) {
      const kept = target.rows.filter((_, i) => settled[i] === 1);
      note(
        target.rows.length - kept.length,
        `fewer than ${horizonDays} days have passed since "${time}", so the outcome may still come`,
      );
      if (kept.length === 0)
        return bad(
          'No row is old enough',
          `Every row of "${time}" is younger than the horizon of ${horizonDays} days.`,
          'Add older rows, or choose a shorter horizon.',
        );
      target = onlyRows(target, kept);
      asOf = asOf.filter((_, i) => settled[i] === 1);
    }
  }
  const drop = new Set(question.drop);
  const text = new Set(question.text);
  const changeable = new Set(question.changeable);
  const inputs = table.names.filter((column) => column !== name && column !== time);
  const uses = inputs.map((column): Use => {
    if (drop.has(column)) return { name: column, as: 'none', reason: 'Left out as you asked.' };
    const cells = cellsOf(column);
    if (text.has(column)) return { name: column, as: 'text' };
    const use = useOf(column, cells, target.rows);
    if (use.as === 'days-since' && time !== undefined) {
      const later = Array.from(target.rows).filter(
        (row, i) => (instantMs(textOf(cells[row])) ?? 0) > (asOf[i] ?? 0),
      );
      if (later.length > notKnownThen * target.rows.length)
        return {
          name: column,
          as: 'none',
          reason: `It lies behind the row's own "${time}" in ${Math.round((100 * later.length) / target.rows.length)} % of the rows, so it was not known then.`,
        };
    }
    if (column === groups && use.as === 'category')
      return { name: column, as: 'none', reason: 'It is the column of groups.' };
    return use;
  });
  const used = uses.filter((use): use is Use & { as: Exclude<Use['as'], 'none'> } => use.as !== 'none');
  if (used.length === 0)
    return bad(
      'No column is left to learn from',
      uses.map((use) => (use.as === 'none' ? `${use.name}: ${use.reason}` : '')).join(' ') ||
        `The table has no column besides "${name}"${time === undefined ? '' : ` and "${time}"`}.`,
      'Export more columns that say something about each row.',
    );
  const groupOf =
    groups === undefined
      ? undefined
      : Array.from(target.rows, (row) =>
          isMissing(cellsOf(groups)[row]) ? '(missing)' : textOf(cellsOf(groups)[row]),
        );
  const together = groupOf !== undefined && new Set(groupOf).size >= manyGroups;
  return ok({
    target,
    uses,
    groups: groupOf,
    notes,
    table: {
      features: used.map((use) => specOf(use.name, use.as, changeable.has(use.name))),
      recordIds: together ? groupOf : Array.from(target.rows, (row) => `row-${row}`),
      asOf,
      ...labelsOf(target),
      columns: used.map((use) => valuesOf(use.as, cellsOf(use.name), target.rows, asOf)),
      snapshot: true,
      chosen: true,
      ...(groupOf === undefined || together || groups === undefined
        ? {}
        : { groups: { by: groups, of: groupOf } }),
      leftOut: uses.flatMap((use) => (use.as === 'none' ? [{ column: use.name, reason: use.reason }] : [])),
    },
  });
}
