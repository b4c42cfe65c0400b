/** One message's tone at a time. */
export interface TimedTone {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly tone: 'negative' | 'neutral' | 'positive';
}

export interface TrendPoint {
  /** Start of the period, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  /** Share positive less share negative, −1 to 1, with its 95 % interval; null where there are fewer than five messages. */
  readonly balance: { readonly value: number; readonly low: number; readonly high: number } | null;
}

export interface Trend {
  readonly points: readonly TrendPoint[];
  /** The last period against all before it; null where either has too little. */
  readonly change: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly sure: boolean;
  } | null;
}

const LEAST = 5;

interface Tally {
  readonly n: number;
  readonly mean: number;
  /** Variance of the mean. */
  readonly variance: number;
}

/** One message more of each tone keeps a few equal ones from looking certain (Agresti & Coull 1998, for two shares). */
function tally(tones: readonly TimedTone[]): Tally {
  const good = tones.filter(({ tone }) => tone === 'positive').length;
  const bad = tones.filter(({ tone }) => tone === 'negative').length;
  const n = tones.length;
  const [p, q] = [(good + 1) / (n + 3), (bad + 1) / (n + 3)];
  return { n, mean: n > 0 ? (good - bad) / n : 0, variance: (p + q - (p - q) ** 2) / (n + 3) };
}

const around = (value: number, variance: number, most: number) => ({
  value,
  low: Math.max(-most, value - 1.96 * Math.sqrt(variance)),
  high: Math.min(most, value + 1.96 * Math.sqrt(variance)),
});

/**
 * The balance of tones through time, by periods of equal length that end at `until`.
 * @param days length of a period. @throws RangeError for a length or count that is not above 0.
 */
export function trendOf(
  tones: readonly TimedTone[],
  { days, periods, until }: { readonly days: number; readonly periods: number; readonly until: number },
): Trend {
  if (!(days > 0 && periods >= 1))
    throw new RangeError('a trend needs a period of some days, and one at least');
  const length = days * 86_400_000;
  const start = until - periods * length;
  const parts: TimedTone[][] = Array.from({ length: periods }, () => []);
  for (const one of tones) {
    const period = Math.floor((one.at - start) / length);
    if (one.at < until) parts[period]?.push(one);
  }
  const points = parts.map((part, i) => {
    const { n, mean, variance } = tally(part);
    return {
      from: start + i * length,
      to: start + (i + 1) * length,
      messages: n,
      balance: n < LEAST ? null : around(mean, variance, 1),
    };
  });
  const last = tally(parts.at(-1) ?? []);
  const before = tally(parts.slice(0, -1).flat());
  if (last.n < LEAST || before.n < LEAST) return { points, change: null };
  const change = around(last.mean - before.mean, last.variance + before.variance, 2);
  return { points, change: { ...change, sure: change.low > 0 || change.high < 0 } };
}
