/** Of a standard normal: what chance alone stays below in 999 of 1,000 cases. */
const z999 = 3.0902;

/**
 * The 99.9 % point of a chi-square distribution, by Wilson & Hilferty's cube (1931); good to two per cent from 3
 * degrees of freedom on.
 */
export function chiSquare999(degrees: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + z999 * Math.sqrt(spread)) ** 3;
}
