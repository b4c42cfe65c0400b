import { logLoss } from '../metrics.js';
import { sigmoid } from '../model/calibrate.js';
import type { Matrix, TreeEnsemble } from '../model/ensemble.js';
import { createRandom, type Random } from '../random.js';
import { type BinnedMatrix, binLike, binMatrix } from './bins.js';
import { TreeGrower } from './grow-tree.js';
import { countPositives } from './labels.js';
import { NodeColumns } from './node-columns.js';

export interface BoostingOptions {
  /** Trees at most, 1 and more. */
  readonly trees: number;
  /** Splits on a path at most, 1 and more. */
  readonly depth: number;
  /** Share of each tree's step that is taken, 0 < rate <= 1. */
  readonly learningRate: number;
  /** Penalty on squared leaf values, >= 0. */
  readonly l2: number;
  /** Least sum of hessians p (1 − p) on each side of a split, >= 0. */
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
  /** With a validation set: stop after this many rounds without a better log loss there, and keep the best number of trees. */
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

export interface LabelledMatrix {
  readonly x: Matrix;
  readonly y: Uint8Array;
}

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
  const o: BoostingOptions = { ...BOOSTING_DEFAULTS, ...options };
  checkOptions(o);
  const positives = countPositives(x, y);
  if (positives === 0 || positives === x.rows) throw new RangeError('the labels are of one class only');
  if (validation !== undefined) {
    countPositives(validation.x, validation.y);
    if (validation.x.columns !== x.columns) throw new RangeError('the validation set has other columns');
  }

  const bias = Math.log(positives / (x.rows - positives));
  const binned = binMatrix(x, o.bins);
  const nodes = new NodeColumns();
  const grower = new TreeGrower(binned, o, nodes);
  const random = createRandom(o.seed);
  const own = new Float64Array(x.rows).fill(bias);
  const gradients = new Float64Array(x.rows);
  const hessians = new Float64Array(x.rows);
  const columnsPerTree = Math.max(1, Math.round(o.columnSample * x.columns));
  const rowsPerTree = Math.max(1, Math.round(o.rowSample * x.rows));
  const inBag = new Uint8Array(x.rows);
  const stopping =
    validation === undefined || o.earlyStopping === undefined
      ? undefined
      : new EarlyStopping(binLike(validation.x, binned), validation.y, bias, o.earlyStopping);

  for (let t = 0; t < o.trees; t++) {
    for (let i = 0; i < x.rows; i++) {
      const p = sigmoid(own[i] ?? 0);
      gradients[i] = p - (y[i] ?? 0);
      hessians[i] = p * (1 - p);
    }
    const rows = sample(x.rows, rowsPerTree, random);
    const columns = sample(x.columns, columnsPerTree, random);
    inBag.fill(0);
    for (const row of rows) inBag[row] = 1;
    const root = grower.grow(rows, columns, gradients, hessians, own);
    for (let i = 0; i < x.rows; i++) {
      if (inBag[i] === 0) own[i] = (own[i] ?? 0) + nodes.valueOf(root, binned, i);
    }
    if (stopping?.after(nodes, root, t + 1) === true) break;
  }
  return nodes.finish(x.columns, bias, stopping?.bestTrees);
}

/** Follows the log loss of held-out rows tree by tree. */
class EarlyStopping {
  bestTrees = 0;
  private bestLoss = Number.POSITIVE_INFINITY;
  private readonly margins: Float64Array;
  private readonly probabilities: Float64Array;

  private readonly binned: BinnedMatrix;
  private readonly y: Uint8Array;
  private readonly patience: number;

  constructor(binned: BinnedMatrix, y: Uint8Array, bias: number, patience: number) {
    this.binned = binned;
    this.y = y;
    this.patience = patience;
    this.margins = new Float64Array(binned.rows).fill(bias);
    this.probabilities = new Float64Array(binned.rows);
  }

  /** Adds a tree and answers whether to stop. */
  after(nodes: NodeColumns, root: number, trees: number): boolean {
    for (let i = 0; i < this.margins.length; i++) {
      const margin = (this.margins[i] ?? 0) + nodes.valueOf(root, this.binned, i);
      this.margins[i] = margin;
      this.probabilities[i] = sigmoid(margin);
    }
    const loss = logLoss(this.probabilities, this.y);
    if (loss < this.bestLoss) {
      this.bestLoss = loss;
      this.bestTrees = trees;
    }
    return trees - this.bestTrees >= this.patience;
  }
}

/** `k` of the numbers 0..n−1 in ascending order, each set equally likely (Knuth's algorithm S). */
function sample(n: number, k: number, random: Random): Int32Array {
  const out = new Int32Array(k);
  let taken = 0;
  for (let i = 0; taken < k; i++) {
    if (n - i <= k - taken || random.next() * (n - i) < k - taken) out[taken++] = i;
  }
  return out;
}

function checkOptions(o: BoostingOptions): void {
  const share = (value: number): boolean => value > 0 && value <= 1;
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 1;
  if (!whole(o.trees)) throw new RangeError(`trees must be a whole number from 1, not ${o.trees}`);
  if (!whole(o.depth)) throw new RangeError(`depth must be a whole number from 1, not ${o.depth}`);
  if (!share(o.learningRate)) throw new RangeError(`learningRate must be in (0, 1], not ${o.learningRate}`);
  if (!share(o.rowSample)) throw new RangeError(`rowSample must be in (0, 1], not ${o.rowSample}`);
  if (!share(o.columnSample)) throw new RangeError(`columnSample must be in (0, 1], not ${o.columnSample}`);
  for (const name of ['l2', 'minHessian', 'minGain'] as const) {
    if (!(o[name] >= 0)) throw new RangeError(`${name} must be 0 or more, not ${o[name]}`);
  }
}
