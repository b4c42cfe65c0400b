import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openCsv } from '@aicrm/connectors/csv/read-csv';

/** Public data lies beside the repository where somebody put it; nothing here is needed to use the project. */
export const publicData = resolve(import.meta.dirname, '../../../shared/data');

export const hasData = (path: string): boolean => existsSync(join(publicData, path));

export type TextRow = Readonly<Record<string, string>>;

/** A CSV file (gzipped or not) as rows of texts by column name. */
export async function readTable(path: string): Promise<TextRow[]> {
  const file = await openCsv(createReadStream(join(publicData, path)));
  if (!file.ok) throw new Error(`${path}: ${file.error.detail}`);
  const { header } = file.value;
  const table: TextRow[] = [];
  for await (const batch of file.value.rows()) {
    if (!batch.ok) throw new Error(`${path}: ${batch.error.detail}`);
    for (const { cells } of batch.value)
      table.push(Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
  }
  return table;
}

/** Column `name` as numbers; NaN where it is empty or no number. */
export const numbersOf = (rows: readonly TextRow[], name: string): Float64Array =>
  Float64Array.from(rows, (row) => (row[name]?.trim() ? Number(row[name]) : Number.NaN));

/** The reference models' out-of-fold probabilities, one array a model (`variant|model`). */
export async function readReference(
  path: string,
): Promise<{ y: Uint8Array; p: (model: string) => Float64Array }> {
  const rows = await readTable(path);
  return { y: Uint8Array.from(numbersOf(rows, 'y')), p: (model) => numbersOf(rows, model) };
}

export const readFolds = async (path: string): Promise<Int32Array> =>
  Int32Array.from(numbersOf(await readTable(path), 'fold'));
