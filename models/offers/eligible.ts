import { localDay } from '@aicrm/learn/forecast/calendar';
import type { Condition, SignalSpec } from '@aicrm/schema/next-action';
import type { GeneralOffer, OfferCatalogue } from '@aicrm/schema/offer';
import type { Scalar } from '@aicrm/schema/view';
import { holds, signalsOf } from '../next-action/rules.js';
import type { OfferCustomer, OfferReason, Purchase, Refusal } from './types.js';

const dayMs = 86_400_000;
/** `bought:ID` is how often a product was bought, `boughtDays:ID` the whole days since the last time. */
const purchaseSignal = /^(bought|boughtDays):(.+)$/;

/** What rules read of purchases, by product. */
function purchasesOf(purchases: readonly Purchase[], product: string, at: number): Purchase[] {
  return purchases.filter((one) => one.product === product && one.at <= at);
}

const lastOf = (own: readonly Purchase[]): Purchase | undefined =>
  own.reduce<Purchase | undefined>(
    (last, one) => (last === undefined || one.at > last.at ? one : last),
    undefined,
  );

/**
 * The signals that a condition reads: what is known of the customer, and what follows from the purchases. Without known
 * purchases `bought:` is unknown and not 0, so that "never bought" is not said of somebody nobody knows.
 */
export function signalsFor(
  condition: Condition,
  { signals, purchases }: Pick<OfferCustomer, 'signals' | 'purchases'>,
  at: number,
): Record<string, Scalar> {
  const read: Record<string, Scalar> = {};
  for (const id of signalsOf(condition)) {
    const [, kind, product = ''] = purchaseSignal.exec(id) ?? [];
    if (kind === undefined) read[id] = Object.hasOwn(signals, id) ? (signals[id] ?? null) : null;
    else if (purchases === null) read[id] = null;
    else {
      const own = purchasesOf(purchases, product, at);
      const last = lastOf(own);
      read[id] =
        kind === 'bought' ? own.length : last === undefined ? null : Math.floor((at - last.at) / dayMs);
    }
  }
  return read;
}

/** The parts of a condition that make it what it is for these signals; those of a `not` are read the other way round. */
function decisive(
  condition: Condition,
  read: Readonly<Record<string, Scalar>>,
  answer: boolean | null,
): string[] {
  if (condition.op === 'not') return decisive(condition.of, read, answer === null ? null : !answer);
  if (condition.op === 'all' || condition.op === 'any')
    return condition.of
      .filter((one) => holds(one, read) === answer)
      .flatMap((one) => decisive(one, read, answer));
  return [condition.signal];
}

/** Why a rule keeps an offer from this customer; undefined where it certainly holds. */
export function ruleRefusal(
  condition: Condition | undefined,
  customer: Pick<OfferCustomer, 'signals' | 'purchases'>,
  at: number,
): Refusal | undefined {
  if (condition === undefined) return undefined;
  const read = signalsFor(condition, customer, at);
  const answer = holds(condition, read);
  if (answer === true) return undefined;
  const signals = [...new Set(decisive(condition, read, answer))];
  return { why: answer === null ? 'unknown' : 'rule', signals };
}

/** Why an offer does not run now, by the tenant's clock. */
export function dateRefusal({ from, until }: GeneralOffer, at: number, zone: string): Refusal | undefined {
  const bare = (text: string): boolean => text.length === 10;
  const dayOf = (text: string): number => Math.round(Date.parse(text) / dayMs);
  if (from !== undefined && (bare(from) ? localDay(at, zone) < dayOf(from) : at < Date.parse(from)))
    return { why: 'not-yet', day: from };
  if (until !== undefined && (bare(until) ? localDay(at, zone) > dayOf(until) : at >= Date.parse(until)))
    return { why: 'over', day: until };
  return undefined;
}

/** What made a rule true, as a customer would say it; a product bought is said once, whatever the rule asked of it. */
export function reasonsFor(
  condition: Condition | undefined,
  customer: Pick<OfferCustomer, 'signals' | 'purchases'>,
  { signals = [] }: Pick<OfferCatalogue, 'signals'>,
  at: number,
): OfferReason[] {
  if (condition === undefined) return [];
  const read = signalsFor(condition, customer, at);
  const specs = new Map<string, SignalSpec>(signals.map((one) => [one.id, one]));
  const told = new Set<string>();
  const reasons: OfferReason[] = [];
  for (const id of decisive(condition, read, true)) {
    const [, kind, product = ''] = purchaseSignal.exec(id) ?? [];
    const key = kind === undefined ? id : `bought:${product}`;
    if (told.has(key)) continue;
    told.add(key);
    if (kind === undefined) {
      reasons.push({ why: 'known', signal: id, label: specs.get(id)?.label ?? id, value: read[id] ?? null });
      continue;
    }
    const own = purchasesOf(customer.purchases ?? [], product, at);
    const last = lastOf(own);
    const label = specs.get(key)?.label ?? last?.label ?? product;
    reasons.push(
      last === undefined
        ? { why: 'not-bought', label }
        : { why: 'bought', label, times: own.length, lastAt: last.at },
    );
  }
  return reasons;
}
