import { localDay, stepOfDay, workingDaysOf } from '@aicrm/learn/forecast/calendar';
import type { InsightOptions, Metric } from './metrics.js';

/** Rows and sums of powers of their values by week. */
export interface Series {
  readonly n: Float64Array;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  readonly cubes: Float64Array;
  /** The largest value of the judged week, −∞ where it has no row. */
  largest: number;
}

/** A metric by week, the last one being the week that is judged. */
export interface WeeklyMetric {
  readonly metric: Metric;
  /** Number of the first week (see `stepOfDay`). */
  readonly first: number;
  readonly weeks: number;
  /** Working days; at least a half, since a week without any still has nights and machines. */
  readonly days: Float64Array;
  readonly total: Series;
  /** Dimension → segment → series; the segments of a dimension add up to the total. */
  readonly dimensions: ReadonlyMap<string, ReadonlyMap<string, Series>>;
}

/** Older weeks teach nothing that two seasons do not. */
const mostWeeks = 110;
/** The largest segments of a dimension by rows; what is left is one more. */
const mostSegments = 8;
export const otherSegment = 'Other';
export const noSegment = '(none)';

const empty = (weeks: number): Series => ({
  n: new Float64Array(weeks),
  sum: new Float64Array(weeks),
  squares: new Float64Array(weeks),
  cubes: new Float64Array(weeks),
  largest: Number.NEGATIVE_INFINITY,
});

function add(series: Series, week: number, value: number): void {
  series.n[week] = (series.n[week] ?? 0) + 1;
  series.sum[week] = (series.sum[week] ?? 0) + value;
  series.squares[week] = (series.squares[week] ?? 0) + value * value;
  series.cubes[week] = (series.cubes[week] ?? 0) + value * value * value;
  if (week === series.n.length - 1) series.largest = Math.max(series.largest, value);
}

/**
 * Rows by week of the tenant's calendar, up to the last week that is over. The week of the very first row is left out,
 * since nobody knows whether the records begin on its Monday.
 * @returns null where no row lies before the judged week.
 */
export function weeklyOf(metric: Metric, { asOf, zone, workingDays }: InsightOptions): WeeklyMetric | null {
  const judged = stepOfDay(localDay(asOf, zone), 'week') - 1;
  const steps = Int32Array.from(metric.rows, ({ at }) => stepOfDay(localDay(at, zone), 'week'));
  let earliest = judged;
  for (const step of steps) earliest = Math.min(earliest, step);
  const first = Math.max(earliest + 1, judged - mostWeeks + 1);
  const weeks = judged - first + 1;
  if (weeks < 1) return null;

  const total = empty(weeks);
  const counts = new Map<string, Map<string, number>>();
  metric.rows.forEach(({ value, segments }, i) => {
    const week = (steps[i] ?? 0) - first;
    if (week < 0 || week >= weeks) return;
    if (!Number.isFinite(value)) throw new RangeError(`${metric.spec.id}: a value that is no number`);
    add(total, week, value);
    for (const [dimension, segment] of Object.entries(segments)) {
      const of = counts.get(dimension) ?? new Map<string, number>();
      counts.set(dimension, of.set(segment ?? noSegment, (of.get(segment ?? noSegment) ?? 0) + 1));
    }
  });
  const dimensions = new Map<string, Map<string, Series>>();
  const slot = new Map<string, Map<string, Series>>();
  for (const [dimension, of] of counts) {
    const ranked = [...of].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const kept = new Map<string, Series>();
    const bySegment = new Map<string, Series>();
    ranked.forEach(([segment], i) => {
      // One too many is shown under its own name rather than as "Other".
      const name = i < mostSegments || ranked.length === mostSegments + 1 ? segment : otherSegment;
      const series = kept.get(name) ?? empty(weeks);
      kept.set(name, series);
      bySegment.set(segment, series);
    });
    dimensions.set(dimension, kept);
    slot.set(dimension, bySegment);
  }
  metric.rows.forEach(({ value, segments }, i) => {
    const week = (steps[i] ?? 0) - first;
    if (week < 0 || week >= weeks) return;
    for (const [dimension, bySegment] of slot) {
      let series = bySegment.get(segments[dimension] ?? noSegment);
      if (series === undefined) {
        series = empty(weeks);
        bySegment.set(noSegment, series);
        dimensions.get(dimension)?.set(noSegment, series);
      }
      add(series, week, value);
    }
  });
  const days = Float64Array.from({ length: weeks }, (_, i) =>
    Math.max(0.5, workingDaysOf(first + i, 'week', workingDays)),
  );
  return { metric, first, weeks, days, total, dimensions };
}
