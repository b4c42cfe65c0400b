import type { FeatureSpec } from '@aicrm/schema/model';
import type { Scalar } from '@aicrm/schema/view';
import { countUntil, type OrderSeries } from '../lead-score/series.js';
import { customerOf, type DealEntry, type DealIndex } from './history-index.js';

type Facts = Record<string, Scalar>;

const dayMs = 86_400_000;
/** Closed deals of an owner below which a share of them says little. */
const leastTrackRecord = 10;
const rounded = (value: number, digits = 4): number => Number(value.toPrecision(digits));
const money = (value: number): number => Math.round(value * 100) / 100;

function activityFacts(deal: DealEntry, asOf: number, into: Facts): void {
  const { activities, meetings } = deal;
  const n = countUntil(activities.times, asOf);
  const met = countUntil(meetings.times, asOf);
  into['activities.count'] = n;
  into['activities.count30'] = n - countUntil(activities.times, asOf - 30 * dayMs);
  into['activities.lastAt'] = n === 0 ? null : (activities.instants[n - 1] ?? null);
  into['activities.meetings'] = met;
  into['activities.meetingsFirstWeek'] = countUntil(
    meetings.times,
    Math.min(asOf, deal.createdAt + 7 * dayMs),
  );
  into['activities.lastMeetingAt'] = met === 0 ? null : (meetings.instants[met - 1] ?? null);
}

/** The customer's other deals: who bought before buys again. */
function earlierDealFacts(index: DealIndex, deal: DealEntry, asOf: number, into: Facts): void {
  let [won, lost, open, byContact] = [0, 0, 0, 0];
  let last: DealEntry | undefined;
  for (const other of index.dealsOf.get(customerOf(deal.fields)) ?? []) {
    if (other.createdAt > asOf) break;
    if (other === deal) continue;
    if (other.fields.status === 'open' || other.closedAt > asOf) open++;
    else if (other.closedAt <= asOf) {
      if (other.fields.status === 'lost') lost++;
      else {
        won++;
        if (other.fields.contact !== undefined && other.fields.contact === deal.fields.contact) byContact++;
        if (last === undefined || other.closedAt > last.closedAt) last = other;
      }
    }
  }
  into['deals.won'] = won;
  into['deals.lost'] = lost;
  into['deals.open'] = open;
  into['deals.wonWithContact'] = byContact;
  into['deals.lastWonAt'] = last?.fields.closedAt ?? null;
}

function orderFacts(orders: OrderSeries | undefined, asOf: number, into: Facts): void {
  const n = orders === undefined ? 0 : countUntil(orders.times, asOf);
  const from = orders === undefined ? 0 : countUntil(orders.times, asOf - 365 * dayMs);
  into['orders.count'] = n;
  into['orders.count365'] = n - from;
  into['orders.sum365'] = money((orders?.total[n] ?? 0) - (orders?.total[from] ?? 0));
  into['orders.lastAt'] = n === 0 ? null : (orders?.instants[n - 1] ?? null);
}

function ownerFacts(index: DealIndex, deal: DealEntry, asOf: number, into: Facts): void {
  const record = index.owners.get(deal.fields.owner ?? '');
  const closed = record === undefined ? 0 : countUntil(record.times, asOf);
  into['deals.ownerWonShare'] =
    record === undefined || closed < leastTrackRecord ? null : rounded((record.won[closed] ?? 0) / closed);
}

export interface Worth {
  /** Major units of the tenant's currency, or null. */
  readonly amount: number | null;
  readonly closeAt: string | null;
  readonly employees: Scalar;
}

/**
 * Facts of a deal as of a moment. What the tenant's records can say but this deal's do not is null, known to be empty;
 * what the tenant has no records of at all is absent.
 */
export function dealFacts(index: DealIndex, deal: DealEntry, worth: Worth, asOf: number): Facts {
  const facts: Facts = {};
  const { amount, closeAt, employees } = worth;
  facts['amount.perEmployee'] =
    amount !== null && typeof employees === 'number' && employees > 0 ? rounded(amount / employees) : null;
  const planned = closeAt === null ? Number.NaN : (Date.parse(closeAt) - deal.createdAt) / dayMs;
  facts['planned.days'] = Number.isFinite(planned) ? Math.round(planned) : null;
  if (index.has.activities) activityFacts(deal, asOf, facts);
  earlierDealFacts(index, deal, asOf, facts);
  ownerFacts(index, deal, asOf, facts);
  if (index.has.orders) orderFacts(index.ordersOf.get(customerOf(deal.fields)), asOf, facts);
  return facts;
}

const fact = (
  id: string,
  label: string,
  as: FeatureSpec['as'] = 'number',
  more: { unit?: string; changeable?: boolean; from?: string } = {},
): FeatureSpec => ({
  id,
  label,
  from: more.from ?? `facts.${id}`,
  as,
  ...(more.unit === undefined ? {} : { unit: more.unit }),
  changeable: more.changeable ?? false,
  sensitive: false,
});
const since = { unit: 'days' } as const;

/**
 * Every fact that a deal's view may hold, as a feature with the words people read. A next meeting or call is what a
 * person can bring about, so those are changeable; time and what was earned before are not.
 */
export const factFeatures = (currency: string): readonly FeatureSpec[] => [
  fact('stage', 'Stage', 'category', { from: 'fields.stage' }),
  fact('stage.enteredAt', 'Days in this stage', 'days-since', since),
  fact('stage.passed', 'Stages passed so far'),
  fact('amount.perEmployee', 'Amount per employee of the company', 'number', { unit: currency }),
  fact('planned.days', 'Days planned until the close', 'number', { unit: 'days' }),
  fact('planned.overdue', 'Days past the expected close', 'days-since', { ...since, from: 'fields.closeAt' }),
  fact('activities.lastAt', 'Days since last activity', 'days-since', { ...since, changeable: true }),
  fact('activities.count', 'Activities so far'),
  fact('activities.count30', 'Activities in 30 days', 'number', { changeable: true }),
  fact('activities.meetings', 'Meetings so far', 'number', { changeable: true }),
  fact('activities.meetingsFirstWeek', 'Meetings in the first week'),
  fact('activities.lastMeetingAt', 'Days since last meeting', 'days-since', { ...since, changeable: true }),
  fact('deals.won', 'Earlier deals won with this customer'),
  fact('deals.lost', 'Earlier deals lost with this customer'),
  fact('deals.open', 'Other open deals with this customer'),
  fact('deals.wonWithContact', 'Earlier deals won with this contact'),
  fact('deals.lastWonAt', 'Days since a deal was won with this customer', 'days-since', since),
  fact('deals.ownerWonShare', "Share of the owner's deals that were won", 'number', { unit: 'share' }),
  fact('orders.count', 'Orders so far'),
  fact('orders.count365', 'Orders in a year'),
  fact('orders.sum365', 'Spend in a year', 'number', { unit: currency }),
  fact('orders.lastAt', 'Days since last order', 'days-since', since),
];
