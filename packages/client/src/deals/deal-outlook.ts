import { type ExpectedValue, expectedValue } from '@aicrm/models/deal-score/outlook';
import { leastWonDeals, type StalledSignal, stalledSignal } from '@aicrm/models/deal-score/stalled';
import { viewFromHost } from '@aicrm/runtime/host-record';
import type { Instant, RecordView } from '@aicrm/schema/view';

export { leastWonDeals };

/** What is told of a deal beside its chance; each part is null where the view does not hold what it rests on. */
export interface DealOutlook {
  /** Major units. */
  readonly amount: number | null;
  /** Amount × chance. */
  readonly expected: ExpectedValue | null;
  readonly stage: string | null;
  /** `state`: whether the deal stays in its stage longer than nine in ten won deals did; `days` it has been there. */
  readonly stalled: StalledSignal;
  /** Days by which half of the won deals had left this stage; null where fewer than 20 won deals passed it. */
  readonly usualDays: number | null;
  /** Won deals that passed this stage; null where the view does not say. */
  readonly wonDeals: number | null;
  /** Whole days until the planned close, negative where it has passed. */
  readonly closesInDays: number | null;
}

/** Where a deal's view holds what is told beside its chance; the names are those of the deal score's views. */
const paths = [
  'fields.status',
  'fields.stage',
  'fields.amount',
  'fields.currency',
  'fields.closeAt',
  'facts.stage.enteredAt',
  'facts.stage.wonDeals',
  'facts.stage.usualDays',
  'facts.stage.longDays',
].map((from) => ({ spec: { from } }));

/** What a host handed over: field names and values. */
export type HostDeal = Readonly<Record<string, unknown>>;

/**
 * The view of a deal: the stored one, with what the host hands over laid over it. A deal without a status is taken to be
 * open, because hosts show scores of open deals and many don't say so.
 *
 * @param hostFields The model's names for a host's fields (`meta.hostFields`).
 * @param asOf Epoch milliseconds.
 * @returns null where there is neither.
 */
export function dealView(
  stored: RecordView | undefined,
  host: HostDeal | undefined,
  hostFields: Readonly<Record<string, string>>,
  asOf: number,
): RecordView | null {
  if (!stored && !host) return null;
  const view = viewFromHost(
    { recordType: 'deal', features: paths, hostFields: { ...hostFields } },
    { ...host },
    stored,
    asOf,
  );
  return { ...view, fields: { ...view.fields, status: view.fields.status ?? 'open' } };
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const dayMs = 86_400_000;

function daysUntil(closeAt: Instant | undefined, asOf: number): number | null {
  const at = Date.parse(closeAt ?? '');
  return Number.isNaN(at) ? null : Math.floor(at / dayMs) - Math.floor(asOf / dayMs);
}

/**
 * A deal's outlook from its view and its chance, offline too: the norms of its stage travel in the view. Pure.
 *
 * @param probability 0..1
 * @param asOf Epoch milliseconds.
 */
export function dealOutlook(view: RecordView, probability: number, asOf: number): DealOutlook {
  const { fields, facts } = view;
  const amount = number(fields.amount);
  return {
    amount,
    expected: expectedValue(view, probability),
    stage: typeof fields.stage === 'string' && fields.stage !== '' ? fields.stage : null,
    stalled: stalledSignal(view, asOf),
    usualDays: number(facts['stage.usualDays']),
    wonDeals: number(facts['stage.wonDeals']),
    closesInDays: daysUntil(typeof fields.closeAt === 'string' ? fields.closeAt : undefined, asOf),
  };
}
