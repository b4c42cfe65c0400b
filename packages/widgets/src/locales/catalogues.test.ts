import { describe, expect, it } from 'vitest';
import { catalogue as ar } from './ar.js';
import { catalogue as de } from './de.js';
import { badge } from './en.js';
import { panel } from './en-panel.js';
import type { Catalogue } from './messages.js';

const en: Catalogue = { badge, panel };

/** Every text by its path; functions are called with placeholders, so that a forgotten one shows. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node('«a»', '«b»', '«c»', '«d»'))]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

const placeholders = (text: string) => [...text.matchAll(/«(\w)»/g)].map(([, name]) => name).sort();

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

it('has words that fit the pill', () => {
  for (const { badge: words } of [en, de, ar])
    for (const word of [
      words.empty,
      words.inputs,
      words.noModel,
      words.noEvidence,
      words.permission,
      words.error,
    ])
      expect(word.length, word).toBeLessThanOrEqual(20);
});
