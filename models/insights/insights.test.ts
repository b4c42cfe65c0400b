import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { weeklyInsights } from './insights.js';
import type { Metric, MetricRow } from './metrics.js';
import { type Plant, stableWorld } from './testing/worlds.js';

const size = { weeks: 26, leads: 700, orders: 900, messages: 300 };
const judge = (seed: number, plant: Plant = 'nothing') => {
  const { metrics, asOf } = stableWorld(seed, size, plant);
  return weeklyInsights(metrics, { asOf });
};

/** So many orders in each of the weeks, on five days, in two regions. */
function orders(counts: readonly number[], northShare = 0.5): { metric: Metric; asOf: number } {
  const start = Date.parse('2025-01-06');
  const rows: MetricRow[] = counts.flatMap((count, week) =>
    Array.from({ length: count }, (_, i) => ({
      at: start + (week * 7 + (i % 5)) * 86_400_000,
      value: 1,
      segments: { region: i < count * northShare ? 'North' : 'South' },
    })),
  );
  return {
    metric: {
      spec: { id: 'orders', label: 'Orders', kind: 'count', better: 'higher', unit: 'number', type: 'order' },
      rows,
    },
    asOf: start + counts.length * 7 * 86_400_000,
  };
}

describe('weekly insights', () => {
  it('names the segment whose conversion was halved, with drivers that add up', () => {
    const found = judge(2, 'conversion of Web halved');
    const insight = must(
      found.insights.find(({ metric }) => metric.id === 'conversion'),
      'conversion',
    );
    expect(insight.segment?.value ?? insight.driver?.value).toBe('Web');
    expect(insight).toMatchObject({ direction: 'down', good: false, link: { type: 'lead' } });
    expect(insight.link.filter).toMatchObject({ week: found.week, source: 'Web' });
    expect(insight.text).toContain('Web');
  });

  it('takes every change apart exactly', () => {
    let seen = 0;
    for (const plant of [
      'conversion of Web halved',
      'orders of South −30 %',
      'sentiment of East −0.3',
    ] as const)
      for (let seed = 1; seed <= 3; seed++)
        for (const { code, change, drivers } of judge(seed, plant).insights) {
          if (drivers === null || code !== 'metric-changed') continue;
          seen++;
          const sum = drivers.parts.reduce((all, { contribution }) => all + contribution, 0);
          expect(Math.abs(sum - change)).toBeLessThan(1e-9 * Math.max(1, Math.abs(change)));
        }
    expect(seen).toBeGreaterThan(3);
  });

  it('says so where nothing is unusual', () => {
    const found = judge(3);
    expect(found.state).toBe('nothing-unusual');
    expect(found.text).toBe('Nothing unusual in the week from 2024-06-24.');
    expect(found.tests).toBeGreaterThan(20);
  });

  it('says how much history is missing, and nothing else', () => {
    // The first week is left out and the last is judged: nine make seven before it, ten make eight.
    const short = orders(Array.from({ length: 9 }, () => 100));
    const found = weeklyInsights([short.metric], { asOf: short.asOf });
    expect(found).toMatchObject({ state: 'not-enough-history', insights: [], tooShort: ['orders'] });
    expect(found.text).toContain('7 whole weeks');
    const enough = orders([...Array.from({ length: 9 }, () => 100), 20]);
    expect(weeklyInsights([enough.metric], { asOf: enough.asOf }).state).toBe('insights');
    expect(weeklyInsights([], { asOf: 0 })).toMatchObject({ state: 'not-enough-history', week: null });
  });

  it('expects less of a week with holidays', () => {
    const { metric, asOf } = orders([...Array.from({ length: 15 }, () => 200), 120]);
    expect(weeklyInsights([metric], { asOf }).insights[0]?.direction).toBe('down');
    const day = Math.round(asOf / 86_400_000);
    const holidays = new Set([day - 7, day - 6]);
    expect(weeklyInsights([metric], { asOf, workingDays: { holidays } }).state).toBe('nothing-unusual');
  });

  it('leaves out the week that is not over', () => {
    const { metric, asOf } = orders([...Array.from({ length: 15 }, () => 200), 20]);
    expect(weeklyInsights([metric], { asOf: asOf - 86_400_000 }).state).toBe('nothing-unusual');
  });

  it('is not misled by a strange week of the past, and expects a season that came before', () => {
    const usual = Array.from({ length: 20 }, (_, i) => (i === 15 ? 3000 : 200));
    const odd = orders([...usual, 200]);
    expect(weeklyInsights([odd.metric], { asOf: odd.asOf }).state).toBe('nothing-unusual');
    const year = Array.from({ length: 156 }, (_, week) =>
      Math.round(300 * (1 + 0.5 * Math.sin((week * Math.PI) / 26))),
    );
    const seasonal = orders(year);
    expect(weeklyInsights([seasonal.metric], { asOf: seasonal.asOf }).state).toBe('nothing-unusual');
    // The same last week after two years without a season is news.
    const flat = orders([...Array.from({ length: 155 }, () => 300), must(year[155 - 13], 'a low week')]);
    expect(weeklyInsights([flat.metric], { asOf: flat.asOf }).state).toBe('insights');
  });

  it('does not depend on the order of rows or metrics', () => {
    const { metrics, asOf } = stableWorld(4, size, 'orders of South −30 %');
    const turned = [...metrics].reverse().map(({ spec, rows }) => ({ spec, rows: [...rows].reverse() }));
    const texts = (all: readonly Metric[]): string[] =>
      weeklyInsights(all, { asOf }).insights.map(({ text }) => text);
    expect(texts(metrics).length).toBeGreaterThan(0);
    expect(texts(turned)).toEqual(texts(metrics));
  });

  it('says when it goes on', () => {
    const { metric, asOf } = orders([...Array.from({ length: 20 }, () => 200), 100, 100]);
    expect(weeklyInsights([metric], { asOf }).insights[0]).toMatchObject({ running: 2 });
    expect(weeklyInsights([metric], { asOf }).insights[0]?.text).toContain('the second week running');
  });

  it('tells at most as many as asked, and refuses two metrics of one id', () => {
    const { metrics, asOf } = stableWorld(4, size, 'orders of South −30 %');
    expect(weeklyInsights(metrics, { asOf, limit: 1 }).insights).toHaveLength(1);
    expect(() => weeklyInsights([...metrics, ...metrics], { asOf })).toThrow(RangeError);
  });
});
