import { reseasonalise, seasonallyAdjusted } from './decompose.js';

/** The value of the same season last time, again and again; the last value where there is no whole season yet. */
export function seasonalNaive(y: Float64Array, period: number, horizon: number): Float64Array {
  const m = y.length >= period ? period : 1;
  return Float64Array.from({ length: horizon }, (_, h) => y[y.length - m + (h % m)] ?? Number.NaN);
}

/** The last value, moved on by the average step of the whole history. */
export function drift(y: Float64Array, horizon: number): Float64Array {
  const n = y.length;
  const last = y[n - 1] ?? Number.NaN;
  const step = n > 1 ? (last - (y[0] ?? Number.NaN)) / (n - 1) : 0;
  return Float64Array.from({ length: horizon }, (_, h) => last + (h + 1) * step);
}

/** Naive2 of the M competitions: the last seasonally adjusted value, with the season put back; the unit of OWA. */
export function naive2(y: Float64Array, period: number, horizon: number): Float64Array {
  const adjusted = seasonallyAdjusted(y, period);
  const last = adjusted.y[y.length - 1] ?? Number.NaN;
  return reseasonalise(new Float64Array(horizon).fill(last), adjusted, y.length);
}
