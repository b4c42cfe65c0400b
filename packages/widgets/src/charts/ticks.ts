import { dateFormat, type Grain, stepShort, type ValueFormat } from './format.js';
import type { Scale } from './scale.js';
import { textWidth } from './text.js';

/** A place on an axis with its words; `below` is a second line (the year where it begins). */
export interface Tick {
  readonly at: number;
  readonly label: string;
  readonly below?: string;
}

/** Size of axis labels in pixels; `chart-styles.ts` sets the same. */
export const axisFontSize = 11;

/** Round values of a scale, each with a label of its own: where two would read alike, fewer are taken. */
export function valueTicks(scale: Scale, count: number, format: ValueFormat): Tick[] {
  for (let wanted = Math.max(2, count); wanted > 1; wanted--) {
    const ticks = scale.ticks(wanted).map((at) => ({ at, label: format.short(at) }));
    if (new Set(ticks.map(({ label }) => label)).size === ticks.length) return ticks;
  }
  return scale.domain().map((at) => ({ at, label: format.full(at) }));
}

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly number: number;
}

const calendarDay = (date: string): CalendarDay => {
  const at = new Date(`${date}T00:00:00Z`);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth(),
    day: at.getUTCDate(),
    number: at.getTime() / 86_400_000,
  };
};

/** Ways to thin out a calendar, the finest first: which steps begin something. `year`: only years are named; `days`: of days. */
const thinnings: readonly {
  readonly year: boolean;
  readonly days?: true;
  readonly begins: (is: CalendarDay, was: CalendarDay | undefined) => boolean;
}[] = [
  { year: false, begins: () => true },
  { year: false, days: true, begins: ({ number }) => number % 7 === 4 },
  { year: false, begins: (is, was) => begun(is, was, ({ year, month }) => year * 12 + month) },
  { year: false, begins: (is, was) => begun(is, was, ({ year, month }) => year * 6 + Math.floor(month / 2)) },
  { year: false, begins: (is, was) => begun(is, was, ({ year, month }) => year * 4 + Math.floor(month / 3)) },
  { year: false, begins: (is, was) => begun(is, was, ({ year, month }) => year * 2 + Math.floor(month / 6)) },
  { year: true, begins: (is, was) => begun(is, was, ({ year }) => year) },
  { year: true, begins: (is, was) => begun(is, was, ({ year }) => Math.floor(year / 2)) },
  { year: true, begins: (is, was) => begun(is, was, ({ year }) => Math.floor(year / 5)) },
  { year: true, begins: (is, was) => begun(is, was, ({ year }) => Math.floor(year / 10)) },
];

/** Whether a step is the first of a larger one; the first step of all only where it really begins it. */
const begun = (is: CalendarDay, was: CalendarDay | undefined, of: (day: CalendarDay) => number): boolean =>
  was === undefined
    ? of(is) !== of(calendarDay(new Date((is.number - 1) * 86_400_000).toISOString().slice(0, 10)))
    : of(is) !== of(was);

/**
 * Ticks of a time axis: steps that begin a week, month, quarter or year, as fine as their labels have room for. Each
 * first tick of a year names it on a second line.
 * @param dates first days of the steps ("2026-11-01"), one step after the other.
 * @param width pixels of the whole axis.
 * @returns `at` is a step's index.
 */
export function timeTicks(dates: readonly string[], grain: Grain, language: string, width: number): Tick[] {
  const days = dates.map(calendarDay);
  const gap = dates.length > 1 ? width / (dates.length - 1) : width;
  const yearOf = (date: string): string =>
    dateFormat(language, { year: 'numeric' }).format(new Date(`${date}T00:00:00Z`));
  let last: Tick[] = [];
  for (const { year, begins, days: ofDays } of thinnings) {
    if ((grain === 'year' && !year) || (ofDays && grain !== 'day')) continue;
    const at = days.flatMap((day, i) => (begins(day, days[i - 1]) ? [i] : []));
    const fine = grain === 'day' || grain === 'week';
    const daily = fine && at.length > 0 && at.some((i) => (days[i]?.day ?? 1) > 7);
    const labels = at.map((i) => {
      const date = dates[i] ?? '';
      return stepShort(date, year ? 'year' : fine && !daily ? 'month' : grain, language);
    });
    let named = Number.NaN;
    const ticks = at.map((i, n): Tick => {
      const date = dates[i] ?? '';
      const own = days[i]?.year ?? Number.NaN;
      const fresh = own !== named && !year;
      named = own;
      return { at: i, label: labels[n] ?? '', ...(fresh ? { below: yearOf(date) } : {}) };
    });
    const least =
      Math.max(
        0,
        ...ticks.map(({ label, below = '' }) =>
          textWidth(label.length > below.length ? label : below, axisFontSize),
        ),
      ) + 10;
    const apart = at.every((i, n) => n === 0 || (i - (at[n - 1] ?? 0)) * gap >= least);
    if (ticks.length > 0) last = ticks;
    if (apart && ticks.length > (year ? 0 : 1)) return ticks;
  }
  return last.slice(0, 1);
}
