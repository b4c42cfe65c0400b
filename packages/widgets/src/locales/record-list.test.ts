import { expect, it } from 'vitest';
import { placeholders, texts } from '../testing/catalogue-texts.js';
import { recordList as ar } from './record-list-ar.js';
import { recordList as de } from './record-list-de.js';
import { recordList as en } from './record-list-en.js';

it.each([
  ['de', de],
  ['ar', ar],
])('the record list has its words in %s, with the same values in them', (_, words) => {
  const others = new Map(texts(words));
  for (const [path, text] of texts(en)) {
    expect(others.get(path), path).toBeTruthy();
    expect(placeholders(others.get(path) ?? ''), path).toEqual(placeholders(text));
  }
  expect(others.size).toBe(texts(en).length);
});
