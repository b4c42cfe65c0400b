const week = 7 * 86_400_000;

/**
 * Whole weeks by which a sample from the past is moved so that its last day is today or at most 6 days ago.
 * @param lastDay `YYYY-MM-DD`
 * @param now epoch milliseconds
 */
export const weeksUntil = (lastDay: string, now: number): number =>
  Math.floor((now - Date.parse(lastDay)) / week);
