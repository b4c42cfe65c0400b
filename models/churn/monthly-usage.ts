import type { UsageMonth } from './history.js';

/** One thing that happened under a contract: a login, a ticket, a late payment, or a number of them. */
export interface UsageEvent {
  readonly contract: string;
  readonly at: string;
  readonly metric: string;
  /** How many; 1 by default. */
  readonly value?: number;
}

const nextMonth = (ms: number): number => {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
};

/**
 * Sums events by calendar month (UTC). A month of the contract without events is a month of zeros, because nothing
 * happened; the months before `since`, when recording began, and the one that `now` lies in are left out.
 * @param lives start and end of each contract, epoch ms; an open one ends never (infinity).
 */
export function monthlyUsage(
  events: readonly UsageEvent[],
  lives: ReadonlyMap<string, { readonly from: number; readonly to: number }>,
  since: number,
  now: number,
): UsageMonth[] {
  const metrics = [...new Set(events.map(({ metric }) => metric))].sort();
  const sums = new Map<string, Map<string, number>>();
  for (const { contract, at, metric, value = 1 } of events) {
    const ms = Date.parse(at);
    if (Number.isNaN(ms)) continue;
    const key = `${nextMonth(ms)} ${contract}`;
    const month = sums.get(key) ?? new Map<string, number>();
    month.set(metric, (month.get(metric) ?? 0) + value);
    sums.set(key, month);
  }
  const months: UsageMonth[] = [];
  for (const [contract, { from, to }] of lives)
    for (let start = Math.max(from, since); ; ) {
      const end = nextMonth(start);
      if (end > Math.min(to, now)) break;
      const month = sums.get(`${end} ${contract}`);
      months.push({
        contract,
        endsAt: new Date(end).toISOString(),
        values: Object.fromEntries(metrics.map((metric) => [metric, month?.get(metric) ?? 0])),
      });
      start = end;
    }
  return months;
}
