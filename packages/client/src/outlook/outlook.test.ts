import { createRandom } from '@aicrm/learn/random';
import { forecastOf } from '@aicrm/models/forecast/forecast';
import { forecastSales, type SalesForecastOptions } from '@aicrm/models/forecast/train';
import { forecastLevels } from '@aicrm/models/forecast/train-levels';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import type { ForecastModel } from '@aicrm/schema/forecast-model';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { normalBelow } from './normal.js';
import { outlookOf } from './outlook.js';
import { readForecast } from './read-forecast.js';
import { addsUp } from './steps-ahead.js';
import type { Outlook } from './types.js';

const day = 86_400_000;
const month = (n: number): number => Date.UTC(2021, n, 1);

function rows(months: number, { seed = 3, noise = 0.06 } = {}) {
  const random = createRandom(seed);
  return Array.from({ length: months * 4 }, (_, i) => {
    const n = Math.floor(i / 4);
    const level = 1_000 * (1 + 0.012 * n) * (1 + 0.3 * Math.sin((Math.PI * n) / 6));
    return { at: month(n) + (3 + 6 * (i % 4)) * day, value: level * Math.exp(noise * random.normal()) };
  });
}
function trained(months: number, more: Partial<SalesForecastOptions> = {}): ForecastModel {
  const made = forecastSales(rows(months), { asOf: month(months), ...more });
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
}
const model = trained(60);
const finite = (column: Float64Array): number => column.filter(Number.isFinite).length;

describe('an outlook', () => {
  it('is what the model forecasts, over one row of steps', () => {
    const outlook = outlookOf(model, { horizon: 12 });
    const { ahead } = forecastOf(model, 12);
    expect(outlook.dates).toHaveLength(outlook.now + 12);
    expect(outlook.dates[outlook.now]).toBe('2026-01-01');
    expect([...outlook.mean.slice(outlook.now)]).toEqual(ahead.map(({ mean }) => mean));
    expect([...outlook.low95.slice(outlook.now)]).toEqual(ahead.map(({ low95 }) => low95));
    expect(finite(outlook.actual)).toBe(outlook.now);
    expect(outlook.actual[outlook.now - 1]).toBe(model.values[59]);
    expect([...outlook.lastYear.slice(outlook.now)]).toEqual(model.values.slice(48));
    expect(outlook.total.mean).toBeCloseTo(
      ahead.reduce((sum, { mean }) => sum + mean, 0),
      6,
    );
    expect(outlook.total.before).toBeCloseTo(
      model.values.slice(48).reduce<number>((sum, value) => sum + (value ?? 0), 0),
      6,
    );
    // The eighteenth month to come has no year before that is a fact.
    expect(outlookOf(model).total.before).toBeNull();
    expect(outlookOf(model, { horizon: 99 }).dates.length).toBe(outlookOf(model).dates.length);
    expect(outlookOf(model, { horizon: Number.NaN }).mean.length).toBe(outlookOf(model).mean.length);
    expect(outlookOf(model, { horizon: -3 }).now).toBe(outlookOf(model, { horizon: 1 }).now);
  });

  it('lays look-backs side by side where they lay, without overlap', () => {
    const { backtest, now, actual } = outlookOf(model, { backtest: true });
    const found = must(backtest, 'backtest');
    expect(found.lookbacks.length).toBeGreaterThan(1);
    for (const [n, { from, steps }] of found.lookbacks.entries()) {
      const before = found.lookbacks[n - 1];
      expect(from).toBeGreaterThanOrEqual(before ? before.from + before.steps : 0);
      expect(from + steps).toBeLessThanOrEqual(now);
    }
    const newest = must(model.backtest.lookbacks.at(-1), 'newest');
    const last = must(found.lookbacks.at(-1), 'last');
    expect([...found.mean.slice(last.from, last.from + last.steps)]).toEqual(newest.mean);
    expect([...actual.slice(last.from, last.from + last.steps)]).toEqual(
      newest.actual.map((value) => expect.closeTo(value, 6)),
    );
    expect(outlookOf(model).backtest).toBeNull();
  });

  it('gives look-backs their working days back', () => {
    const counted = trained(48, { workingDays: {} });
    const { backtest, actual } = outlookOf(counted, { backtest: true });
    const found = must(backtest, 'backtest');
    const last = must(found.lookbacks.at(-1), 'last');
    const newest = must(counted.backtest.lookbacks.at(-1), 'newest');
    // What came is stored a mean step; with its own days it is the history's value again.
    for (const [h, value] of newest.actual.entries()) {
      const factor = must(found.mean[last.from + h], 'mean') / must(newest.mean[h], 'mean');
      expect(value * factor).toBeCloseTo(must(actual[last.from + h], 'actual'), 6);
    }
  });

  it('says how likely a goal is, by the distribution of its intervals', () => {
    const ahead = forecastOf(model).ahead;
    const [next] = ahead;
    const step = model.first + model.values.length;
    const goal = (value: number, at = step) => outlookOf(model, { targets: [{ step: at, value }] }).goals[0];
    expect(goal(must(next, 'next').high80)?.probability).toBeCloseTo(0.1, 6);
    expect(goal(must(next, 'next').mean)?.probability).toBeCloseTo(0.5, 6);
    expect(goal(must(next, 'next').low95)?.probability).toBeCloseTo(0.975, 6);
    expect(goal(-5)?.probability).toBe(1);
    expect(goal(1, step - 1)).toMatchObject({ state: 'reached', probability: null });
    expect(goal(1e9, step - 1)).toMatchObject({ state: 'missed', probability: null });
    expect(goal(1, step + 99)).toBeUndefined();
    expect(goal(Number.NaN)).toBeUndefined();
  });

  it('marks the step under way, and counts what it brought already', () => {
    const under = must(
      (() => {
        const made = forecastSales(rows(61), { asOf: month(60) + 12 * day });
        return made.ok ? made.value : undefined;
      })(),
      'model',
    );
    const { unfinished, now, goals } = outlookOf(under, {
      targets: [{ step: under.first + under.values.length, value: 10 }],
    });
    expect(unfinished?.at).toBe(now);
    expect(unfinished?.sum).toBeGreaterThan(0);
    expect(goals[0]).toMatchObject({ state: 'reached', probability: null });
    expect(outlookOf(model).unfinished).toBeNull();
  });

  it('puts the open deals beside the steps they are expected in', () => {
    const file = { expected: [10, 20], low80: [1, 2], high80: [30, 40], deals: 7 };
    const { pipeline, now } = outlookOf(model, { pipeline: file, horizon: 6 });
    expect([...must(pipeline, 'pipeline').expected.slice(now)]).toEqual([
      10,
      20,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(outlookOf(model, { pipeline: null }).pipeline).toBeNull();
  });

  it('knows how sure it is, and how little it is where the history is short', () => {
    const { sureness } = outlookOf(model);
    expect(sureness.verdict).toBe('better');
    expect(sureness.reach?.last).toBeGreaterThan(must(sureness.reach, 'reach').first);
    expect(sureness.meanError).toBeGreaterThan(0);
    const short = outlookOf(trained(24)).sureness;
    expect(short).toMatchObject({ verdict: 'not-judged', ratio: null, meanError: null, lookbacks: 0 });
  });
});

describe('levels that were made to add up', () => {
  const sales = ['North', 'South', 'West'].flatMap((region, i) =>
    rows(48, { seed: 5 + i, noise: 0.1 }).map((row) => ({
      ...{ at: row.at, value: row.value * (i + 1) },
      levels: { region },
    })),
  );
  const fit = (label: string, own = sales) =>
    must(
      (() => {
        const made = forecastSales(own, { asOf: month(48), horizon: 12, label });
        return made.ok ? made.value : undefined;
      })(),
      'model',
    );
  const levels = forecastLevels(sales, { asOf: month(48), horizon: 12 });
  const aheadOf = (level: string, member: string) => {
    if (!levels.ok) throw new Error(levels.error.detail);
    const found = levels.value.forecasts.find((one) => one.level === level && one.member === member);
    const { mean, low80, high80, low95, high95 } = must(found, `${level} ${member}`);
    return {
      ...{ mean: [...mean], low80: [...low80], high80: [...high80] },
      ...{ low95: [...low95], high95: [...high95] },
    };
  };
  const parts = ['North', 'South', 'West'].map((region) => ({
    ...{ path: ['region', region], label: region, ahead: aheadOf('bottom', region) },
    model: fit(
      region,
      sales.filter((row) => row.levels.region === region),
    ),
  }));
  const total = { path: [], label: 'All', model: fit('All'), ahead: aheadOf('total', 'total') };
  const empty = { computedAt: '2025-01-01T00:00:00Z', currency: null, pipeline: null, targets: [] };
  const fileOf = (series: SalesForecastFile['series']): SalesForecastFile => ({
    ...{ schema: 1, kind: 'sales-forecast', series },
    ...empty,
  });

  it('are drawn so: the children sum to the total at every step, where the models alone do not', () => {
    const sumAt = (own: readonly Outlook[], i: number) =>
      own.reduce((sum, { mean }) => sum + must(mean[i], 'mean'), 0);
    const whole = outlookOf(total.model, { ahead: total.ahead });
    const children = parts.map(({ model: own, ahead }) => outlookOf(own, { ahead }));
    const apart = parts.map(({ model: own }) => outlookOf(own));
    let [off, steps] = [0, 0];
    for (let i = whole.now; i < whole.dates.length; i++, steps++) {
      expect(sumAt(children, i)).toBeCloseTo(must(whole.mean[i], 'mean'), 6);
      off += Math.abs(sumAt(apart, i) - must(outlookOf(total.model).mean[i], 'mean'));
    }
    expect(steps).toBe(12);
    expect(off).toBeGreaterThan(1);
    expect(children.reduce((sum, one) => sum + one.total.mean, 0)).toBeCloseTo(whole.total.mean, 6);
    expect([...whole.high95.slice(whole.now)]).toEqual(total.ahead.high95);
    expect(addsUp(fileOf([total, ...parts]))).toBe(true);
  });

  it('are none where a part is missing or was not adjusted, or too few steps were', () => {
    const { ahead: _, ...plain } = must(parts[0], 'part');
    expect(addsUp(fileOf([total, ...parts.slice(1)]))).toBe(false);
    expect(addsUp(fileOf([total, plain, ...parts.slice(1)]))).toBe(false);
    expect(addsUp(fileOf([total]))).toBe(false);
    const short = { ...total.ahead, mean: total.ahead.mean.slice(0, 5) };
    expect(outlookOf(total.model, { ahead: short })).toEqual(outlookOf(total.model));
  });

  it('tell the chance of a goal by their own ranges', () => {
    const step = total.model.first + total.model.values.length + 2;
    const goal = (value: number) =>
      outlookOf(total.model, { ahead: total.ahead, targets: [{ step, value }] }).goals[0]?.probability;
    expect(goal(must(total.ahead.high80[2], 'high'))).toBeCloseTo(0.1, 6);
    expect(goal(must(total.ahead.mean[2], 'mean'))).toBeCloseTo(0.5, 6);
  });

  it('are kept of what a host hands over, and refused where they are no numbers', () => {
    const read = readForecast(fileOf([total, ...parts]));
    expect(read.ok && read.value.series.map(({ ahead }) => ahead)).toEqual(
      [total, ...parts].map(({ ahead }) => ahead),
    );
    const bad = readForecast({ ...fileOf([]), series: [{ ...total, ahead: { mean: ['x'] } }] });
    expect(!bad.ok && bad.error.detail).toContain('series.0.ahead');
  });
});

describe('what a host hands over', () => {
  const file = {
    schema: 1,
    kind: 'sales-forecast',
    computedAt: '2026-01-02T00:00:00Z',
    currency: 'EUR',
    series: [{ path: [], label: 'All', model }],
    pipeline: null,
    targets: [{ step: 672, value: 5 }, 'no target'],
  };
  it('is a file or one model', () => {
    const read = readForecast(file);
    expect(read.ok && read.value.series[0]?.label).toBe('All');
    expect(read.ok && read.value.targets).toEqual([{ step: 672, value: 5 }]);
    const one = readForecast(model);
    expect(one.ok && one.value.series[0]?.path).toEqual([]);
  });

  it.each([
    ['nothing', undefined],
    ['a number', 4],
    ['a list', [model]],
    ['another kind', { ...model, kind: 'segments' }],
    ['no series', { ...file, series: [] }],
    ['a series of nothing', { ...file, series: [null] }],
    [
      'a damaged model',
      { ...file, series: [{ path: [], label: '', model: { ...model, combination: null } }] },
    ],
    ['a horizon without end', { ...model, horizon: 1e9 }],
    ['half a horizon', { ...model, horizon: 1.5 }],
    ['no values', { ...model, values: [] }],
    ['a pipeline of words', { ...file, pipeline: { expected: ['a'], low80: [], high80: [], deals: 1 } }],
    [
      'a getter that throws',
      {
        get kind(): string {
          throw new Error('no');
        },
      },
    ],
  ])('is refused with a reason: %s', (_, value) => {
    const read = readForecast(value);
    expect(!read.ok && read.error.detail).toBeTruthy();
  });
});

it('the normal distribution agrees with published values', () => {
  // Abramowitz and Stegun 1964, table 26.1.
  for (const [z, p] of [
    [0, 0.5],
    [1, 0.841344746],
    [1.96, 0.975002105],
    [-2.5, 0.006209665],
  ] as const)
    expect(normalBelow(z)).toBeCloseTo(p, 6);
  expect([normalBelow(Number.POSITIVE_INFINITY), normalBelow(Number.NEGATIVE_INFINITY)]).toEqual([1, 0]);
  expect(normalBelow(Number.NaN)).toBeNaN();
});
