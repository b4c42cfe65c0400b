import { type HistoryRow, type LeadHistory, minorPerMajor } from '@aicrm/models/lead-score/history';
import { countUntil, type OrderSeries, orderSeries } from '@aicrm/models/lead-score/series';
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
  for (const { sourceId, fields } of history.contacts) {
    const series = orderSeries(ordersOf.get(sourceId) ?? [], currency, minorPerMajor(currency));
    const { custom, email: _email, phone: _phone, ...own } = fields;
    const beyond = Object.entries(custom ?? {}).map(([name, value]) => [`custom.${name}`, value]);
    yield {
      id: recordId({ type: 'contact', connection: history.connection, sourceId }),
      type: 'contact',
      viewAt: new Date(asOf).toISOString(),
      fields: { ...own, ...Object.fromEntries(beyond) },
      facts: history.orders.length === 0 ? {} : orderFacts(series, asOf),
    };
  }
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
