import type { FittedModel, LinearModel, Matrix, TreeEnsemble } from './ensemble.js';
import { canPack, treeMargins } from './evaluate-trees.js';

/**
 * The margin of one row: log-odds before calibration, or the prediction itself where the model was trained on numbers.
 * @param x the row's columns, from `x[offset]` on; NaN is missing. A linear model has no notion of missing and answers NaN.
 */
export function margin(model: FittedModel, x: Float32Array, offset = 0): number {
  return model.kind === 'trees' ? treeMargin(model, x, offset) : linearMargin(model, x, offset);
}

/**
 * The margins of all rows of a matrix, in order; equal to `margin` of each row to the last bit.
 * @throws RangeError when the matrix does not have the model's number of columns.
 */
export function margins(model: FittedModel, m: Matrix): Float64Array {
  if (m.columns !== model.columns || m.data.length < m.rows * m.columns) {
    throw new RangeError(`the model reads ${model.columns} columns, the matrix has ${m.columns}`);
  }
  const out = new Float64Array(m.rows);
  if (model.kind === 'trees' && canPack(model)) treeMargins(model, m, out);
  else for (let i = 0; i < m.rows; i++) out[i] = margin(model, m.data, i * m.columns);
  return out;
}

function linearMargin(model: LinearModel, x: Float32Array, offset: number): number {
  let sum = model.intercept;
  for (let j = 0; j < model.columns; j++) sum += (model.coefficients[j] ?? 0) * (x[offset + j] ?? 0);
  return sum;
}

// Where each tree's walk has come to. Kept between calls, since making it takes as long as half of the walk.
let kept = new Int32Array(0);

/**
 * All trees go one step, then all the next: steps of different trees do not wait for each other, and the child is
 * computed rather than branched to, since a processor guesses every other such branch wrong. It needs no layout of its
 * own, which a page that shows one record would wait for.
 */
function treeMargin(model: TreeEnsemble, x: Float32Array, offset: number): number {
  if (kept.length !== model.roots.length) kept = new Int32Array(model.roots.length);
  const at = kept;
  at.set(model.roots);
  while (step(model, x, offset, at));
  let sum = model.bias;
  for (let t = 0; t < at.length; t++) sum += model.value[at[t] ?? 0] ?? 0;
  return sum;
}

/** Moves each tree's walk to a child, and answers whether any was not at a leaf yet. */
function step(
  { feature, threshold, left, right, missingLeft }: TreeEnsemble,
  x: Float32Array,
  offset: number,
  at: Int32Array,
): boolean {
  let moved = false;
  for (let t = 0; t < at.length; t++) {
    const i = at[t] ?? 0;
    const column = feature[i] ?? -1;
    if (column < 0) continue;
    moved = true;
    const value = x[offset + column] ?? 0;
    const yes = left[i] ?? 0;
    const no = right[i] ?? 0;
    const goesLeft = Number.isNaN(value) ? (missingLeft[i] ?? 0) : Number(value <= (threshold[i] ?? 0));
    at[t] = no ^ ((yes ^ no) & -goesLeft);
  }
  return moved;
}
