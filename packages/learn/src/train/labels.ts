import type { Matrix } from '../model/ensemble.js';

/**
 * Counts the positives after checking that a matrix and its labels belong together.
 * @throws RangeError for no rows, data shorter than rows x columns, or a number of labels other than of rows.
 */
export function countPositives(x: Matrix, y: Uint8Array): number {
  if (x.rows === 0 || x.columns === 0) throw new RangeError('there are no rows or no columns to learn from');
  if (x.data.length < x.rows * x.columns) throw new RangeError('the matrix is shorter than its shape says');
  if (y.length !== x.rows) throw new RangeError(`${x.rows} rows have ${y.length} labels`);
  let positives = 0;
  for (const label of y) positives += label;
  return positives;
}
