import type { Matrix, TreeEnsemble } from '../model/ensemble.js';
import { createRandom, type Random } from '../random.js';
import { type BinnedMatrix, binLike, binMatrix } from './bins.js';
import type { BoostingOptions } from './boosting.js';
import { TreeGrower } from './grow-tree.js';
import { NodeColumns } from './node-columns.js';

/** What boosting makes smaller on rows of known targets; everything else of it is the same for every kind of target. */
export interface Objective<Y> {
  /** First and second derivatives of each row's loss by its margin. */
  derivatives(margins: Float64Array, y: Y, gradients: Float64Array, hessians: Float64Array): void;
  /** Mean loss, less is better. */
  loss(margins: Float64Array, y: Y): number;
}

export interface Targets<Y> {
  readonly x: Matrix;
  readonly y: Y;
}

/**
 * Gradient-boosted trees on quantile histograms, from the margin `bias` down the objective. Sizes are the caller's to check.
 * @throws RangeError for an option out of its range.
 */
export function boost<Y>(
  { x, y }: Targets<Y>,
  objective: Objective<Y>,
  bias: number,
  o: BoostingOptions,
  validation?: Targets<Y>,
): TreeEnsemble {
  checkOptions(o);
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
      : new EarlyStopping(binLike(validation.x, binned), validation.y, objective, bias, o.earlyStopping);

  for (let t = 0; t < o.trees; t++) {
    objective.derivatives(own, y, gradients, hessians);
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

/** Follows the loss of held-out rows tree by tree. */
class EarlyStopping<Y> {
  bestTrees = 0;
  private bestLoss = Number.POSITIVE_INFINITY;
  private readonly margins: Float64Array;

  private readonly binned: BinnedMatrix;
  private readonly y: Y;
  private readonly objective: Objective<Y>;
  private readonly patience: number;

  constructor(binned: BinnedMatrix, y: Y, objective: Objective<Y>, bias: number, patience: number) {
    this.binned = binned;
    this.y = y;
    this.objective = objective;
    this.patience = patience;
    this.margins = new Float64Array(binned.rows).fill(bias);
  }

  /** Adds a tree and answers whether to stop. */
  after(nodes: NodeColumns, root: number, trees: number): boolean {
    for (let i = 0; i < this.margins.length; i++) {
      this.margins[i] = (this.margins[i] ?? 0) + nodes.valueOf(root, this.binned, i);
    }
    const loss = this.objective.loss(this.margins, this.y);
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
