import type { LinearModel, Matrix } from '../model/ensemble.js';
import { solveCholesky } from './cholesky.js';
import { checkNumbers } from './labels.js';

export interface RidgeOptions {
  /** Penalty: Σ (y − prediction)² + l2 · Σ coefficients² is least; `alpha` of scikit-learn's Ridge. >= 0, default 1. */
  readonly l2?: number;
}

/**
 * Linear regression with an l2 penalty (Hoerl & Kennard 1970) by its normal equations on centred columns; the intercept is not
 * penalised. Columns should be of like scale, as the penalty treats them alike.
 * @param x no missing values: encode them first.
 * @throws RangeError for no rows, a number of targets other than of rows, a value that is not finite, or a negative l2.
 */
export function trainRidge(x: Matrix, y: Float64Array, options: RidgeOptions = {}): LinearModel {
  const l2 = options.l2 ?? 1;
  if (!(l2 >= 0)) throw new RangeError(`l2 must be 0 or more, not ${l2}`);
  const { mean } = checkNumbers(x, y);
  const means = columnMeans(x);
  const p = x.columns;
  const products = new Float64Array(p * p);
  const target = new Float64Array(p);
  const centred = new Float64Array(p);
  for (let i = 0; i < x.rows; i++) {
    const outcome = (y[i] ?? 0) - mean;
    for (let j = 0; j < p; j++) {
      const value = (x.data[i * p + j] ?? 0) - (means[j] ?? 0);
      centred[j] = value;
      target[j] = (target[j] ?? 0) + value * outcome;
      for (let k = 0; k <= j; k++)
        products[j * p + k] = (products[j * p + k] ?? 0) + value * (centred[k] ?? 0);
    }
  }
  for (let j = 0; j < p; j++) products[j * p + j] = (products[j * p + j] ?? 0) + l2;
  const coefficients = Float32Array.from(solveCholesky(products, target, p));
  // From the rounded coefficients, so that the mean of the predictions is the mean of the targets.
  const intercept = coefficients.reduce((sum, b, j) => sum - b * (means[j] ?? 0), mean);
  return { kind: 'linear', columns: p, intercept, coefficients, means: Float32Array.from(means) };
}

function columnMeans(x: Matrix): Float64Array {
  const means = new Float64Array(x.columns);
  for (let i = 0, at = 0; i < x.rows; i++) {
    for (let j = 0; j < x.columns; j++, at++) means[j] = (means[j] ?? 0) + (x.data[at] ?? 0) / x.rows;
  }
  const wrong = means.findIndex((mean) => !Number.isFinite(mean));
  if (wrong >= 0) throw new RangeError(`column ${wrong} holds a value that is not finite`);
  return means;
}
