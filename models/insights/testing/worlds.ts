import { createRandom, type Random } from '@aicrm/learn/random';
import type { Metric, MetricRow } from '../metrics.js';

const dayMs = 86_400_000;
/** A Monday. */
export const worldStart = Date.parse('2024-01-01');
export const regions = ['North', 'South', 'East', 'West'] as const;
export const sources = ['Web', 'Referral', 'Outbound'] as const;

/** What is done to the last week of a world, if anything. */
export type Plant =
  | 'nothing'
  | 'conversion of Web halved'
  | 'orders of South −30 %'
  | 'sentiment of East −0.3';

/** Poisson of any mean, by the times between events of a stream. */
export function poissonOf(random: Random, mean: number): number {
  let n = 0;
  for (let sum = -Math.log(1 - random.next()); sum < mean; n++) sum -= Math.log(1 - random.next());
  return n;
}

export interface WorldSize {
  readonly weeks: number;
  /** Leads, orders and messages a week. */
  readonly leads: number;
  readonly orders: number;
  readonly messages: number;
}

const share: Record<string, number> = {
  Web: 0.5,
  Referral: 0.2,
  Outbound: 0.3,
  North: 0.3,
  South: 0.3,
  East: 0.2,
  West: 0.2,
};
const converts: Record<string, number> = { Web: 0.2, Referral: 0.35, Outbound: 0.1 };

/** A business in which every week is like every other: Poisson counts, fixed rates, log-normal amounts. */
export function stableWorld(
  seed: number,
  size: WorldSize,
  plant: Plant = 'nothing',
): { metrics: Metric[]; asOf: number } {
  const random = createRandom(seed);
  const conversions: MetricRow[] = [];
  const orders: MetricRow[] = [];
  const amounts: MetricRow[] = [];
  const tones: MetricRow[] = [];
  for (let week = 0; week < size.weeks; week++) {
    const last = week === size.weeks - 1;
    const when = (): number => worldStart + week * 7 * dayMs + random.next() * 5 * dayMs;
    for (const source of sources)
      for (const region of regions) {
        const segments = { source, region };
        const part = (share[source] ?? 0) * (share[region] ?? 0);
        const rate =
          (converts[source] ?? 0) *
          (last && source === 'Web' && plant === 'conversion of Web halved' ? 0.5 : 1);
        for (let n = poissonOf(random, size.leads * part); n > 0; n--)
          conversions.push({ at: when(), value: random.next() < rate ? 1 : 0, segments });
        const fewer = last && region === 'South' && plant === 'orders of South −30 %' ? 0.7 : 1;
        for (let n = poissonOf(random, size.orders * part * fewer); n > 0; n--) {
          const at = when();
          orders.push({ at, value: 1, segments });
          amounts.push({ at, value: Math.exp(4 + 0.8 * random.normal()), segments });
        }
        const lower = last && region === 'East' && plant === 'sentiment of East −0.3' ? 0.3 : 0;
        for (let n = poissonOf(random, size.messages * part); n > 0; n--)
          tones.push({ at: when(), value: Math.tanh(0.3 + 0.5 * random.normal()) - lower, segments });
      }
  }
  const spec = { better: 'higher' } as const;
  return {
    asOf: worldStart + size.weeks * 7 * dayMs,
    metrics: [
      {
        spec: {
          ...spec,
          id: 'conversion',
          label: 'Conversion rate',
          kind: 'rate',
          unit: 'percent',
          type: 'lead',
        },
        rows: conversions,
      },
      {
        spec: { ...spec, id: 'orders', label: 'Orders', kind: 'count', unit: 'number', type: 'order' },
        rows: orders,
      },
      {
        spec: { ...spec, id: 'revenue', label: 'Revenue', kind: 'sum', unit: 'money', type: 'order' },
        rows: amounts,
      },
      {
        spec: {
          ...spec,
          id: 'sentiment',
          label: 'Mean sentiment',
          kind: 'mean',
          unit: 'score',
          type: 'message',
        },
        rows: tones,
      },
    ],
  };
}
