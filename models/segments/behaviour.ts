import { dayMs, type Order, purchasesOf } from '../value/customers.js';

/** What is known of how customers buy, a column a measure, a row a customer. */
export const measures = ['recency', 'frequency', 'money', 'basket', 'gap', 'age'] as const;
export type Measure = (typeof measures)[number];

export const measureLabels: Readonly<Record<Measure, string>> = {
  recency: 'Days since last purchase',
  frequency: 'Purchases',
  money: 'Spend',
  basket: 'Spend per purchase',
  gap: 'Days between purchases',
  age: 'Days since first purchase',
};

export interface Behaviour {
  readonly ids: readonly string[];
  readonly currency: string;
  readonly hasMoney: boolean;
  /** Days, counts, and major units of the currency; `gap` of who bought once is the time since. */
  readonly columns: Readonly<Record<Measure, Float64Array>>;
  /** What shares of value are of: spend, or purchases where no amounts are known. */
  readonly value: Float64Array;
}

/** The customers' behaviour at the end of the day before `now` (epoch ms), from plain orders. */
export function behaviourOf(orders: readonly Order[], now: number, currency?: string): Behaviour {
  const purchases = purchasesOf(orders, now, currency);
  const today = Math.floor(now / dayMs);
  const list = [...purchases.byCustomer];
  const column = (of: (days: Float64Array, spend: Float64Array) => number): Float64Array =>
    Float64Array.from(list, ([, { days, spend }]) => of(days, spend));
  const last = (days: Float64Array): number => days[days.length - 1] ?? today;
  const total = (spend: Float64Array): number => spend.reduce((sum, one) => sum + (one || 0), 0);
  const money = column((_, spend) => total(spend));
  const frequency = column((days) => days.length);
  const hasMoney = money.some((value) => value > 0);
  return {
    ids: list.map(([id]) => id),
    currency: purchases.currency,
    hasMoney,
    value: hasMoney ? money : frequency,
    columns: {
      recency: column((days) => today - last(days)),
      frequency,
      money,
      basket: column((days, spend) => total(spend) / days.length),
      gap: column((days) => {
        const first = days[0] ?? today;
        return days.length > 1 ? (last(days) - first) / (days.length - 1) : today - first;
      }),
      age: column((days) => today - (days[0] ?? today)),
    },
  };
}
