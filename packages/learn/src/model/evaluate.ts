import type { FittedModel, LinearModel, Matrix, TreeEnsemble } from './ensemble.js';
import { treeMargins } from './evaluate-trees.js';

/**
 * The margin (log-odds before calibration) of one row.
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
  if (model.kind === 'linear') {
    for (let i = 0; i < m.rows; i++) out[i] = linearMargin(model, m.data, i * m.columns);
  } else {
    treeMargins(model, m, out);
  }
  return out;
}

function linearMargin(model: LinearModel, x: Float32Array, offset: number): number {
  let sum = model.intercept;
  for (let j = 0; j < model.columns; j++) sum += (model.coefficients[j] ?? 0) * (x[offset + j] ?? 0);
  return sum;
}

function treeMargin(model: TreeEnsemble, x: Float32Array, offset: number): number {
  let sum = model.bias;
  for (let t = 0; t < model.roots.length; t++) {
    sum += model.value[leafOf(model, model.roots[t] ?? 0, x, offset)] ?? 0;
  }
  return sum;
}

/** The leaf that a row reaches from `node`. */
function leafOf(model: TreeEnsemble, node: number, x: Float32Array, offset: number): number {
  const { feature, threshold, left, right, missingLeft } = model;
  let i = node;
  let column = feature[i] ?? -1;
  while (column >= 0) {
    const value = x[offset + column] ?? 0;
    const goesLeft = Number.isNaN(value) ? missingLeft[i] === 1 : value <= (threshold[i] ?? 0);
    i = (goesLeft ? left[i] : right[i]) ?? 0;
    column = feature[i] ?? -1;
  }
  return i;
}
