import { createRandom } from './random.js';

export interface BootstrapOptions {
  /** Resamples; default 1,000. */
  readonly rounds?: number;
  readonly seed?: number;
  /** Coverage of the interval, 0..1; default .95. */
  readonly level?: number;
}

export interface BootstrapInterval {
  /** The statistic of the rows as they are. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A statistic of some rows, given as row numbers that may repeat. The array is reused between calls: do not keep it. */
export type Statistic = (indices: Int32Array) => number;

/**
 * Percentile bootstrap interval (Efron & Tibshirani 1993, 13.3): rows drawn with replacement. A resample whose statistic is
 * NaN (say an AUC without positives) is left out; when none is left, `low` and `high` are NaN.
 * @throws RangeError when there are no rows.
 */
export function bootstrapInterval(
  n: number,
  statistic: Statistic,
  options: BootstrapOptions = {},
): BootstrapInterval {
  if (!(n >= 1)) throw new RangeError('there are no rows to resample');
  const { rounds = 1000, seed = 1, level = 0.95 } = options;
  const random = createRandom(seed);
  const indices = Int32Array.from({ length: n }, (_, i) => i);
  const value = statistic(indices);
  const drawn: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < n; i++) indices[i] = random.int(n);
    const one = statistic(indices);
    if (!Number.isNaN(one)) drawn.push(one);
  }
  const sorted = Float64Array.from(drawn).sort();
  return { value, low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/** The interval of first − second, both on the same resamples, which takes away the noise they share. */
export function pairedBootstrap(
  n: number,
  first: Statistic,
  second: Statistic,
  options: BootstrapOptions = {},
): BootstrapInterval {
  return bootstrapInterval(n, (indices) => first(indices) - second(indices), options);
}

/**
 * A statistic of probabilities and outcomes as one of rows; buffers are reused from call to call. The metric gets the rows in
 * ascending order of `p`, whatever the order of the indices: they are sorted once here, so that a ranking measure need not
 * sort each of hundreds of resamples.
 */
export function ofRows(
  p: ArrayLike<number>,
  y: ArrayLike<number>,
  metric: (p: Float64Array, y: Uint8Array) => number,
): Statistic {
  let ps = new Float64Array(0);
  let ys = new Uint8Array(0);
  const order = Int32Array.from({ length: p.length }, (_, i) => i).sort(
    (a, b) => (p[a] ?? 0) - (p[b] ?? 0) || a - b,
  );
  const times = new Uint32Array(p.length);
  return (indices) => {
    if (ps.length !== indices.length) {
      ps = new Float64Array(indices.length);
      ys = new Uint8Array(indices.length);
    }
    times.fill(0);
    for (let i = 0; i < indices.length; i++) {
      const row = indices[i] ?? 0;
      times[row] = (times[row] ?? 0) + 1;
    }
    let at = 0;
    for (let k = 0; k < order.length; k++) {
      const row = order[k] ?? 0;
      for (let left = times[row] ?? 0; left > 0; left--) {
        ps[at] = p[row] ?? Number.NaN;
        ys[at++] = y[row] ?? 0;
      }
    }
    return metric(ps, ys);
  };
}

/** Linear interpolation between order statistics of ascending values (R's type 7); NaN of nothing. `share` in 0..1. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (at - below) * (high - low);
}
