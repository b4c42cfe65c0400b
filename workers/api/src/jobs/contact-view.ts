import { type HistoryRow, type LeadHistory, minorPerMajor } from '@aicrm/models/lead-score/history';
import { countUntil, type OrderSeries, orderSeries } from '@aicrm/models/lead-score/series';
import { purchasesOf } from '@aicrm/models/value/customers';
import { recordId } from '@aicrm/schema/ids';
import type { Scalar } from '@aicrm/schema/view';
import type { NewView } from '../db/views.js';

const dayMs = 86_400_000;
const cents = (value: number): number => Math.round(value * 100) / 100;

/**
 * Views of all contacts at a moment: the contact's own fields, and its orders as counters, sums and timestamps.
 * E-mail addresses and telephone numbers stay in the database: no model reads them, and a view goes to browsers.
 */
export function* contactViews(history: LeadHistory, asOf: number): Generator<NewView> {
  const currency = history.currency ?? history.orders[0]?.fields.total?.currency ?? 'USD';
  const ordersOf = new Map<string, HistoryRow<'order'>[]>();
  for (const order of history.orders) {
    const list = ordersOf.get(order.fields.contact);
    if (list === undefined) ordersOf.set(order.fields.contact, [order]);
    else list.push(order);
  }
  const purchases = purchasesOf(history.orders, asOf, currency);
  for (const { sourceId, fields } of history.contacts) {
    const series = orderSeries(ordersOf.get(sourceId) ?? [], currency, minorPerMajor(currency));
    const { custom, email: _email, phone: _phone, ...own } = fields;
    const beyond = Object.entries(custom ?? {}).map(([name, value]) => [`custom.${name}`, value]);
    yield {
      id: recordId({ type: 'contact', connection: history.connection, sourceId }),
      type: 'contact',
      viewAt: new Date(asOf).toISOString(),
      fields: { ...own, ...Object.fromEntries(beyond) },
      facts:
        history.orders.length === 0
          ? {}
          : {
              ...orderFacts(series, asOf),
              ...purchaseFacts(purchases.byCustomer.get(sourceId), purchases.currency),
            },
    };
  }
}

const dayOf = (day: number | undefined): string => new Date((day ?? 0) * dayMs).toISOString().slice(0, 10);
/** Sums of cents stay cents, however many were added. */
const sumOf = (values: Float64Array): number => cents(values.reduce((sum, one) => sum + (one || 0), 0));

/**
 * What the models of value and of segments read of a customer (`@aicrm/models/value/customers`), so that a page predicts from
 * the view and their files alone: purchase days, and what was spent after the first of them.
 */
function purchaseFacts(
  own: { readonly days: Float64Array; readonly spend: Float64Array } | undefined,
  currency: string,
): Record<string, Scalar> {
  if (own === undefined) return { 'purchases.days': 0 };
  const repeats = own.spend.slice(1);
  return {
    'purchases.days': own.days.length,
    'purchases.firstDay': dayOf(own.days[0]),
    'purchases.lastDay': dayOf(own.days[own.days.length - 1]),
    'purchases.spend': sumOf(own.spend),
    'purchases.repeatSpend': sumOf(repeats),
    'purchases.repeatSpends': repeats.reduce((count, one) => count + (Number.isNaN(one) ? 0 : 1), 0),
    'purchases.currency': currency,
  };
}

function orderFacts(orders: OrderSeries, asOf: number): Record<string, Scalar> {
  const n = countUntil(orders.times, asOf);
  const sum = (from: number): number => cents((orders.total[n] ?? 0) - (orders.total[from] ?? 0));
  const facts: Record<string, Scalar> = {
    'orders.count': n,
    'orders.sum': sum(0),
    'orders.firstAt': n === 0 ? null : (orders.instants[0] ?? null),
    'orders.lastAt': n === 0 ? null : (orders.instants[n - 1] ?? null),
  };
  for (const days of [30, 90, 365]) {
    const from = countUntil(orders.times, asOf - days * dayMs);
    facts[`orders.count${days}`] = n - from;
    facts[`orders.sum${days}`] = sum(from);
  }
  return facts;
}
