import type { RecordView } from '@aicrm/schema/view';
import type { DealIndex } from './history-index.js';

const dayMs = 86_400_000;
/** Won deals below which a 90 % quantile is a guess: it would rest on the one or two slowest. */
export const leastWonDeals = 20;

export interface StageNorm {
  /** Won deals that passed this stage. */
  readonly deals: number;
  /** Half of them were through by then, days; null where there are too few to say. */
  readonly usualDays: number | null;
  /** Nine in ten of them were through by then, days; null where there are too few to say. */
  readonly longDays: number | null;
}

/** By stage. */
export type StageNorms = ReadonlyMap<string, StageNorm>;

/** The smallest time by which a share `q` of the deals was through. */
const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;

const oneDigit = (days: number): number => Math.round(days * 10) / 10;

/** How long won deals took in each stage they passed, of deals won by `until` (epoch ms). */
export function stageNorms(index: DealIndex, until: number): StageNorms {
  const times = new Map<string, number[]>();
  for (const deal of index.deals.values()) {
    for (const { from, to } of deal.stages)
      for (const name of [from, to]) if (name !== undefined && !times.has(name)) times.set(name, []);
    if (deal.fields.status !== 'won' || !(deal.closedAt <= until)) continue;
    deal.stages.forEach(({ known, to }, i) => {
      const left = deal.stages[i + 1]?.known ?? deal.closedAt;
      // The move into "won" itself is no stage that takes time.
      if (known < deal.closedAt && left > known) times.get(to)?.push((left - known) / dayMs);
    });
  }
  return new Map(
    [...times].map(([stage, days]) => {
      const sorted = days.sort((a, b) => a - b);
      const enough = sorted.length >= leastWonDeals;
      return [
        stage,
        {
          deals: sorted.length,
          usualDays: enough ? oneDigit(quantile(sorted, 0.5)) : null,
          longDays: enough ? oneDigit(quantile(sorted, 0.9)) : null,
        },
      ];
    }),
  );
}

export interface StalledSignal {
  readonly state: 'stalled' | 'moving' | 'not-enough-data' | 'closed';
  /** Days in the present stage. */
  readonly days: number | null;
  /** Days by which nine in ten won deals had left it. */
  readonly longDays: number | null;
  readonly sentence: string;
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const inDays = (days: number): string => `${Math.round(days)} day${Math.round(days) === 1 ? '' : 's'}`;

/**
 * Whether a deal stays in its stage longer than won deals do: longer than nine in ten of them. A pure function of a
 * view that was built with norms; `asOf` in epoch ms.
 */
export function stalledSignal(view: RecordView, asOf: number): StalledSignal {
  const { fields, facts } = view;
  const stage = String(fields.stage ?? 'this stage');
  if (fields.status !== 'open')
    return { state: 'closed', days: null, longDays: null, sentence: 'The deal is closed.' };
  const entered = Date.parse(String(facts['stage.enteredAt'] ?? ''));
  const days = Number.isFinite(entered) ? Math.max(0, (asOf - entered) / dayMs) : null;
  const longDays = number(facts['stage.longDays']);
  const usual = number(facts['stage.usualDays']);
  const deals = number(facts['stage.wonDeals']) ?? 0;
  if (days === null || longDays === null || usual === null)
    return {
      state: 'not-enough-data',
      days,
      longDays,
      sentence: `Not enough deals: ${deals} won deal${deals === 1 ? '' : 's'} passed ${stage}, and at least ${leastWonDeals} are needed to say what is long.`,
    };
  const compared = `nine in ten of ${deals} won deals left it within ${inDays(longDays)}, half within ${inDays(usual)}`;
  return days > longDays
    ? {
        state: 'stalled',
        days,
        longDays,
        sentence: `Stalled: ${inDays(days)} in ${stage}, where ${compared}.`,
      }
    : { state: 'moving', days, longDays, sentence: `${inDays(days)} in ${stage}; ${compared}.` };
}
