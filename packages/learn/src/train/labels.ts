import type { Matrix } from '../model/ensemble.js';

/**
 * Counts the positives after checking that a matrix and its labels belong together.
 * @throws RangeError for no rows, data shorter than rows x columns, or a number of labels other than of rows.
 */
export function countPositives(x: Matrix, y: Uint8Array): number {
  checkShape(x, y.length);
  let positives = 0;
  for (const label of y) positives += label;
  return positives;
}

/**
 * Mean and ends of numeric targets after checking that a matrix and they belong together.
 * @throws RangeError as `countPositives`, and for a target that is not finite.
 */
export function checkNumbers(x: Matrix, y: Float64Array): { mean: number; least: number; most: number } {
  checkShape(x, y.length);
  let mean = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const [i, value] of y.entries()) {
    if (!Number.isFinite(value)) throw new RangeError(`target ${i} is not a finite number`);
    // A running mean: the sum of large numbers would lose digits, or overflow.
    mean += (value - mean) / (i + 1);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { mean, least, most };
}

function checkShape(x: Matrix, labels: number): void {
  if (x.rows === 0 || x.columns === 0) throw new RangeError('there are no rows or no columns to learn from');
  if (x.data.length < x.rows * x.columns) throw new RangeError('the matrix is shorter than its shape says');
  if (labels !== x.rows) throw new RangeError(`${x.rows} rows have ${labels} labels`);
}
