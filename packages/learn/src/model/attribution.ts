import type { FittedModel, TreeEnsemble } from './ensemble.js';
import { margin } from './evaluate.js';

/**
 * Contributions of each column to one row's margin: path-dependent Shapley values (Lundberg et al. 2020, "From local
 * explanations to global understanding with explainable AI for trees", Algorithm 2), and for a linear model
 * coefficient · (x − training mean).
 *
 * One leaf of value v is a game of its own over the D columns on its path: v · Π_{j in S} o_j · Π_{j not in S} z_j, where
 * o_j says whether the row follows the path's splits on column j (1 or 0) and z_j is the share of cover that does. Because
 * o_j is 0 or 1, only the columns the row follows ("hot") may be in S, so the polynomial Π_hot (z_j + t) holds all that is
 * needed: its coefficients c_k weighed by k! (D − k − 1)! / D!. All cold columns get the same −v Π_cold z Σ w_k c_k; a hot one
 * gets v (1 − z_i) Π_cold z Σ w_k c'_k with c' = c / (z_i + t), divided from the highest power down, which needs no
 * floating-point division and never enlarges an error since z_i <= 1. The values are those of Algorithm 2.
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
  let walk = walks.get(model);
  if (walk === undefined) {
    walk = createWalk(model);
    walks.set(model, walk);
  }
  walk(x, offset, out);
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

/** The share of a parent's cover that reaches a child, 0..1; a half where the parent saw no rows. */
function shareOf(model: TreeEnsemble, child: number, parent: number): number {
  const whole = model.cover[parent] ?? 0;
  return whole > 0 ? Math.min(1, (model.cover[child] ?? 0) / whole) : 0.5;
}

/** Longest path of any tree, in splits. */
function depthOf(model: TreeEnsemble): number {
  const depth = new Int32Array(model.feature.length);
  let deepest = 0;
  for (let i = 0; i < depth.length; i++) {
    if ((model.feature[i] ?? -1) < 0) continue;
    const below = (depth[i] ?? 0) + 1;
    depth[model.left[i] ?? 0] = below;
    depth[model.right[i] ?? 0] = below;
    deepest = Math.max(deepest, below);
  }
  return deepest;
}

/** weights[D * stride + k] = k! (D − k − 1)! / D!, for 0 <= k < D <= deepest. */
function shapleyWeights(deepest: number, stride: number): Float64Array {
  const weights = new Float64Array((deepest + 1) * stride);
  for (let d = 1; d <= deepest; d++) {
    let weight = 1 / d;
    for (let k = 0; k < d; k++) {
      weights[d * stride + k] = weight;
      weight *= (k + 1) / (d - k - 1);
    }
  }
  return weights;
}

type Walk = (x: Float32Array, offset: number, out: Float64Array) => void;
const walks = new WeakMap<TreeEnsemble, Walk>();

/** Buffers are made once per ensemble: one strip per level of the tree, filled by extending the strip above. */
function createWalk(model: TreeEnsemble): Walk {
  const { roots, feature, threshold, missingLeft, left, right, value } = model;
  const deepest = depthOf(model);
  const stride = deepest + 2;
  const weights = shapleyWeights(deepest, stride);
  const hotColumn = new Int32Array(stride * stride);
  const hotShare = new Float64Array(stride * stride);
  const coldColumn = new Int32Array(stride * stride);
  const polynomial = new Float64Array(stride * stride);
  const share = new Float64Array(feature.length);
  for (let i = 0; i < feature.length; i++) {
    if ((feature[i] ?? -1) < 0) continue;
    const l = left[i] ?? 0;
    const r = right[i] ?? 0;
    share[l] = shareOf(model, l, i);
    share[r] = shareOf(model, r, i);
  }
  let row: Float32Array = new Float32Array(0);
  let start = 0;
  let sums: Float64Array = new Float64Array(0);

  const addLeaf = (v: number, base: number, hot: number, cold: number): void => {
    const w = (hot + cold) * stride;
    if (cold > 0) {
      let all = 0;
      for (let k = 0; k <= hot; k++) all += (weights[w + k] ?? 0) * (polynomial[base + k] ?? 0);
      all *= v;
      for (let k = 0; k < cold; k++) {
        const column = coldColumn[base + k] ?? 0;
        sums[column] = (sums[column] ?? 0) - all;
      }
    }
    for (let h = 0; h < hot; h++) {
      const z = hotShare[base + h] ?? 0;
      let quotient = 1;
      let all = weights[w + hot - 1] ?? 0;
      for (let k = hot - 2; k >= 0; k--) {
        quotient = (polynomial[base + k + 1] ?? 0) - z * quotient;
        all += (weights[w + k] ?? 0) * quotient;
      }
      const column = hotColumn[base + h] ?? 0;
      sums[column] = (sums[column] ?? 0) + all * (1 - z) * v;
    }
  };

  /** Copies a strip to the next level, dividing out the hot column at place `without` (-1 for none); answers how many are hot. */
  const copyStrip = (from: number, hot: number, cold: number, without: number): number => {
    const to = from + stride;
    for (let k = 0; k < cold; k++) coldColumn[to + k] = coldColumn[from + k] ?? 0;
    let n = 0;
    for (let h = 0; h < hot; h++) {
      if (h === without) continue;
      hotColumn[to + n] = hotColumn[from + h] ?? 0;
      hotShare[to + n] = hotShare[from + h] ?? 0;
      n++;
    }
    if (without < 0) {
      for (let k = 0; k <= hot; k++) polynomial[to + k] = polynomial[from + k] ?? 0;
      return n;
    }
    const z = hotShare[from + without] ?? 0;
    let quotient = 1;
    polynomial[to + hot - 1] = 1;
    for (let k = hot - 2; k >= 0; k--) {
      quotient = (polynomial[from + k + 1] ?? 0) - z * quotient;
      polynomial[to + k] = quotient;
    }
    return n;
  };

  /** Adds a hot column of share z to a strip that holds `hot` of them: multiplies the polynomial by (z + t). */
  const extend = (base: number, hot: number, column: number, z: number): void => {
    hotColumn[base + hot] = column;
    hotShare[base + hot] = z;
    polynomial[base + hot + 1] = 1;
    for (let k = hot; k > 0; k--) {
      polynomial[base + k] = (polynomial[base + k - 1] ?? 0) + z * (polynomial[base + k] ?? 0);
    }
    polynomial[base] = z * (polynomial[base] ?? 0);
  };

  const walk = (node: number, base: number, hot: number, cold: number, coldProduct: number): void => {
    const column = feature[node] ?? -1;
    if (column < 0) {
      addLeaf((value[node] ?? 0) * coldProduct, base, hot, cold);
      return;
    }
    const x = row[start + column] ?? 0;
    const goesLeft = Number.isNaN(x) ? missingLeft[node] === 1 : x <= (threshold[node] ?? 0);
    const followed = (goesLeft ? left[node] : right[node]) ?? 0;
    const other = (goesLeft ? right[node] : left[node]) ?? 0;
    const followedShare = share[followed] ?? 0;
    const otherShare = share[other] ?? 0;
    const next = base + stride;

    // A column may be split more than once on a path; its shares multiply, and once cold it stays cold.
    for (let k = 0; k < cold; k++) {
      if (coldColumn[base + k] !== column) continue;
      copyStrip(base, hot, cold, -1);
      walk(followed, next, hot, cold, coldProduct * followedShare);
      copyStrip(base, hot, cold, -1);
      walk(other, next, hot, cold, coldProduct * otherShare);
      return;
    }
    let seen = -1;
    for (let h = 0; h < hot; h++) if (hotColumn[base + h] === column) seen = h;
    const earlier = seen < 0 ? 1 : (hotShare[base + seen] ?? 1);

    let kept = copyStrip(base, hot, cold, seen);
    extend(next, kept, column, earlier * followedShare);
    walk(followed, next, kept + 1, cold, coldProduct);
    kept = copyStrip(base, hot, cold, seen);
    coldColumn[next + cold] = column;
    walk(other, next, kept, cold + 1, coldProduct * earlier * otherShare);
  };

  return (x, offset, out) => {
    row = x;
    start = offset;
    sums = out;
    polynomial[0] = 1;
    for (let t = 0; t < roots.length; t++) walk(roots[t] ?? 0, 0, 0, 0, 1);
  };
}
