import type { FeatureSpec } from '@aicrm/schema/model';
import type { Scalar } from '@aicrm/schema/view';
import type { ContactEntry, LeadEntry, LeadIndex } from './history-index.js';
import { countUntil, type EventSeries, type OrderSeries } from './series.js';

type Facts = Record<string, Scalar>;

const dayMs = 86_400_000;
/** Amounts are shown in major units with cents; rounding hides the noise of subtracting running sums. */
const money = (value: number): number => Math.round(value * 100) / 100;
const share = (value: number): number => Math.round(value * 10_000) / 10_000;

function orderFacts(orders: OrderSeries, asOf: number, into: Facts): void {
  const n = countUntil(orders.times, asOf);
  const since = (days: number): number => countUntil(orders.times, asOf - days * dayMs);
  const [from30, from90, from365] = [since(30), since(90), since(365)];
  const sum = (running: Float64Array, from: number): number => (running[n] ?? 0) - (running[from] ?? 0);
  into['orders.count'] = n;
  into['orders.count30'] = n - from30;
  into['orders.count90'] = n - from90;
  into['orders.count365'] = n - from365;
  into['orders.sum'] = money(sum(orders.total, 0));
  into['orders.sum30'] = money(sum(orders.total, from30));
  into['orders.sum90'] = money(sum(orders.total, from90));
  into['orders.sum365'] = money(sum(orders.total, from365));
  into['orders.coupons'] = sum(orders.coupons, 0);
  into['orders.coupons90'] = sum(orders.coupons, from90);
  if (n === 0) return;
  const paid = sum(orders.total, 0);
  const saved = sum(orders.discount, 0);
  into['orders.mean'] = money(paid / n);
  if (paid + saved > 0) into['orders.discountShare'] = share(saved / (paid + saved));
  into['orders.couponShare'] = share(sum(orders.coupons, 0) / n);
  into['orders.firstAt'] = orders.instants[0] ?? null;
  into['orders.lastAt'] = orders.instants[n - 1] ?? null;
  if (n > 1) {
    const days = ((orders.times[n - 1] ?? 0) - (orders.times[0] ?? 0)) / dayMs;
    into['orders.gapDays'] = Math.round((days / (n - 1)) * 10) / 10;
  }
  const coupon = orders.lastCoupon[n] ?? -1;
  if (coupon >= 0) into['orders.lastCouponAt'] = orders.instants[coupon] ?? null;
}

function activityFacts(events: EventSeries, asOf: number, into: Facts): void {
  const n = countUntil(events.times, asOf);
  into['activities.count'] = n;
  into['activities.count30'] = n - countUntil(events.times, asOf - 30 * dayMs);
  if (n > 0) into['activities.lastAt'] = events.instants[n - 1] ?? null;
}

/** The contact's other leads: an earlier campaign that was answered says more than any trait. */
function earlierLeadFacts(contact: ContactEntry, lead: LeadEntry, asOf: number, into: Facts): void {
  let [count, converted, open, count90] = [0, 0, 0, 0];
  let lastAt: LeadEntry | undefined;
  let lastConverted: LeadEntry | undefined;
  for (const other of contact.leads) {
    if (other.createdAt > asOf) break;
    if (other === lead) continue;
    count++;
    if (other.createdAt > asOf - 90 * dayMs) count90++;
    lastAt = other;
    if (other.fields.status === 'open' || other.closedAt > asOf) open++;
    else if (other.fields.status === 'converted' && other.closedAt <= asOf) {
      converted++;
      if (lastConverted === undefined || other.closedAt > lastConverted.closedAt) lastConverted = other;
    }
  }
  into['leads.count'] = count;
  into['leads.count90'] = count90;
  into['leads.open'] = open;
  into['leads.converted'] = converted;
  if (count > open || converted > 0)
    into['leads.convertedShare'] = share(converted / Math.max(count - open, 1));
  if (lastAt !== undefined) into['leads.lastAt'] = lastAt.fields.createdAt;
  if (lastConverted?.fields.closedAt !== undefined)
    into['leads.lastConvertedAt'] = lastConverted.fields.closedAt;
}

/**
 * Facts of a lead and its contact as of a moment. What a tenant's records can say but this lead's do not (no purchase
 * yet, no contact named) is null, known to be empty; what the tenant has no records of at all is absent.
 */
export function leadFacts(
  index: LeadIndex,
  contact: ContactEntry | undefined,
  lead: LeadEntry,
  asOf: number,
): Facts {
  const facts: Facts = {};
  const keys = [
    ...(index.has.orders ? orderKeys : []),
    ...(index.has.activities ? activityKeys : []),
    ...earlierKeys,
  ];
  for (const key of keys) facts[key] = null;
  if (contact !== undefined) {
    if (index.has.orders) orderFacts(contact.orders, asOf, facts);
    if (index.has.activities) activityFacts(contact.activities, asOf, facts);
    earlierLeadFacts(contact, lead, asOf, facts);
  } else if (index.has.activities)
    activityFacts(index.leadActivities.get(lead.sourceId) ?? noEvents, asOf, facts);
  return facts;
}

type FactFeature = Omit<FeatureSpec, 'from'>;

const fact = (
  id: string,
  label: string,
  as: FeatureSpec['as'] = 'number',
  more: { unit?: string; changeable?: boolean } = {},
): FactFeature => ({
  id,
  label,
  as,
  ...(more.unit === undefined ? {} : { unit: more.unit }),
  changeable: more.changeable ?? false,
  sensitive: false,
});

/**
 * Every fact that a lead's view may hold, as a feature with the words people read. A next purchase is what a person
 * can bring about, so recency is changeable; what was earned or counted over months is not.
 */
export function factFeatures(currency: string, campaigns: boolean): readonly FeatureSpec[] {
  const earlier = campaigns ? 'campaigns received' : 'enquiries';
  const list = [
    fact('orders.lastAt', 'Days since last purchase', 'days-since', { unit: 'days', changeable: true }),
    fact('orders.firstAt', 'Days since first purchase', 'days-since', { unit: 'days' }),
    fact('orders.count', 'Purchases so far'),
    fact('orders.count30', 'Purchases in 30 days'),
    fact('orders.count90', 'Purchases in 90 days'),
    fact('orders.count365', 'Purchases in a year'),
    fact('orders.sum', 'Spend so far', 'number', { unit: currency }),
    fact('orders.sum30', 'Spend in 30 days', 'number', { unit: currency }),
    fact('orders.sum90', 'Spend in 90 days', 'number', { unit: currency }),
    fact('orders.sum365', 'Spend in a year', 'number', { unit: currency }),
    fact('orders.mean', 'Average basket', 'number', { unit: currency }),
    fact('orders.gapDays', 'Days between purchases', 'number', { unit: 'days' }),
    fact('orders.discountShare', 'Average discount', 'number', { unit: 'share' }),
    fact('orders.coupons', 'Coupons used so far'),
    fact('orders.coupons90', 'Coupons used in 90 days'),
    fact('orders.couponShare', 'Share of purchases with a coupon', 'number', { unit: 'share' }),
    fact('orders.lastCouponAt', 'Days since a coupon was used', 'days-since', { unit: 'days' }),
    fact('activities.lastAt', 'Days since last activity', 'days-since', { unit: 'days', changeable: true }),
    fact('activities.count', 'Activities so far'),
    fact('activities.count30', 'Activities in 30 days', 'number', { changeable: true }),
    fact('leads.count', `Earlier ${earlier}`),
    fact('leads.count90', `Earlier ${earlier} in 90 days`),
    fact('leads.open', campaigns ? 'Other campaigns still open' : 'Other enquiries still open'),
    fact('leads.lastAt', `Days since the last ${campaigns ? 'campaign' : 'enquiry'}`, 'days-since', {
      unit: 'days',
    }),
    fact('leads.converted', 'Earlier conversions'),
    fact('leads.convertedShare', 'Share of earlier ones that converted', 'number', { unit: 'share' }),
    fact('leads.lastConvertedAt', 'Days since last conversion', 'days-since', { unit: 'days' }),
  ];
  return list.map((feature) => ({ ...feature, from: `facts.${feature.id}` }));
}

const keysOf = (group: string): readonly string[] =>
  factFeatures('USD', true)
    .map((feature) => feature.id)
    .filter((id) => id.startsWith(group));
const orderKeys = keysOf('orders.');
const activityKeys = keysOf('activities.');
const earlierKeys = keysOf('leads.');
const noEvents: EventSeries = { times: new Float64Array(0), instants: [] };
