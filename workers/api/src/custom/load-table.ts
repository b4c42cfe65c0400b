import { type CellStyle, type DayOrder, dayOrderOf, readCell } from '@aicrm/models/custom/cells';
import type { Cell, RawTable } from '@aicrm/models/custom/raw-table';
import { parseRecordId, type RecordType } from '@aicrm/schema/ids';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, must, ok, type Result } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { TenantScope } from '../db/scope.js';
import type { Dependencies } from '../dependencies.js';
import { mostCells, readStored } from './parts.js';
import type { ReadPart } from './read-part.js';

/** The first rows of a table say how all of it is written. */
const looked = 5_000;

function* firstCells(parts: readonly ReadPart[]): Generator<Cell> {
  let row = 0;
  for (const part of parts)
    for (let r = 0; r < part.rows && row < looked; r++, row++)
      for (const column of part.columns) yield column[r] ?? null;
}

/** Parts with the same columns as one table; dates and numbers are read as the command line reads those of a file. */
export function tableOf(
  parts: readonly ReadPart[],
  order: { readonly dayOrder?: DayOrder | undefined; readonly usual?: DayOrder | undefined } = {},
): RawTable {
  const names = parts[0]?.names ?? [];
  const dayOrder = order.dayOrder ?? dayOrderOf(firstCells(parts)) ?? order.usual;
  const columns = names.map((_, c) => {
    const cells: Cell[] = [];
    for (const part of parts) {
      const style: CellStyle = { decimalComma: part.decimalComma, dayOrder };
      for (const cell of part.columns[c] ?? []) cells.push(readCell(cell, style));
    }
    return cells;
  });
  return { names, rows: columns[0]?.length ?? 0, columns, dayOrder };
}

/** All rows of an upload, or which are missing. */
export async function uploadedTable(
  deps: Dependencies,
  scope: TenantScope,
  id: string,
  dayOrder: DayOrder | undefined,
): Promise<Result<RawTable, Problem>> {
  const lines = await scope.modelTables.parts(id);
  if (lines.length === 0)
    return fail(
      problem('bad-data', 'The table has no rows', 'None was sent, or they were removed meanwhile.', {
        action: 'Send them again: uploaded rows are kept for a day.',
      }),
    );
  let next = 0;
  for (const line of lines) {
    if (line.offset !== next)
      return fail(
        problem(
          'bad-data',
          'Rows of the table are missing',
          `After row ${next.toLocaleString('en-GB')} comes row ${line.offset.toLocaleString('en-GB')}, counted from 0.`,
          { action: 'Send the part that lies between.' },
        ),
      );
    next = line.offset + line.rows;
  }
  const parts: ReadPart[] = [];
  for (const { sha256 } of lines) parts.push(await readStored(deps, scope, sha256));
  return ok(tableOf(parts, { dayOrder }));
}

/** Views read at a time. */
const page = 2_000;

/** Columns that grow by rows; what a row does not name is empty there. */
class Columns {
  readonly cells = new Map<string, Cell[]>();

  put(name: string, value: Cell, row: number): void {
    const known = this.cells.get(name);
    const cells = known ?? [];
    if (known === undefined) this.cells.set(name, cells);
    while (cells.length < row) cells.push(null);
    cells.push(value);
  }
}

/**
 * Stored records of a type as rows: the fields of their views under their own names, then their facts; a fact that is called
 * like a field goes as `facts.<name>`. What one record lacks is empty there.
 */
export async function recordsTable(
  scope: TenantScope,
  type: RecordType,
  wanted: readonly string[] | undefined,
): Promise<Result<RawTable, Problem>> {
  const fields = new Columns();
  const facts = new Columns();
  const chosen = wanted === undefined ? undefined : new Set(wanted);
  const isChosen = (name: string): boolean => chosen === undefined || chosen.has(name);
  let rows = 0;
  const add = ({ fields: own, facts: joined }: RecordView): void => {
    for (const [name, value] of Object.entries(own)) if (isChosen(name)) fields.put(name, value, rows);
    for (const [name, value] of Object.entries(joined))
      if (isChosen(name) || isChosen(`facts.${name}`)) facts.put(name, value, rows);
    rows++;
  };
  let after = { connection: '', sourceId: '' };
  for (;;) {
    const found = await scope.views.page(type, after, page);
    for (const { view } of found) if (view !== null) add(view);
    const last = found.at(-1);
    if (last === undefined || found.length < page) break;
    const key = parseRecordId(last.id);
    after = must(key.ok ? key.value : null, 'key of a view');
    if (rows * (fields.cells.size + facts.cells.size) > mostCells)
      return fail(
        problem(
          'bad-data',
          'The table is too large',
          `The ${type}s hold more than ${mostCells.toLocaleString('en-GB')} values.`,
          { action: 'Name the fields that may say something about the target.' },
        ),
      );
  }
  if (rows === 0)
    return fail(
      problem('not-enough-data', 'Not enough data', `No view of a ${type} is stored.`, {
        action: 'Import records first. Views are made of leads, contacts and deals.',
      }),
    );
  const all = [
    ...fields.cells,
    ...[...facts.cells].map(
      ([name, cells]) => [fields.cells.has(name) ? `facts.${name}` : name, cells] as const,
    ),
  ];
  for (const [, cells] of all) while (cells.length < rows) cells.push(null);
  return ok({ names: all.map(([name]) => name), rows, columns: all.map(([, cells]) => cells) });
}
