import { wilson } from '@aicrm/models/card/wilson';

/** Below so many messages a share says nothing: the 95 % interval of 5 in 10 is 24 to 76 %. */
export const LEAST = 10;

/** A rate of `count` in `of`, with its 95 % interval by Wilson; all of 0..1. */
export interface Share {
  readonly count: number;
  readonly of: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** @returns `null` where `of` is below `LEAST`: too few to say. */
export const shareOf = (count: number, of: number): Share | null =>
  of < LEAST ? null : { count, of, value: count / of, ...wilson(count, of) };

/** A difference of two rates in parts of 1; `sure` where the interval lies on one side of 0. */
export interface Change {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly sure: boolean;
}

/**
 * How much a rate has changed, by the hybrid score interval for a difference of two independent rates: R. G. Newcombe,
 * Statistics in Medicine 17 (1998), 873-890, method 10.
 *
 * @param z Half the interval's width in standard errors: 1.96 for one comparison, more where several are shown together.
 * @returns `null` where either rate is of fewer than `LEAST`.
 */
export function changeOf(
  now: { readonly count: number; readonly of: number },
  before: { readonly count: number; readonly of: number },
  z = 1.96,
): Change | null {
  if (now.of < LEAST || before.of < LEAST) return null;
  const [p, q] = [now.count / now.of, before.count / before.of];
  const [a, b] = [wilson(now.count, now.of, z), wilson(before.count, before.of, z)];
  const value = p - q;
  const low = value - Math.hypot(p - a.low, b.high - q);
  const high = value + Math.hypot(a.high - p, q - b.low);
  return { value, low, high, sure: low > 0 || high < 0 };
}

/**
 * The z of each of `comparisons` intervals that shall all hold together with 95 % (Bonferroni). By the rational
 * approximation of the normal quantile in Abramowitz & Stegun (1964), 26.2.23, error below 4.5e-4.
 */
export function togetherZ(comparisons: number): number {
  const tail = 0.025 / Math.max(1, comparisons);
  const t = Math.sqrt(-2 * Math.log(tail));
  return (
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  );
}
