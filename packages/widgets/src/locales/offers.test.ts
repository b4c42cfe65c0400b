import { expect, it } from 'vitest';
import { offers as ar } from './offers-ar.js';
import { offers as de } from './offers-de.js';
import { offers as en } from './offers-en.js';

/** Every text by its path; functions are called with placeholders, so that a forgotten one shows. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node('«a»', '«b»', '«c»'))]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}
const placeholders = (text: string) => [...text.matchAll(/«(\w)»/g)].map(([, name]) => name).sort();

it.each([
  ['de', de],
  ['ar', ar],
])('offers have their words in %s, with the same values in them', (_, words) => {
  const others = new Map(texts(words));
  for (const [path, text] of texts(en)) {
    expect(others.get(path), path).toBeTruthy();
    expect(others.get(path), path).not.toBe(text);
    expect(placeholders(others.get(path) ?? ''), path).toEqual(placeholders(text));
  }
  expect(others.size).toBe(texts(en).length);
});
