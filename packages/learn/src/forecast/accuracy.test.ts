import { describe, expect, it } from 'vitest';
import { coverage, mase, msis, seasonalScale, smape } from './accuracy.js';
import { drift, naive2, seasonalNaive } from './naive.js';

describe('measures by hand', () => {
  it('sMAPE, MASE, coverage', () => {
    expect(smape([100, 200], [110, 180])).toBeCloseTo((2000 / 210 + 4000 / 380) / 2, 12);
    expect(smape([0], [0])).toBe(0);
    expect(seasonalScale([1, 2, 4, 8], 2)).toBe(4.5);
    expect(mase([10, 10], [12, 7], 5)).toBe(0.5);
    expect(coverage([1, 2, 3, 4], [0, 3, 3, 0], [2, 4, 4, 3.9])).toBe(0.5);
  });

  it('the interval score adds width and forty times what lies outside 95 %', () => {
    expect(msis([5], [4], [6], 1, 0.05)).toBe(2);
    expect(msis([7], [4], [6], 1, 0.05)).toBeCloseTo(2 + 40, 12);
    expect(msis([3.5], [4], [6], 2, 0.05)).toBeCloseTo((2 + 20) / 2, 12);
  });
});

describe('naive forecasts', () => {
  it('repeat the season, the last value, or the average step', () => {
    expect(Array.from(seasonalNaive(Float64Array.of(1, 2, 3, 4), 3, 4))).toEqual([2, 3, 4, 2]);
    expect(Array.from(seasonalNaive(Float64Array.of(1, 2), 3, 2))).toEqual([2, 2]);
    expect(Array.from(drift(Float64Array.of(1, 5, 7), 2))).toEqual([10, 13]);
    expect(Array.from(naive2(Float64Array.of(1, 5, 7), 12, 2))).toEqual([7, 7]);
  });

  it('Naive2 repeats the level with the season where there is one', () => {
    const y = Float64Array.from({ length: 60 }, (_, t) => 100 * (1 + 0.5 * Math.sin((2 * Math.PI * t) / 12)));
    for (const [h, value] of naive2(y, 12, 12).entries()) expect(value).toBeCloseTo(y[h] ?? 0, 6);
  });
});
