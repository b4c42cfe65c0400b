import type { Matrix } from '@aicrm/learn/model/ensemble';
import type { UpliftColumn } from '@aicrm/schema/uplift-model';

/** What was known of a customer before the offer. */
export type Fields = Readonly<Record<string, number | string | boolean | null | undefined>>;

/** A level that fewer have is too rare to tell an effect from; its customers then have none of the levels. */
const leastPerLevel = 50;
const mostLevels = 30;

export const widthOf = (columns: readonly UpliftColumn[]): number =>
  columns.reduce((sum, column) => sum + (column.kind === 'number' ? 1 : column.levels.length), 0);

/** Columns of the fields that vary, in the order of their names. Yes and no count as 1 and 0. */
export function fitColumns(
  rows: readonly Fields[],
  labels: Readonly<Record<string, string>> = {},
): UpliftColumn[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort();
  const columns: UpliftColumn[] = [];
  for (const field of names) {
    const label = labels[field] ?? field;
    const known = rows.map((row) => row[field]).filter((value) => value !== null && value !== undefined);
    if (known.every((value) => typeof value !== 'string')) {
      const values = known.map(Number).filter(Number.isFinite);
      const mean = values.reduce((sum, value) => sum + value / values.length, 0);
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
      if (sd > 0 && values.length >= leastPerLevel) columns.push({ kind: 'number', field, label, mean, sd });
      continue;
    }
    const counts = new Map<string, number>();
    for (const value of known) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    const levels = [...counts]
      .filter(([, count]) => count >= leastPerLevel && count < rows.length)
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .slice(0, mostLevels)
      .map(([level]) => level)
      .sort();
    if (levels.length > 0) columns.push({ kind: 'category', field, label, levels });
  }
  return columns;
}

/** Writes one customer's columns; what is missing counts as average, a level that is not known as none. */
export function encodeFields(
  columns: readonly UpliftColumn[],
  fields: Fields,
  out: Float32Array,
  offset = 0,
): void {
  let at = offset;
  for (const column of columns) {
    const value = fields[column.field];
    if (column.kind === 'number') {
      const number = value === null || value === undefined || value === '' ? Number.NaN : Number(value);
      out[at++] = Number.isFinite(number) ? (number - column.mean) / column.sd : 0;
    } else
      for (const level of column.levels)
        out[at++] = Number(value !== null && value !== undefined && String(value) === level);
  }
}

export function encodeAll(columns: readonly UpliftColumn[], rows: readonly Fields[]): Matrix {
  const width = widthOf(columns);
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    encodeFields(columns, row, data, i * width);
  });
  return { rows: rows.length, columns: width, data };
}
