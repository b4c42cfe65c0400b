import type { HistoryRow } from '@aicrm/models/lead-score/history';
import { minorPerMajor } from '@aicrm/models/lead-score/history';
import { customersAt, dayMs, purchasesOf, unitDays } from '@aicrm/models/value/customers';
import type { TimelineItem } from '@aicrm/schema/timeline';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import type { Loaded } from '../data-types.js';
import { missing, ready } from './part.js';
import type { HostRecord, Part, Purchases } from './types.js';

/** The most facts that a timeline holds: with as many, older ones may have been left out. */
export const wholeTimeline = 200;

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** `orders.lastAt` as `ordersLastAt`. */
const camel = (name: string): string => name.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());

/** One field or fact of a customer, the host's over the stored one; undefined where neither has it. */
export function factOf(
  record: HostRecord | undefined,
  view: RecordView | undefined,
  bag: 'fields' | 'facts',
  name: string,
): Scalar | undefined {
  for (const key of [`${bag}.${name}`, name, camel(name)])
    if (record !== undefined && Object.hasOwn(record, key)) {
      const value = record[key];
      if (isScalar(value)) return value;
    }
  const stored = view?.[bag];
  return stored !== undefined && Object.hasOwn(stored, name) ? stored[name] : undefined;
}

type Order = Extract<TimelineItem, { kind: 'order' }>;

const rowOf = ({ id, at, total }: Order): HistoryRow<'order'> => ({
  sourceId: id,
  fields: { contact: 'customer', at, ...(total === null ? {} : { total }) },
});

/** A customer's orders as the models' own function reads them; undefined where some may lie before the timeline's end. */
export function ordersOf(
  items: readonly TimelineItem[],
  count: number | undefined,
): readonly HistoryRow<'order'>[] | undefined {
  const orders = items.filter((item) => item.kind === 'order');
  const whole = count === undefined ? items.length < wholeTimeline : orders.length >= count;
  return whole ? orders.map(rowOf) : undefined;
}

/** The models' inputs of one customer at the end of a day (days since 1970), from every order until then. */
export function purchasesAt(
  orders: readonly HistoryRow<'order'>[],
  day: number,
  currency: string | undefined,
): Purchases | undefined {
  const purchases = purchasesOf(orders, (day + 1) * dayMs - 1, currency);
  const [customer] = customersAt(purchases, day);
  if (customer === undefined) return undefined;
  const spent = [...purchases.byCustomer.values()].flatMap(({ spend }) => [...spend]);
  const known = spent.filter((amount) => !Number.isNaN(amount));
  const { x, tx, T, spends, m } = customer;
  return {
    ageDays: Math.round(T * unitDays),
    gapDays: Math.round((T - tx) * unitDays),
    repeats: x,
    meanSpend: spends > 0 ? m : null,
    spent: known.length > 0 ? known.reduce((sum, one) => sum + one, 0) : null,
    from: 'days',
  };
}

/**
 * What the models of value read of a customer: from the days of its orders where all are known, else from the record's
 * counters (`orders.count`, `firstAt`, `lastAt`, `sum`).
 * @param currency of the model; amounts in another one count as purchases without an amount.
 */
export function purchasesOfCustomer(
  record: HostRecord | undefined,
  view: RecordView | undefined,
  timeline: Loaded<readonly TimelineItem[]> | undefined,
  currency: string,
  now: number,
): Part<Purchases> {
  const fact = (name: string) => factOf(record, view, 'facts', `orders.${name}`);
  const number = (name: string): number | undefined => {
    const value = fact(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const today = Math.floor(now / dayMs);
  const count = number('count');
  if (timeline?.state === 'ready') {
    const orders = ordersOf(timeline.value, count);
    if (orders !== undefined && orders.length > 0) {
      const found = purchasesAt(orders, today, currency);
      return found === undefined ? missing('new-customer') : ready(found);
    }
  }
  // Figures from counters would be replaced by better ones in a moment: nobody should read both.
  if (timeline?.state === 'loading') return { state: 'loading' };
  if (count === undefined)
    return missing(record === undefined && view === undefined ? 'not-given' : 'no-orders');
  if (count < 1) return missing('no-orders');
  const dayOf = (name: string): number => {
    const value = fact(name);
    return typeof value === 'string' ? Math.floor(Date.parse(value) / dayMs) : Number.NaN;
  };
  const [first, last] = [dayOf('firstAt'), dayOf('lastAt')];
  if (!(first <= last && last <= today) || !Number.isInteger(count)) return missing('bad-orders');
  if (first >= today) return missing('new-customer');
  const sum = number('sum');
  // More purchase days than days cannot be; orders of one day are told from each other by their timeline only.
  const repeats = first === last ? 0 : Math.max(1, Math.min(count - 1, last - first));
  return ready({
    ageDays: today - first,
    gapDays: today - last,
    repeats,
    meanSpend: sum === undefined || sum <= 0 || repeats === 0 ? null : sum / count,
    spent: sum ?? null,
    from: 'counts',
  });
}

/** Major units of an amount in minor ones. */
export const major = (minor: number, currency: string): number => minor / minorPerMajor(currency);
