import { openCsv } from '@aicrm/connectors/csv/read-csv';
import type { Cell } from '@aicrm/models/custom/raw-table';
import type { TablePart } from '@aicrm/schema/custom-model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';

/** As many as a chunk of an import holds. */
export const mostPartRows = 2_000;
export const mostColumns = 500;

/** Rows as they came, by columns; dates and numbers are read when the whole table is there. */
export interface ReadPart {
  readonly names: readonly string[];
  readonly rows: number;
  readonly columns: readonly (readonly Cell[])[];
  /** Whether the cells write `12,5` for twelve and a half: so they do where a semicolon parts them. */
  readonly decimalComma: boolean;
}

const bad = (title: string, detail: string, action?: string): Result<never, Problem> =>
  fail(problem('bad-data', title, detail, action === undefined ? {} : { action }));

/** Reads the rows of a request: the same CSV reader, with the same sentences, as the command line has. */
export async function readPart(part: TablePart): Promise<Result<ReadPart, Problem>> {
  const read = 'csv' in part ? await fromCsv(part.csv) : fromColumns(part.columns);
  if (!read.ok) return read;
  const { names, rows } = read.value;
  if (names.length > mostColumns)
    return bad(
      'The table is too wide',
      `It has ${names.length.toLocaleString('en-GB')} columns; at most ${mostColumns} are taken.`,
      'Send the columns that may say something about the target.',
    );
  if (rows > mostPartRows)
    return bad(
      'There are too many rows for one request',
      `It holds ${rows.toLocaleString('en-GB')} rows; at most ${mostPartRows.toLocaleString('en-GB')} are taken at a time.`,
      'Open a table with POST /v1/tables and send its rows in parts.',
    );
  return read;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function fromCsv(text: string): Promise<Result<ReadPart, Problem>> {
  const file = await openCsv(bytesOf(text), { encoding: 'utf-8' });
  if (!file.ok) return file;
  const { header, delimiter } = file.value;
  const columns: Cell[][] = header.map(() => []);
  let rows = 0;
  for await (const piece of file.value.rows()) {
    if (!piece.ok) return piece;
    for (const { issue, cells, line } of piece.value) {
      if (issue)
        return fail(
          problem('bad-data', 'A row of the table is broken', issue.message, {
            action: `Mend line ${line} and send it again; no row is left out in silence.`,
            issues: [issue],
          }),
        );
      rows++;
      for (const [c, column] of columns.entries()) column.push(cells[c] ?? null);
    }
  }
  return ok({ names: header, rows, columns, decimalComma: delimiter === ';' });
}

function fromColumns(given: Readonly<Record<string, readonly Cell[]>>): Result<ReadPart, Problem> {
  const names = Object.keys(given);
  const [first] = Object.values(given);
  if (first === undefined) return bad('The table is empty', 'It has no column.');
  const unnamed = names.some((name) => name.trim() === '');
  if (unnamed) return bad('The table cannot be used', 'A column has no name.', 'Give every column a name.');
  const uneven = names.find((name) => given[name]?.length !== first.length);
  if (uneven !== undefined)
    return bad(
      'The columns are not of one length',
      `"${uneven.slice(0, 60)}" has ${given[uneven]?.length} values where "${names[0]?.slice(0, 60)}" has ${first.length}.`,
      'Write null where a row has no value.',
    );
  if (first.length === 0) return bad('The table has no rows', 'Its columns hold no value.');
  return ok({ names, rows: first.length, columns: Object.values(given), decimalComma: false });
}
