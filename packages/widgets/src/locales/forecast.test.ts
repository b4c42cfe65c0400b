import { expect, it } from 'vitest';
import { wordsOf } from './catalogue.js';
import { forecastWords } from './forecast.js';
import { forecast as ar } from './forecast-ar.js';
import { forecast as de } from './forecast-de.js';
import { forecast as en } from './forecast-en.js';

/** Every text by its path; functions are called with placeholders, so that a forgotten one shows. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  // Steps are counted, and have words of their own for one and two.
  if (path === '.steps') return [[path, 'counted']];
  if (typeof node === 'function') return [[path, String(node('«a»', '«b»', '«c»', '«d»'))]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}
const placeholders = (text: string) => [...text.matchAll(/«(\w)»/g)].map(([, name]) => name).sort();

it.each([
  ['de', de],
  ['ar', ar],
])('the forecast has its words in %s, with the same values in them', (_, words) => {
  const others = new Map(texts(words));
  for (const [path, text] of texts(en)) {
    expect(others.get(path), path).toBeTruthy();
    expect(placeholders(others.get(path) ?? ''), path).toEqual(placeholders(text));
  }
  expect(others.size).toBe(texts(en).length);
});

it('counts steps as each language does', () => {
  expect([1, 3].map((count) => en.steps(count, 'quarter'))).toEqual(['1 quarter', '3 quarters']);
  expect([1, 12].map((count) => de.steps(count, 'month'))).toEqual(['1 Monat', '12 Monate']);
  expect(
    new Set([1, 2, 3, 11, 100].map((count) => ar.steps(count, 'month').replace(/[\d٠-٩]+ ?/g, ''))).size,
  ).toBe(5);
});

it('tells when a language that is a chunk has come; others are English at once', async () => {
  expect(forecastWords.in('en-GB', () => undefined)).toBe(en);
  expect(forecastWords.in('constructor', () => undefined)).toBe(en);
  await new Promise<void>((come) => expect(forecastWords.in('de-AT', come)).toBeUndefined());
  expect(forecastWords.in('de', () => undefined)).toBe(de);
  forecastWords.add('xx', ar);
  expect(forecastWords.in('xx-YY', () => undefined)).toBe(ar);
});

it('is English where the chunk does not come', async () => {
  const words = wordsOf('English', { de: () => Promise.reject(new Error('offline')) });
  await new Promise<void>((come) => expect(words.in('de', come)).toBeUndefined());
  expect(words.in('de', () => undefined)).toBe('English');
});
