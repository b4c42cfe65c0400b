import type { Matrix, TreeEnsemble } from './ensemble.js';

/**
 * An ensemble laid out for walking many rows: breadth first, siblings side by side, so that a step is one addition of a
 * comparison and has no branch to mispredict. Rows are laid out to match: each column twice, as it is (a missing value goes
 * right, since NaN is below nothing), then with −Infinity for missing (which goes left). A split reads the one that sends a
 * missing value its way; a leaf sends every row to itself, so all rows take as many steps as the tree is deep.
 */
interface Packed {
  /** The left child above the lowest `SLOT_BITS`, the place in the row in them: one load in place of two. */
  readonly words: Int32Array;
  readonly threshold: Float32Array;
  readonly value: Float32Array;
  readonly roots: Int32Array;
  readonly depths: Int32Array;
}

const SLOT_BITS = 13;
const SLOT_MASK = (1 << SLOT_BITS) - 1;
/** What fits into a word beside the other. */
const MOST_COLUMNS = 1 << (SLOT_BITS - 1);
const MOST_NODES = 1 << (32 - SLOT_BITS);

// Packing costs about as much as walking a few dozen rows, so it is done once per ensemble.
const packs = new WeakMap<TreeEnsemble, Packed>();

// A tree and the rows of a block stay in the nearest cache while one runs over the other; a multiple of the eight in step.
const BLOCK = 64;

/** Whether the ensemble has room in the layout; one that has not is walked row by row. */
export const canPack = (model: TreeEnsemble): boolean =>
  model.columns <= MOST_COLUMNS && model.feature.length <= MOST_NODES;

/**
 * Fills `out` with the margins of all rows. The sum runs over trees in order, as for one row, so the bits are the same.
 * @param model one that `canPack`.
 * @throws RangeError when the nodes do not form trees.
 */
export function treeMargins(model: TreeEnsemble, m: Matrix, out: Float64Array): void {
  let packed = packs.get(model);
  if (packed === undefined) {
    packed = pack(model);
    packs.set(model, packed);
  }
  const { roots, depths } = packed;
  const block = new Float32Array(BLOCK * 2 * m.columns);
  const sums = new Float64Array(BLOCK);
  for (let start = 0; start < m.rows; start += BLOCK) {
    const rows = Math.min(BLOCK, m.rows - start);
    layRows(m, start, rows, block);
    sums.fill(model.bias);
    for (let t = 0; t < roots.length; t++)
      walkTree(packed, roots[t] ?? 0, depths[t] ?? 0, block, 2 * m.columns, sums, rows);
    for (let i = 0; i < rows; i++) out[start + i] = sums[i] ?? 0;
  }
}

function layRows(m: Matrix, start: number, rows: number, block: Float32Array): void {
  const from = start * m.columns;
  for (let k = 0; k < rows * m.columns; k++) {
    const value = m.data[from + k] ?? 0;
    block[2 * k] = value;
    block[2 * k + 1] = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  }
}

/**
 * Adds one tree's leaves. Eight rows walk in step: their loads do not depend on each other, so the processor overlaps them.
 * Rows past the end repeat old ones. A function of its own for one tree, because workerd has compiled larger nests badly.
 */
function walkTree(
  { words, threshold, value }: Packed,
  root: number,
  depth: number,
  block: Float32Array,
  width: number,
  sums: Float64Array,
  rows: number,
): void {
  for (let i = 0; i < rows; i += 8) {
    const at0 = i * width;
    const at1 = at0 + width;
    const at2 = at1 + width;
    const at3 = at2 + width;
    const at4 = at3 + width;
    const at5 = at4 + width;
    const at6 = at5 + width;
    const at7 = at6 + width;
    let n0 = root;
    let n1 = root;
    let n2 = root;
    let n3 = root;
    let n4 = root;
    let n5 = root;
    let n6 = root;
    let n7 = root;
    for (let step = 0; step < depth; step++) {
      n0 = childOf(words, threshold, block, at0, n0);
      n1 = childOf(words, threshold, block, at1, n1);
      n2 = childOf(words, threshold, block, at2, n2);
      n3 = childOf(words, threshold, block, at3, n3);
      n4 = childOf(words, threshold, block, at4, n4);
      n5 = childOf(words, threshold, block, at5, n5);
      n6 = childOf(words, threshold, block, at6, n6);
      n7 = childOf(words, threshold, block, at7, n7);
    }
    sums[i] = (sums[i] ?? 0) + (value[n0] ?? 0);
    sums[i + 1] = (sums[i + 1] ?? 0) + (value[n1] ?? 0);
    sums[i + 2] = (sums[i + 2] ?? 0) + (value[n2] ?? 0);
    sums[i + 3] = (sums[i + 3] ?? 0) + (value[n3] ?? 0);
    sums[i + 4] = (sums[i + 4] ?? 0) + (value[n4] ?? 0);
    sums[i + 5] = (sums[i + 5] ?? 0) + (value[n5] ?? 0);
    sums[i + 6] = (sums[i + 6] ?? 0) + (value[n6] ?? 0);
    sums[i + 7] = (sums[i + 7] ?? 0) + (value[n7] ?? 0);
  }
}

/** Small enough that engines put it in place of the call. */
function childOf(
  words: Int32Array,
  threshold: Float32Array,
  block: Float32Array,
  row: number,
  node: number,
): number {
  const word = words[node] ?? 0;
  const goesLeft = (block[row + (word & SLOT_MASK)] ?? 0) <= (threshold[node] ?? 0);
  return (word >>> SLOT_BITS) + Number(!goesLeft);
}

function pack(model: TreeEnsemble): Packed {
  const n = model.feature.length;
  const words = new Int32Array(n);
  const threshold = new Float32Array(n);
  const value = new Float32Array(n);
  const roots = new Int32Array(model.roots.length);
  const depths = new Int32Array(model.roots.length);
  let at = 0;
  for (let t = 0; t < roots.length; t++) {
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
          // No number lies above infinity, and the second copy has no NaN.
          words[at] = (at << SLOT_BITS) | 1;
          threshold[at] = Number.POSITIVE_INFINITY;
          value[at] = model.value[node] ?? 0;
        } else {
          words[at] = (free << SLOT_BITS) | (2 * column + (model.missingLeft[node] ?? 0));
          threshold[at] = model.threshold[node] ?? 0;
          free += 2;
          below.push(model.left[node] ?? 0, model.right[node] ?? 0);
        }
        at++;
      }
      level = below;
    }
  }
  return { words, threshold, value, roots, depths };
}
