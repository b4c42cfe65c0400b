import { describe, expect, it } from 'vitest';
import { breakdown, byAspect, byChannel, byIntent, courseOf, headlineOf, overall } from './summary.js';
import { batch, read } from './testing/read.js';

const now = Date.parse('2026-11-22T10:00:00Z');
const DAY = 86_400_000;
const none = new Map();
const daysAgo = (days: number) => ({ at: now - days * DAY });

const delivery = (tone: 'negative' | 'positive') => [{ aspect: 'delivery', tone }];

describe('the tones of many messages', () => {
  it('are counted by what people said where they said something', () => {
    const messages = batch('m', { negative: 12, neutral: 3, positive: 5 });
    const { counts, negative } = overall(messages, new Map([['m:negative:0', 'positive']]));
    expect(counts).toEqual({ negative: 11, neutral: 3, positive: 6 });
    expect(negative).toMatchObject({ count: 11, of: 20, value: 0.55 });
    expect(overall([read('x', null)], new Map([['x', 'neutral']])).counts.neutral).toBe(1);
  });

  it('are too few to say below ten', () => {
    expect(overall(batch('m', { negative: 9 }), none).negative).toBeNull();
    expect(overall([...batch('m', { negative: 9 }), read('n', null)], none).negative).toBeNull();
  });
});

describe('the course of time', () => {
  it('holds every period, also one in which nothing came, and says which is still open', () => {
    const messages = [...batch('a', { negative: 10 }, () => daysAgo(0)), read('b', 'positive', daysAgo(21))];
    const course = courseOf(messages, none, now);
    expect(course?.kind).toBe('week');
    expect(course?.periods.map(({ scored }) => scored)).toEqual([1, 0, 0, 10]);
    expect(course?.periods.map(({ open }) => open)).toEqual([false, false, false, true]);
    expect(course?.periods[0]?.negative).toBeNull();
    expect(course?.periods[3]?.negative?.value).toBe(1);
  });

  it('of an aspect counts the clauses that speak of it', () => {
    const mentions = [
      { aspect: 'price', tone: 'negative' },
      { aspect: 'delivery', tone: 'positive' },
    ] as const;
    const messages = [read('a', 'positive', { mentions }), read('b', 'negative', {}), read('c', null, {})];
    expect(courseOf(messages, none, now, 'price')?.periods[0]?.counts.negative).toBe(1);
    expect(courseOf(messages, none, now)?.periods[0]).toMatchObject({ scored: 2, notScored: 1 });
  });

  it('is nothing without a time', () => {
    expect(courseOf([read('a', 'positive', { at: Number.NaN })], none, now)).toBeNull();
  });
});

describe('a breakdown', () => {
  it('counts a message once and its clauses each', () => {
    const both = { mentions: [...delivery('negative'), ...delivery('positive')] };
    const [row] = breakdown([read('a', 'neutral', both), read('b', 'neutral')], byAspect, null);
    expect(row).toMatchObject({ id: 'delivery', messages: 1, scored: 2, share: null, change: null });
  });

  it('marks a change that is beyond chance, and not one that is not', () => {
    const windows = headlineOf(
      batch('t', { neutral: 200 }, (i) => daysAgo(i / 4)),
      none,
      now,
    ).windows;
    const some = (name: string, bad: number, good: number, days: number) => [
      ...batch(`${name}-`, { negative: bad }, () => ({ ...daysAgo(days), mentions: delivery('negative') })),
      ...batch(`${name}+`, { positive: good }, () => ({ ...daysAgo(days), mentions: delivery('positive') })),
    ];
    expect(windows?.days).toBe(28);
    const [clear] = breakdown([...some('now', 30, 10, 3), ...some('then', 10, 30, 40)], byAspect, windows);
    expect(clear?.change).toMatchObject({ value: 0.5, sure: true });
    const [unclear] = breakdown([...some('now', 21, 19, 3), ...some('then', 17, 23, 40)], byAspect, windows);
    expect(unclear?.change?.sure).toBe(false);
  });

  it('goes by channel and by intent, the largest first', () => {
    const messages = [read('a', 'negative', { channel: 'chat' }), read('b', null), read('c', 'positive')];
    expect(breakdown(messages, byChannel(none), null).map(({ id, messages: n }) => [id, n])).toEqual([
      ['email', 2],
      ['chat', 1],
    ]);
    expect(breakdown(messages, byIntent(new Map([['c', 'cancel']]), none), null)).toHaveLength(1);
  });
});

describe('the headline', () => {
  const lately = (bad: number, good: number) => [
    ...batch('now-', { negative: bad }, () => ({
      ...daysAgo(3),
      mentions: delivery('negative'),
    })),
    ...batch('now+', { positive: good }, () => daysAgo(3)),
  ];
  const earlier = (bad: number, good: number) => [
    ...batch('then-', { negative: bad }, () => daysAgo(40)),
    ...batch('then+', { positive: good }, () => daysAgo(40)),
  ];

  it('says how many are negative, a change beyond chance, and what they complain about', () => {
    const { windows, tone, change, complaints } = headlineOf(
      [...lately(60, 40), ...earlier(30, 70)],
      none,
      now,
    );
    expect(windows?.days).toBe(28);
    expect(tone.negative?.value).toBe(0.6);
    expect(change?.value).toBeCloseTo(0.3, 10);
    expect(change?.sure).toBe(true);
    expect(complaints).toEqual(['delivery']);
  });

  it('calls nothing sure that may be chance', () => {
    expect(headlineOf([...lately(22, 28), ...earlier(20, 30)], none, now).change?.sure).toBe(false);
  });

  it('speaks of all messages where the latest are too few', () => {
    const old = batch('old', { negative: 6, positive: 6 }, (i) => daysAgo(200 + 60 * i));
    const { windows, tone } = headlineOf([...old, read('new', 'negative', daysAgo(1))], none, now);
    expect(windows).toBeNull();
    expect(tone.scored).toBe(13);
  });

  it('names two where they cannot be told apart, none where all are alike or few', () => {
    const of = (counts: Record<string, number>) =>
      Object.entries(counts).flatMap(([aspect, count]) =>
        batch(aspect, { negative: count }, () => ({ mentions: [{ aspect, tone: 'negative' as const }] })),
      );
    const complaints = (counts: Record<string, number>) => headlineOf(of(counts), none, now).complaints;
    expect(complaints({ price: 30, delivery: 28, staff: 3 })).toEqual(['price', 'delivery']);
    expect(complaints({ price: 10, delivery: 10, staff: 10 })).toEqual([]);
    expect(complaints({ price: 4 })).toEqual([]);
  });
});
