import { expect, it } from 'vitest';
import { lastMoment, periodKind, periodOf, periodsBetween, windowsOf } from './periods.js';

const at = (text: string): number => Date.parse(text);
const DAY = 86_400_000;

it('begins weeks on Monday, months and quarters on their first day', () => {
  // 22 November 2026 is a Sunday.
  const week = periodOf(at('2026-11-22T23:59:59Z'), 'week');
  expect(new Date(week.from).toISOString()).toBe('2026-11-16T00:00:00.000Z');
  expect(periodOf(at('2026-11-23T00:00:00Z'), 'week').from).toBe(week.to);
  expect(periodOf(at('2026-12-31T12:00:00Z'), 'month')).toEqual({
    from: at('2026-12-01T00:00:00Z'),
    to: at('2027-01-01T00:00:00Z'),
  });
  expect(periodOf(at('2026-05-05T00:00:00Z'), 'quarter').from).toBe(at('2026-04-01T00:00:00Z'));
  expect(periodOf(at('1969-12-30T00:00:00Z'), 'week').from).toBe(at('1969-12-29T00:00:00Z'));
});

it('takes the kind that fits the span, and leaves no period out', () => {
  const start = at('2026-01-07T00:00:00Z');
  expect(periodKind(start, start + 100 * DAY)).toBe('week');
  expect(periodKind(start, start + 400 * DAY)).toBe('month');
  expect(periodKind(start, start + 2_000 * DAY)).toBe('quarter');
  const weeks = periodsBetween(start, start + 21 * DAY, 'week');
  expect(weeks).toHaveLength(4);
  for (const [i, { from }] of weeks.entries()) if (i > 0) expect(from).toBe(weeks[i - 1]?.to);
});

it('compares four weeks where they hold enough, and longer spans where not', () => {
  const until = at('2026-11-22T00:00:00Z');
  const every = (days: number) => Array.from({ length: 400 }, (_, i) => until - 1 - i * days * DAY);
  expect(windowsOf(every(0.5), until)?.days).toBe(28);
  expect(windowsOf(every(1), until)?.days).toBe(91);
  expect(windowsOf(every(7), until)?.days).toBe(364);
  expect(windowsOf([until - 1], until)).toBeNull();
});

it('ends with the newest message of an old list, and with now where it is fresh', () => {
  const now = at('2026-11-22T10:00:00Z');
  expect(lastMoment([now - DAY, now - 90 * DAY, now + DAY], now)).toBe(now);
  expect(lastMoment([now - 90 * DAY], now)).toBe(at('2026-08-25T00:00:00Z'));
  expect(lastMoment([], now)).toBe(now);
});
