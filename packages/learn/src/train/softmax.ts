import { createRandom } from '../random.js';

/** Rows of few non-zero values (CSR): row i has `columns[k]`, `values[k]` for k from `starts[i]` to `starts[i + 1]`. */
export interface SparseRows {
  readonly rows: number;
  readonly width: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

export interface SoftmaxOptions {
  readonly classes: number;
  /** Penalty: Σ weight · loss + l2 / 2 · ‖W‖² is least. 1 / C of scikit-learn. > 0. */
  readonly l2: number;
  /** Value of a constant column that stands for the intercept and is penalised like any other; 0 for none. Default 1. */
  readonly bias?: number;
  /** Passes at most; default 100. */
  readonly maxPasses?: number;
  /** Ends when the duality gap is below this share of the loss; default 1e-3. */
  readonly tolerance?: number;
  readonly seed?: number;
  /** Weight of each row's loss, > 0; default 1. */
  readonly weights?: Float32Array;
  /** Margins given before learning (rows x classes): what is learned is added to them, so the prior is what they come from. */
  readonly offsets?: Float32Array;
  readonly onPass?: (pass: number, gap: number) => void;
}

export interface SoftmaxModel {
  readonly classes: number;
  readonly width: number;
  /** Column-major by feature: `weights[j * classes + k]`. */
  readonly weights: Float32Array;
  readonly bias: Float64Array;
  readonly passes: number;
  /** Duality gap at the end as a share of the loss: the objective is at most so far from its least value. */
  readonly gap: number;
}

/**
 * Multinomial logistic regression with an l2 penalty by stochastic dual coordinate ascent (Shalev-Shwartz & Zhang 2013; the
 * dual of the soft-max loss as in Yu, Huang & Lin 2011): one row at a time its dual distribution moves towards what the model
 * says, by the step that is best for the dual. Each step touches the row's own features only, there is no learning rate, and
 * the duality gap says how far from the optimum it ended. The order of rows follows `seed`.
 * @throws RangeError for no rows, a label out of range, mismatched lengths, or an l2 that is not above 0.
 */
export function trainSoftmax(x: SparseRows, y: ArrayLike<number>, options: SoftmaxOptions): SoftmaxModel {
  const { classes: K, l2, seed = 1, maxPasses = 100, tolerance = 1e-3 } = options;
  const bias = options.bias ?? 1;
  check(x, y, options);
  const n = x.rows;
  const W = new Float32Array(x.width * K);
  const b = new Float64Array(K);
  const dual = new Float32Array(n * K).fill(1 / K);
  const norms = new Float64Array(n);
  for (let i = 0; i < n; i++) norms[i] = squaredNorm(x, i) + bias * bias;
  // The dual starts at the uniform distribution, so the weights start at what that implies.
  const u = new Float64Array(K);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < K; k++) u[k] = 1 / K - (y[i] === k ? 1 : 0);
    addRow(x, i, W, b, u, K, -(options.weights?.[i] ?? 1) / l2, bias);
  }
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const random = createRandom(seed);
  const margins = new Float64Array(K);
  const p = new Float64Array(K);
  let gap = Number.POSITIVE_INFINITY;
  let pass = 0;
  while (pass < maxPasses && gap > tolerance) {
    random.shuffle(order);
    let primal = 0;
    let entropy = 0;
    for (let at = 0; at < n; at++) {
      const i = order[at] ?? 0;
      const c = options.weights?.[i] ?? 1;
      rowMargins(x, i, W, b, margins, K, bias, options.offsets);
      const total = softmax(margins, p, K);
      primal += c * (total - (margins[y[i] ?? 0] ?? 0));
      const base = i * K;
      let length = 0;
      for (let k = 0; k < K; k++) {
        const a = dual[base + k] ?? 0;
        if (a > 0) entropy -= c * a * (Math.log(a) - (options.offsets?.[base + k] ?? 0));
        const d = (p[k] ?? 0) - a;
        u[k] = d;
        length += d * d;
      }
      if (options.offsets) entropy -= c * (options.offsets[base + (y[i] ?? 0)] ?? 0);
      if (length < 1e-14) continue;
      const gamma = bestStep(dual, base, u, margins, K, (c * (norms[i] ?? 0) * length) / l2);
      if (gamma === 0) continue;
      for (let k = 0; k < K; k++) {
        dual[base + k] = Math.max(0, (dual[base + k] ?? 0) + gamma * (u[k] ?? 0));
        u[k] = gamma * (u[k] ?? 0);
      }
      addRow(x, i, W, b, u, K, -c / l2, bias);
    }
    pass++;
    // Primal and dual are read while the weights move; at the end of learning they hardly do.
    let square = 0;
    for (let k = 0; k < W.length; k++) square += (W[k] ?? 0) ** 2;
    for (let k = 0; k < K; k++) square += ((b[k] ?? 0) / (bias || 1)) ** 2;
    gap = Math.abs(primal + l2 * square - entropy) / Math.max(primal, 1e-12);
    options.onPass?.(pass, gap);
  }
  return { classes: K, width: x.width, weights: W, bias: b, passes: pass, gap };
}

function check(x: SparseRows, y: ArrayLike<number>, { classes, l2, weights, offsets }: SoftmaxOptions): void {
  if (!(x.rows >= 1)) throw new RangeError('there are no rows');
  if (!(l2 > 0)) throw new RangeError(`l2 must be above 0, not ${l2}`);
  if (!(classes >= 2)) throw new RangeError(`there must be two classes or more, not ${classes}`);
  if (y.length !== x.rows) throw new RangeError(`${x.rows} rows have ${y.length} labels`);
  for (let i = 0; i < x.rows; i++) {
    const label = y[i] ?? -1;
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw new RangeError(`row ${i} has label ${label} of ${classes} classes`);
  }
  if (weights && weights.length !== x.rows)
    throw new RangeError(`${x.rows} rows have ${weights.length} weights`);
  if (offsets && offsets.length !== x.rows * classes)
    throw new RangeError(`${x.rows} rows have ${offsets.length} offsets`);
}

function squaredNorm(x: SparseRows, i: number): number {
  let sum = 0;
  for (let k = x.starts[i] ?? 0; k < (x.starts[i + 1] ?? 0); k++) sum += (x.values[k] ?? 0) ** 2;
  return sum;
}

function rowMargins(
  x: SparseRows,
  i: number,
  W: Float32Array,
  b: Float64Array,
  out: Float64Array,
  K: number,
  bias: number,
  offsets: Float32Array | undefined,
): void {
  for (let k = 0; k < K; k++) out[k] = (bias ? (b[k] ?? 0) : 0) + (offsets?.[i * K + k] ?? 0);
  const end = x.starts[i + 1] ?? 0;
  for (let at = x.starts[i] ?? 0; at < end; at++) {
    const value = x.values[at] ?? 0;
    const row = (x.columns[at] ?? 0) * K;
    for (let k = 0; k < K; k++) out[k] = (out[k] ?? 0) + value * (W[row + k] ?? 0);
  }
}

/** W += scale · u xᵢᵀ, and the intercept with it (kept as weight times `bias`). */
function addRow(
  x: SparseRows,
  i: number,
  W: Float32Array,
  b: Float64Array,
  u: Float64Array,
  K: number,
  scale: number,
  bias: number,
): void {
  const end = x.starts[i + 1] ?? 0;
  for (let at = x.starts[i] ?? 0; at < end; at++) {
    const value = scale * (x.values[at] ?? 0);
    const row = (x.columns[at] ?? 0) * K;
    for (let k = 0; k < K; k++) W[row + k] = (W[row + k] ?? 0) + value * (u[k] ?? 0);
  }
  for (let k = 0; k < K; k++) b[k] = (b[k] ?? 0) + scale * bias * bias * (u[k] ?? 0);
}

/** Fills `p` and gives ln Σ e^margin. */
export function softmax(margins: Float64Array, p: Float64Array, K: number): number {
  let top = margins[0] ?? 0;
  for (let k = 1; k < K; k++) top = Math.max(top, margins[k] ?? 0);
  let sum = 0;
  for (let k = 0; k < K; k++) {
    const e = Math.exp((margins[k] ?? 0) - top);
    p[k] = e;
    sum += e;
  }
  for (let k = 0; k < K; k++) p[k] = (p[k] ?? 0) / sum;
  return top + Math.log(sum);
}

/**
 * The step γ in [0, 1] at which the dual is greatest along u: the root of its slope, which falls in γ. At γ = 1 the slope is
 * −curvature, and at 0 it is a symmetric Kullback–Leibler divergence, so the root is inside: halved until it is bracketed,
 * then to a sixteenth of its size, since the next pass corrects what is left.
 */
function bestStep(
  dual: Float32Array,
  base: number,
  u: Float64Array,
  margins: Float64Array,
  K: number,
  curvature: number,
): number {
  let low = 0;
  let high = 1;
  let left = 4;
  for (let round = 0; round < 40 && left > 0; round++) {
    const gamma = (low + high) / 2;
    let slope = -gamma * curvature;
    for (let k = 0; k < K; k++) {
      const d = u[k] ?? 0;
      const a = (dual[base + k] ?? 0) + gamma * d;
      slope += d * ((margins[k] ?? 0) - Math.log(Math.max(a, 1e-30)));
    }
    if (slope > 0) low = gamma;
    else high = gamma;
    if (low > 0) left--;
  }
  return (low + high) / 2;
}
