/** The average of `y` over one whole season around each point, NaN where it does not fit in (half weights at even periods). */
export function centredAverage(y: Float64Array, period: number): Float64Array {
  const n = y.length;
  const average = new Float64Array(n).fill(Number.NaN);
  const half = Math.floor(period / 2);
  const even = period % 2 === 0;
  for (let t = half; t < n - half; t++) {
    let sum = 0;
    for (let j = -half; j <= half; j++) {
      const weight = even && Math.abs(j) === half ? 0.5 : 1;
      sum += weight * (y[t + j] ?? 0);
    }
    average[t] = sum / period;
  }
  return average;
}

/**
 * Classical decomposition's seasonal indices, that of the first observation first: means of what remains beside the
 * centred average, additive ones with sum 0 and multiplicative ones with mean 1. Needs two whole seasons.
 */
export function seasonalIndices(
  y: Float64Array,
  period: number,
  kind: 'additive' | 'multiplicative',
): Float64Array {
  if (y.length < 2 * period)
    throw new RangeError(`${y.length} values are less than two seasons of ${period}`);
  const average = centredAverage(y, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let t = 0; t < y.length; t++) {
    const around = average[t] ?? Number.NaN;
    const value = y[t] ?? 0;
    const left = kind === 'additive' ? value - around : value / around;
    if (!Number.isFinite(left)) continue;
    sums[t % period] = (sums[t % period] ?? 0) + left;
    counts[t % period] = (counts[t % period] ?? 0) + 1;
  }
  const neutral = kind === 'additive' ? 0 : 1;
  const indices = sums.map((sum, j) => ((counts[j] ?? 0) > 0 ? sum / (counts[j] ?? 1) : neutral));
  let mean = 0;
  for (const index of indices) mean += index / period;
  return indices.map((index) => (kind === 'additive' ? index - mean : index / mean));
}

/** Autocorrelations at lags 1..`lags`, with the mean and the whole sum of squares, as R's acf. */
export function autocorrelations(y: Float64Array, lags: number): Float64Array {
  const n = y.length;
  let mean = 0;
  for (const value of y) mean += value / n;
  let total = 0;
  for (const value of y) total += (value - mean) ** 2;
  const result = new Float64Array(lags);
  for (let lag = 1; lag <= lags; lag++) {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += ((y[t] ?? 0) - mean) * ((y[t - lag] ?? 0) - mean);
    result[lag - 1] = total > 0 ? sum / total : 0;
  }
  return result;
}

/**
 * Whether the series has a season by the test of Assimakopoulos and Nikolopoulos (2000): the autocorrelation one season
 * back beyond 1.645 of its standard error (Bartlett's). Fewer than two seasons never have one.
 */
export function isSeasonal(y: Float64Array, period: number): boolean {
  if (period < 2 || y.length <= 2 * period) return false;
  const acf = autocorrelations(y, period);
  let squares = 0;
  for (let lag = 0; lag < period - 1; lag++) squares += (acf[lag] ?? 0) ** 2;
  return Math.abs(acf[period - 1] ?? 0) > 1.645 * Math.sqrt((1 + 2 * squares) / y.length);
}

/** Half the variance of differences of values one season apart: the noise of a value, known from two seasons on. */
function noiseOfDifferences(y: Float64Array, period: number): number {
  const n = y.length - period;
  let mean = 0;
  for (let t = 0; t < n; t++) mean += ((y[t + period] ?? 0) - (y[t] ?? 0)) / n;
  let squares = 0;
  for (let t = 0; t < n; t++) squares += ((y[t + period] ?? 0) - (y[t] ?? 0) - mean) ** 2;
  return squares / (n - 1) / 2;
}

/**
 * Additive indices drawn towards 0 as far as they may be noise (James–Stein shrinkage after Miller & Williams 2003): by
 * (m − 3) / (m − 1) V / (V + A), V the variance of an index's estimate and A that of the indices beyond it. Where a month
 * has no second observation around the centred average, V comes from differences one season apart.
 */
export function shrunkIndices(y: Float64Array, period: number): Float64Array {
  const indices = seasonalIndices(y, period, 'additive');
  const average = centredAverage(y, period);
  let squares = 0;
  let count = 0;
  for (let t = 0; t < y.length; t++) {
    const left = (y[t] ?? 0) - (average[t] ?? Number.NaN);
    if (!Number.isFinite(left)) continue;
    squares += (left - (indices[t % period] ?? 0)) ** 2;
    count++;
  }
  if (period < 4) return indices;
  const single = count < 2 * period ? noiseOfDifferences(y, period) : squares / (count - period);
  const noise = single * (period / count);
  let spread = 0;
  for (const index of indices) spread += index * index;
  const beyond = Math.max(0, spread / (period - 1) - noise);
  const away = noise + beyond > 0 ? (((period - 3) / (period - 1)) * noise) / (noise + beyond) : 0;
  return indices.map((index) => index * (1 - away));
}

export interface Adjusted {
  readonly kind: 'none' | 'additive' | 'multiplicative';
  /** The series without its season. */
  readonly y: Float64Array;
  readonly indices: Float64Array;
}

/**
 * Takes the season out where the test finds one, by division where all values are above 0 and no index is near 0, else by
 * subtraction.
 */
export function seasonallyAdjusted(y: Float64Array, period: number): Adjusted {
  if (!isSeasonal(y, period)) return { kind: 'none', y, indices: new Float64Array(0) };
  if (y.every((value) => value > 0)) {
    const indices = seasonalIndices(y, period, 'multiplicative');
    if (indices.every((index) => index > 1e-2))
      return { kind: 'multiplicative', indices, y: y.map((value, t) => value / (indices[t % period] ?? 1)) };
  }
  const indices = seasonalIndices(y, period, 'additive');
  return { kind: 'additive', indices, y: y.map((value, t) => value - (indices[t % period] ?? 0)) };
}

/** Puts the season back on values that begin at position `from` of the series. */
export function reseasonalise(values: Float64Array, { kind, indices }: Adjusted, from: number): Float64Array {
  if (kind === 'none') return values;
  const period = indices.length;
  return values.map((value, h) => {
    const index = indices[(from + h) % period] ?? 0;
    return kind === 'additive' ? value + index : value * index;
  });
}
