/** Functions that life-time models are made of; double precision, tested against mpmath. */

// Lanczos approximation with g = 7 and nine terms (Godfrey 2001): relative error below 1e-14 for x > 0.
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x) for x > 0; NaN else. */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  // Below a half the series loses digits: one step of the recurrence brings the argument above it.
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  const shifted = x - 1;
  let sum = lanczos[0] ?? 0;
  for (let i = 1; i < lanczos.length; i++) sum += (lanczos[i] ?? 0) / (shifted + i);
  const t = shifted + 7.5;
  return halfLogTwoPi + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** ln B(a, b) for a, b > 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** ln(e^a + e^b); either may be −∞. */
export function logAddExp(a: number, b: number): number {
  const [high, low] = a > b ? [a, b] : [b, a];
  return high === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
}

const maxTerms = 200_000;

/**
 * Gauss's hypergeometric function ₂F₁(a, b; c; z) of real arguments for z < 1, by its power series after the
 * transformation that makes the series shortest: Pfaff's for z < 0 and Euler's where its terms fall faster (Abramowitz &
 * Stegun 15.3.3 to 15.3.5). NaN where it is undefined (c = 0, −1, ...) or does not converge in 200,000 terms.
 */
export function hyp2f1(a: number, b: number, c: number, z: number): number {
  if (!(z < 1) || (c <= 0 && Number.isInteger(c))) return Number.NaN;
  if (z < 0) return (1 - z) ** -a * hyp2f1(a, c - b, c, z / (z - 1));
  // Terms go as n^(a + b − c − 1) zⁿ; Euler's transformation turns the sign of a + b − c.
  if (a + b > c) return (1 - z) ** (c - a - b) * series(c - a, c - b, c, z);
  return series(a, b, c, z);
}

function series(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < maxTerms; n++) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    term *= ratio;
    sum += term;
    // A small term ends the series only where those that follow shrink: while the ratio is above 1 they still grow.
    if (Math.abs(ratio) < 1 && Math.abs(term) <= 1e-17 * Math.abs(sum) * (1 - Math.abs(ratio))) return sum;
    if (term === 0) return sum;
  }
  return Number.NaN;
}
