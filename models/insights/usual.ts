import type { MetricSpec } from './metrics.js';
import { leastWeeks, usualWeeks } from './metrics.js';
import type { Series, WeeklyMetric } from './weekly.js';

/** What a week is compared with: the weeks before it that count as usual, and by how much more or less it is expected to hold. */
export interface Usual {
  readonly weeks: readonly number[];
  /** Expected of the week = factor × sum over the usual weeks; by working days and season. */
  readonly factor: number;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** The figure of a week that its kind of metric is about: by working day for counts and sums, by row for the others. */
function levelOf(kind: MetricSpec['kind'], series: Series, days: Float64Array, week: number): number {
  const n = series.n[week] ?? 0;
  const sum = series.sum[week] ?? 0;
  const day = days[week] ?? 1;
  if (kind === 'count') return n / day;
  if (kind === 'sum') return sum / day;
  return n > 0 ? sum / n : Number.NaN;
}

/** So many robust standard deviations from the median of its neighbours is a week nobody would call usual. */
const strange = 6;

/** Weeks whose total lies far off those around it (a failed import, a fair); they are no part of what is usual. */
export function strangeWeeks({ metric, total, days, weeks }: WeeklyMetric): ReadonlySet<number> {
  const levels = Array.from({ length: weeks }, (_, i) => levelOf(metric.spec.kind, total, days, i));
  const out = new Set<number>();
  // The judged week itself is never looked at here, nor is it anybody's neighbour.
  for (let i = 0; i < weeks - 1; i++) {
    const near = levels.slice(Math.max(0, i - 6), Math.min(weeks - 1, i + 7)).filter(Number.isFinite);
    const middle = median(near);
    const spread = 1.4826 * median(near.map((value) => Math.abs(value - middle)));
    const level = levels[i] ?? Number.NaN;
    if (spread > 0 && Math.abs(level - middle) > strange * spread) out.add(i);
  }
  return out;
}

const year = 52;

/** How much busier a week was a year before than the usual weeks before that: mean of three weeks over that of twelve. */
function seasonAt({ metric, total, days }: WeeklyMetric, week: number): number {
  const then = week - year;
  const perDay = (from: number, to: number): number => {
    let [value, length] = [0, 0];
    for (let i = from; i <= to; i++) {
      value += (metric.spec.kind === 'count' ? total.n[i] : total.sum[i]) ?? 0;
      length += days[i] ?? 0;
    }
    return value / length;
  };
  const before = perDay(then - usualWeeks, then - 1);
  const ratio = before > 0 ? perDay(then - 1, then + 1) / before : 1;
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 1;
}

/**
 * What each week is compared with. A season is used only where it would have made the last half year's weeks more
 * expected than their working days alone (weeks are compared by their squared error in units of the expectation).
 */
export function usualOf(weekly: WeeklyMetric): (week: number) => Usual | null {
  const { metric, days, total } = weekly;
  const strangeOnes = strangeWeeks(weekly);
  const additive = metric.spec.kind === 'count' || metric.spec.kind === 'sum';
  const plain = (week: number): Usual | null => {
    const weeks: number[] = [];
    for (let i = Math.max(0, week - usualWeeks); i < week; i++) if (!strangeOnes.has(i)) weeks.push(i);
    if (week < leastWeeks || weeks.length < leastWeeks / 2) return null;
    if (!additive) return { weeks, factor: 1 };
    const length = weeks.reduce((sum, i) => sum + (days[i] ?? 0), 0);
    return { weeks, factor: (days[week] ?? 0) / length };
  };
  const enough = year + usualWeeks + 1;
  const judged = weekly.weeks - 1;
  if (!additive || judged - 26 < enough) return plain;
  let [without, withSeason] = [0, 0];
  for (let week = judged - 26; week < judged; week++) {
    const usual = plain(week);
    if (usual === null || strangeOnes.has(week)) continue;
    const values = metric.spec.kind === 'count' ? total.n : total.sum;
    const expected = usual.factor * usual.weeks.reduce((sum, i) => sum + (values[i] ?? 0), 0);
    if (!(expected > 0)) continue;
    const value = values[week] ?? 0;
    without += (value / expected - 1) ** 2;
    withSeason += (value / (expected * seasonAt(weekly, week)) - 1) ** 2;
  }
  if (!(withSeason < without)) return plain;
  return (week) => {
    const usual = plain(week);
    if (usual === null || week < enough) return usual;
    return { weeks: usual.weeks, factor: usual.factor * seasonAt(weekly, week) };
  };
}
