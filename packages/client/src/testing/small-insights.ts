import { weeklyInsights } from '@aicrm/models/insights/insights';
import type { Metric, MetricSpec } from '@aicrm/models/insights/metrics';
import type { InsightsFile } from '@aicrm/schema/analysis';

const day = 86_400_000;
const weeks = 20;
const start = Date.UTC(2026, 5, 29);

const specs = {
  orders: { id: 'orders', label: 'Orders', kind: 'count', better: 'higher', unit: 'number', type: 'order' },
  conversion: {
    ...{ id: 'conversion', label: 'Conversion rate of leads closed', kind: 'rate' },
    ...{ better: 'higher', unit: 'percent', type: 'lead' },
  },
  won: {
    id: 'won-value',
    label: 'Value won',
    kind: 'sum',
    better: 'higher',
    unit: 'money',
    type: 'deal',
  },
} as const satisfies Record<string, MetricSpec>;

/** So many rows on five days of each week, by region; the last week's numbers are the story. */
function metric(
  spec: MetricSpec,
  north: (week: number) => number,
  south: (week: number) => number,
  amountOf: (i: number, week: number) => number = () => 1,
): Metric {
  return {
    spec,
    rows: Array.from({ length: weeks }, (_, week) =>
      Array.from({ length: north(week) + south(week) }, (_, i) => ({
        at: start + (week * 7 + (i % 5)) * day,
        value: amountOf(i, week),
        segments: { region: i < north(week) ? 'North' : 'South' },
      })),
    ).flat(),
  };
}

const last = (week: number): boolean => week === weeks - 1;
const usualNorth = (week: number): number => 60 + (week % 3);
const usualSouth = (week: number): number => 40 + (week % 2);

/** A week in which the north ordered half, conversion fell everywhere, and one deal was large; by the real detector. */
export function smallInsights(): InsightsFile {
  return insightsFileOf([
    metric(specs.orders, (week) => (week >= weeks - 2 ? 28 : usualNorth(week)), usualSouth),
    metric(specs.conversion, usualNorth, usualSouth, (i, week) => Number(i % (last(week) ? 5 : 2) === 0)),
    metric(specs.won, usualNorth, usualSouth, (i, week) => (last(week) && i === 0 ? 60_000 : 100 + (i % 7))),
  ]);
}

/** A week like all the others. */
export const quietInsights = (): InsightsFile =>
  insightsFileOf(Object.values(specs).map((spec) => metric(spec, usualNorth, usualSouth, (i) => i % 2)));

function insightsFileOf(metrics: readonly Metric[]): InsightsFile {
  const now = start + weeks * 7 * day;
  const { insights, week } = weeklyInsights(metrics, { asOf: now, currency: 'EUR' });
  if (week === null) throw new Error('no week');
  return {
    ...{ schema: 1, kind: 'insights', computedAt: new Date(now).toISOString() },
    week: { from: week[0], to: week[1] },
    insights: [...insights],
    judged: metrics.map(({ spec }) => spec.id),
  };
}
