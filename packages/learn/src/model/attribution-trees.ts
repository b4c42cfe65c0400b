import type { TreeEnsemble } from './ensemble.js';

/**
 * What one row's contributions need of an ensemble, made once. One leaf of value v is a game of its own over the D columns on
 * its path: v · Π_{j in S} o_j · Π_{j not in S} z_j, where o_j says whether the row follows the path's splits on column j (1
 * or 0) and z_j is the share of cover that does. The Shapley value of such a game is an integral (Owen 1972, "Multilinear
 * extensions of games"): v (o_i − z_i) ∫ Π_{j≠i} f_j dt over 0..1 with f_j = t o_j + (1 − t) z_j. The integrand has a degree
 * of D − 1 at most, so Gauss-Legendre with ⌈D / 2⌉ points answers it exactly: three for trees of depth 6.
 *
 * At each point, the product P of all f on the path goes down the tree, and v · P summed over the leaves comes up (Yu et al.
 * 2022, "Linear TreeSHAP", has this up and down with polynomials). A node's sum S counts with g = (o − z) / f of the column
 * split above it, once for the whole subtree. Where the column was split further up as well, S was counted there with the
 * g of then, which is taken off: the leaves keep the g of the deepest split. Being off the path has g = −1 / (1 − t) whatever
 * z is, so nothing is divided by a z that may be 0.
 */
export interface TreePaths {
  readonly points: number;
  /** The last node above whose split's column is that of this node's split, and the child there that leads here; −1 without. */
  readonly before: Int32Array;
  /** The share of its parent's cover that reaches a node, 0..1. */
  readonly share: Float64Array;
  /** f over the f before: `points` numbers for a node that the row goes to, then `points` for one that it does not. */
  readonly factors: Float64Array;
  /** The point's weight times (g − the g before), laid out like `factors`. */
  readonly gains: Float64Array;
  /** v · P of a leaf, S of any other node, at each point; written for each row. */
  readonly sums: Float64Array;
  /** 1 where the row has left the path by a split on the column above the node; written for each row. */
  readonly off: Uint8Array;
}

/** The share of a parent's cover that reaches a child, 0..1; a half where the parent saw no rows. */
export function shareOf(model: TreeEnsemble, child: number, parent: number): number {
  const whole = model.cover[parent] ?? 0;
  return whole > 0 ? Math.min(1, (model.cover[child] ?? 0) / whole) : 0.5;
}

export function treePaths(model: TreeEnsemble): TreePaths {
  const nodes = model.feature.length;
  const { before, share, columns } = walkPaths(model);
  const points = Math.max(1, Math.ceil(columns / 2));
  const { at, weight } = gaussLegendre(points);
  const factors = new Float64Array(2 * points * nodes);
  const gains = new Float64Array(2 * points * nodes);
  /** The share of cover that all splits on the column above a node let through. */
  const through = new Float64Array(nodes).fill(1);
  for (let i = 0; i < nodes; i++) {
    if ((model.feature[i] ?? -1) < 0) continue;
    const splitBefore = before[i] ?? -1;
    const earlier = splitBefore < 0 ? 1 : (through[splitBefore] ?? 1);
    for (let side = 0; side < 2; side++) {
      const child = (side === 0 ? model.left[i] : model.right[i]) ?? 0;
      const z = earlier * (share[child] ?? 0);
      through[child] = z;
      for (let q = 0; q < points; q++) {
        const t = at[q] ?? 0;
        const w = weight[q] ?? 0;
        const k = 2 * points * child + q;
        // Without an earlier split on the column the share is 1, so f is 1 and g is 0.
        const f = t + (1 - t) * earlier;
        const g = (1 - earlier) / f;
        const on = t + (1 - t) * z;
        factors[k] = on / f;
        gains[k] = w * ((1 - z) / on - g);
        factors[k + points] = ((1 - t) * z) / f;
        gains[k + points] = w * (-1 / (1 - t) - g);
      }
    }
  }
  const sums = new Float64Array(points * nodes);
  return { points, before, share, factors, gains, sums, off: new Uint8Array(nodes) };
}

/** `before` and `share` of `TreePaths`, and the most columns on any path. Children lie behind their parent. */
function walkPaths(model: TreeEnsemble): { before: Int32Array; share: Float64Array; columns: number } {
  const nodes = model.feature.length;
  const parent = new Int32Array(nodes).fill(-1);
  const before = new Int32Array(nodes).fill(-1);
  const share = new Float64Array(nodes);
  const onPath = new Int32Array(nodes);
  let columns = 0;
  for (let i = 0; i < nodes; i++) {
    const column = model.feature[i] ?? -1;
    if (column < 0) continue;
    let below = i;
    let above = parent[i] ?? -1;
    while (above >= 0 && model.feature[above] !== column) {
      below = above;
      above = parent[above] ?? -1;
    }
    if (above >= 0) before[i] = below;
    const count = (onPath[i] ?? 0) + (above < 0 ? 1 : 0);
    columns = Math.max(columns, count);
    for (let side = 0; side < 2; side++) {
      const child = (side === 0 ? model.left[i] : model.right[i]) ?? 0;
      parent[child] = i;
      onPath[child] = count;
      share[child] = shareOf(model, child, i);
    }
  }
  return { before, share, columns };
}

/** Adds a row's contributions to `out`; the row is `x` from `offset` on. */
export function addContributions(
  model: TreeEnsemble,
  paths: TreePaths,
  x: Float32Array,
  offset: number,
  out: Float64Array,
): void {
  const { points, sums } = paths;
  for (const root of model.roots) sums.fill(1, root * points, (root + 1) * points);
  goDown(model, paths, x, offset);
  comeUp(model, paths, out);
}

/** Fills the product of every node from its parent's. */
function goDown(
  { feature, threshold, missingLeft, left, right }: TreeEnsemble,
  { points, before, share, factors, sums, off }: TreePaths,
  x: Float32Array,
  offset: number,
): void {
  for (let i = 0; i < feature.length; i++) {
    const column = feature[i] ?? -1;
    if (column < 0) continue;
    const l = left[i] ?? 0;
    const r = right[i] ?? 0;
    const earlier = before[i] ?? -1;
    // Once off the path by a column, further splits on it only share the cover.
    if (earlier >= 0 && off[earlier] === 1) {
      off[l] = 1;
      off[r] = 1;
      const toLeft = share[l] ?? 0;
      const toRight = share[r] ?? 0;
      for (let q = 0; q < points; q++) {
        const product = sums[i * points + q] ?? 0;
        sums[l * points + q] = product * toLeft;
        sums[r * points + q] = product * toRight;
      }
      continue;
    }
    const value = x[offset + column] ?? 0;
    const goesLeft = Number.isNaN(value) ? (missingLeft[i] ?? 0) : Number(value <= (threshold[i] ?? 0));
    off[l] = 1 - goesLeft;
    off[r] = goesLeft;
    const leftFactor = (2 * l + 1 - goesLeft) * points;
    const rightFactor = (2 * r + goesLeft) * points;
    for (let q = 0; q < points; q++) {
      const product = sums[i * points + q] ?? 0;
      sums[l * points + q] = product * (factors[leftFactor + q] ?? 0);
      sums[r * points + q] = product * (factors[rightFactor + q] ?? 0);
    }
  }
}

/** Sums the leaves of every node, in the place of its product, and counts them for the column that is split there. */
function comeUp(
  { feature, left, right, value }: TreeEnsemble,
  { points, before, gains, sums, off }: TreePaths,
  out: Float64Array,
): void {
  for (let i = feature.length - 1; i >= 0; i--) {
    const column = feature[i] ?? -1;
    const at = i * points;
    if (column < 0) {
      const v = value[i] ?? 0;
      for (let q = 0; q < points; q++) sums[at + q] = v * (sums[at + q] ?? 0);
      continue;
    }
    const l = left[i] ?? 0;
    const r = right[i] ?? 0;
    const leftGain = (2 * l + (off[l] ?? 0)) * points;
    const rightGain = (2 * r + (off[r] ?? 0)) * points;
    let gained = 0;
    for (let q = 0; q < points; q++) {
      const onLeft = sums[l * points + q] ?? 0;
      const onRight = sums[r * points + q] ?? 0;
      gained += onLeft * (gains[leftGain + q] ?? 0) + onRight * (gains[rightGain + q] ?? 0);
      sums[at + q] = onLeft + onRight;
    }
    const earlier = before[i] ?? -1;
    if (earlier < 0 || off[earlier] === 0) out[column] = (out[column] ?? 0) + gained;
  }
}

/** Points and weights on 0..1 that integrate every polynomial of degree 2n − 1 exactly: Newton's steps to Legendre's roots. */
function gaussLegendre(n: number): { at: Float64Array; weight: Float64Array } {
  const at = new Float64Array(n);
  const weight = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    // Close enough to the i-th root that eight steps reach the last bit (Abramowitz & Stegun 22.16.6).
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 8; round++) {
      let last = 1;
      let value = x;
      for (let k = 2; k <= n; k++) {
        const next = ((2 * k - 1) * x * value - (k - 1) * last) / k;
        last = value;
        value = next;
      }
      slope = (n * (x * value - last)) / (x * x - 1);
      x -= value / slope;
    }
    at[i] = (1 + x) / 2;
    weight[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { at, weight };
}
