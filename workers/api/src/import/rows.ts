import type { ProblemIssue } from '@aicrm/schema/problem';
import { recordFields } from '@aicrm/schema/record';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { RejectedRow } from '@aicrm/schema/wire';
import '../words.js';
import { parseInstant } from './instants.js';
import type { ImportPlan, PlannedColumn } from './plan.js';
import { parseBoolean, parseMoney, parseNumber } from './values.js';

/** A row that can be written: `patch` holds every mapped field, `null` where its cell was empty. */
export interface AcceptedRow {
  readonly row: number;
  readonly sourceId: string;
  readonly patch: Readonly<Record<string, unknown>>;
}

/** A row that cannot, with its cells for the error file. */
export interface RefusedRow extends RejectedRow {
  readonly cells: readonly string[];
}

export interface ReadRows {
  readonly accepted: readonly AcceptedRow[];
  readonly rejected: readonly RefusedRow[];
}

const sourcePattern = /^[^\s\p{C}]{1,200}$/u;
/** D1 stores 2 MB a row; an honest refusal here is better than a failed chunk there. */
const maxRowCharacters = 300_000;

/**
 * Turns cells into records, one outcome a row. Pure: the same plan and rows give the same result.
 * A key that stands in more than one row is taken from its first row, and each later one is rejected and named: which
 * of the two is right is the file's owner's decision, and silence would make file order decide.
 * @param offset 0-based index of `rows[0]` among the file's data rows.
 */
export function readRows(plan: ImportPlan, rows: readonly (readonly string[])[], offset: number): ReadRows {
  const accepted: AcceptedRow[] = [];
  const rejected: RefusedRow[] = [];
  const rowOfKey = new Map<string, number>();
  rows.forEach((cells, i) => {
    const row = offset + i + 1;
    const outcome = readRow(plan, cells);
    if (!outcome.ok) {
      rejected.push({ row, issues: outcome.error, cells: bounded(cells) });
      return;
    }
    const earlier = rowOfKey.get(outcome.value.sourceId);
    if (earlier !== undefined) {
      rejected.push({ row, issues: [repeatedKey(plan, outcome.value.sourceId, earlier)], cells });
      return;
    }
    rowOfKey.set(outcome.value.sourceId, row);
    accepted.push({ row, ...outcome.value });
  });
  return { accepted, rejected };
}

/** The issue of a key that the file had already, in this chunk or (with its row) in an earlier one. */
export const repeatedKey = (plan: ImportPlan, sourceId: string, earlierRow: number): ProblemIssue => ({
  at: plan.keyColumns.map((c) => c.column).join(', '),
  message: `The key "${sourceId}" stands in row ${earlierRow} already; that row was taken and this one was not.`,
});

type ParsedRow = Omit<AcceptedRow, 'row'>;

function readRow(plan: ImportPlan, cells: readonly string[]): Result<ParsedRow, ProblemIssue[]> {
  const { header, type } = plan.request;
  if (cells.length !== header.length)
    return fail([
      { at: 'row', message: `The row has ${cells.length} cells where the header has ${header.length}.` },
    ]);
  if (cells.reduce((sum, cell) => sum + cell.length, 0) > maxRowCharacters)
    return fail([{ at: 'row', message: `The row is longer than ${maxRowCharacters} characters.` }]);

  const issues: ProblemIssue[] = [];
  const key = plan.keyColumns.map(({ index, column }) => {
    const part = (cells[index] ?? '').trim();
    if (part === '') issues.push({ at: column, message: 'The key is empty.' });
    return part;
  });
  const sourceId = key.join(':');
  if (issues.length === 0 && !sourcePattern.test(sourceId))
    issues.push({
      at: plan.keyColumns[0]?.column ?? 'key',
      message: 'A key has 1 to 200 characters and neither spaces nor control characters.',
    });

  const fields: [string, unknown][] = [];
  const custom: [string, unknown][] = [];
  for (const column of plan.columns) {
    const value = readCell(column, cells[column.index] ?? '', plan);
    if (value.ok) (column.custom ? custom : fields).push([column.field, value.value]);
    else issues.push({ at: column.column, message: value.error });
  }
  if (issues.length > 0) return fail(issues);

  const supplied = (entries: [string, unknown][]) =>
    Object.fromEntries(entries.filter(([, v]) => v !== null));
  const checked = recordFields[type].safeParse({
    ...supplied(fields),
    ...(custom.length > 0 ? { custom: supplied(custom) } : {}),
  });
  if (!checked.success)
    return fail(
      checked.error.issues.map((issue) => {
        const name = String(issue.path[0] ?? '');
        const at = plan.columnOfField.get(name) ?? plan.columnOfField.get(issue.path.join('.')) ?? name;
        const empty = fields.some(([field, value]) => field === name && value === null);
        return { at, message: empty ? `A ${type} needs a value here.` : issue.message };
      }),
    );
  if (custom.length > 0) fields.push(['custom', Object.fromEntries(custom)]);
  return ok({ sourceId, patch: Object.fromEntries(fields) });
}

/** An empty cell (after translation) is `null`: known to be empty. */
function readCell(column: PlannedColumn, cell: string, plan: ImportPlan): Result<unknown, string> {
  const trimmed = cell.trim();
  const text = column.values.get(trimmed) ?? trimmed;
  if (text === '') return ok(null);
  switch (column.read.kind) {
    case 'text':
      return ok(text);
    case 'number':
      return parseNumber(text);
    case 'boolean':
      return parseBoolean(text);
    case 'instant':
      return parseInstant(text, column.dayOrder, plan.request.shiftWeeks);
    case 'money': {
      const money = parseMoney(text, plan.currency);
      // What a source has beyond the canonical fields is a scalar: minor units stand alone there.
      return money.ok && column.custom ? ok(money.value.minor) : money;
    }
    case 'choice': {
      const choice = text.toLowerCase();
      return column.read.choices.includes(choice)
        ? ok(choice)
        : fail(
            `"${text.slice(0, 40)}" is not one of ${column.read.choices.join(', ')}: translate it in the mapping.`,
          );
    }
  }
}

/** Cells kept for the error file; a runaway row is cut so that the report can be stored at all. */
function bounded(cells: readonly string[]): readonly string[] {
  const total = cells.reduce((sum, cell) => sum + cell.length, 0);
  if (total <= maxRowCharacters) return cells;
  const each = Math.floor(maxRowCharacters / Math.max(cells.length, 1));
  return cells.slice(0, 1_000).map((cell) => cell.slice(0, each));
}
