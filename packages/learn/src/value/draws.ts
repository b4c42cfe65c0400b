import type { Random } from '../random.js';

/**
 * One draw of Gamma(shape, 1) by Marsaglia & Tsang 2000; for shapes below 1 a draw of shape + 1 times U^(1/shape).
 * @param shape > 0.
 */
export function gammaDraw(random: Random, shape: number): number {
  if (shape < 1) return gammaDraw(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = random.normal();
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** One draw of Beta(a, b). Where both gammas underflow, the side that weighs more. */
export function betaDraw(random: Random, a: number, b: number): number {
  const one = gammaDraw(random, a);
  const other = gammaDraw(random, b);
  return one + other > 0 ? one / (one + other) : random.next() < a / (a + b) ? 1 : 0;
}

/** One draw of an exponential waiting time with rate `rate` > 0. */
export const exponentialDraw = (random: Random, rate: number): number => -Math.log(1 - random.next()) / rate;
