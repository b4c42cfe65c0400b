import { describe, expect, it } from 'vitest';
import { placeholders, texts } from '../testing/catalogue-texts.js';
import { insights as ar } from './insights-ar.js';
import { insights as de } from './insights-de.js';
import { insights as en } from './insights-en.js';

describe.each([
  ['de', de],
  ['ar', ar],
])('what changed, in %s', (_, words) => {
  it('has all words, and the same values in them', () => {
    const others = new Map(texts(words));
    for (const [path, text] of texts(en)) {
      expect(others.get(path), path).toBeTruthy();
      expect(placeholders(others.get(path) ?? ''), path).toEqual(placeholders(text));
    }
    expect(others.size).toBe(texts(en).length);
  });
});
