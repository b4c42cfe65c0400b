/**
 * The score interval of a rate of `k` in `n`: E. B. Wilson, JASA 22 (1927), 209-212. `n` at least 1.
 * @param z How many standard errors wide to each side; 1.96 for 95 %.
 */
export function wilson(k: number, n: number, z = 1.96): { readonly low: number; readonly high: number } {
  const [p, square] = [k / n, z * z];
  const middle = p + square / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + square / (4 * n * n));
  const scale = 1 + square / n;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}
