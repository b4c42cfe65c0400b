import { createRandom } from '@aicrm/learn/random';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { forecastCard } from './card.js';
import { forecastOf } from './forecast.js';
import { readForecastModel, writeForecastModel } from './model-file.js';
import { forecastSales, type SalesForecastOptions } from './train.js';
import { forecastLevels, type LevelRow } from './train-levels.js';

const day = 86_400_000;
const start = Date.UTC(2021, 0, 1);
const monthsLater = (n: number): number => Date.UTC(2021, n, 1);

/** Five orders a month with growth and a season, and noise where wanted. */
function orders(months: number, { noise = 0.05, growth = 0.01, seed = 1 } = {}) {
  const random = createRandom(seed);
  return Array.from({ length: months * 5 }, (_, i) => {
    const month = Math.floor(i / 5);
    const level = 1_000 * (1 + growth * month) * (1 + 0.3 * Math.sin((Math.PI * month) / 6));
    return {
      at: monthsLater(month) + (2 + 5 * (i % 5)) * day,
      value: level * Math.exp(noise * random.normal()),
    };
  });
}

const train = (
  rows: Parameters<typeof forecastSales>[0],
  more: Partial<SalesForecastOptions> & { asOf: number },
) => {
  const result = forecastSales(rows, more);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};

describe('a sales forecast', () => {
  const model = train(orders(60), { asOf: monthsLater(60) });
  const view = forecastOf(model);

  it('goes on from the history, with bounds in order and parts that add up', () => {
    expect(view.history).toHaveLength(60);
    expect(view.ahead).toHaveLength(18);
    expect(view.ahead[0]?.date).toBe('2026-01-01');
    for (const [h, step] of view.ahead.entries()) {
      const month = 60 + h;
      const truth = 5_000 * (1 + 0.01 * month) * (1 + 0.3 * Math.sin((Math.PI * month) / 6));
      expect(Math.abs(step.mean / truth - 1)).toBeLessThan(0.12);
      expect(step.low95).toBeLessThan(step.low80);
      expect(step.low80).toBeLessThan(step.mean);
      expect(step.high80).toBeGreaterThan(step.mean);
      expect(step.high95).toBeGreaterThan(step.high80);
      expect(step.level + step.trend + step.season).toBeCloseTo(step.mean, 6);
      const parts = Object.values(step.parts);
      expect(parts.reduce((sum, part) => sum + part / parts.length, 0)).toBeCloseTo(step.mean, 6);
    }
    expect(forecastOf(model, 3).ahead).toEqual(view.ahead.slice(0, 3));
    expect(() => forecastOf(model, 19)).toThrow(RangeError);
  });

  it('is a file that forecasts the same wherever it is read, and broken files are refused', () => {
    const text = writeForecastModel(model);
    const back = readForecastModel(text);
    expect(back.ok && forecastOf(back.value)).toEqual(view);
    expect(back.ok && writeForecastModel(back.value)).toBe(text);
    expect(readForecastModel('{').ok).toBe(false);
    expect(readForecastModel(text.replace('"alpha":', '"alfa":')).ok).toBe(false);
    expect(readForecastModel(text.replace('"schema":1', '"schema":9')).ok).toBe(false);
  });

  it('is better than last year where sales grow, and says by how much', () => {
    const { verdict, method, backtest, window } = forecastCard(model);
    expect(verdict.state).toBe('better');
    expect(verdict.reason).toMatch(/^Better than last year's numbers: its error was \d+ % of/);
    expect(backtest.lookbacks.length).toBeGreaterThanOrEqual(3);
    expect(method.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(window).toEqual({ from: '2021-01-01', to: '2025-12-01', steps: 60 });
  });

  it('is no better than last year where only the season repeats', () => {
    // Exactly last year's numbers each year: nobody can be better than repeating them.
    const same = train(orders(60, { noise: 0, growth: 0 }), { asOf: monthsLater(60) });
    expect(same.verdict).not.toBe('better');
    const season = orders(12, { noise: 0.4, growth: 0 });
    const repeated = Array.from({ length: 5 }, (_, year) =>
      season.map((row) => ({
        ...row,
        at: row.at + Math.round((monthsLater(12 * year) - start) / day) * day,
      })),
    ).flat();
    const poor = train(repeated, { asOf: monthsLater(60) });
    expect(poor.verdict).not.toBe('better');
  });

  it('below two seasons there is too little, and the sentence says what would be enough', () => {
    const short = forecastSales(orders(23), { asOf: monthsLater(23) });
    expect(!short.ok && short.error).toMatchObject({ kind: 'not-enough-data', title: 'Too little history' });
    expect(!short.ok && short.error.detail).toContain('23 months');
    expect(!short.ok && short.error.detail).toContain('24 months');
    expect(forecastSales([], { asOf: 0 }).ok).toBe(false);
    const barely = train(orders(24), { asOf: monthsLater(24) });
    expect(barely.verdict).toBe('not-judged');
    expect(forecastOf(barely).notes).toContainEqual({ code: 'not-judged' });
    const flat = forecastSales(
      Array.from({ length: 30 }, (_, i) => ({ at: monthsLater(i), value: 5 })),
      { asOf: monthsLater(30) },
    );
    expect(!flat.ok && flat.error.title).toBe('All values are equal');
  });

  it('leaves out the month under way, and tells zeros from gaps', () => {
    const rows = orders(61).filter(({ at }) => at < monthsLater(20) || at >= monthsLater(21));
    const half = monthsLater(60) + 10 * day;
    const zeros = train(rows, { asOf: half });
    const notes = forecastOf(zeros).notes;
    expect(notes).toContainEqual(
      expect.objectContaining({ code: 'unfinished-left-out', date: '2026-01-01' }),
    );
    expect(notes).toContainEqual({ code: 'counted-as-zero', dates: ['2022-09-01'] });
    expect(zeros.values[20]).toBe(0);
    const gaps = train(rows, { asOf: half, absent: 'missing' });
    expect(gaps.values[20]).toBeNull();
    expect(forecastOf(gaps).notes).toContainEqual({ code: 'filled', dates: ['2022-09-01'] });
    expect(forecastOf(gaps).ahead[0]?.mean).not.toBe(forecastOf(zeros).ahead[0]?.mean);
  });

  it('forecasts what a working day brings where it is told to', () => {
    const daily = orders(48, { noise: 0.01 });
    const model_ = train(daily, { asOf: monthsLater(48), workingDays: {} });
    const [january, february] = forecastOf(model_).ahead;
    expect(january?.workingDays).toBe(23);
    expect(february?.workingDays).toBe(20);
    expect((january?.level ?? 0) / 23).toBeCloseTo((february?.level ?? 0) / 20, 6);
  });
});

describe('levels', () => {
  const rows: LevelRow[] = ['North', 'South'].flatMap((region, r) =>
    ['Tea', 'Mate', 'Cocoa'].flatMap((product, p) =>
      orders(40, { seed: 1 + r * 3 + p, noise: 0.3 }).map((row) => ({
        ...row,
        value: row.value * (1 + r + 2 * p),
        levels: { region, product },
      })),
    ),
  );
  const result = forecastLevels(rows, { asOf: monthsLater(40), horizon: 6 });

  it('add up to the total, at every step', () => {
    const { forecasts, dates } = result.ok ? result.value : { forecasts: [], dates: [] };
    expect(dates).toHaveLength(6);
    const of = (level: string) => forecasts.filter((one) => one.level === level);
    expect(['total', 'region', 'product', 'bottom'].map((level) => of(level).length)).toEqual([1, 2, 3, 6]);
    for (let h = 0; h < 6; h++) {
      const total = must(of('total')[0]?.mean[h], 'total');
      for (const level of ['region', 'product', 'bottom']) {
        const sum = of(level).reduce((all, { mean }) => all + (mean[h] ?? Number.NaN), 0);
        expect(Math.abs(sum / total - 1)).toBeLessThan(1e-9);
      }
      const north = of('bottom').filter(({ member }) => member.startsWith('North'));
      const sum = north.reduce((all, { mean }) => all + (mean[h] ?? Number.NaN), 0);
      expect(sum / must(of('region')[0]?.mean[h], 'north')).toBeCloseTo(1, 9);
    }
    for (const { low95, low80, mean, high80 } of forecasts)
      for (const [h, value] of mean.entries()) {
        expect(low95[h]).toBeLessThan(low80[h] ?? 0);
        expect(low80[h]).toBeLessThan(value);
        expect(high80[h]).toBeGreaterThan(value);
      }
  });

  it('refuses too little and too much in words', () => {
    const short = forecastLevels(rows.slice(0, 20), { asOf: monthsLater(4), horizon: 3 });
    expect(!short.ok && short.error.title).toBe('Too little history');
    const many = rows.map((row, i) => ({ ...row, levels: { order: `o${i}` } }));
    const much = forecastLevels(many, { asOf: monthsLater(40), horizon: 3 });
    expect(!much.ok && much.error.title).toBe('Too many combinations');
  });
});
