/**
 * Solves A x = b for a symmetric A >= 0 by Cholesky factors, in place of A. Where A is singular to working precision (a
 * constant column beside the intercept, an intercept whose rows are all certain), that direction's pivot is lifted to a small
 * share of the largest, so that the answer is finite and nearly the least one.
 * @param a n x n, row-major; only the lower triangle is read, and it is overwritten.
 */
export function solveCholesky(a: Float64Array, b: Float64Array, n: number): Float64Array {
  let largest = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, a[j * n + j] ?? 0);
  const floor = Math.max(largest * 1e-13, Number.MIN_VALUE * 1e20);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (a[i * n + k] ?? 0) * (a[j * n + k] ?? 0);
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, floor)) : sum / (a[j * n + j] ?? 1);
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (a[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (a[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < n; k++) sum -= (a[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (a[i * n + i] ?? 1);
  }
  return x;
}
