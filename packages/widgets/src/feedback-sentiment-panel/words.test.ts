import { describe, expect, it } from 'vitest';
import { words as ar } from '../locales/feedback-sentiment-panel-ar.js';
import { words as de } from '../locales/feedback-sentiment-panel-de.js';
import { words as en } from '../locales/feedback-sentiment-panel-en.js';

/** Every text by its path; functions that take plain values are called with placeholders, so that a forgotten one shows. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function')
    return ['headline', 'window'].some((name) => path === `.${name}`)
      ? []
      : [[path, String(node('«a»', '«b»', '«c»', '«d»'))]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

// Numbers that only choose between singular and plural come first, and stand nowhere.
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/«(\w)»/g)].map(([, name]) => name))].sort();

describe.each([
  ['de', de],
  ['ar', ar],
])('the words of %s', (_, catalogue) => {
  it('are as many as the English ones, and name the same values', () => {
    const others = new Map(texts(catalogue));
    for (const [path, text] of texts(en)) {
      expect(others.get(path), path).toBeTruthy();
      expect(placeholders(others.get(path) ?? ''), path).toEqual(placeholders(text));
    }
  });
});

it.each([
  ['en', en],
  ['de', de],
  ['ar', ar],
])('say in %s what the figures do, and no more', (_, { headline, window, within }) => {
  const four = window('28', true);
  expect(window('28', false)).not.toBe(four);
  const said = headline('42 %', four, { kind: 'more', points: '9' });
  for (const part of ['42 %', four, '9']) expect(said).toContain(part);
  expect(headline('42 %', four, { kind: 'fewer', points: '9' })).not.toBe(said);
  const same = headline('42 %', four, { kind: 'same' });
  expect(same).not.toContain('9');
  const alone = headline('42 %', null, { kind: 'unknown' });
  expect(alone).not.toContain(four);
  expect(same).not.toBe(headline('42 %', four, { kind: 'unknown' }));
  expect(within('API')).toContain('API');
});
