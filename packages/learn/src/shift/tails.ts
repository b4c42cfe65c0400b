import { logGamma } from '../value/special.js';

/** How likely a value so low, and one so high, would be by chance; each includes the value itself, both in [0, 1]. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** The chance of something at least as extreme on either side: twice the smaller tail, at most 1. */
export const twoSided = ({ lower, upper }: Tails): number => Math.min(1, 2 * Math.min(lower, upper));

const clamp = (p: number): number => Math.min(1, Math.max(0, p));

/**
 * Regularised upper incomplete gamma function Q(a, x) for a > 0, x >= 0, by its series below a + 1 and by Lentz's form of
 * its continued fraction above (Abramowitz & Stegun 6.5.29 and 6.5.31); relative error about 1e-12.
 * @throws RangeError for other arguments.
 */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) throw new RangeError(`Q(${a}, ${x}) is not defined`);
  if (x === 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 100_000 && term > sum * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return clamp(1 - front * sum);
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 100_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const step = c * d;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return clamp(front * fraction);
}

/**
 * Tails of a count whose rate is known only from a past: negative binomial with this mean and variance, the predictive
 * distribution of a Poisson count under a gamma for its rate. Equal variance and mean give Poisson's own tails.
 * @param x whole number >= 0. @param mean above 0. @param variance at least the mean.
 */
export function countTails(x: number, mean: number, variance: number): Tails {
  if (!(mean > 0 && Number.isInteger(x) && x >= 0)) throw new RangeError('a count and a positive mean');
  const excess = variance / mean - 1;
  const poisson = excess < 1e-9;
  const size = poisson ? 0 : mean / excess;
  const logMass = (k: number): number =>
    poisson
      ? k * Math.log(mean) - mean - logGamma(k + 1)
      : logGamma(k + size) -
        logGamma(size) -
        logGamma(k + 1) +
        size * Math.log(size / (size + mean)) +
        k * Math.log(mean / (size + mean));
  const mass = Math.exp(logMass(x));
  // P(k - 1) / P(k) going down, P(k + 1) / P(k) going up: the side without the mode is summed, so no digit is lost.
  const odds = poisson ? mean : mean / (size + mean);
  const up = (k: number): number => (poisson ? odds / (k + 1) : ((k + size) * odds) / (k + 1));
  if (x >= mean) {
    let [sum, term] = [mass, mass];
    for (let k = x; term > sum * 1e-14 && k < x + 1e6; k++) sum += term *= up(k);
    return { upper: clamp(sum), lower: clamp(1 - sum + mass) };
  }
  let [sum, term] = [mass, mass];
  for (let k = x; k > 0 && term > sum * 1e-14; k--) sum += term /= up(k - 1);
  return { lower: clamp(sum), upper: clamp(1 - sum + mass) };
}

/**
 * Tails of k successes of n whose rate is known only from a past: beta-binomial with mean n·rate and `precision` (the sum
 * of the beta's parameters, about the number of past trials behind the rate; less where trials come in clumps).
 * @param rate in (0, 1). @param precision above 0.
 */
export function shareTails(k: number, n: number, rate: number, precision: number): Tails {
  if (!(rate > 0 && rate < 1 && precision > 0 && k >= 0 && k <= n))
    throw new RangeError('k of n at a rate between 0 and 1');
  const [a, b] = [rate * precision, (1 - rate) * precision];
  const constant = logGamma(n + 1) + logGamma(a + b) - logGamma(a) - logGamma(b) - logGamma(n + a + b);
  const mass = (i: number): number =>
    Math.exp(constant - logGamma(i + 1) - logGamma(n - i + 1) + logGamma(i + a) + logGamma(n - i + b));
  let lower = 0;
  let upper = 0;
  for (let i = 0; i <= n; i++) {
    const p = mass(i);
    if (i <= k) lower += p;
    if (i >= k) upper += p;
  }
  return { lower: clamp(lower), upper: clamp(upper) };
}

/**
 * Tails of a continuous value by its first three moments: a gamma moved and mirrored to have them (the translated gamma
 * of risk theory; Bowers et al., Actuarial Mathematics, 2nd ed., section 12.5), the normal where there is no skew.
 * It knows that a sum of a few large amounts reaches far up.
 * @param sd above 0. @param skew third standardised moment.
 */
export function skewedTails(x: number, mean: number, sd: number, skew: number): Tails {
  if (!(sd > 0 && Number.isFinite(x))) throw new RangeError('a value and a positive standard deviation');
  const z = (x - mean) / sd;
  if (Math.abs(skew) < 0.02) {
    // P(|Z| >= z) = Q(1/2, z²/2).
    const outer = gammaQ(0.5, (z * z) / 2) / 2;
    return z >= 0 ? { upper: outer, lower: 1 - outer } : { lower: outer, upper: 1 - outer };
  }
  const shape = 4 / (skew * skew);
  const at = shape + Math.sign(skew) * z * Math.sqrt(shape);
  const beyond = at <= 0 ? 1 : gammaQ(shape, at);
  return skew > 0 ? { upper: beyond, lower: 1 - beyond } : { lower: beyond, upper: 1 - beyond };
}

/** z with P(Z > z) = p, for p in (0, 1), by bisection on the tail itself; error below 1e-9. */
export function normalUpperQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`no quantile for ${p}`);
  if (p > 0.5) return -normalUpperQuantile(1 - p);
  let [low, high] = [0, 40];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (gammaQ(0.5, (middle * middle) / 2) / 2 > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
