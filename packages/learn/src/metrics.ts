/**
 * Measures of probabilities `p` against outcomes `y` (0 or 1), same length. Where a measure is undefined (no rows, or one
 * class only for the ranking measures) the answer is NaN, never a made-up number.
 */
type Numbers = ArrayLike<number>;

/** Scores of one class, ascending. Sorting typed arrays without a comparator is several times as fast as sorting indices. */
function sortedScores(p: Numbers, y: Numbers, label: number): Float64Array {
  let n = 0;
  for (let i = 0; i < p.length; i++) if (y[i] === label) n++;
  const out = new Float64Array(n);
  n = 0;
  for (let i = 0; i < p.length; i++) if (y[i] === label) out[n++] = p[i] ?? Number.NaN;
  // A bootstrap hands its resamples over in order, hundreds of them; seeing that costs a hundredth of sorting.
  for (let i = 1; i < n; i++) if (!((out[i - 1] ?? 0) <= (out[i] ?? 0))) return out.sort();
  return out;
}

/** Area under the ROC curve, 0..1: the chance that a positive scores above a negative, ties counting a half. */
export function rocAuc(p: Numbers, y: Numbers): number {
  const positives = sortedScores(p, y, 1);
  const negatives = sortedScores(p, y, 0);
  let below = 0;
  let upTo = 0;
  let sum = 0;
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] ?? 0) < score) below++;
    if (upTo < below) upTo = below;
    while (upTo < negatives.length && (negatives[upTo] ?? 0) <= score) upTo++;
    sum += (below + upTo) / 2;
  }
  return sum / (positives.length * negatives.length);
}

/** Average precision: Σ (recall step) · precision over distinct scores from the top, without interpolation. 0..1. */
export function prAuc(p: Numbers, y: Numbers): number {
  const positives = sortedScores(p, y, 1);
  const negatives = sortedScores(p, y, 0);
  let i = positives.length;
  let j = negatives.length;
  let sum = 0;
  while (i > 0) {
    const score = positives[i - 1] ?? 0;
    const before = i;
    while (i > 0 && positives[i - 1] === score) i--;
    while (j > 0 && (negatives[j - 1] ?? 0) >= score) j--;
    const found = positives.length - i;
    sum += ((before - i) * found) / (found + negatives.length - j);
  }
  return sum / positives.length;
}

/** Mean negative log likelihood in nats, with p clipped to [1e-15, 1 − 1e-15]. */
export function logLoss(p: Numbers, y: Numbers): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const clipped = Math.min(Math.max(p[i] ?? Number.NaN, 1e-15), 1 - 1e-15);
    sum -= y[i] === 1 ? Math.log(clipped) : Math.log1p(-clipped);
  }
  return sum / p.length;
}

/** Mean squared distance of p from the outcome, 0..1. */
export function brier(p: Numbers, y: Numbers): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += ((p[i] ?? Number.NaN) - (y[i] ?? Number.NaN)) ** 2;
  return sum / p.length;
}

export interface ReliabilityBin {
  /** Mean prediction in the bin, 0..1; NaN when the bin is empty. */
  readonly predicted: number;
  /** Share of positives in the bin, 0..1; NaN when the bin is empty. */
  readonly observed: number;
  readonly rows: number;
}

/** Ten equal-width bins by default; a probability lands in bin min(floor(bins · p), bins − 1). All bins are listed. */
export function reliabilityBins(p: Numbers, y: Numbers, bins = 10): ReliabilityBin[] {
  const rows = new Float64Array(bins);
  const predicted = new Float64Array(bins);
  const observed = new Float64Array(bins);
  for (let i = 0; i < p.length; i++) {
    const value = p[i] ?? Number.NaN;
    const bin = Math.min(Math.floor(bins * value), bins - 1);
    rows[bin] = (rows[bin] ?? 0) + 1;
    predicted[bin] = (predicted[bin] ?? 0) + value;
    observed[bin] = (observed[bin] ?? 0) + (y[i] ?? Number.NaN);
  }
  return Array.from(rows, (n, bin) => ({
    predicted: (predicted[bin] ?? 0) / n,
    observed: (observed[bin] ?? 0) / n,
    rows: n,
  }));
}

/** Expected calibration error over ten equal-width bins: |mean y − mean p| weighted by each bin's share of rows. 0..1. */
export function ece10(p: Numbers, y: Numbers): number {
  let sum = 0;
  for (const bin of reliabilityBins(p, y, 10)) {
    if (bin.rows > 0) sum += bin.rows * Math.abs(bin.observed - bin.predicted);
  }
  return sum / p.length;
}

/**
 * Positive rate among the ceil(share · n) highest scores divided by the base rate; 1 is no better than chance. Rows of equal
 * score keep their order, so the cut within a tie is the first ones.
 */
export function lift(p: Numbers, y: Numbers, share = 0.1): number {
  const n = p.length;
  const taken = Math.ceil(share * n);
  const sorted = Float64Array.from(p).sort();
  const cut = sorted[n - taken] ?? Number.NaN;
  let above = 0;
  for (let i = 0; i < n; i++) if ((p[i] ?? 0) > cut) above++;
  let room = taken - above;
  let hits = 0;
  let positives = 0;
  for (let i = 0; i < n; i++) {
    const label = y[i] ?? 0;
    positives += label;
    const score = p[i] ?? 0;
    if (score > cut) hits += label;
    else if (score === cut && room > 0) {
      room--;
      hits += label;
    }
  }
  return hits / taken / (positives / n);
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: Numbers): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? Number.NaN;
  return sum / values.length;
}
