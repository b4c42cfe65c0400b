import { decomposeRate } from '@aicrm/learn/shift/decompose-rate';
import type { Usual } from './usual.js';
import type { Series, WeeklyMetric } from './weekly.js';

/** A segment's exact part of a change; `within` and `mix` for rates and means only (their sum is the contribution). */
export interface Driver {
  readonly segment: string;
  readonly contribution: number;
  readonly within?: number;
  readonly mix?: number;
}

export interface Decomposition {
  readonly dimension: string;
  /** The largest |contribution| first; they add up to value − expected of the total. */
  readonly parts: readonly Driver[];
}

const over = (values: Float64Array, weeks: readonly number[]): number =>
  weeks.reduce((sum, i) => sum + (values[i] ?? 0), 0);

/** The total's change taken apart by the segments of one dimension; null where a rate has no rows in the judged week. */
export function decompose(
  { metric, dimensions }: WeeklyMetric,
  dimension: string,
  usual: Usual,
  judged: number,
): Decomposition | null {
  const segments = [...(dimensions.get(dimension) ?? new Map<string, Series>())];
  const parts = ((): Driver[] | null => {
    const { kind } = metric.spec;
    if (kind === 'count' || kind === 'sum')
      return segments.map(([segment, series]) => {
        const values = kind === 'count' ? series.n : series.sum;
        return { segment, contribution: (values[judged] ?? 0) - usual.factor * over(values, usual.weeks) };
      });
    const sides = segments.map(([, series]) => ({
      before: { n: over(series.n, usual.weeks), sum: over(series.sum, usual.weeks) },
      after: { n: series.n[judged] ?? 0, sum: series.sum[judged] ?? 0 },
    }));
    if (!sides.some(({ before }) => before.n > 0) || !sides.some(({ after }) => after.n > 0)) return null;
    return decomposeRate(sides).map(({ within, mix }, i) => ({
      segment: segments[i]?.[0] ?? '',
      contribution: within + mix,
      within,
      mix,
    }));
  })();
  if (parts === null || parts.length === 0) return null;
  parts.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return { dimension, parts };
}
