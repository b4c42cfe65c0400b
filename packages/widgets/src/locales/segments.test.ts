import { expect, it } from 'vitest';
import { segments as ar } from './segments-ar.js';
import { segments as de } from './segments-de.js';
import { segments as en } from './segments-en.js';

it.each([
  ['de', de],
  ['ar', ar],
])('the segments card has its words in %s, with the same values in them', (_, words) => {
  const others = new Map<string, unknown>(Object.entries(words));
  for (const [key, text] of Object.entries(en)) {
    const other = others.get(key);
    expect(other, key).toBeTruthy();
    if (typeof text === 'function')
      expect(typeof other === 'function' && String(other('«a»'))).toContain('«a»');
  }
  expect(others.size).toBe(Object.keys(en).length);
});
