import { createReadStream } from 'node:fs';
import { openCsv } from '@aicrm/connectors/csv/read-csv';
import { type CellStyle, type DayOrder, dayOrderOf, readCell } from '@aicrm/models/custom/cells';
import type { Cell, RawTable } from '@aicrm/models/custom/raw-table';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { openParquet } from './parquet.js';

export interface TableOptions {
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  /** Order of day and month where the file's own dates do not tell. */
  readonly dayOrder?: DayOrder | undefined;
  /** The order of a table that this one goes with, where neither `dayOrder` nor its own dates tell. */
  readonly usualDayOrder?: DayOrder | undefined;
}

/** A file of rows, read in pieces of a few hundred to a few thousand rows, in the file's order. */
export interface TableFile {
  readonly names: readonly string[];
  /** To be called once. Cells are as `readCell` gives them; an error is the last item. */
  batches(): AsyncGenerator<Result<readonly (readonly Cell[])[], Problem>>;
  /** How its dates were read; known once the batches are under way, and absent where it knows dates as such. */
  dayOrder?(): DayOrder | undefined;
}

const unreadable = (path: string, error: unknown): Problem => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why =
    code === 'ENOENT'
      ? 'There is no such file.'
      : code === 'EISDIR'
        ? 'It is a folder.'
        : `Reading it failed${code === '' ? '' : ` with ${code}`}.`;
  return problem('bad-data', 'The table cannot be read', `${path}: ${why}`);
};

/** The first rows of a CSV file say how all of it is written. */
const looked = 5_000;

async function openCsvTable(path: string, options: TableOptions): Promise<Result<TableFile, Problem>> {
  const file = await openCsv(createReadStream(path), options);
  if (!file.ok) return file;
  const { header, delimiter, rows } = file.value;
  let style: CellStyle | undefined;
  async function* batches(): AsyncGenerator<Result<readonly (readonly Cell[])[], Problem>> {
    let waiting: (readonly string[])[] = [];
    const read = (lines: readonly (readonly string[])[]): Result<readonly (readonly Cell[])[], never> => {
      // The order of day and month is the file's, not the column's: one program wrote all of it.
      style ??= {
        decimalComma: delimiter === ';',
        dayOrder: options.dayOrder ?? dayOrderOf(lines.flat()) ?? options.usualDayOrder,
      };
      const known = style;
      return ok(lines.map((cells) => cells.map((cell) => readCell(cell, known))));
    };
    try {
      for await (const piece of rows()) {
        if (!piece.ok) return yield piece;
        for (const { issue, cells, line } of piece.value) {
          if (issue)
            return yield fail(
              problem('bad-data', 'A row of the table is broken', issue.message, {
                action: `Mend line ${line} and run it again; no row is left out in silence.`,
                issues: [issue],
              }),
            );
          waiting.push(cells);
        }
        if (style === undefined && waiting.length < looked) continue;
        yield read(waiting);
        waiting = [];
      }
    } catch (error) {
      return yield fail(unreadable(path, error));
    }
    if (waiting.length > 0) yield read(waiting);
  }
  return ok({ names: header, batches, dayOrder: () => style?.dayOrder });
}

/** Opens a CSV (also gzipped) or Parquet file; which one is told by the file's first bytes, not by its name. */
export async function openTable(
  path: string,
  options: TableOptions = {},
): Promise<Result<TableFile, Problem>> {
  try {
    const parquet = await openParquet(path);
    return parquet === undefined ? await openCsvTable(path, options) : parquet;
  } catch (error) {
    return fail(unreadable(path, error));
  }
}

/** All of a table, by columns. */
export async function readTable(
  path: string,
  options: TableOptions = {},
): Promise<Result<RawTable, Problem>> {
  const file = await openTable(path, options);
  if (!file.ok) return file;
  const { names } = file.value;
  const columns: Cell[][] = names.map(() => []);
  let rows = 0;
  for await (const batch of file.value.batches()) {
    if (!batch.ok) return batch;
    for (const cells of batch.value) {
      rows++;
      for (const [c, column] of columns.entries()) column.push(cells[c] ?? null);
    }
  }
  return ok({ names, rows, columns, dayOrder: file.value.dayOrder?.() });
}
