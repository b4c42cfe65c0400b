import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aspectFinder, aspectsOf } from './aspects.js';
import { clausesOf } from './clauses.js';
import { loadShipped } from './testing/load.js';

const model = await loadShipped('sentiment-en');
const pieces = (text: string) => clausesOf(text).map(({ start, end }) => text.slice(start, end));

describe('clausesOf', () => {
  it('parts where the tone may turn, and not at a number or a list', () => {
    expect(pieces('The food was great, but the waiter was rude. Never again!')).toEqual([
      'The food was great,',
      'but the waiter was rude.',
      'Never again!',
    ]);
    expect(pieces('It cost 3.50 for bread, butter and milk')).toEqual([
      'It cost 3.50 for bread, butter and milk',
    ]);
    expect(pieces('Cheap - it broke; "really?" :-)')).toEqual(['Cheap -', 'it broke;', '"really?" :-)']);
  });

  it('loses no letter of any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom('good', ', but', '. ', 'A', ' - ', '!', '\n')).map((a) => a.join('')),
        ),
        (text) => {
          const letters = (s: string) => s.replace(/[^\p{L}\p{N}]/gu, '');
          expect(letters(pieces(text).join(''))).toBe(letters(text));
        },
      ),
    );
  });
});

describe('aspectsOf', () => {
  const finder = aspectFinder();

  it('gives each aspect the tone of its own clause, with its place in the text', () => {
    const text = 'The delivery was super fast and I love that, but customer service is terrible.';
    const found = aspectsOf(text, model, finder);
    expect(found.map(({ aspect, label }) => [aspect, label])).toEqual([
      ['delivery', 'positive'],
      ['support', 'negative'],
    ]);
    const [, support] = found;
    expect(text.slice(support?.term.start, support?.term.end)).toBe('customer service');
    const worst = support?.evidence.toSorted((a, b) => b.weight - a.weight)[0];
    expect(text.slice(worst?.start, worst?.end)).toBe('terrible');
  });

  it("finds a tenant's own aspects and says nothing where none is named", () => {
    const own = aspectFinder([{ id: 'app', label: 'App', terms: { en: ['mobile app', 'app*'] } }]);
    expect(aspectsOf('I hate the mobile  app', model, own)).toMatchObject([
      { aspect: 'app', label: 'negative' },
    ]);
    expect(aspectsOf('The delivery was late', model, own)).toEqual([]);
    expect(aspectsOf('Delivery!', model, aspectFinder(undefined, 'de'))).toEqual([]);
  });

  it('refuses a taxonomy that cannot be meant', () => {
    const one = { id: 'a', label: 'A', terms: { en: ['a'] } };
    expect(() => aspectFinder([one, one])).toThrow('one id');
    expect(() => aspectFinder([{ ...one, terms: { en: ['*'] } }])).toThrow('is no word');
  });
});
