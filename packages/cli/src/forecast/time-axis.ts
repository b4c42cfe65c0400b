import { dateOfStep, firstDayOf, type Grain, stepOfDay } from '@aicrm/learn/forecast/calendar';

/** How the times of a table count: plain step numbers, or dates of a grain, written back as they came. */
export type TimeAxis =
  | { readonly kind: 'steps' }
  | {
      readonly kind: 'dates';
      readonly grain: Grain;
      readonly style: DateStyle;
      /** Which day of a step its date is: so many after the first, or the last one. */
      readonly day: number | 'last';
    };
export type DateStyle = 'year' | 'year-month' | 'yearmonth' | 'quarter' | 'date';

/** A time cell: its day, and how it was written. */
export interface ReadTime {
  readonly day: number;
  readonly style: DateStyle;
}

const dayMs = 86_400_000;
const dayOf = (year: number, month: number, day = 1): number | null => {
  if (month < 1 || month > 12) return null;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? Math.round(ms / dayMs) : null;
};

/** "2024", "2024-03", "2024M03", "202403", "2024-Q1", "2024-03-01" or an ISO instant; null for anything else. */
export function readTime(text: string): ReadTime | null {
  const make = (day: number | null, style: DateStyle): ReadTime | null =>
    day === null ? null : { day, style };
  const number = (part: string | undefined): number => Number(part ?? Number.NaN);
  const quarter = /^(\d{4})[- ]?Q([1-4])$/i.exec(text);
  if (quarter) return make(dayOf(number(quarter[1]), number(quarter[2]) * 3 - 2), 'quarter');
  const month = /^(\d{4})[-/M ](\d{1,2})$/.exec(text);
  if (month) return make(dayOf(number(month[1]), number(month[2])), 'year-month');
  const together = /^(1[89]\d\d|2[01]\d\d)(0[1-9]|1[0-2])$/.exec(text);
  if (together) return make(dayOf(number(together[1]), number(together[2])), 'yearmonth');
  if (/^(1[89]\d\d|2[01]\d\d)$/.test(text)) return make(dayOf(Number(text), 1), 'year');
  const date = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d.*)?$/.exec(text);
  if (!date) return null;
  return make(dayOf(number(date[1]), number(date[2]), number(date[3])), 'date');
}

/** The grain that a style of writing says, or that the usual distance of neighbouring days says. */
export function grainOf(style: DateStyle, days: readonly (readonly number[])[]): Grain {
  if (style === 'year') return 'year';
  if (style === 'quarter') return 'quarter';
  const gaps: number[] = [];
  for (const one of days) {
    const sorted = [...new Set(one)].sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i++) gaps.push((sorted[i] ?? 0) - (sorted[i - 1] ?? 0));
  }
  gaps.sort((a, b) => a - b);
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 30;
  const grain: Grain =
    usual < 4 ? 'day' : usual < 20 ? 'week' : usual < 60 ? 'month' : usual < 250 ? 'quarter' : 'year';
  return style === 'date' || grain === 'quarter' || grain === 'year' ? grain : 'month';
}

/** The day of their steps that all dates are, so that month ends stay month ends and Sundays stay Sundays; else the first. */
export function dayOfSteps(grain: Grain, days: readonly number[]): number | 'last' {
  const after = (day: number): number => day - firstDayOf(stepOfDay(day, grain), grain);
  const first = days[0] === undefined ? 0 : after(days[0]);
  if (days.every((day) => after(day) === first)) return first;
  const isLast = (day: number): boolean => stepOfDay(day + 1, grain) > stepOfDay(day, grain);
  return days.every(isLast) ? 'last' : 0;
}

export const stepOf = (axis: TimeAxis, day: number): number =>
  axis.kind === 'steps' ? day : stepOfDay(day, axis.grain);

/** A step written as the table writes its times. */
export function timeOfStep(axis: TimeAxis, step: number): string {
  if (axis.kind === 'steps') return String(step);
  if (axis.style === 'date') {
    const last = firstDayOf(step + 1, axis.grain) - 1;
    // February has no 30th: its last day stands for it.
    const day = axis.day === 'last' ? last : Math.min(firstDayOf(step, axis.grain) + axis.day, last);
    return new Date(day * dayMs).toISOString().slice(0, 10);
  }
  const date = dateOfStep(step, axis.grain);
  const [year = '', month = ''] = date.split('-');
  if (axis.style === 'year') return year;
  if (axis.style === 'year-month') return `${year}-${month}`;
  if (axis.style === 'yearmonth') return `${year}${month}`;
  return `${year}-Q${Math.ceil(Number(month) / 3)}`;
}
