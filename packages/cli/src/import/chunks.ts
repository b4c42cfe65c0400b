import type { CsvRow } from '@aicrm/connectors/csv/read-csv';
import type { Problem } from '@aicrm/schema/problem';
import { ok, type Result } from '@aicrm/schema/result';

export interface Chunk {
  /** 0-based place of the first row among the file's data rows. */
  readonly offset: number;
  readonly rows: readonly CsvRow[];
  /** The request's body, as JSON text. */
  readonly body: string;
}

/** The protocol's bound, and a body well below what proxies and the worker take. */
export const maxRows = 2_000;
export const maxBytes = 3_000_000;
/** The worker refuses rows above 300,000 characters; a broken row is not sent to find that out. */
const maxRowBytes = 1_000_000;

/**
 * What is sent for a row. A broken one is sent too, so that the worker's counts and row numbers are the file's; where
 * its cells would look whole (a field that was cut), or are too many, it goes without cells and is refused as ragged.
 */
function encode(row: CsvRow, width: number): string {
  if (row.issue && row.cells.length === width) return '[]';
  const json = JSON.stringify(row.cells);
  return Buffer.byteLength(json) > maxRowBytes ? '[]' : json;
}

/** Cuts the rows of a file into request bodies; an error of the file is the last item. */
export async function* chunksOf(
  batches: AsyncIterable<Result<readonly CsvRow[], Problem>>,
  width: number,
): AsyncGenerator<Result<Chunk, Problem>> {
  let offset = 0;
  let rows: CsvRow[] = [];
  let texts: string[] = [];
  let bytes = 0;
  const take = (): Result<Chunk, never> => {
    const chunk = { offset, rows, body: `{"offset":${offset},"rows":[${texts.join(',')}]}` };
    offset += rows.length;
    rows = [];
    texts = [];
    bytes = 0;
    return ok(chunk);
  };
  for await (const batch of batches) {
    if (!batch.ok) return yield batch;
    for (const row of batch.value) {
      const text = encode(row, width);
      const size = Buffer.byteLength(text) + 1;
      if (rows.length > 0 && (rows.length >= maxRows || bytes + size > maxBytes - 100)) yield take();
      rows.push(row);
      texts.push(text);
      bytes += size;
    }
  }
  if (rows.length > 0) yield take();
}
