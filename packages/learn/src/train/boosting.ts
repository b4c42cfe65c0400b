import { logLoss } from '../metrics.js';
import { sigmoid } from '../model/calibrate.js';
import type { Matrix, TreeEnsemble } from '../model/ensemble.js';
import { boost, type Objective, type Targets } from './boost.js';
import { countPositives } from './labels.js';

export interface BoostingOptions {
  /** Trees at most, 1 and more. */
  readonly trees: number;
  /** Splits on a path at most, 1 and more. */
  readonly depth: number;
  /** Share of each tree's step that is taken, 0 < rate <= 1. */
  readonly learningRate: number;
  /** Penalty on squared leaf values, >= 0. */
  readonly l2: number;
  /** Least sum of hessians on each side of a split, >= 0: of p (1 − p) for log loss, of rows for squared errors. */
  readonly minHessian: number;
  /** A split must gain more than this, >= 0. */
  readonly minGain: number;
  /** Share of rows each tree sees, drawn without replacement, 0 < share <= 1. */
  readonly rowSample: number;
  /** Share of columns each tree sees, 0 < share <= 1. */
  readonly columnSample: number;
  /** Bins of a column at most, 2..255; missing has its own. */
  readonly bins: number;
  readonly seed: number;
  /** With a validation set: stop after this many rounds without a better loss there, and keep the best number of trees. */
  readonly earlyStopping?: number;
}

export const BOOSTING_DEFAULTS: BoostingOptions = {
  trees: 200,
  depth: 4,
  learningRate: 0.05,
  l2: 1,
  minHessian: 5,
  minGain: 0,
  rowSample: 0.8,
  columnSample: 0.8,
  bins: 255,
  seed: 1,
};

export type LabelledMatrix = Targets<Uint8Array>;

const logistic: Objective<Uint8Array> = {
  derivatives(margins, y, gradients, hessians) {
    for (let i = 0; i < margins.length; i++) {
      const p = sigmoid(margins[i] ?? 0);
      gradients[i] = p - (y[i] ?? 0);
      hessians[i] = p * (1 - p);
    }
  },
  loss: (margins, y) => logLoss(margins.map(sigmoid), y),
};

/**
 * Gradient-boosted trees for log loss on quantile histograms (Friedman 2001; second-order gains of Chen & Guestrin 2016; the
 * missing direction is learned at each split). The same seed and rows give the same trees on every engine with IEEE doubles.
 * @param y 0 or 1 per row of `x`; NaN in `x` is missing, infinities are refused.
 * @throws RangeError for no rows, a number of labels other than of rows, one class only, or an option out of its range.
 */
export function trainBoosting(
  x: Matrix,
  y: Uint8Array,
  options: Partial<BoostingOptions> = {},
  validation?: LabelledMatrix,
): TreeEnsemble {
  const positives = countPositives(x, y);
  if (positives === 0 || positives === x.rows) throw new RangeError('the labels are of one class only');
  if (validation !== undefined) {
    countPositives(validation.x, validation.y);
    if (validation.x.columns !== x.columns) throw new RangeError('the validation set has other columns');
  }
  const bias = Math.log(positives / (x.rows - positives));
  return boost({ x, y }, logistic, bias, { ...BOOSTING_DEFAULTS, ...options }, validation);
}
