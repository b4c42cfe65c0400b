import type { Matrix, TreeEnsemble } from './ensemble.js';

/**
 * An ensemble laid out for walking: breadth first, siblings side by side, so that a step is one addition of a
 * comparison and has no branch to mispredict. Rows are laid out to match: their columns with NaN replaced by −Infinity (which
 * goes left everywhere), then their columns as they are (NaN goes right everywhere), then a 0. A split reads the half that
 * sends a missing value its way; a leaf reads the 0, which sends it to itself, so all rows take as many steps as the tree is deep.
 */
interface Packed {
  readonly slot: Int32Array;
  readonly threshold: Float32Array;
  /** The left child; the right one is next to it. */
  readonly left: Int32Array;
  readonly value: Float32Array;
  /** One a tree, then zeros for the rest of the last four in step. */
  readonly roots: Int32Array;
  /** One a tree. */
  readonly depths: Int32Array;
  /** Room for one row. */
  readonly row: Float32Array;
}

// Packing costs about as much as walking a few dozen rows plainly, so it is done once per ensemble, and for single rows
// only after that many: a page that shows one record never pays for it. Until then the number of rows asked for.
const packs = new WeakMap<TreeEnsemble, Packed | number>();
const PLAIN_ROWS = 32;

// A tree and the rows of a block stay in the nearest cache while one runs over the other; a multiple of the four in step.
const BLOCK = 64;

/**
 * Fills `out` with the margins of all rows. The sum runs over trees in order, as for one row, so the bits are the same.
 * @throws RangeError when the nodes do not form trees.
 */
export function treeMargins(model: TreeEnsemble, m: Matrix, out: Float64Array): void {
  const packed = packedFrom(model, 0) ?? pack(model);
  const width = 2 * m.columns + 1;
  const block = new Float32Array(BLOCK * width);
  const sums = new Float64Array(BLOCK);
  for (let start = 0; start < m.rows; start += BLOCK) {
    const rows = Math.min(BLOCK, m.rows - start);
    for (let i = 0; i < rows; i++) {
      layRow(m.data, (start + i) * m.columns, m.columns, block, i * width);
    }
    sums.fill(model.bias);
    walkBlock(packed, block, width, sums, rows);
    for (let i = 0; i < rows; i++) out[start + i] = sums[i] ?? 0;
  }
}

/**
 * The margin of one row, or `undefined` while too few were asked for to pay for packing.
 * Four trees walk in step and their leaves are added in order.
 * @throws RangeError when the nodes do not form trees.
 */
export function packedMargin(model: TreeEnsemble, x: Float32Array, offset: number): number | undefined {
  const packed = packedFrom(model, PLAIN_ROWS);
  if (packed === undefined) return undefined;
  const { slot, threshold, left, value, roots, depths, row } = packed;
  layRow(x, offset, model.columns, row, 0);
  const trees = depths.length;
  let sum = model.bias;
  for (let t = 0; t < trees; t += 4) {
    let n0 = roots[t] ?? 0;
    let n1 = roots[t + 1] ?? 0;
    let n2 = roots[t + 2] ?? 0;
    let n3 = roots[t + 3] ?? 0;
    // Trees past the end are the first one again; their leaves are not added.
    const last = Math.min(t + 4, trees);
    let depth = 0;
    for (let k = t; k < last; k++) depth = Math.max(depth, depths[k] ?? 0);
    for (let step = 0; step < depth; step++) {
      const goes0 = (row[slot[n0] ?? 0] ?? 0) <= (threshold[n0] ?? 0);
      n0 = ((left[n0] ?? 0) + Number(!goes0)) | 0;
      const goes1 = (row[slot[n1] ?? 0] ?? 0) <= (threshold[n1] ?? 0);
      n1 = ((left[n1] ?? 0) + Number(!goes1)) | 0;
      const goes2 = (row[slot[n2] ?? 0] ?? 0) <= (threshold[n2] ?? 0);
      n2 = ((left[n2] ?? 0) + Number(!goes2)) | 0;
      const goes3 = (row[slot[n3] ?? 0] ?? 0) <= (threshold[n3] ?? 0);
      n3 = ((left[n3] ?? 0) + Number(!goes3)) | 0;
    }
    sum += value[n0] ?? 0;
    if (t + 1 < trees) sum += value[n1] ?? 0;
    if (t + 2 < trees) sum += value[n2] ?? 0;
    if (t + 3 < trees) sum += value[n3] ?? 0;
  }
  return sum;
}

/** The packed ensemble, made once `rows` single rows were asked for. */
function packedFrom(model: TreeEnsemble, rows: number): Packed | undefined {
  const known = packs.get(model) ?? 0;
  if (typeof known === 'object') return known;
  const packed = known < rows ? undefined : pack(model);
  packs.set(model, packed ?? known + 1);
  return packed;
}

/** Writes a row's two halves; the 0 behind them is never written to. */
function layRow(x: Float32Array, from: number, columns: number, out: Float32Array, to: number): void {
  for (let j = 0; j < columns; j++) {
    const value = x[from + j] ?? 0;
    out[to + j] = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
    out[to + columns + j] = value;
  }
}

/** Four rows walk in step: their loads do not depend on each other, so the processor overlaps them. Rows past the end repeat old ones. */
function walkBlock(
  packed: Packed,
  block: Float32Array,
  width: number,
  sums: Float64Array,
  rows: number,
): void {
  const { slot, threshold, left, value, roots, depths } = packed;
  for (let t = 0; t < depths.length; t++) {
    const root = roots[t] ?? 0;
    const depth = depths[t] ?? 0;
    for (let i = 0; i < rows; i += 4) {
      const at0 = i * width;
      const at1 = at0 + width;
      const at2 = at1 + width;
      const at3 = at2 + width;
      let n0 = root;
      let n1 = root;
      let n2 = root;
      let n3 = root;
      for (let step = 0; step < depth; step++) {
        const goes0 = (block[at0 + (slot[n0] ?? 0)] ?? 0) <= (threshold[n0] ?? 0);
        n0 = ((left[n0] ?? 0) + Number(!goes0)) | 0;
        const goes1 = (block[at1 + (slot[n1] ?? 0)] ?? 0) <= (threshold[n1] ?? 0);
        n1 = ((left[n1] ?? 0) + Number(!goes1)) | 0;
        const goes2 = (block[at2 + (slot[n2] ?? 0)] ?? 0) <= (threshold[n2] ?? 0);
        n2 = ((left[n2] ?? 0) + Number(!goes2)) | 0;
        const goes3 = (block[at3 + (slot[n3] ?? 0)] ?? 0) <= (threshold[n3] ?? 0);
        n3 = ((left[n3] ?? 0) + Number(!goes3)) | 0;
      }
      sums[i] = (sums[i] ?? 0) + (value[n0] ?? 0);
      sums[i + 1] = (sums[i + 1] ?? 0) + (value[n1] ?? 0);
      sums[i + 2] = (sums[i + 2] ?? 0) + (value[n2] ?? 0);
      sums[i + 3] = (sums[i + 3] ?? 0) + (value[n3] ?? 0);
    }
  }
}

function pack(model: TreeEnsemble): Packed {
  const n = model.feature.length;
  const slot = new Int32Array(n);
  const threshold = new Float32Array(n);
  const left = new Int32Array(n);
  const value = new Float32Array(n);
  const depths = new Int32Array(model.roots.length);
  const roots = new Int32Array(depths.length + 3);
  const row = new Float32Array(2 * model.columns + 1);
  let at = 0;
  for (let t = 0; t < depths.length; t++) {
    roots[t] = at;
    let free = at + 1;
    let level = [model.roots[t] ?? 0];
    for (let depth = 0; level.length > 0; depth++) {
      if (free > n) throw new RangeError('a node of the ensemble has two parents');
      depths[t] = depth;
      const below: number[] = [];
      for (const node of level) {
        const column = model.feature[node] ?? -1;
        if (column < 0) {
          slot[at] = 2 * model.columns;
          threshold[at] = Number.POSITIVE_INFINITY;
          left[at] = at;
          value[at] = model.value[node] ?? 0;
        } else {
          slot[at] = model.missingLeft[node] === 1 ? column : column + model.columns;
          threshold[at] = model.threshold[node] ?? 0;
          left[at] = free;
          free += 2;
          below.push(model.left[node] ?? 0, model.right[node] ?? 0);
        }
        at++;
      }
      level = below;
    }
  }
  return { slot, threshold, left, value, roots, depths, row };
}
