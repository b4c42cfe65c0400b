import type { History } from '../value/bg-nbd.js';
import { readSharedText } from './shared-data.js';

/** One buyer of the CDNOW sample at the end of the observation, and what happened over the weeks after it. */
export interface CdnowCustomer extends History {
  /** Mean spend of the repeat purchases in dollars, 0 where there are none. */
  readonly m: number;
  readonly laterPurchases: number;
  readonly laterSpend: number;
}

const DAY = 86_400_000;
const start = Date.UTC(1997, 0, 1);

/**
 * The sample of 2,357 customers (CDNOW, first bought in the first quarter of 1997): purchases of one day are one, time is in
 * weeks.
 * @param lastDay last day of the observation, counted from 1997-01-01 = 0; 272 is 1997-09-30.
 */
export function cdnowCustomers(lastDay: number, laterDays = 273): CdnowCustomer[] {
  const customers = new Map<string, Map<number, number>>();
  for (const line of readSharedText('clv/CDNOW_sample.txt').trim().split('\n')) {
    const [id = '', , date = '', , spend = ''] = line.trim().split(/\s+/);
    const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)));
    const day = Math.round((at - start) / DAY);
    const days = customers.get(id) ?? new Map<number, number>();
    days.set(day, (days.get(day) ?? 0) + Number(spend));
    customers.set(id, days);
  }
  return [...customers.values()].map((days) => {
    const known = [...days].filter(([day]) => day <= lastDay).sort(([a], [b]) => a - b);
    const later = [...days].filter(([day]) => day > lastDay && day <= lastDay + laterDays);
    const first = known[0]?.[0] ?? lastDay;
    const x = known.length - 1;
    const sum = (of: readonly (readonly [number, number])[]): number => of.reduce((t, [, v]) => t + v, 0);
    return {
      x,
      tx: ((known.at(-1)?.[0] ?? first) - first) / 7,
      T: (lastDay - first) / 7,
      m: x > 0 ? sum(known.slice(1)) / x : 0,
      laterPurchases: later.length,
      laterSpend: sum(later),
    };
  });
}
