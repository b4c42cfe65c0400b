import { describe, expect, it } from 'vitest';
import { placeholders, texts } from '../testing/catalogue-texts.js';
import { dashboard as ar } from './dashboard-ar.js';
import { dashboard as de } from './dashboard-de.js';
import { dashboard as en } from './dashboard-en.js';

describe.each([
  ['de', de],
  ['ar', ar],
])('the dashboard, in %s', (_, words) => {
  it('has all words, and the same values in them', () => {
    const others = new Map(texts(words));
    for (const [path, text] of texts(en)) {
      expect(others.get(path), path).toBeTruthy();
      expect(placeholders(others.get(path) ?? ''), path).toEqual(placeholders(text));
    }
    expect(others.size).toBe(texts(en).length);
  });
});
