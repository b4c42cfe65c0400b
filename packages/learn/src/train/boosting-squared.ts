import { rmse } from '../metrics-regression.js';
import type { Matrix, TreeEnsemble } from '../model/ensemble.js';
import { boost, type Objective, type Targets } from './boost.js';
import { BOOSTING_DEFAULTS, type BoostingOptions } from './boosting.js';
import { checkNumbers } from './labels.js';

const squared: Objective<Float64Array> = {
  derivatives(margins, y, gradients, hessians) {
    for (let i = 0; i < margins.length; i++) gradients[i] = (margins[i] ?? 0) - (y[i] ?? 0);
    hessians.fill(1);
  },
  loss: rmse,
};

/**
 * Gradient-boosted trees for a number, by squared errors (½ (margin − y)² per row, so a hessian is a row and a leaf's cover
 * is its rows). The margin is the prediction, in the unit of `y`. Same trees as for log loss, same seed, same options.
 * @param y a finite number per row of `x`; NaN in `x` is missing, infinities are refused.
 * @throws RangeError for no rows, a number of targets other than of rows, a target that is not finite or all of them equal, or
 * an option out of its range.
 */
export function trainBoostingSquared(
  x: Matrix,
  y: Float64Array,
  options: Partial<BoostingOptions> = {},
  validation?: Targets<Float64Array>,
): TreeEnsemble {
  const { mean, least, most } = checkNumbers(x, y);
  if (least === most) throw new RangeError('all targets are equal');
  if (validation !== undefined) {
    checkNumbers(validation.x, validation.y);
    if (validation.x.columns !== x.columns) throw new RangeError('the validation set has other columns');
  }
  // As float32, which is how a model file keeps it: far from zero the rounding would show in every prediction.
  return boost({ x, y }, squared, Math.fround(mean), { ...BOOSTING_DEFAULTS, ...options }, validation);
}
