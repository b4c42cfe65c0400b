import type { History } from '@aicrm/learn/value/bg-nbd';
import { type HistoryRow, knownFrom, minorPerMajor } from '../lead-score/history.js';

/** One customer's purchases as the life-time models read them, at one moment. Time is in weeks. */
export interface Customer extends History {
  readonly id: string;
  /** Repeat purchases whose amount is known in the model's currency; what the model of spend learns from. */
  readonly spends: number;
  /** Their mean in major units; 0 where there are none. */
  readonly m: number;
}

export type Order = HistoryRow<'order'>;

export const dayMs = 86_400_000;
/** Seven days are the unit in which the models' parameters are of like size. */
export const unitDays = 7;

export interface Purchases {
  /** Of each customer, sorted by id: purchase days in ascending order and what was spent on each (NaN where unknown). */
  readonly byCustomer: ReadonlyMap<string, { readonly days: Float64Array; readonly spend: Float64Array }>;
  readonly currency: string;
  /** Orders in another currency: they count as purchases, their amounts enter no sum. */
  readonly otherCurrency: number;
  readonly firstDay: number;
}

/** The currency that most orders are in; of equals the first by its letters. */
function commonCurrency(orders: readonly Order[]): string {
  const counts = new Map<string, number>();
  for (const { fields } of orders)
    if (fields.total !== undefined)
      counts.set(fields.total.currency, (counts.get(fields.total.currency) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? 'USD';
}

/**
 * Orders as purchase days: orders of one (UTC) day are one purchase, because a split basket is no second visit. Orders without
 * a date, or dated after `now`, are left out; a refund (a total below 0) is no purchase, a free order is one.
 * @param now epoch ms.
 */
export function purchasesOf(
  orders: readonly Order[],
  now: number,
  currency = commonCurrency(orders),
): Purchases {
  const perMajor = minorPerMajor(currency);
  const found = new Map<string, Map<number, number>>();
  let otherCurrency = 0;
  let firstDay = Number.POSITIVE_INFINITY;
  for (const { fields } of orders) {
    const { total } = fields;
    if (!(knownFrom(fields.at) <= now) || (total !== undefined && total.minor < 0)) continue;
    const day = Math.floor(Date.parse(fields.at) / dayMs);
    const isOurs = total?.currency === currency;
    if (total !== undefined && !isOurs) otherCurrency++;
    const days = found.get(fields.contact) ?? new Map<number, number>();
    const before = days.get(day) ?? Number.NaN;
    const amount = isOurs ? total.minor / perMajor : Number.NaN;
    days.set(day, Number.isNaN(before) ? amount : Number.isNaN(amount) ? before : before + amount);
    found.set(fields.contact, days);
    firstDay = Math.min(firstDay, day);
  }
  const byCustomer = new Map(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, days]) => {
        const sorted = [...days].sort(([a], [b]) => a - b);
        return [
          id,
          {
            days: Float64Array.from(sorted, ([day]) => day),
            spend: Float64Array.from(sorted, ([, spend]) => spend),
          },
        ] as const;
      }),
  );
  return { byCustomer, currency, otherCurrency, firstDay };
}

/** What was known of each customer at the end of `lastDay` (days since 1970); who had not bought yet is absent. */
export function customersAt(purchases: Purchases, lastDay: number): Customer[] {
  const out: Customer[] = [];
  for (const [id, { days, spend }] of purchases.byCustomer) {
    const first = days[0] ?? Number.POSITIVE_INFINITY;
    // Who first bought on the last day itself has shown nothing yet.
    if (first >= lastDay) continue;
    let [n, spends, sum] = [0, 0, 0];
    for (; n < days.length && (days[n] ?? 0) <= lastDay; n++) {
      const amount = spend[n] ?? Number.NaN;
      if (n === 0 || Number.isNaN(amount)) continue;
      spends++;
      sum += amount;
    }
    out.push({
      id,
      x: n - 1,
      tx: ((days[n - 1] ?? first) - first) / unitDays,
      T: (lastDay - first) / unitDays,
      spends,
      m: spends > 0 ? sum / spends : 0,
    });
  }
  return out;
}

/** Purchases and spend of a customer after `from` and until `to` (days since 1970). */
export function laterOf(
  purchases: Purchases,
  id: string,
  from: number,
  to: number,
): { readonly purchases: number; readonly spend: number } {
  const known = purchases.byCustomer.get(id);
  let [count, sum] = [0, 0];
  known?.days.forEach((day, i) => {
    if (day <= from || day > to) return;
    count++;
    sum += known.spend[i] || 0;
  });
  return { purchases: count, spend: sum };
}
