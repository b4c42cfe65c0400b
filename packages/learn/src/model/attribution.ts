import { addContributions, shareOf, type TreePaths, treePaths } from './attribution-trees.js';
import type { FittedModel, TreeEnsemble } from './ensemble.js';
import { margin } from './evaluate.js';

const prepared = new WeakMap<TreeEnsemble, TreePaths>();

/**
 * Contributions of each column to one row's margin: path-dependent Shapley values (Lundberg et al. 2020, "From local
 * explanations to global understanding with explainable AI for trees", Algorithm 2), and for a linear model
 * coefficient · (x − training mean). How the trees' are found is told at `TreePaths`.
 *
 * @param x the row, `model.columns` values from `offset` on; NaN is missing.
 * @param out written and returned when given (length `model.columns`), so that a loop allocates nothing.
 * @returns one value per column; their sum plus `expectedMargin(model)` is `margin(model, x)`.
 */
export function contributions(
  model: FittedModel,
  x: Float32Array,
  out: Float64Array = new Float64Array(model.columns),
  offset = 0,
): Float64Array {
  if (model.kind === 'linear') {
    for (let j = 0; j < model.columns; j++) {
      out[j] = (model.coefficients[j] ?? 0) * ((x[offset + j] ?? 0) - (model.means[j] ?? 0));
    }
    return out;
  }
  out.fill(0);
  let paths = prepared.get(model);
  if (paths === undefined) {
    paths = treePaths(model);
    prepared.set(model, paths);
  }
  addContributions(model, paths, x, offset, out);
  return out;
}

/**
 * The margin that contributions are measured from: the cover-weighted mean of the leaves, or a linear model's margin at the
 * training means. Shares of cover multiply along each path, exactly as in `contributions`.
 */
export function expectedMargin(model: FittedModel): number {
  if (model.kind === 'linear') return margin(model, model.means);
  const share = new Float64Array(model.feature.length);
  for (const root of model.roots) share[root] = 1;
  let sum = model.bias;
  // Children lie behind their parent, so one pass in order sees every parent first.
  for (let i = 0; i < share.length; i++) {
    const own = share[i] ?? 0;
    if ((model.feature[i] ?? -1) < 0) {
      sum += own * (model.value[i] ?? 0);
      continue;
    }
    const left = model.left[i] ?? 0;
    const right = model.right[i] ?? 0;
    share[left] = own * shareOf(model, left, i);
    share[right] = own * shareOf(model, right, i);
  }
  return sum;
}
