import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ToneRules } from '../text/grams.js';
import { wordHash } from '../text/hash.js';
import { textMargins, trainText } from '../train/text.js';
import { findSlot, type HashTable, type Lexicon, takeSlot } from './text.js';
import { createScorer } from './text-scorer.js';

const rules: ToneRules = {
  negators: new Set([wordHash('not')]),
  turns: new Set([wordHash('but')]),
  boosters: new Map([[wordHash('very'), 0.25]]),
};
const table: HashTable = { slots: 8, fingerprints: new Uint16Array(8) };
const values = new Int8Array(8);
values[takeSlot(table, wordHash('superb'))] = 75;
values[takeSlot(table, wordHash('dreadful'))] = -75;
const lexicon: Lexicon = { table, values };

const texts = [
  'good phone, works well',
  'bad phone, works badly',
  'it is a phone',
  'not good at all',
  'a superb phone',
  'a dreadful phone but cheap',
  'good price and good service',
  'bad bad service',
  'the service is there',
];
const labels = [2, 1, 0, 1, 2, 1, 2, 1, 0];
const model = trainText(
  { texts, labels },
  ['neutral', 'negative', 'positive'],
  {
    grams: { words: 2, characters: [3, 4], negation: true, skips: false },
    minDocuments: 1,
    l2: 0.1,
    features: 200,
    entries: null,
    reference: true,
    lexicon,
    lexiconGain: 2,
    seed: 1,
  },
  rules,
);
const scorer = createScorer(model, rules);

describe('the text scorer', () => {
  it('says what the rows say, and reads a lexicon, a negation and a "but"', () => {
    const found = (text: string) => {
      const [neutral = 0, bad = 0, good = 0] = scorer.margins(text);
      return { neutral, tone: good - bad };
    };
    expect(found('good phone').tone).toBeGreaterThan(0);
    expect(found('bad phone').tone).toBeLessThan(0);
    expect(found('zzz superb').tone).toBeGreaterThan(found('zzz').tone);
    expect(found('not superb').tone).toBeLessThan(found('superb').tone);
    expect(found('very superb').tone).not.toBe(found('superb').tone);
    expect(found('x').neutral).toBe(0);
  });

  it('gives every token its exact share: shares and bias add up to the margin, on any text', () => {
    const words = fc.constantFrom(
      'good',
      'bad',
      'not',
      'superb',
      'dreadful',
      'very',
      'but',
      ',',
      '@me',
      '&amp;',
      'phone',
      'é',
    );
    const any = fc.oneof(
      fc.array(words, { maxLength: 60 }).map((list) => list.join(' ')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(any, (text) => {
        const { margins, tokens } = scorer.evidence(text);
        for (let k = 0; k < 2; k++) {
          const sum = tokens.reduce((all, { contributions }) => all + (contributions[k] ?? 0), 0);
          expect(Math.abs(sum + (model.bias[k] ?? 0) - (margins[k + 1] ?? 0))).toBeLessThan(1e-6);
        }
        for (const { start, end } of tokens) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it('points at the word that decides', () => {
    const text = 'the dreadful phone';
    const { tokens } = scorer.evidence(text);
    const tone = tokens.map(({ contributions }) => (contributions[1] ?? 0) - (contributions[0] ?? 0));
    const worst = tokens[tone.indexOf(Math.min(...tone))];
    expect(text.slice(worst?.start, worst?.end)).toBe('dreadful');
  });

  it('forgets the text before', () => {
    const alone = [...createScorer(model, rules).margins('good phone')];
    scorer.margins('bad bad bad service not good');
    scorer.evidence('dreadful');
    expect([...scorer.margins('good phone')]).toEqual(alone);
    expect([...textMargins(model, ['x', 'good phone'], rules)].slice(3)).toEqual(alone);
  });
});

describe('the hash table', () => {
  it('finds what was put in and nothing else', () => {
    const big: HashTable = { slots: 1000, fingerprints: new Uint16Array(1000) };
    const hashes = Array.from({ length: 700 }, (_, i) => wordHash(`w${i}`));
    const slots = hashes.map((hash) => takeSlot(big, hash));
    const placed = slots.filter((slot) => slot >= 0).length;
    expect(placed).toBeGreaterThan(680);
    expect(hashes.map((hash) => findSlot(big, hash))).toEqual(slots);
    const strangers = Array.from({ length: 10_000 }, (_, i) => findSlot(big, wordHash(`s${i}`)));
    expect(strangers.filter((slot) => slot >= 0).length).toBeLessThan(10);
  });
});
