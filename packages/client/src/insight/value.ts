import { predictPurchaseChurn } from '@aicrm/models/churn/purchase-churn';
import type { HistoryRow } from '@aicrm/models/lead-score/history';
import { dayMs } from '@aicrm/models/value/customers';
import { predictValue, type ValuePrediction, valueFigures } from '@aicrm/models/value/value';
import type { TimelineItem } from '@aicrm/schema/timeline';
import type { ValueModel } from '@aicrm/schema/value-model';
import { missing, ready } from './part.js';
import { major, ordersOf, purchasesAt } from './purchases.js';
import type { Part, Purchases, Reasons, ValueInsight } from './types.js';

/** Churn and expected purchases are told for a quarter: far enough to act, near enough to be checked. */
export const nearDays = 90;

/** Points of the course: one for each of the last 26 half months. */
const points = 26;
const stepDays = 14;

const reasonsOf = (
  scale: Reasons['scale'],
  { base, amount, reasons }: Pick<ValuePrediction, 'base' | 'amount' | 'reasons'>,
  unit = (value: number): number => value,
  currency?: string,
): Reasons => ({
  scale,
  ...(currency === undefined ? {} : { currency }),
  base: unit(base),
  sum: unit(amount),
  reasons: reasons
    .filter(({ contribution }) => contribution !== 0)
    .map(({ feature, value, contribution }) => ({ feature, value, contribution: unit(contribution) })),
});

/** Churn, lifetime value and expected purchases of one customer: the models' own figures, and nothing beyond them. */
export function valueInsight(
  model: ValueModel,
  purchases: Purchases,
  course: ValueInsight['course'],
): Part<ValueInsight> {
  const churn = predictPurchaseChurn(model, purchases, nearDays);
  const long = predictValue(model, purchases);
  // Without its model of spend the same function explains purchases, where it else explains money.
  const near = predictValue({ ...model, spend: null, spendCovariance: null }, purchases, nearDays);
  if (churn.state !== 'churn') return missing('bad-orders', churn.detail);
  if (long.state !== 'value') return missing('bad-orders', long.detail);
  if (near.state !== 'value') return missing('bad-orders', near.detail);
  const { currency } = model;
  const inMajor = (minor: number): number => major(minor, currency);
  return ready({
    purchases,
    alive: long.alive,
    churn: {
      probability: churn.probability,
      days: nearDays,
      reasons: {
        scale: 'logit',
        base: churn.base,
        sum: churn.logit,
        reasons: churn.reasons.map(({ feature, value, contribution }) => ({ feature, value, contribution })),
      },
    },
    lifetime:
      long.worth === null
        ? missing('no-amounts')
        : ready({
            value: inMajor(long.amount),
            low: inMajor(long.worth.low.minor),
            high: inMajor(long.worth.high.minor),
            currency,
            days: long.horizonDays,
            reasons: reasonsOf('money', long, inMajor, currency),
          }),
    expected: { ...near.purchases, days: nearDays, reasons: reasonsOf('count', near) },
    course,
  });
}

/**
 * P(still a customer) over the last year by today's model, each point from the orders until then: how a customer's
 * silence grew, or a purchase ended it. Moments before the first purchase have none.
 */
export function courseOf(
  model: ValueModel,
  items: readonly TimelineItem[],
  count: number | undefined,
  now: number,
): ValueInsight['course'] {
  const orders: readonly HistoryRow<'order'>[] | undefined = ordersOf(items, count);
  if (orders === undefined) return [];
  const today = Math.floor(now / dayMs);
  return Array.from({ length: points }, (_, i) => today - stepDays * (points - 1 - i)).flatMap((day) => {
    const then = purchasesAt(orders, day, model.currency);
    const figures = then && valueFigures(model, then);
    return figures !== undefined && 'alive' in figures ? [{ at: day * dayMs, alive: figures.alive }] : [];
  });
}
