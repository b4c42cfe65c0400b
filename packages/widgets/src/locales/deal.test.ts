import { expect, it } from 'vitest';
import { placeholders, texts } from '../testing/catalogue-texts.js';
import { deal as ar } from './deal-ar.js';
import { deal as de } from './deal-de.js';
import { deal as en } from './deal-en.js';

it.each([
  ['de', de],
  ['ar', ar],
])('the badge of a deal has its words in %s, with the same values in them', (_, words) => {
  const others = new Map(texts(words));
  for (const [path, text] of texts(en)) {
    expect(others.get(path), path).toBeTruthy();
    expect(placeholders(others.get(path) ?? ''), path).toEqual(placeholders(text));
  }
  expect(others.size).toBe(texts(en).length);
});
