import { expect, it } from 'vitest';
import { addInsightLanguage, insightWords } from './insight.js';
import { insight as ar } from './insight-ar.js';
import { insight as de } from './insight-de.js';
import { insight as en } from './insight-en.js';

/** Every text by its path; functions are called with placeholders, so that a forgotten one shows. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node('«a»', '«b»', '«c»', '«d»'))]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}
const placeholders = (text: string) => [...text.matchAll(/«(\w)»/g)].map(([, name]) => name).sort();

it.each([
  ['de', de],
  ['ar', ar],
])("has the card's words in %s, with the same values in them", (_, words) => {
  const others = new Map(texts(words));
  for (const [path, text] of texts(en)) {
    expect(others.get(path), path).toBeTruthy();
    expect(placeholders(others.get(path) ?? ''), path).toEqual(placeholders(text));
  }
  expect(others.size).toBe(texts(en).length);
});

it('tells when a language that is a chunk has come; others are English at once', async () => {
  expect(insightWords('en-GB', () => undefined)).toBe(en);
  expect(insightWords('xx', () => undefined)).toBe(en);
  await new Promise<void>((come) => expect(insightWords('de-AT', come)).toBeUndefined());
  expect(insightWords('de', () => undefined)).toBe(de);
  addInsightLanguage('xx', ar);
  expect(insightWords('xx-YY', () => undefined)).toBe(ar);
});
