import { type BinnedMatrix, MISSING_BIN } from './bins.js';

/** Doubles a column takes in a histogram: 256 bins, each a gradient sum and a hessian sum. */
export const COLUMN_STRIDE = 512;

/** Doubles to allocate for a histogram of some columns: one strip more when they are odd in number, see below. */
export const histogramLength = (columns: number): number => (columns + (columns % 2)) * COLUMN_STRIDE;

/**
 * Sums gradients and hessians by bin, for some columns and some rows. Column `columns[c]` of the matrix lies from
 * `c * COLUMN_STRIDE`: gradient of bin b at `+ 2 b`, hessian at `+ 2 b + 1`; the missing bin is the last.
 * @param rows row numbers; those from `start` up to `end` are summed.
 * @param ordered scratch of at least 2 (end − start) doubles.
 */
export function fillHistogram(
  out: Float64Array,
  binned: BinnedMatrix,
  columns: Int32Array,
  rows: Int32Array,
  start: number,
  end: number,
  gradients: Float64Array,
  hessians: Float64Array,
  ordered: Float64Array,
): void {
  out.fill(0, 0, histogramLength(columns.length));
  // Gathered once, so that each column reads them in order.
  for (let i = start, k = 0; i < end; i++, k += 2) {
    const row = rows[i] ?? 0;
    ordered[k] = gradients[row] ?? 0;
    ordered[k + 1] = hessians[row] ?? 0;
  }
  const { codes } = binned;
  // Two columns at a time share the reading of rows and sums, and neither waits for the other's additions. An odd column out
  // is paired with itself, into a strip that nobody reads.
  for (let c = 0; c < columns.length; c += 2) {
    const paired = c + 1 < columns.length;
    const first = (columns[c] ?? 0) * binned.rows;
    const second = paired ? (columns[c + 1] ?? 0) * binned.rows : first;
    const base = c * COLUMN_STRIDE;
    for (let i = start, k = 0; i < end; i++, k += 2) {
      const row = rows[i] ?? 0;
      const g = ordered[k] ?? 0;
      const h = ordered[k + 1] ?? 0;
      const at = base + 2 * (codes[first + row] ?? 0);
      const other = base + COLUMN_STRIDE + 2 * (codes[second + row] ?? 0);
      out[at] = (out[at] ?? 0) + g;
      out[at + 1] = (out[at + 1] ?? 0) + h;
      out[other] = (out[other] ?? 0) + g;
      out[other + 1] = (out[other + 1] ?? 0) + h;
    }
  }
}

/** Turns a parent's histogram into that of one child by taking away the other child's, for `columns` columns. */
export function subtractHistogram(parent: Float64Array, child: Float64Array, columns: number): void {
  for (let i = 0; i < columns * COLUMN_STRIDE; i++) parent[i] = (parent[i] ?? 0) - (child[i] ?? 0);
}

export interface SplitLimits {
  readonly l2: number;
  readonly minHessian: number;
  readonly minGain: number;
}

// Gains that are rounding alone lie far below this; a real one does not.
const LEAST_GAIN = 1e-9;

/** The best way to part a node's rows; `bin` counts to the left. Reused by the caller, so finding one allocates nothing. */
export interface Split {
  gain: number;
  column: number;
  bin: number;
  missingLeft: boolean;
  leftGradient: number;
  leftHessian: number;
}

/**
 * The split of largest gain G_L²/(H_L + l2) + G_R²/(H_R + l2) − G²/(H + l2) (Chen & Guestrin 2016, equation 7, without the
 * half), each side holding at least `minHessian`. Where the node has missing rows both directions are tried for them; where
 * it has none, unseen missing ones will go with the heavier side. `split.column` is -1 when nothing gains more
 * than `minGain`.
 */
export function findSplit(
  split: Split,
  histogram: Float64Array,
  binned: BinnedMatrix,
  columns: Int32Array,
  gradient: number,
  hessian: number,
  limits: SplitLimits,
): void {
  const { l2, minHessian } = limits;
  const parent = (gradient * gradient) / (hessian + l2);
  split.column = -1;
  let best = parent + Math.max(limits.minGain, LEAST_GAIN);
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c] ?? 0;
    const bins = binned.counts[column] ?? 0;
    const base = c * COLUMN_STRIDE;
    const missingAt = base + 2 * MISSING_BIN;
    const missingHessian = binned.hasMissing[column] === 1 ? (histogram[missingAt + 1] ?? 0) : 0;
    // Subtraction leaves a residue of rounding where the other child took all missing rows.
    const withMissing = missingHessian > 1e-9;
    const missingGradient = withMissing ? (histogram[missingAt] ?? 0) : 0;
    // The last bin parts present from missing and means something only when some are missing.
    const last = withMissing ? bins : bins - 1;
    let g = 0;
    let h = 0;
    for (let b = 0; b < last; b++) {
      const at = base + 2 * b;
      const binHessian = histogram[at + 1] ?? 0;
      g += histogram[at] ?? 0;
      h += binHessian;
      if (binHessian < 1e-12) continue;
      let rightHessian = hessian - h;
      if (rightHessian < minHessian) {
        // Neither this bin nor a later one leaves enough to the right, whichever way the missing rows go.
        break;
      }
      if (h >= minHessian) {
        const rightGradient = gradient - g;
        const value = (g * g) / (h + l2) + (rightGradient * rightGradient) / (rightHessian + l2);
        if (value > best) {
          best = value;
          split.column = column;
          split.bin = b;
          split.missingLeft = !withMissing && h >= rightHessian;
          split.leftGradient = g;
          split.leftHessian = h;
        }
      }
      if (!withMissing) continue;
      const leftHessian = h + missingHessian;
      rightHessian = hessian - leftHessian;
      if (leftHessian < minHessian || rightHessian < minHessian) continue;
      const leftGradient = g + missingGradient;
      const rightGradient = gradient - leftGradient;
      const value =
        (leftGradient * leftGradient) / (leftHessian + l2) +
        (rightGradient * rightGradient) / (rightHessian + l2);
      if (value > best) {
        best = value;
        split.column = column;
        split.bin = b;
        split.missingLeft = true;
        split.leftGradient = leftGradient;
        split.leftHessian = leftHessian;
      }
    }
  }
  split.gain = best - parent;
}
