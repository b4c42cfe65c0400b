/** How long a step of a series is. Weeks begin on Monday. */
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Steps a season of the usual kind: a year of months, quarters or weeks, a week of days; 1 for years. */
export const seasonOf: Readonly<Record<Grain, number>> = { day: 7, week: 52, month: 12, quarter: 4, year: 1 };

const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday; three days before it a week began. */
const mondayShift = 3;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The calendar day (days since 1970-01-01) that a clock in `zone` (an IANA name) shows at an instant.
 * @throws RangeError for an unknown zone.
 */
export function localDay(ms: number, zone = 'UTC'): number {
  if (zone === 'UTC') return Math.floor(ms / dayMs);
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      calendar: 'gregory',
      numberingSystem: 'latn',
    });
    formats.set(zone, format);
  }
  const [month, day, year] = format.format(ms).split('/').map(Number);
  return Math.round(Date.UTC(year ?? Number.NaN, (month ?? Number.NaN) - 1, day) / dayMs);
}

/** The number of the step that a day lies in; steps that follow each other differ by 1. */
export function stepOfDay(day: number, grain: Grain): number {
  if (grain === 'day') return day;
  if (grain === 'week') return Math.floor((day + mondayShift) / 7);
  const date = new Date(day * dayMs);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return grain === 'month' ? month : grain === 'quarter' ? Math.floor(month / 3) : date.getUTCFullYear();
}

/** The first day of a step. */
export function firstDayOf(step: number, grain: Grain): number {
  if (grain === 'day') return step;
  if (grain === 'week') return step * 7 - mondayShift;
  const month = grain === 'month' ? step : grain === 'quarter' ? step * 3 : step * 12;
  return Math.round(Date.UTC(Math.floor(month / 12), month - Math.floor(month / 12) * 12, 1) / dayMs);
}

/** "2026-11-01", the first day of a step. */
export const dateOfStep = (step: number, grain: Grain): string =>
  new Date(firstDayOf(step, grain) * dayMs).toISOString().slice(0, 10);

/** Days of a step on which work is done. */
export interface WorkingDays {
  /** Which days of the week count, Monday first; default Monday to Friday. */
  readonly week?: readonly boolean[];
  /** Days off, as days since 1970-01-01. */
  readonly holidays?: ReadonlySet<number>;
}

export function workingDaysOf(step: number, grain: Grain, { week, holidays }: WorkingDays = {}): number {
  const end = firstDayOf(step + 1, grain);
  let count = 0;
  for (let day = firstDayOf(step, grain); day < end; day++) {
    const weekday = (((day + mondayShift) % 7) + 7) % 7;
    const works = week === undefined ? weekday < 5 : week[weekday] === true;
    if (works && holidays?.has(day) !== true) count++;
  }
  return count;
}

export interface DatedValue {
  /** Instant in milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

export interface SeriesOptions {
  readonly grain: Grain;
  /** The tenant's clock; default UTC. */
  readonly zone?: string;
  /** Now: the step it lies in is not over yet and left out. Without it the last step is taken as whole. */
  readonly asOf?: number;
  /**
   * What a step without rows means: `zero` where rows are all there was (orders), `missing` where a row is a reading
   * that may be lacking.
   */
  readonly absent: 'zero' | 'missing';
}

export interface RegularSeries {
  readonly grain: Grain;
  /** Number of the first step. */
  readonly first: number;
  /** Sums by step; NaN where the step is missing. */
  readonly values: Float64Array;
  /** Steps between the first and the last that had no row. */
  readonly withoutRows: readonly number[];
  /** The step under way that was left out, with its sum so far; null where there was none. */
  readonly unfinished: { readonly step: number; readonly sum: number } | null;
}

/** Sums of dated rows by step of the tenant's calendar; null where no row lies in a finished step. */
export function regularSeries(rows: readonly DatedValue[], options: SeriesOptions): RegularSeries | null {
  const { grain, zone = 'UTC', asOf, absent } = options;
  const now = asOf === undefined ? null : stepOfDay(localDay(asOf, zone), grain);
  const sums = new Map<number, number>();
  let underWay: number | null = null;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at, value } of rows) {
    const step = stepOfDay(localDay(at, zone), grain);
    if (now !== null && step >= now) {
      if (step === now) underWay = (underWay ?? 0) + value;
      continue;
    }
    sums.set(step, (sums.get(step) ?? 0) + value);
    first = Math.min(first, step);
    last = Math.max(last, step);
  }
  if (sums.size === 0) return null;
  // Where rows are all there was, nothing since the last one is a fact too, up to the step under way.
  if (absent === 'zero' && now !== null) last = now - 1;
  const withoutRows: number[] = [];
  const values = Float64Array.from({ length: last - first + 1 }, (_, i) => {
    const sum = sums.get(first + i);
    if (sum !== undefined) return sum;
    withoutRows.push(first + i);
    return absent === 'zero' ? 0 : Number.NaN;
  });
  const unfinished = now === null || underWay === null ? null : { step: now, sum: underWay };
  return { grain, first, values, withoutRows, unfinished };
}

/**
 * Missing values (NaN) filled for a model that needs every step: on the straight line between the neighbours, moved by
 * how far the same season lies from such a line where it is known a year before or after. Ends repeat the nearest value.
 */
export function filled(values: Float64Array, period: number): Float64Array {
  const line = (t: number, skip: boolean): number => {
    const known = values[t] ?? Number.NaN;
    if (!skip && Number.isFinite(known)) return known;
    let [left, right] = [t - 1, t + 1];
    while (left >= 0 && !Number.isFinite(values[left])) left--;
    while (right < values.length && !Number.isFinite(values[right])) right++;
    const from = values[left];
    const to = values[right];
    if (left < 0 || from === undefined) return to ?? Number.NaN;
    if (right >= values.length || to === undefined) return from;
    return from + ((to - from) * (t - left)) / (right - left);
  };
  return values.map((value, t) => {
    if (Number.isFinite(value)) return value;
    let [sum, count] = [0, 0];
    for (const other of period > 1 ? [t - period, t + period] : []) {
      const same = values[other];
      if (same === undefined || !Number.isFinite(same)) continue;
      sum += same - line(other, true);
      count++;
    }
    return line(t, true) + (count > 0 ? sum / count : 0);
  });
}
