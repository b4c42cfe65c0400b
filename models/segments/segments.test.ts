import { createRandom } from '@aicrm/learn/random';
import { must } from '@aicrm/schema/result';
import { describe, expect, test } from 'vitest';
import { dayMs, type Order } from '../value/customers.js';
import { madeOrders, ordersNow } from '../value/testing/orders.js';
import { type Behaviour, behaviourOf } from './behaviour.js';
import { behaviourClusters } from './clusters.js';
import { quantileScores, rfmSegments } from './rfm.js';
import { checkRules, defaultRules, segmentOf } from './rules.js';

const behaviour = behaviourOf(madeOrders(700), ordersNow);

/** Orders of customers of two plain kinds: 300 who buy every week for 200 and lately, 300 who came twice for 5 long ago. */
function twoKinds(): Order[] {
  const random = createRandom(2);
  const orders: Order[] = [];
  const add = (contact: string, daysAgo: number, minor: number): void => {
    const at = new Date(ordersNow - daysAgo * dayMs).toISOString();
    orders.push({ sourceId: `${orders.length}`, fields: { contact, at, total: { minor, currency: 'EUR' } } });
  };
  for (let i = 0; i < 300; i++) {
    for (let week = 0; week < 20; week++)
      add(`often${i}`, 2 + 7 * week + random.int(3), 20_000 + random.int(2_000));
    add(`seldom${i}`, 300 + random.int(30), 500 + random.int(50));
    add(`seldom${i}`, 340 + random.int(20), 500 + random.int(50));
  }
  return orders;
}

describe('rules', () => {
  test('the default ones name every customer', () => {
    expect(checkRules(defaultRules).ok).toBe(true);
    expect(defaultRules.segments).toHaveLength(11);
    expect(segmentOf(defaultRules, 5, 5, 5)?.id).toBe('champions');
    expect(segmentOf(defaultRules, 1, 5, 5)?.id).toBe('cant-lose');
    expect(segmentOf(defaultRules, 5, 1, 3)?.id).toBe('new');
    expect(segmentOf(defaultRules, 1, 1, 1)?.id).toBe('lost');
  });

  test('edited ones are checked, with a sentence on what does not work', () => {
    const [first, ...others] = defaultRules.segments;
    const reasonOf = (rules: typeof defaultRules): string => {
      const checked = checkRules(rules);
      return checked.ok ? '' : checked.error.detail;
    };
    expect(reasonOf({ parts: 5, segments: others.slice(0, -1) })).toMatch(/No segment takes recency 1/);
    expect(reasonOf({ parts: 1, segments: [] })).toMatch(/2 to 10 parts/);
    const all = { ...must(first, 'rule'), recency: [1, 5], frequency: [1, 5], money: [1, 5] } as const;
    expect(reasonOf({ parts: 5, segments: [all, ...others] })).toMatch(/can never be/);
    expect(reasonOf({ parts: 5, segments: [{ ...all, recency: [0, 5] }] })).toMatch(/scores 0 to 5/);
    expect(reasonOf({ parts: 5, segments: [all, all] })).toMatch(/same id/);
    expect(rfmSegments(behaviour, { parts: 5, segments: [all] }).ok).toBe(true);
  });
});

describe('RFM segments', () => {
  test('everyone is in one; sizes and values add up to all', () => {
    const result = rfmSegments(behaviour);
    if (!result.ok) throw new Error(result.error.detail);
    const { segments, members } = result.value;
    expect(members).toHaveLength(700);
    const sum = (of: (segment: (typeof segments)[number]) => number) =>
      segments.reduce((total, one) => total + of(one), 0);
    expect(sum(({ customers }) => customers)).toBe(700);
    expect(sum(({ share }) => share)).toBeCloseTo(1, 12);
    expect(sum(({ valueShare }) => valueShare)).toBeCloseTo(1, 12);
    const champions = must(
      segments.find(({ id }) => id === 'champions'),
      'champions',
    );
    expect(champions.valueShare).toBeGreaterThan(champions.share);
    const money = champions.apart.find(({ measure }) => measure === 'money');
    expect(money?.difference).toBeGreaterThan(0.5);
    const lost = must(
      segments.find(({ id }) => id === 'lost'),
      'lost',
    );
    expect(lost.median.recency).toBeGreaterThan(champions.median.recency);
  });

  test('equal customers get equal scores; quantiles are of customers', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i);
    const scores = quantileScores(values, 5);
    for (let part = 1; part <= 5; part++) expect(scores.filter((score) => score === part)).toHaveLength(20);
    expect(new Set(quantileScores(new Float64Array(30).fill(7), 5))).toEqual(new Set([3]));
    expect([...quantileScores(Float64Array.of(1, 1, 1, 1, 9), 5)]).toEqual([3, 3, 3, 3, 5]);
  });

  test('too few customers get a sentence', () => {
    const few = rfmSegments(behaviourOf(madeOrders(20), ordersNow));
    expect(few.ok).toBe(false);
    if (!few.ok) expect(few.error.detail).toMatch(/20 customers; 50 are needed/);
  });
});

describe('clusters of behaviour', () => {
  test('two kinds of customers are found again and described', () => {
    const result = behaviourClusters(behaviourOf(twoKinds(), ordersNow), { k: 2 });
    if (!result.ok) throw new Error(result.error.detail);
    const { segments, choice, labels } = result.value;
    expect(segments.map(({ customers }) => customers)).toEqual([300, 300]);
    expect(new Set(labels)).toEqual(new Set([0, 1]));
    expect(choice.tried[0]?.stability).toBe(1);
    const often = must(
      segments.find(({ valueShare }) => valueShare > 0.9),
      'the valuable',
    );
    expect(often.apart.find(({ measure }) => measure === 'recency')?.difference).toBeLessThan(-1);
    expect(often.median.frequency).toBeGreaterThan(15);
  });

  test('customers of one kind have no natural segments', () => {
    const random = createRandom(8);
    const cloud = (): Float64Array => Float64Array.from({ length: 800 }, () => Math.exp(4 + random.normal()));
    const columns = {
      recency: cloud(),
      frequency: cloud(),
      money: cloud(),
      basket: cloud(),
      gap: cloud(),
      age: cloud(),
    };
    const one: Behaviour = {
      ids: Array.from({ length: 800 }, (_, i) => `c${i}`),
      currency: 'EUR',
      hasMoney: true,
      columns,
      value: columns.money,
    };
    const result = behaviourClusters(one);
    if (!result.ok) throw new Error(result.error.detail);
    expect(result.value.k).toBeNull();
    expect(result.value.segments).toEqual([]);
    expect(result.value.choice.reason).toMatch(/^No natural segments/);
  });

  test('what cannot be grouped gets a sentence', () => {
    const few = behaviourClusters(behaviourOf(madeOrders(40), ordersNow));
    expect(few.ok ? '' : few.error.detail).toMatch(/40 customers; 90 are needed/);
    const odd = behaviourClusters(behaviour, { k: 1.5 });
    expect(odd.ok ? '' : odd.error.kind).toBe('bad-data');
  });
});
