import type { BinnedMatrix } from './bins.js';
import {
  fillHistogram,
  findSplit,
  type HistogramLayout,
  histogramLayout,
  type Split,
  type SplitLimits,
  subtractHistogram,
} from './histogram.js';
import type { NodeColumns } from './node-columns.js';

export interface GrowOptions extends SplitLimits {
  readonly depth: number;
  readonly learningRate: number;
}

/**
 * Grows trees over one binned matrix, one call a tree, reusing its buffers: a histogram for each level of depth, since a
 * parent's histogram becomes its larger child's by subtraction.
 */
export class TreeGrower {
  private readonly histograms: Float64Array[] = [];
  private readonly layout: HistogramLayout;
  private readonly ordered: Float64Array;
  private rows: Int32Array = new Int32Array(0);
  private columns: Int32Array = new Int32Array(0);
  private gradients: Float64Array = new Float64Array(0);
  private hessians: Float64Array = new Float64Array(0);
  private margins: Float64Array = new Float64Array(0);
  private readonly spill: Int32Array;
  private readonly split: Split = {
    gain: 0,
    column: -1,
    bin: 0,
    missingLeft: false,
    leftGradient: 0,
    leftHessian: 0,
  };

  private readonly binned: BinnedMatrix;
  private readonly options: GrowOptions;
  private readonly nodes: NodeColumns;

  constructor(binned: BinnedMatrix, options: GrowOptions, nodes: NodeColumns) {
    this.binned = binned;
    this.options = options;
    this.nodes = nodes;
    this.layout = histogramLayout(binned);
    this.ordered = new Float64Array(2 * binned.rows);
    this.spill = new Int32Array(binned.rows);
  }

  /**
   * Appends one tree to the nodes and adds its leaf values to `margins` of the rows it grew on.
   * @param rows row numbers, ascending; reordered so that each leaf's rows lie together.
   * @param columns the columns this tree may split on.
   * @returns the tree's root.
   */
  grow(
    rows: Int32Array,
    columns: Int32Array,
    gradients: Float64Array,
    hessians: Float64Array,
    margins: Float64Array,
  ): number {
    this.rows = rows;
    this.columns = columns;
    this.gradients = gradients;
    this.hessians = hessians;
    this.margins = margins;
    let gradient = 0;
    let hessian = 0;
    for (const row of rows) {
      gradient += gradients[row] ?? 0;
      hessian += hessians[row] ?? 0;
    }
    this.fill(0, 0, rows.length);
    const root = this.node(0, rows.length, 0, 0, gradient, hessian);
    this.nodes.addTree(root);
    return root;
  }

  private histogram(slot: number): Float64Array {
    this.histograms[slot] ??= new Float64Array(this.layout.length);
    return this.histograms[slot];
  }

  private fill(slot: number, start: number, end: number): Float64Array {
    const out = this.histogram(slot);
    const { binned, columns, rows, gradients, hessians, ordered } = this;
    fillHistogram(out, this.layout, binned, columns, rows, start, end, gradients, hessians, ordered);
    return out;
  }

  /** Grows a node over rows [start, end), whose sums lie in histogram `slot`; a relative in waiting may own the slots before. */
  private node(
    start: number,
    end: number,
    level: number,
    slot: number,
    gradient: number,
    hessian: number,
  ): number {
    const { depth, minHessian } = this.options;
    const { split, nodes, binned } = this;
    split.column = -1;
    if (level < depth && hessian >= 2 * minHessian) {
      findSplit(
        split,
        this.histogram(slot),
        this.layout,
        binned,
        this.columns,
        gradient,
        hessian,
        this.options,
      );
    }
    if (split.column < 0) return this.leaf(start, end, gradient, hessian);

    const { column, bin, missingLeft, leftGradient, leftHessian } = split;
    const node = nodes.split(column, bin, binned.edges[column]?.[bin] ?? 0, missingLeft, hessian);
    const middle = this.partition(start, end, column, bin, missingLeft);
    const rightGradient = gradient - leftGradient;
    const rightHessian = hessian - leftHessian;
    const below = level + 1;
    // The child with fewer rows is summed, its sibling is what remains of the parent.
    const leftIsSmaller = middle - start <= end - middle;
    if (below < depth && Math.max(leftHessian, rightHessian) >= 2 * minHessian) {
      const smaller = leftIsSmaller ? this.fill(slot + 1, start, middle) : this.fill(slot + 1, middle, end);
      subtractHistogram(this.histogram(slot), smaller, this.layout, this.columns);
    }
    // The child in the later slot goes first: it may overwrite that slot and those behind, and its sibling's lies before.
    let left: number;
    let right: number;
    if (leftIsSmaller) {
      left = this.node(start, middle, below, slot + 1, leftGradient, leftHessian);
      right = this.node(middle, end, below, slot, rightGradient, rightHessian);
    } else {
      right = this.node(middle, end, below, slot + 1, rightGradient, rightHessian);
      left = this.node(start, middle, below, slot, leftGradient, leftHessian);
    }
    nodes.join(node, left, right);
    return node;
  }

  private leaf(start: number, end: number, gradient: number, hessian: number): number {
    const { learningRate, l2 } = this.options;
    // As float32, so that margins kept in training are those of the finished ensemble.
    const value = Math.fround((-learningRate * gradient) / (hessian + l2));
    const { rows, margins } = this;
    for (let i = start; i < end; i++) {
      const row = rows[i] ?? 0;
      margins[row] = (margins[row] ?? 0) + value;
    }
    return this.nodes.leaf(value, hessian);
  }

  /** Moves the rows that go left to the front of [start, end), keeping order on both sides; answers where the right begins. */
  private partition(start: number, end: number, column: number, bin: number, missingLeft: boolean): number {
    const { codes } = this.binned;
    const codesAt = column * this.binned.rows;
    const { rows, spill } = this;
    // The missing bin lies behind all others, so it goes right unless it is told apart.
    const exempt = missingLeft ? (this.binned.counts[column] ?? -1) : -1;
    let l = start;
    let r = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i] ?? 0;
      const code = codes[codesAt + row] ?? 0;
      const goesRight = Number(code > bin) & Number(code !== exempt);
      // Both are written and one counter moves, which spares a branch that no processor can foresee.
      rows[l] = row;
      spill[r] = row;
      l += 1 - goesRight;
      r += goesRight;
    }
    for (let i = 0; i < r; i++) rows[l + i] = spill[i] ?? 0;
    return l;
  }
}
