import { createRandom } from '@aicrm/learn/random';
import { describe, expect, it } from 'vitest';
import { topicsOf } from './topics.js';
import { type TimedTone, trendOf } from './trend.js';

const random = createRandom(3);
const of = <T>(list: readonly T[]): T | undefined => list[random.int(list.length)];
const subjects = [
  ['invoice', 'payment', 'refund', 'charged'],
  ['parcel', 'courier', 'delivery', 'late'],
  ['password', 'login', 'account', 'reset'],
];
const texts = Array.from({ length: 300 }, (_, i) => {
  const words = subjects[i % 3] ?? [];
  return `please help with the ${of(words)} and the ${of(words)} for my ${of(words)}`;
});

describe('topicsOf', () => {
  it('finds the subjects that are there, with their words, and the same each time', () => {
    const found = topicsOf(texts, { counts: [3] });
    if (!found.ok) throw new Error(found.error.detail);
    const { topics, labels, stability } = found.value;
    expect(stability).toBeGreaterThan(0.9);
    expect(topics.map(({ size }) => size)).toEqual([100, 100, 100]);
    for (const { terms, examples } of topics) {
      const own = subjects.find((words) => words.includes(terms[0] ?? ''));
      expect(terms.slice(0, 4).toSorted()).toEqual(own?.toSorted());
      expect(examples.every((i) => subjects[i % 3] === own)).toBe(true);
    }
    expect(topicsOf(texts, { counts: [3] })).toEqual(found);
    expect(new Set(labels).size).toBe(3);
  });

  it('says so where two resamples do not agree, or there are few messages', () => {
    const noise = Array.from({ length: 200 }, () =>
      Array.from({ length: 6 }, () => `w${random.int(60)}x`).join(' '),
    );
    const unstable = topicsOf(noise, { counts: [8] });
    expect(unstable.ok ? '' : unstable.error.title).toBe('No stable topics');
    const few = topicsOf(texts.slice(0, 20));
    expect(few.ok ? '' : few.error.detail).toBe('20 messages; topics need 100 or more.');
  });
});

describe('trendOf', () => {
  const day = 86_400_000;
  const until = Date.UTC(2026, 10, 1);
  const tones = (period: number, good: number, bad: number): TimedTone[] =>
    Array.from({ length: good + bad }, (_, i) => ({
      at: until - period * 7 * day + i * 1000,
      tone: i < good ? 'positive' : 'negative',
    }));

  it('gives each period its balance with an interval, and a sure change where there is one', () => {
    const { points, change } = trendOf([...tones(3, 30, 10), ...tones(2, 30, 10), ...tones(1, 8, 32)], {
      days: 7,
      periods: 3,
      until,
    });
    expect(points.map(({ messages }) => messages)).toEqual([40, 40, 40]);
    expect(points.map(({ balance }) => balance?.value)).toEqual([0.5, 0.5, -0.6]);
    for (const { balance } of points) expect(balance?.low).toBeLessThan(balance?.value ?? 0);
    expect(change).toMatchObject({ value: -1.1, sure: true });
  });

  it('says nothing of too few messages, and is not sure of a small change', () => {
    const few = trendOf(tones(1, 2, 1), { days: 7, periods: 2, until });
    expect(few).toMatchObject({ change: null, points: [{ balance: null }, { balance: null }] });
    const small = trendOf([...tones(2, 10, 10), ...tones(1, 11, 9)], { days: 7, periods: 2, until });
    expect(small.change?.sure).toBe(false);
    expect(() => trendOf([], { days: 0, periods: 1, until })).toThrow(RangeError);
  });

  it('covers the truth about as often as it says', () => {
    let covered = 0;
    for (let round = 0; round < 400; round++) {
      const drawn = Array.from({ length: 40 }, (): TimedTone => {
        const u = random.next();
        return { at: until - day, tone: u < 0.5 ? 'positive' : u < 0.7 ? 'negative' : 'neutral' };
      });
      const balance = trendOf(drawn, { days: 7, periods: 1, until }).points[0]?.balance;
      if (balance && balance.low <= 0.3 && 0.3 <= balance.high) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.91);
    expect(covered / 400).toBeLessThan(0.99);
  });
});
