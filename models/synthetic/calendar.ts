const dayMs = 86_400_000;

/** The last day of the made history; loading a sample moves all of it by whole weeks to the present. */
export const lastDay = '2025-12-28';
export const end = Date.parse(lastDay) + dayMs - 1;
/** Activities, leads and orders begin 24 months before the end. */
export const days = 730;
export const begin = end + 1 - days * dayMs;

export const at = (day: number): number => begin + day * dayMs;

/** More business in spring and autumn, less in August and at the turn of the year; the mean over a year is near 1. */
const months = [0.86, 0.98, 1.12, 1.06, 1.04, 1.02, 0.92, 0.78, 1.1, 1.14, 1.08, 0.9];

export const season = (ms: number): number => months[new Date(ms).getUTCMonth()] ?? 1;

/** Moved off Saturdays and Sundays, backwards, since offices are closed. */
export function workday(ms: number): number {
  const weekday = new Date(ms).getUTCDay();
  return weekday === 0 ? ms - 2 * dayMs : weekday === 6 ? ms - dayMs : ms;
}
