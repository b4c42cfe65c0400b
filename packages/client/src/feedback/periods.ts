const DAY = 86_400_000;
/** 5 January 1970 was a Monday. */
const MONDAY = 4 * DAY;
const WEEK = 7 * DAY;

export type PeriodKind = 'week' | 'month' | 'quarter';

export interface PeriodBounds {
  /** Epoch milliseconds; `to` is the beginning of the next. */
  readonly from: number;
  readonly to: number;
}

/** Weeks up to half a year, months up to three, else quarters: as many bars as can be told apart. */
export const periodKind = (from: number, to: number): PeriodKind =>
  to - from <= 27 * WEEK ? 'week' : to - from <= 38 * 31 * DAY ? 'month' : 'quarter';

/** The period that a moment lies in, by UTC: the tenant's zone is not known in the page. Weeks begin on Monday. */
export function periodOf(at: number, kind: PeriodKind): PeriodBounds {
  if (kind === 'week') {
    const from = Math.floor((at - MONDAY) / WEEK) * WEEK + MONDAY;
    return { from, to: from + WEEK };
  }
  const day = new Date(at);
  const step = kind === 'month' ? 1 : 3;
  const month = Math.floor(day.getUTCMonth() / step) * step;
  return {
    from: Date.UTC(day.getUTCFullYear(), month),
    to: Date.UTC(day.getUTCFullYear(), month + step),
  };
}

/** All periods between two moments, both included, also those in which nothing happened. */
export function periodsBetween(from: number, to: number, kind: PeriodKind): PeriodBounds[] {
  const periods = [periodOf(from, kind)];
  for (let last = periods[0]; last && last.to <= to; last = periods.at(-1))
    periods.push(periodOf(last.to, kind));
  return periods;
}

/** Two spans of equal length, the recent one against the one before it. */
export interface Windows {
  readonly days: number;
  readonly recent: PeriodBounds;
  readonly before: PeriodBounds;
}

const spans = [28, 91, 364];
/** From so many messages in a window on, the next larger one is not worth its age. */
const ENOUGH = 40;

/**
 * What is compared with what: the last four weeks with the four before, or longer spans where those hold too little. They
 * end at `until`. @returns `null` where not even two years hold two messages.
 */
export function windowsOf(moments: readonly number[], until: number): Windows | null {
  const windows = spans.map((days): Windows & { least: number } => {
    const recent = { from: until - days * DAY, to: until };
    const before = { from: recent.from - days * DAY, to: recent.from };
    const within = ({ from, to }: PeriodBounds) => moments.filter((at) => at >= from && at < to).length;
    return { days, recent, before, least: Math.min(within(recent), within(before)) };
  });
  const best =
    windows.find(({ least }) => least >= ENOUGH) ??
    windows.reduce((one, other) => (other.least > one.least ? other : one));
  return best.least > 0 ? { days: best.days, recent: best.recent, before: best.before } : null;
}

/** The moment after the newest day that has a message, but not later than now: an old list is not judged by its silence. */
export function lastMoment(moments: readonly number[], now: number): number {
  const newest = moments.reduce((most, at) => (at <= now && at > most ? at : most), Number.NEGATIVE_INFINITY);
  if (newest === Number.NEGATIVE_INFINITY) return now;
  // A week without a word is nothing unusual; then "the last four weeks" are those up to now.
  return now - newest <= WEEK ? now : (Math.floor(newest / DAY) + 1) * DAY;
}
