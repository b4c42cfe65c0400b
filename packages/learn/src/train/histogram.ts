import type { BinnedMatrix } from './bins.js';

/**
 * Where each column's sums lie in a histogram: from `offsets[j]`, the gradient of bin b at `+ 2 b` and the hessian at `+ 2 b + 1`,
 * the missing bin last. Columns of two values take six doubles, so histograms of one-hot rows stay in the nearest cache.
 */
export interface HistogramLayout {
  readonly offsets: Int32Array;
  /** Doubles to allocate, with a spare column at the end. */
  readonly length: number;
}

const SPARE = 2 * 256;

export function histogramLayout(binned: BinnedMatrix): HistogramLayout {
  const offsets = new Int32Array(binned.columns + 1);
  for (let j = 0; j < binned.columns; j++) {
    offsets[j + 1] = (offsets[j] ?? 0) + 2 * ((binned.counts[j] ?? 0) + 1);
  }
  return { offsets, length: (offsets[binned.columns] ?? 0) + SPARE };
}

/**
 * Sums gradients and hessians by bin, for some columns and some rows; other columns' sums are left as they were.
 * @param rows row numbers; those from `start` up to `end` are summed.
 * @param ordered scratch of at least 2 (end − start) doubles.
 */
export function fillHistogram(
  out: Float64Array,
  layout: HistogramLayout,
  binned: BinnedMatrix,
  columns: Int32Array,
  rows: Int32Array,
  start: number,
  end: number,
  gradients: Float64Array,
  hessians: Float64Array,
  ordered: Float64Array,
): void {
  const { offsets, length } = layout;
  for (const column of columns) out.fill(0, offsets[column], offsets[column + 1]);
  // Gathered once, so that each column reads them in order.
  for (let i = start, k = 0; i < end; i++, k += 2) {
    const row = rows[i] ?? 0;
    ordered[k] = gradients[row] ?? 0;
    ordered[k + 1] = hessians[row] ?? 0;
  }
  const { codes } = binned;
  // Two columns at a time share the reading of rows and sums, and neither waits for the other's additions. An odd column out
  // is paired with itself, into the spare column that nobody reads.
  for (let c = 0; c < columns.length; c += 2) {
    const one = columns[c] ?? 0;
    const two = columns[c + 1] ?? one;
    const first = one * binned.rows;
    const second = two * binned.rows;
    const base = offsets[one] ?? 0;
    const otherBase = two === one ? length - SPARE : (offsets[two] ?? 0);
    for (let i = start, k = 0; i < end; i++, k += 2) {
      const row = rows[i] ?? 0;
      const g = ordered[k] ?? 0;
      const h = ordered[k + 1] ?? 0;
      const at = base + 2 * (codes[first + row] ?? 0);
      const other = otherBase + 2 * (codes[second + row] ?? 0);
      out[at] = (out[at] ?? 0) + g;
      out[at + 1] = (out[at + 1] ?? 0) + h;
      out[other] = (out[other] ?? 0) + g;
      out[other + 1] = (out[other + 1] ?? 0) + h;
    }
  }
}

/** Turns a parent's histogram into that of one child by taking away the other child's, for some columns. */
export function subtractHistogram(
  parent: Float64Array,
  child: Float64Array,
  layout: HistogramLayout,
  columns: Int32Array,
): void {
  for (const column of columns) {
    const end = layout.offsets[column + 1] ?? 0;
    for (let i = layout.offsets[column] ?? 0; i < end; i++) parent[i] = (parent[i] ?? 0) - (child[i] ?? 0);
  }
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
  layout: HistogramLayout,
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
    const base = layout.offsets[column] ?? 0;
    const missingAt = base + 2 * bins;
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
