import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { type WeeklyInsights, weeklyInsights } from './insights.js';
import type { Metric, MetricRow, MetricSpec } from './metrics.js';

/**
 * Four weeks of made orders with what is said of them, as sentences and as codes with values. `UPDATE_GOLDEN=1 vitest run ...
 * models/insights/golden.test.ts` writes the file anew; look at the difference first.
 */
type Told = Pick<WeeklyInsights, 'state' | 'week' | 'text' | 'words' | 'tests'> & {
  readonly insights: readonly Pick<WeeklyInsights['insights'][number], 'code' | 'text' | 'words'>[];
};

const day = 86_400_000;
const start = Date.parse('2025-01-06');
const spec: MetricSpec = {
  id: 'orders',
  label: 'Orders',
  kind: 'count',
  better: 'higher',
  unit: 'number',
  type: 'order',
};

/** So many orders of so much in each region and week, on five days. */
function world(
  weeks: readonly (readonly [north: number, south: number])[],
  own: MetricSpec,
  value = 1,
): Metric {
  const rows: MetricRow[] = weeks.flatMap(([north, south], week) =>
    Array.from({ length: north + south }, (_, i) => ({
      at: start + (week * 7 + (i % 5)) * day,
      value: value === 1 ? 1 : value + (i % 7),
      segments: { region: i < north ? 'North' : 'South' },
    })),
  );
  return { spec: own, rows };
}

const usual = (n: number): [number, number][] =>
  Array.from({ length: n }, (_, week) => [60 + (week % 3), 40 + (week % 2)]);

/** One deal of 60,000 in the last week, beside many of a hundred or so. */
function large(): Metric {
  const metric = world(
    usual(20),
    { ...spec, id: 'revenue', label: 'Revenue', kind: 'sum', unit: 'money' },
    100,
  );
  const last = start + 19 * 7 * day;
  return { ...metric, rows: [...metric.rows, { at: last, value: 60_000, segments: { region: 'North' } }] };
}

/** Half of all leads convert, and in the last week a fifth. */
function rate(): Metric {
  const metric = world(usual(20), {
    ...spec,
    id: 'conversion',
    label: 'Conversion',
    kind: 'rate',
    unit: 'percent',
  });
  const last = start + 19 * 7 * day;
  return {
    ...metric,
    rows: metric.rows.map((row, i) => ({ ...row, value: Number(i % (row.at >= last ? 5 : 2) === 0) })),
  };
}

const cases: Readonly<Record<string, { readonly metric: Metric; readonly weeks: number }>> = {
  'orders of the north halved, the second week running': {
    metric: world([...usual(18), [28, 40], [26, 41]], spec),
    weeks: 20,
  },
  'one region grew while the other shrank': { metric: world([...usual(19), [110, 8]], spec), weeks: 20 },
  'one large deal': { metric: large(), weeks: 20 },
  'a conversion that fell': { metric: rate(), weeks: 20 },
  'a week like the others': { metric: world(usual(20), spec), weeks: 20 },
  'too short a history': { metric: world(usual(5), spec), weeks: 5 },
};

function told({ metric, weeks }: { readonly metric: Metric; readonly weeks: number }): Told {
  const { state, week, text, words, tests, insights } = weeklyInsights([metric], {
    asOf: start + weeks * 7 * day,
    currency: 'EUR',
  });
  return {
    state,
    week,
    text,
    words,
    tests,
    insights: insights.map((one) => ({ code: one.code, text: one.text, words: one.words })),
  };
}

const path = join(import.meta.dirname, 'golden', 'weeks.json');
if (process.env.UPDATE_GOLDEN === '1')
  writeFileSync(
    path,
    `${JSON.stringify(Object.fromEntries(Object.entries(cases).map(([name, one]) => [name, told(one)])), null, 2)}\n`,
  );

/** Numbers as the file has them, to nine digits: sums of floating-point numbers may differ in the last. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Number(one.toPrecision(9)) : one)),
  );

describe('golden weeks', () => {
  const golden = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Told>;

  it.each(Object.keys(cases))('%s', (name) => {
    expect(rounded(told(must(cases[name], name)))).toEqual(rounded(must(golden[name], name)));
  });

  it('hold the codes that translations need', () => {
    const weeks = Object.values(golden);
    const codes = new Set(
      weeks.flatMap(({ insights }) => insights.flatMap(({ words }) => words.map(({ code }) => code))),
    );
    for (const code of ['metric-changed', 'weeks-running', 'driver', 'largest', 'confidence'])
      expect(codes).toContain(code);
    expect(new Set(weeks.map(({ words }) => words.code))).toEqual(
      new Set(['insights', 'nothing-unusual', 'history-too-short']),
    );
  });

  it('say in codes what the sentence says', () => {
    for (const { insights } of Object.values(golden))
      for (const { text, words, code } of insights) {
        expect(words[0]?.code).toBe(code);
        expect(words.at(-1)?.code).toBe('confidence');
        // Every part of the sentence is one code: parts are joined by semicolons, two of them within the first.
        expect(text.split('; ').length - 1).toBe(words.length);
      }
  });
});
