import { sigmoid } from '../model/calibrate.js';
import type { Matrix } from '../model/ensemble.js';
import { createRandom } from '../random.js';

/** Rows of normal columns and an outcome with main effects and an interaction; `missing` is the share of values taken away. */
export function synthetic(
  rows: number,
  columns: number,
  seed: number,
  missing = 0,
): { x: Matrix; y: Uint8Array } {
  const random = createRandom(seed);
  const data = new Float32Array(rows * columns);
  const y = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const own = Array.from({ length: columns }, () => random.normal());
    const [a = 0, b = 0, c = 0] = own;
    y[i] = random.next() < sigmoid(1.2 * a - 0.8 * b + a * c - 0.4) ? 1 : 0;
    for (const [j, value] of own.entries()) {
      data[i * columns + j] = random.next() < missing ? Number.NaN : value;
    }
  }
  return { x: { rows, columns, data }, y };
}

/** Some rows of a matrix, in the order given. */
export function takeRows(x: Matrix, rows: readonly number[]): Matrix {
  const data = new Float32Array(rows.length * x.columns);
  for (const [to, from] of rows.entries()) {
    data.set(x.data.subarray(from * x.columns, (from + 1) * x.columns), to * x.columns);
  }
  return { rows: rows.length, columns: x.columns, data };
}
