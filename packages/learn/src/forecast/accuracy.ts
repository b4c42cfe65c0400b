type Values = ArrayLike<number>;

/** Symmetric mean absolute percentage error: mean of 200 |y − f| / (|y| + |f|), 0 to 200; a pair of zeros counts 0. */
export function smape(actual: Values, forecast: Values): number {
  let sum = 0;
  for (let h = 0; h < actual.length; h++) {
    const [y, f] = [actual[h] ?? Number.NaN, forecast[h] ?? Number.NaN];
    const size = Math.abs(y) + Math.abs(f);
    sum += size === 0 ? 0 : (200 * Math.abs(y - f)) / size;
  }
  return sum / actual.length;
}

/** Mean absolute difference of values one season apart: the unit of MASE and MSIS. NaN where there is no such pair. */
export function seasonalScale(history: Values, period: number): number {
  let sum = 0;
  for (let t = period; t < history.length; t++)
    sum += Math.abs((history[t] ?? 0) - (history[t - period] ?? 0));
  return sum / (history.length - period);
}

/** Mean absolute scaled error (Hyndman & Koehler 2006) with the in-sample seasonal naive forecast as the unit. */
export function mase(actual: Values, forecast: Values, scale: number): number {
  let sum = 0;
  for (let h = 0; h < actual.length; h++)
    sum += Math.abs((actual[h] ?? Number.NaN) - (forecast[h] ?? Number.NaN));
  return sum / actual.length / scale;
}

/** Mean scaled interval score (Gneiting & Raftery 2007) of central intervals that miss with probability `alpha`. */
export function msis(actual: Values, low: Values, high: Values, scale: number, alpha: number): number {
  let sum = 0;
  for (let h = 0; h < actual.length; h++) {
    const [y, from, to] = [actual[h] ?? Number.NaN, low[h] ?? Number.NaN, high[h] ?? Number.NaN];
    sum += to - from + (2 / alpha) * (Math.max(from - y, 0) + Math.max(y - to, 0));
  }
  return sum / actual.length / scale;
}

/** Share of the actual values inside their intervals, bounds included. */
export function coverage(actual: Values, low: Values, high: Values): number {
  let inside = 0;
  for (let h = 0; h < actual.length; h++) {
    const y = actual[h] ?? Number.NaN;
    if (y >= (low[h] ?? Number.NaN) && y <= (high[h] ?? Number.NaN)) inside++;
  }
  return inside / actual.length;
}
