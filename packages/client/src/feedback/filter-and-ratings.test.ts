import { describe, expect, it } from 'vitest';
import { inFocus, inScope, noFilter } from './filter.js';
import { ratingsOf } from './ratings.js';
import { batch, read } from './testing/read.js';

const none = new Map();

describe('a filter', () => {
  const one = read('a', 'negative', {
    text: 'The PRICE is wrong. Große Preise!',
    channel: 'chat',
    mentions: [{ aspect: 'price', tone: 'positive' }],
  });

  it('knows channel and date', () => {
    expect(inScope({ ...noFilter, channel: 'chat' })(one)).toBe(true);
    expect(inScope({ ...noFilter, channel: 'email' })(one)).toBe(false);
    expect(inScope({ ...noFilter, since: one.at })(one)).toBe(true);
    expect(inScope({ ...noFilter, since: one.at + 1 })(one)).toBe(false);
  });

  it('finds all words in any case and order', () => {
    const finds = (search: string) => inFocus({ ...noFilter, search }, none, none)(one);
    expect(finds('wrong price')).toBe(true);
    expect(finds('GROSSE')).toBe(false);
    expect(finds('große')).toBe(true);
    expect(finds('price cheap')).toBe(false);
  });

  it('asks for the tone of the clause where an aspect is chosen, of the message where not', () => {
    const passes = (more: object, corrections = none) =>
      inFocus({ ...noFilter, ...more }, corrections, none)(one);
    expect(passes({ tone: 'negative' })).toBe(true);
    expect(passes({ aspect: 'price', tone: 'negative' })).toBe(false);
    expect(passes({ aspect: 'price', tone: 'positive' })).toBe(true);
    expect(passes({ aspect: 'delivery' })).toBe(false);
    expect(passes({ tone: 'negative' }, new Map([['a', 'neutral']]))).toBe(false);
    expect(passes({ tone: 'neutral' }, new Map([['a', 'neutral']]))).toBe(true);
  });

  it('finds what is not scored, and an intent', () => {
    expect(inFocus({ ...noFilter, tone: 'not-scored' }, none, none)(read('b', null))).toBe(true);
    expect(inFocus({ ...noFilter, tone: 'not-scored' }, none, none)(one)).toBe(false);
    const intents = new Map([['a', 'cancel']]);
    expect(inFocus({ ...noFilter, intent: 'cancel' }, none, intents)(one)).toBe(true);
    expect(inFocus({ ...noFilter, intent: 'refund' }, none, intents)(one)).toBe(false);
  });
});

describe('ratings', () => {
  const rated = (name: string, channel: string, ratings: number[]) =>
    ratings.map((rating, i) => read(`${name}${i}`, 'neutral', { channel, rating }));

  it('of surveys make the NPS, those of other channels the share of the satisfied', () => {
    const { nps, satisfied, stars, odd } = ratingsOf([
      ...rated('s', 'nps-survey', [10, 10, 9, 9, 9, 8, 7, 3, 0, 6]),
      ...rated('r', 'review', [5, 5, 5, 4, 4, 4, 3, 2, 1, 1, 9]),
      read('none', 'neutral'),
    ]);
    // 5 of 10 promoters less 3 of 10 detractors.
    expect(nps?.value).toBeCloseTo(20, 10);
    expect(nps?.low).toBeLessThan(-20);
    expect(nps?.high).toBeGreaterThan(60);
    expect(satisfied).toMatchObject({ count: 6, of: 10 });
    expect(stars).toBeCloseTo(3.4, 10);
    expect(odd).toBe(1);
  });

  it('are too few below ten, and nothing where there are none', () => {
    expect(ratingsOf(rated('s', 'survey', [10, 9, 8]))).toMatchObject({ nps: null, odd: 0 });
    expect(ratingsOf(batch('m', { negative: 20 }))).toEqual({
      nps: null,
      satisfied: null,
      stars: null,
      odd: 0,
    });
  });
});
