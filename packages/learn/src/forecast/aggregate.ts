/** Means of `size` neighbours, counted back from the newest value; what is left over at the old end is dropped. */
export function aggregated(y: Float64Array, size: number): Float64Array {
  const count = Math.floor(y.length / size);
  const skip = y.length - count * size;
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += y[skip + i * size + j] ?? 0;
    return sum / size;
  });
}

/** How many aggregates reach `horizon` steps ahead, one more to draw the line beyond the last middle. */
export const aggregateHorizon = (horizon: number, size: number): number => Math.ceil(horizon / size) + 1;

/**
 * Aggregates' forecasts as values of single steps: straight lines between their middles, the first one from the last
 * known aggregate.
 */
export function spread(last: number, ahead: Float64Array, size: number, horizon: number): Float64Array {
  const middle = (i: number): number => i * size + (size - 1) / 2;
  return Float64Array.from({ length: horizon }, (_, h) => {
    const i = Math.min(Math.max(Math.ceil((h - (size - 1) / 2) / size), 0), ahead.length - 1);
    const from = i === 0 ? last : (ahead[i - 1] ?? last);
    const to = ahead[i] ?? from;
    return from + ((to - from) * (h - middle(i - 1))) / size;
  });
}
