import { sigmoid } from '../model/calibrate.js';
import type { LinearModel, Matrix } from '../model/ensemble.js';
import { solveCholesky } from './cholesky.js';
import { countPositives } from './labels.js';

export interface LogisticOptions {
  /**
   * Penalty: the sum of losses plus l2 / 2 · Σ coefficients² is least. 1 equals C = 1 of scikit-learn. >= 0, default 1. One
   * number, or one a column.
   */
  readonly l2?: number | ArrayLike<number>;
  /** Newton steps at most; the default 100 is far above the dozen that data need. */
  readonly maxSteps?: number;
}

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares) with step halving; the intercept is not
 * penalised. With l2 > 0 it converges on separable data too. Columns should be of like scale, as the penalty treats them alike.
 * @param x no missing values: encode them first.
 * @throws RangeError for no rows, mismatched labels, one class only, a value that is not finite, a negative l2, or another
 * number of penalties than of columns.
 */
export function trainLogistic(x: Matrix, y: Uint8Array, options: LogisticOptions = {}): LinearModel {
  return modelOf(x, fitLogistic(x, y, penaltiesOf(x, options.l2 ?? 1), options.maxSteps));
}

export const modelOf = (x: Matrix, { beta, means }: LogisticFit): LinearModel => ({
  kind: 'linear',
  columns: x.columns,
  intercept: beta[x.columns] ?? 0,
  coefficients: Float32Array.from(beta.subarray(0, x.columns)),
  means,
});

function penaltiesOf(x: Matrix, l2: number | ArrayLike<number>): Float64Array {
  const each = typeof l2 === 'number' ? new Float64Array(x.columns).fill(l2) : Float64Array.from(l2);
  if (each.length !== x.columns) throw new RangeError(`${x.columns} columns have ${each.length} penalties`);
  for (const one of each) if (!(one >= 0)) throw new RangeError(`l2 must be 0 or more, not ${one}`);
  return each;
}

/** A fit before it is a model: all parameters in double precision, the intercept last. */
export interface LogisticFit {
  readonly beta: Float64Array;
  readonly means: Float32Array;
  /** Each row's log-odds. */
  readonly margins: Float64Array;
}

/** `trainLogistic` with a penalty for each column, from the parameters of an earlier fit where there is one. */
export function fitLogistic(
  x: Matrix,
  y: Uint8Array,
  l2: Float64Array,
  maxSteps = 100,
  start?: Float64Array,
): LogisticFit {
  const positives = countPositives(x, y);
  if (positives === 0 || positives === x.rows) throw new RangeError('the labels are of one class only');
  const means = columnMeans(x);

  const p = x.columns;
  const n = p + 1;
  // The intercept is the last parameter. It starts at the base rate's log-odds, close to where it ends on centred columns.
  let beta = start === undefined ? new Float64Array(n) : Float64Array.from(start);
  if (start === undefined) beta[p] = Math.log(positives / (x.rows - positives));
  const margins = new Float64Array(x.rows);
  let objective = evaluate(x, y, beta, l2, margins);
  const gradient = new Float64Array(n);
  const hessian = new Float64Array(n * n);
  for (let step = 0; step < maxSteps; step++) {
    derivatives(x, y, beta, l2, margins, gradient, hessian);
    const direction = solveCholesky(hessian, gradient, n);
    let decrement = 0;
    for (let j = 0; j < n; j++) decrement += (direction[j] ?? 0) * (gradient[j] ?? 0);
    // Half the decrement estimates what is left to gain (Boyd & Vandenberghe 2004, 9.5.1).
    if (decrement < 1e-12 * (1 + Math.abs(objective))) break;
    let scale = 1;
    let moved = false;
    for (let halving = 0; halving < 40 && !moved; halving++, scale /= 2) {
      const candidate = beta.map((b, j) => b - scale * (direction[j] ?? 0));
      const value = evaluate(x, y, candidate, l2, margins);
      if (value < objective) {
        beta = candidate;
        objective = value;
        moved = true;
      }
    }
    if (!moved) break;
  }
  evaluate(x, y, beta, l2, margins);
  return { beta, means, margins };
}

function columnMeans(x: Matrix): Float32Array {
  const sums = new Float64Array(x.columns);
  for (let i = 0, k = 0; i < x.rows; i++) {
    for (let j = 0; j < x.columns; j++, k++) sums[j] = (sums[j] ?? 0) + (x.data[k] ?? 0);
  }
  return Float32Array.from(sums, (sum, j) => {
    if (!Number.isFinite(sum)) throw new RangeError(`column ${j} holds a value that is not finite`);
    return sum / x.rows;
  });
}

/** The penalised sum of losses at `beta`; fills `margins`. */
function evaluate(
  x: Matrix,
  y: Uint8Array,
  beta: Float64Array,
  l2: Float64Array,
  margins: Float64Array,
): number {
  const p = x.columns;
  const { data } = x;
  let sum = 0;
  for (let i = 0, k = 0; i < x.rows; i++) {
    let t = beta[p] ?? 0;
    for (let j = 0; j < p; j++, k++) t += (beta[j] ?? 0) * (data[k] ?? 0);
    margins[i] = t;
    // ln(1 + e^t) − y t, without overflow.
    sum += Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t))) - (y[i] ?? 0) * t;
  }
  for (let j = 0; j < p; j++) sum += ((l2[j] ?? 0) / 2) * (beta[j] ?? 0) ** 2;
  return sum;
}

/** Gradient and the lower triangle of the Hessian at `beta`, whose margins are given. Zeros of one-hot rows cost nothing. */
export function derivatives(
  x: Matrix,
  y: Uint8Array,
  beta: Float64Array,
  l2: Float64Array,
  margins: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  const p = x.columns;
  const n = p + 1;
  const { data } = x;
  gradient.fill(0);
  hessian.fill(0);
  const columns = new Int32Array(n);
  const values = new Float64Array(n);
  for (let i = 0, k = 0; i < x.rows; i++) {
    const q = sigmoid(margins[i] ?? 0);
    const slope = q - (y[i] ?? 0);
    const weight = q * (1 - q);
    let filled = 0;
    for (let j = 0; j < p; j++, k++) {
      const value = data[k] ?? 0;
      if (value === 0) continue;
      columns[filled] = j;
      values[filled] = value;
      filled++;
    }
    columns[filled] = p;
    values[filled] = 1;
    filled++;
    for (let a = 0; a < filled; a++) {
      const column = columns[a] ?? 0;
      const value = values[a] ?? 0;
      gradient[column] = (gradient[column] ?? 0) + slope * value;
      const weighted = weight * value;
      const row = column * n;
      for (let b = 0; b <= a; b++) {
        const at = row + (columns[b] ?? 0);
        hessian[at] = (hessian[at] ?? 0) + weighted * (values[b] ?? 0);
      }
    }
  }
  for (let j = 0; j < p; j++) {
    gradient[j] = (gradient[j] ?? 0) + (l2[j] ?? 0) * (beta[j] ?? 0);
    hessian[j * n + j] = (hessian[j * n + j] ?? 0) + (l2[j] ?? 0);
  }
}
