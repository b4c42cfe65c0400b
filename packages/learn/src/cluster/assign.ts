/** Squared Euclidean distance of row `i` of `x` to centre `k` of `centers`, both row-major with `d` columns. */
export function squaredDistance(
  x: Float64Array,
  i: number,
  centers: Float64Array,
  k: number,
  d: number,
): number {
  let sum = 0;
  for (let j = 0, a = i * d, b = k * d; j < d; j++, a++, b++) {
    const difference = (x[a] ?? 0) - (centers[b] ?? 0);
    sum += difference * difference;
  }
  return sum;
}

/** For each row the nearest centre (the first of equals). */
export function nearestCenters(x: Float64Array, d: number, centers: Float64Array): Int32Array {
  const n = x.length / d;
  const k = centers.length / d;
  const labels = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < k; c++) {
      const distance = squaredDistance(x, i, centers, c, d);
      if (distance >= least) continue;
      least = distance;
      labels[i] = c;
    }
  }
  return labels;
}
