import { describe, expect, it } from 'vitest';
import { daysAgo, formatDay, formatPoints, formatShare } from './public/format.js';

describe('what the page shows of numbers', () => {
  it('rounds a probability as the badge does', () => {
    const shown = [0.0004, 0.034, 0.0994, 0.0996, 0.186, 0.999].map(formatShare);
    expect(shown).toEqual(['<\u20090.1%', '3.4%', '9.9%', '10%', '19%', '>\u200999%']);
  });

  it('gives the difference of what is shown', () => {
    expect(formatPoints(0.341, 0.344)).toBe('no change');
    expect(formatPoints(0.186, 0.2)).toBe('+1 point');
    expect(formatPoints(0.12, 0.096)).toBe('−2.4 points');
  });

  it('makes no day of a number that is none, and never throws', () => {
    expect(daysAgo(1)).toMatch(/^\d{4}-\d\d-\d\dT/);
    for (const days of [999_999_999, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(daysAgo(days)).toBe(null);
    expect(formatDay('2026-11-03')).toBe('3 Nov 2026');
    expect(formatDay('nonsense')).toBe('');
    expect(formatDay(null)).toBe('');
  });
});
