import { describe, expect, it } from 'vitest';
import {
  dateOfStep,
  filled,
  firstDayOf,
  localDay,
  regularSeries,
  stepOfDay,
  workingDaysOf,
} from './calendar.js';

const at = (text: string): number => Date.parse(text);
const day = (text: string): number => Math.floor(at(`${text}T00:00:00Z`) / 86_400_000);

describe('steps of the calendar', () => {
  it('a moment belongs to the day that the zone shows', () => {
    const moment = at('2026-01-31T23:30:00Z');
    expect(localDay(moment)).toBe(day('2026-01-31'));
    expect(localDay(moment, 'Europe/Berlin')).toBe(day('2026-02-01'));
    expect(localDay(at('2026-03-01T03:00:00Z'), 'America/New_York')).toBe(day('2026-02-28'));
    expect(() => localDay(0, 'Nowhere/Town')).toThrow(RangeError);
  });

  it.each(['day', 'week', 'month', 'quarter', 'year'] as const)('%s: first days and steps agree', (grain) => {
    for (let one = day('2023-12-20'); one < day('2025-01-15'); one++) {
      const step = stepOfDay(one, grain);
      expect(firstDayOf(step, grain)).toBeLessThanOrEqual(one);
      expect(firstDayOf(step + 1, grain)).toBeGreaterThan(one);
    }
    expect(stepOfDay(day('1960-05-05'), grain)).toBeLessThan(stepOfDay(day('1971-05-05'), grain));
  });

  it('weeks begin on Monday', () => {
    expect(dateOfStep(stepOfDay(day('2026-11-22'), 'week'), 'week')).toBe('2026-11-16');
  });

  it('counts working days, with days off', () => {
    const may = stepOfDay(day('2026-05-05'), 'month');
    expect(workingDaysOf(may, 'month')).toBe(21);
    expect(workingDaysOf(may, 'month', { holidays: new Set([day('2026-05-01'), day('2026-05-02')]) })).toBe(
      20,
    );
    expect(workingDaysOf(may, 'month', { week: [true, true, true, true, true, true, true] })).toBe(31);
  });
});

describe('a series from dated rows', () => {
  const rows = [
    { at: at('2026-01-05T10:00:00Z'), value: 10 },
    { at: at('2026-01-31T23:30:00Z'), value: 5 },
    { at: at('2026-03-10T10:00:00Z'), value: 7 },
    { at: at('2026-03-11T10:00:00Z'), value: -7 },
    { at: at('2026-05-02T10:00:00Z'), value: 3 },
  ];

  it('sums by month, and tells no rows from rows that sum to 0', () => {
    const months = regularSeries(rows, { grain: 'month', absent: 'missing' });
    expect(Array.from(months?.values ?? [])).toEqual([15, Number.NaN, 0, Number.NaN, 3]);
    expect(months?.withoutRows.map((step) => dateOfStep(step, 'month'))).toEqual([
      '2026-02-01',
      '2026-04-01',
    ]);
    const orders = regularSeries(rows, { grain: 'month', absent: 'zero' });
    expect(Array.from(orders?.values ?? [])).toEqual([15, 0, 0, 0, 3]);
    expect(orders?.withoutRows).toHaveLength(2);
  });

  it('uses the zone', () => {
    const berlin = regularSeries(rows, { grain: 'month', absent: 'zero', zone: 'Europe/Berlin' });
    expect(Array.from(berlin?.values ?? [])).toEqual([10, 5, 0, 0, 3]);
  });

  it('leaves out the month under way, and says so', () => {
    const series = regularSeries(rows, { grain: 'month', absent: 'zero', asOf: at('2026-05-20T00:00:00Z') });
    expect(Array.from(series?.values ?? [])).toEqual([15, 0, 0, 0]);
    expect(series?.unfinished).toEqual({ step: stepOfDay(day('2026-05-01'), 'month'), sum: 3 });
    const later = regularSeries(rows, { grain: 'month', absent: 'zero', asOf: at('2026-07-01T00:00:00Z') });
    expect(Array.from(later?.values ?? [])).toEqual([15, 0, 0, 0, 3, 0]);
    expect(later?.unfinished).toBeNull();
    expect(regularSeries([], { grain: 'month', absent: 'zero' })).toBeNull();
  });

  it('fills gaps on the line, with the season where it is known', () => {
    expect(Array.from(filled(Float64Array.of(1, Number.NaN, 3), 1))).toEqual([1, 2, 3]);
    expect(Array.from(filled(Float64Array.of(Number.NaN, 2, Number.NaN), 1))).toEqual([2, 2, 2]);
    // A peak every fourth step: the missing one is known from the year before.
    const gap = filled(Float64Array.of(1, 1, 9, 1, 1, 1, Number.NaN, 1), 4);
    expect(gap[6]).toBe(9);
  });
});
