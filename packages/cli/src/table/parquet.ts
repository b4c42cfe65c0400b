import { open } from 'node:fs/promises';
import type { Cell } from '@aicrm/models/custom/raw-table';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { TableFile } from './open-table.js';

/** Every Parquet file begins and ends with these four bytes (Apache Parquet format, "File format"). */
const magic = 'PAR1';

/** Rows read at a time: bounded, because one row group may hold a whole table. */
const batchRows = 10_000;

function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner));
}

const broken = (path: string, error: unknown): Result<never, Problem> =>
  fail(
    problem(
      'bad-data',
      'The Parquet file cannot be read',
      `${path}: ${error instanceof Error ? error.message : 'its contents make no sense'}.`,
      { action: 'Write it again, or export the table as CSV.' },
    ),
  );

/** Opens a Parquet file; undefined where the file is something else. Throws what the disk throws. */
export async function openParquet(path: string): Promise<Result<TableFile, Problem> | undefined> {
  const handle = await open(path);
  try {
    const start = await handle.read(Buffer.alloc(4), 0, 4, 0);
    if (start.buffer.toString('latin1', 0, start.bytesRead) !== magic) return undefined;
  } finally {
    await handle.close();
  }
  // Most tables are CSV; the reader and its decompressors are loaded for those that are not.
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const total = Number(metadata.num_rows);
    const [root] = metadata.schema;
    const names = topLevel(metadata.schema.slice(1), root?.num_children ?? 0);
    if (total === 0) return broken(path, new Error('it has no rows'));
    async function* batches(): AsyncGenerator<Result<readonly (readonly Cell[])[], Problem>> {
      for (let from = 0; from < total; from += batchRows) {
        const wanted = {
          file,
          metadata,
          compressors,
          rowStart: from,
          rowEnd: Math.min(from + batchRows, total),
        };
        let rows: readonly Record<string, unknown>[];
        try {
          rows = await parquetReadObjects(wanted);
        } catch (error) {
          return yield broken(path, error);
        }
        yield ok(rows.map((row) => names.map((name) => toCell(row[name]))));
      }
    }
    return ok({ names, batches });
  } catch (error) {
    return broken(path, error);
  }
}

/** Names of the columns of a table; nested ones count as one, read as JSON. The schema is a tree in depth-first order. */
function topLevel(
  schema: readonly { name: string; num_children?: number | undefined }[],
  count: number,
): string[] {
  const names: string[] = [];
  let at = 0;
  const skip = (): void => {
    const children = schema[at++]?.num_children ?? 0;
    for (let i = 0; i < children; i++) skip();
  };
  for (let i = 0; i < count; i++) {
    names.push(schema[at]?.name ?? '');
    skip();
  }
  return names;
}
