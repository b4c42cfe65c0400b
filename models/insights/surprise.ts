import { countTails, shareTails, skewedTails, type Tails, twoSided } from '@aicrm/learn/shift/tails';
import type { MetricSpec } from './metrics.js';
import type { Usual } from './usual.js';
import type { Series } from './weekly.js';

/** One series in the judged week against what was expected of it. */
export interface Comparison {
  readonly value: number;
  readonly expected: number;
  /** Standard deviation of value − expected where nothing changed: chance of this week and of the usual ones. */
  readonly sd: number;
  /** Chance of something as far off, on either side, where nothing changed. */
  readonly p: number;
  /** Rows of the judged week. */
  readonly n: number;
  /** Where nothing changed, 95 of 100 such weeks lie between these; from the distribution that `p` comes from. */
  usualRange(): readonly [number, number];
}

interface Moments extends Omit<Comparison, 'p' | 'usualRange'> {
  readonly skew: number;
  /** Rows and mean of the usual weeks. */
  readonly base: { readonly n: number; readonly mean: number };
}

/** Below so much the answer is always "cannot tell", and each question asked makes the others' answers weaker. */
const least = { expectedCount: 4, shareRows: 10, shareBase: 40, meanRows: 8, meanBase: 30 };

function momentsAt(kind: MetricSpec['kind'], series: Series, usual: Usual, week: number): Moments | null {
  let [n0, sum0, squares0, cubes0] = [0, 0, 0, 0];
  for (const i of usual.weeks) {
    n0 += series.n[i] ?? 0;
    sum0 += series.sum[i] ?? 0;
    squares0 += series.squares[i] ?? 0;
    cubes0 += series.cubes[i] ?? 0;
  }
  const n = series.n[week] ?? 0;
  const base = { n: n0, mean: n0 > 0 ? sum0 / n0 : Number.NaN };
  const g = usual.factor;
  if (kind === 'count') {
    const expected = g * n0;
    if (expected < least.expectedCount) return null;
    return { value: n, expected, sd: Math.sqrt(expected * (1 + g)), skew: 0, n, base };
  }
  if (kind === 'sum') {
    if (g * n0 < least.expectedCount) return null;
    // A sum of a random number of random amounts (compound Poisson): variance λE[X²], third moment λE[X³]. The judged
    // week's amounts count among those that are possible, or one large deal would be a wonder each time there is one.
    const variance = (g / (1 + g)) * (squares0 + (series.squares[week] ?? 0));
    const third = (g / (1 + g)) * (cubes0 + (series.cubes[week] ?? 0));
    if (!(variance > 0)) return null;
    return {
      value: series.sum[week] ?? 0,
      expected: g * sum0,
      sd: Math.sqrt(variance * (1 + g)),
      skew: third / variance ** 1.5,
      n,
      base,
    };
  }
  if (kind === 'rate') {
    if (n < least.shareRows || n0 < least.shareBase) return null;
    const rate = (sum0 + 0.5) / (n0 + 1);
    return {
      value: (series.sum[week] ?? 0) / n,
      expected: base.mean,
      sd: Math.sqrt(rate * (1 - rate) * (1 / n + 1 / n0)),
      skew: 0,
      n,
      base,
    };
  }
  if (n < least.meanRows || n0 < least.meanBase) return null;
  const m2 = squares0 / n0 - base.mean ** 2;
  if (!(m2 > 1e-12 * base.mean ** 2)) return null;
  const m3 = cubes0 / n0 - (3 * base.mean * squares0) / n0 + 2 * base.mean ** 3;
  return {
    value: (series.sum[week] ?? 0) / n,
    expected: base.mean,
    sd: Math.sqrt(((m2 * n0) / (n0 - 1)) * (1 / n + 1 / n0)),
    skew: m3 / m2 ** 1.5 / Math.sqrt(n),
    n,
    base,
  };
}

/**
 * How much more past weeks scattered around what was expected of them than pure chance does (the dispersion of
 * quasi-likelihood, McCullagh & Nelder 1989, section 4.5), at least 1. A single week counts for at most nine times the
 * rest, so that one accident does not silence the future.
 */
function dispersion(squared: readonly number[]): number {
  if (squared.length === 0) return 1;
  let phi = squared.reduce((sum, value) => sum + value, 0) / squared.length;
  for (let round = 0; round < 5; round++)
    phi = squared.reduce((sum, value) => sum + Math.min(value, 9 * phi), 0) / squared.length;
  return Math.max(1, phi);
}

/** Past weeks that dispersion is learned from. */
const dispersionWeeks = 52;

/**
 * Judges the week `judged` of one series. Null where it holds too little to say anything, or has too short a past.
 * Counts by the negative binomial, rates by the beta-binomial predictive, sums and means by their first three moments.
 */
export function compare(
  kind: MetricSpec['kind'],
  series: Series,
  usualAt: (week: number) => Usual | null,
  judged: number,
): Comparison | null {
  const usual = usualAt(judged);
  const now = usual === null ? null : momentsAt(kind, series, usual, judged);
  if (usual === null || now === null) return null;
  const squared: number[] = [];
  for (let week = Math.max(0, judged - dispersionWeeks); week < judged; week++) {
    const then = usualAt(week);
    const moments = then === null ? null : momentsAt(kind, series, then, week);
    if (moments !== null) squared.push(((moments.value - moments.expected) / moments.sd) ** 2);
  }
  const phi = dispersion(squared);
  const { value, expected, n, base, skew } = now;
  const sd = now.sd * Math.sqrt(phi);
  const rate = (base.mean * base.n + 0.5) / (base.n + 1);
  const precision = Math.max(1, (n - 1) / (phi * (1 + n / base.n) - 1) - 1);
  const tailsAt = (x: number): Tails => {
    if (kind === 'count') return countTails(Math.round(x), expected, sd * sd);
    if (kind === 'rate') return shareTails(Math.round(x * n), n, rate, precision);
    const { lower, upper } = skewedTails(x, expected, sd, skew);
    if (kind !== 'sum' || !(expected > 0)) return { lower, upper };
    // The moved gamma of very unequal amounts would begin above 0, where sums of few amounts do lie: downwards it begins at 0.
    return { lower: skewedTails(x, expected, sd, Math.min(skew, (2 * sd) / expected)).lower, upper };
  };
  // In steps of what can happen: whole rows, whole successes, or a five-hundredth of the spread.
  const step = kind === 'count' ? 1 : kind === 'rate' ? 1 / n : sd / 500;
  const lowest = kind === 'count' || kind === 'rate' ? 0 : Number.NEGATIVE_INFINITY;
  const highest = kind === 'rate' ? 1 : Number.POSITIVE_INFINITY;
  const start =
    kind === 'count' ? Math.round(expected) : kind === 'rate' ? Math.round(rate * n) / n : expected;
  return { value, expected, sd, n, p: twoSided(tailsAt(value)), usualRange };

  function usualRange(): readonly [number, number] {
    const edge = (side: 'lower' | 'upper'): number => {
      const sign = side === 'lower' ? -1 : 1;
      const limit = side === 'lower' ? Math.max(lowest, start - 12 * sd) : Math.min(highest, start + 12 * sd);
      // The furthest number of steps at which the tail still holds 2.5 %.
      let [inside, outside] = [0, Math.max(1, Math.floor(Math.abs(limit - start) / step))];
      if (tailsAt(start + sign * outside * step)[side] >= 0.025) return start + sign * outside * step;
      while (outside - inside > 1) {
        const middle = (inside + outside) >> 1;
        if (tailsAt(start + sign * middle * step)[side] >= 0.025) inside = middle;
        else outside = middle;
      }
      return start + sign * inside * step;
    };
    return [edge('lower'), edge('upper')];
  }
}
