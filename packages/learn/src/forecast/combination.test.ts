import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { fitCombination } from '../train/forecast/combination.js';
import { aggregated, spread } from './aggregate.js';
import {
  combinationForecast,
  combinationParts,
  intervalOf,
  partForecasts,
  parts,
} from './combination-state.js';
import { isSeasonal, seasonalIndices, shrunkIndices } from './decompose.js';

const season = (t: number): number => Math.sin((2 * Math.PI * t) / 12);
const made = (n: number, noise: number, seed = 1): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from(
    { length: n },
    (_, t) => (100 + t) * Math.exp(0.3 * season(t) + noise * random.normal()),
  );
};

describe('the combination', () => {
  it('goes on with a trend and a season that are plain to see', () => {
    const { mean } = combinationForecast(fitCombination(made(96, 0.01), 12), 18);
    for (const [h, value] of mean.entries()) {
      const truth = (100 + 96 + h) * Math.exp(0.3 * season(96 + h));
      expect(Math.abs(value / truth - 1)).toBeLessThan(0.06);
    }
  });

  it('is the mean of four parts, and of fewer where there is no logarithm', () => {
    const model = fitCombination(made(60, 0.1), 12);
    const found = partForecasts(model, 6);
    expect([...found.keys()].sort()).toEqual([...parts].sort());
    const { mean } = combinationForecast(model, 6);
    for (const [h, value] of mean.entries())
      expect([...found.values()].reduce((sum, part) => sum + (part[h] ?? 0) / 4, 0)).toBeCloseTo(value, 9);
    const around = fitCombination(
      made(60, 0.1).map((value) => value - 120),
      12,
    );
    expect(around.logarithm).toBe(false);
    expect(partForecasts(around, 6).has('log-ets')).toBe(false);
    expect(partForecasts(around, 6).size).toBe(3);
  });

  it('is plain data: through JSON it forecasts the same to the bit', () => {
    const model = fitCombination(made(60, 0.1), 12);
    const back = JSON.parse(JSON.stringify(model)) as typeof model;
    expect(combinationForecast(back, 18)).toEqual(combinationForecast(model, 18));
    expect(fitCombination(made(60, 0.1), 12)).toEqual(model);
  });

  it('is level, trend and season, which add up', () => {
    const model = fitCombination(made(72, 0.02), 12);
    const { level, trend, season: seasons } = combinationParts(model, 12);
    for (const [h, value] of combinationForecast(model, 12).mean.entries())
      expect((level[h] ?? 0) + (trend[h] ?? 0) + (seasons[h] ?? 0)).toBeCloseTo(value, 9);
    // The season is up in its first half and down in its second; the level lies near the last values of the trend.
    expect(seasons[3]).toBeGreaterThan(10);
    expect(seasons[9]).toBeLessThan(-10);
    expect(Math.abs((level[0] ?? 0) / 172 - 1)).toBeLessThan(0.1);
    expect(trend[11]).toBeGreaterThan(trend[0] ?? 0);
  });

  it('scales with the unit', () => {
    const one = combinationForecast(fitCombination(made(60, 0.1), 12), 12);
    const many = combinationForecast(
      fitCombination(
        made(60, 0.1).map((value) => value * 1000),
        12,
      ),
      12,
    );
    for (const [h, value] of many.mean.entries())
      expect(Math.abs(value / (1000 * (one.mean[h] ?? 0)) - 1)).toBeLessThan(1e-3);
  });

  it('covers four in five of what follows on made series, with bounds around the mean', () => {
    let [inside, count] = [0, 0];
    for (let seed = 1; seed <= 25; seed++) {
      const all = made(84, 0.1, seed);
      const forecast = combinationForecast(fitCombination(all.slice(0, 72), 12), 12);
      const { low, high } = intervalOf(forecast, 1.2816);
      for (let h = 0; h < 12; h++) {
        const value = all[72 + h] ?? 0;
        expect(low[h]).toBeLessThan(forecast.mean[h] ?? 0);
        expect(high[h]).toBeGreaterThan(forecast.mean[h] ?? 0);
        expect(low[h]).toBeGreaterThan(0);
        if (value >= (low[h] ?? 0) && value <= (high[h] ?? 0)) inside++;
        count++;
      }
    }
    // 25 series of 12 months; a month's chance is about independent here, so the error of the share is about .03.
    expect(inside / count).toBeGreaterThan(0.7);
    expect(inside / count).toBeLessThan(0.9);
  });

  it('widens where the last one and a half seasons were not foreseen', () => {
    const calm = made(84, 0.05);
    const broken = calm.map((value, t) => (t >= 66 && t % 5 === 0 ? value * 2 : value));
    expect(fitCombination(broken, 12).spread).toBeGreaterThan(fitCombination(calm, 12).spread);
  });

  it('takes constant series and zeros, and refuses what it cannot take', () => {
    const flat = combinationForecast(fitCombination(new Float64Array(40).fill(7), 12), 6);
    for (const value of flat.mean) expect(value).toBeCloseTo(7, 6);
    const zeros = combinationForecast(fitCombination(new Float64Array(40), 12), 6);
    for (const value of zeros.mean) expect(value).toBeCloseTo(0, 9);
    expect(() => fitCombination(Float64Array.of(1, 2, 3), 12)).toThrow(RangeError);
    expect(() => fitCombination(Float64Array.of(1, 2, 3, 4, Number.NaN, 6), 12)).toThrow(RangeError);
  });
});

describe('seasons and aggregates', () => {
  it('finds a season where there is one', () => {
    expect(isSeasonal(made(60, 0.05), 12)).toBe(true);
    const random = createRandom(5);
    const noise = Float64Array.from({ length: 60 }, () => 100 + random.normal());
    expect(isSeasonal(noise, 12)).toBe(false);
    expect(isSeasonal(made(20, 0.05), 12)).toBe(false);
  });

  it('shrinks noise much and a clear season little', () => {
    const random = createRandom(6);
    const size = (values: Float64Array): number => Math.hypot(...values);
    const noise = Float64Array.from({ length: 60 }, () => random.normal());
    const clear = noise.map((value, t) => 20 * season(t) + value);
    const kept = (y: Float64Array): number =>
      size(shrunkIndices(y, 12)) / size(seasonalIndices(y, 12, 'additive'));
    expect(kept(noise)).toBeLessThan(0.7);
    expect(kept(clear)).toBeGreaterThan(0.98);
  });

  it('averages from the newest end and draws straight lines back', () => {
    expect(Array.from(aggregated(Float64Array.of(9, 1, 3, 5, 7), 2))).toEqual([2, 6]);
    // A straight line, averaged and drawn again, is itself: 0, 1, 2, 3 | 4, 5, ...
    expect(Array.from(spread(2.5, Float64Array.of(4.5, 6.5, 8.5), 2, 5))).toEqual([4, 5, 6, 7, 8]);
  });
});
