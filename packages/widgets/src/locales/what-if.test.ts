import { expect, it } from 'vitest';
import { placeholders, texts } from '../testing/catalogue-texts.js';
import { whatIf as ar } from './what-if-ar.js';
import { whatIf as de } from './what-if-de.js';
import { whatIf as en } from './what-if-en.js';

it.each([
  ['de', de],
  ['ar', ar],
])('the what-if card has its words in %s, with the same values in them', (_, words) => {
  const others = new Map(texts(words));
  for (const [path, text] of texts(en)) {
    expect(others.get(path), path).toBeTruthy();
    expect(placeholders(others.get(path) ?? ''), path).toEqual(placeholders(text));
  }
  expect(others.size).toBe(texts(en).length);
});
