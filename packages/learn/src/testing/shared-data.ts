import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

// Reference data lie beside the checkout and are not part of it; tests that need them say so and skip where they are absent.
const FOLDER = new URL('../../../../../shared/data/', import.meta.url);

export const hasSharedData = existsSync(FOLDER);
export const SHARED_DATA_REASON = hasSharedData ? '' : ' (skipped: no reference data at ../shared/data)';

export function readSharedText(path: string): string {
  const bytes = readFileSync(new URL(path, FOLDER));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** A CSV file without quoted separators as named text columns. */
export function readSharedCsv(path: string, separator = ','): Map<string, string[]> {
  const [header = '', ...lines] = readSharedText(path).trim().split(/\r?\n/);
  const plain = (cell: string): string => cell.replace(/^"|"$/g, '');
  const columns = header.split(separator).map((name) => ({ name: plain(name), cells: [] as string[] }));
  for (const line of lines) {
    const cells = line.split(separator);
    if (cells.length !== columns.length) throw new Error(`${path}: a row has ${cells.length} cells`);
    for (const [j, column] of columns.entries()) column.cells.push(plain(cells[j] ?? ''));
  }
  return new Map(columns.map((column) => [column.name, column.cells]));
}

/** Columns as a one-hot matrix: a column that reads as numbers throughout stays one, any other is one per level. */
export function oneHotMatrix(columns: ReadonlyMap<string, readonly string[]>): {
  rows: number;
  columns: number;
  data: Float32Array;
} {
  const parts: Float32Array[] = [];
  let rows = 0;
  for (const cells of columns.values()) {
    rows = cells.length;
    const asNumbers = Float32Array.from(cells, (cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
    const isNumeric = cells.every((cell, i) => cell.trim() === '' || !Number.isNaN(asNumbers[i]));
    if (isNumeric) {
      parts.push(asNumbers);
      continue;
    }
    for (const level of new Set(cells))
      parts.push(Float32Array.from(cells, (cell) => Number(cell === level)));
  }
  const data = new Float32Array(rows * parts.length);
  for (const [j, part] of parts.entries()) {
    for (let i = 0; i < rows; i++) data[i * parts.length + j] = part[i] ?? 0;
  }
  return { rows, columns: parts.length, data };
}
