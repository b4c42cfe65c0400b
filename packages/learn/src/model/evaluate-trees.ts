import type { Matrix, TreeEnsemble } from './ensemble.js';

/**
 * An ensemble laid out for walking many rows: breadth first, siblings side by side, so that a step is one addition of a
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
  readonly roots: Int32Array;
  readonly depths: Int32Array;
}

// Packing costs about as much as walking a few dozen rows, so it is done once per ensemble.
const packs = new WeakMap<TreeEnsemble, Packed>();

// A tree and the rows of a block stay in the nearest cache while one runs over the other; a multiple of the four in step.
const BLOCK = 64;

/**
 * Fills `out` with the margins of all rows. The sum runs over trees in order, as for one row, so the bits are the same.
 * @throws RangeError when the nodes do not form trees.
 */
export function treeMargins(model: TreeEnsemble, m: Matrix, out: Float64Array): void {
  let packed = packs.get(model);
  if (packed === undefined) {
    packed = pack(model);
    packs.set(model, packed);
  }
  const width = 2 * m.columns + 1;
  const block = new Float32Array(BLOCK * width);
  const sums = new Float64Array(BLOCK);
  for (let start = 0; start < m.rows; start += BLOCK) {
    const rows = Math.min(BLOCK, m.rows - start);
    for (let i = 0; i < rows; i++) {
      for (let j = 0, from = (start + i) * m.columns, to = i * width; j < m.columns; j++, from++, to++) {
        const value = m.data[from] ?? 0;
        block[to] = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
        block[to + m.columns] = value;
      }
    }
    sums.fill(model.bias);
    walkBlock(packed, block, width, sums, rows);
    for (let i = 0; i < rows; i++) out[start + i] = sums[i] ?? 0;
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
  for (let t = 0; t < roots.length; t++) {
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
  return { slot, threshold, left, value, roots, depths };
}
