import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { quietInsights, smallInsights } from '../testing/small-insights.js';
import { readInsights } from './read-insights.js';

const read = (value: unknown) => {
  const found = readInsights(value);
  if (!found.ok) throw new Error(found.error.detail);
  return found.value;
};

describe('the insights of a week as a page reads them', () => {
  it('keeps what the detector found, and its drivers add up to the change', () => {
    const { changes, judged, week } = read(JSON.parse(JSON.stringify(smallInsights())));
    expect(changes.length).toBeGreaterThan(1);
    expect(judged).toEqual(['orders', 'conversion', 'won-value']);
    expect(week).toEqual(['2026-11-09', '2026-11-15']);
    const orders = must(
      changes.find(({ metric }) => metric === 'orders'),
      'orders',
    );
    expect(orders.words[0]?.code).toBe('metric-changed');
    expect(orders.link).toMatchObject({ type: 'order', filter: { week, region: 'North' } });
    const sum = must(orders.drivers, 'drivers').parts.reduce((all, one) => all + one.contribution, 0);
    expect(sum).toBeCloseTo(must(orders.value, 'value') - must(orders.expected, 'expected'), 9);
  });

  it('reads a quiet week as one without changes that was looked at', () => {
    const { changes, judged } = read(quietInsights());
    expect(changes).toEqual([]);
    expect(judged).toHaveLength(3);
  });

  it('takes a plain sentence of a host, and ten of them at most', () => {
    const insights = Array.from({ length: 12 }, (_, i) => ({ text: `Sentence ${i}.` }));
    const { changes } = read({ kind: 'insights', insights });
    expect(changes).toHaveLength(10);
    expect(changes[0]).toMatchObject({
      text: 'Sentence 0.',
      words: [],
      drivers: null,
      link: null,
      usual: null,
    });
  });

  it('refuses what is none, without throwing', () => {
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error('no');
        },
      },
    );
    for (const value of [
      null,
      3,
      'x',
      [],
      {},
      { kind: 'insights' },
      { kind: 'insights', insights: [3] },
      hostile,
    ])
      expect(readInsights(value)).toMatchObject({ ok: false, error: { title: 'not-insights' } });
  });
});
