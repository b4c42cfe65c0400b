import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markTone, NEGATED, type ToneRules } from './grams.js';
import { wordHash } from './hash.js';
import { emptyTokens, originalRange, tokenize } from './tokens.js';

const pieces = (text: string): string[] => {
  const tokens = tokenize(text);
  return Array.from({ length: tokens.count }, (_, i) => {
    const { start, end } = originalRange(tokens, i);
    return text.slice(start, end);
  });
};

describe('tokenize', () => {
  it('parts words and marks as the protocol does', () => {
    expect(pieces("Don't go, it's 5 o'clock!")).toEqual(["Don't", 'go', ',', "it's", '5', "o'clock", '!']);
    expect(pieces('Größe — schön 👍🏽 日本')).toEqual(['Größe', '—', 'schön', '👍', '🏽', '日本']);
  });

  it('agrees with the pattern on any ASCII text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (raw) => {
        const text = raw.replace(/\p{Cc}|[@&`]|http|www/gu, ' ');
        expect(pieces(text)).toEqual(text.match(/[\w']+|[^\w\s]/g) ?? []);
      }),
    );
  });

  it('hashes lower case with no character thrice', () => {
    const tokens = tokenize('SOOOO Good');
    expect([...tokens.hash.subarray(0, 2)]).toEqual([wordHash('soo'), wordHash('good')]);
    expect([...tokens.shouted.subarray(0, 2)]).toEqual([1, 0]);
    expect(tokens.hash[0]).not.toBe(wordHash('so'));
  });

  it('reads addresses, names and entities as what they stand for, at their own place', () => {
    const text = 'hi @anna_b, don&#39;t see https://a.example/x?y now';
    expect(pieces(text)).toEqual(['hi', '@anna_b', ',', 'don&#39;t', 'see', 'https://a.example/x?y', 'now']);
    expect(tokenize(text).hash[1]).toBe(wordHash('atuser'));
    expect(tokenize(text).hash[3]).toBe(wordHash("don't"));
  });

  it('gives ranges that rise, lie in the text and never overlap, whatever the text', () => {
    const nasty = fc.array(
      fc.constantFrom('İ', '&amp;', '@a', "n't", '👍', ' ', 'ß', 'http://x', '’', '&#0;', 'a'),
    );
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      nasty.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(any, (text) => {
        const tokens = tokenize(text);
        let before = 0;
        for (let i = 0; i < tokens.count; i++) {
          const { start, end } = originalRange(tokens, i);
          expect(start).toBeGreaterThanOrEqual(i === 0 ? 0 : before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = start;
        }
      }),
    );
  });

  it('grows its columns and forgets the text before', () => {
    const into = emptyTokens();
    tokenize('a '.repeat(500), into);
    expect(into.count).toBe(500);
    expect(tokenize('', into).count).toBe(0);
  });
});

describe('markTone', () => {
  const rules: ToneRules = {
    negators: new Set([wordHash('not')]),
    turns: new Set([wordHash('but')]),
    boosters: new Map(),
  };
  const marked = (text: string): string[] => {
    const tokens = tokenize(text);
    const marks = markTone(tokens, rules, new Uint8Array(tokens.count));
    return pieces(text).filter((_, i) => ((marks[i] ?? 0) & NEGATED) !== 0);
  };

  it('reaches four words, a comma or a but', () => {
    expect(marked('not one two three four five')).toEqual(['one', 'two', 'three', 'four']);
    expect(marked('not good, bad')).toEqual(['good']);
    expect(marked("doesn't work but looks")).toEqual(['work']);
    expect(marked('good')).toEqual([]);
  });
});
