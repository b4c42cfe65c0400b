import { describe, expect, it } from 'vitest';
import { defaultTaxonomy } from './aspects.js';
import { aspectLabelsDe, bankingLabelsDe, generalLabelsDe, toneLabelsDe } from './labels-de.js';
import { loadShipped } from './testing/load.js';

const classes = async (name: Parameters<typeof loadShipped>[0]) => (await loadShipped(name)).model.classes;

describe.each([
  ['aspects', aspectLabelsDe, defaultTaxonomy.map(({ id }) => id)],
  ['tones', toneLabelsDe, await classes('sentiment-en')],
  ['intents of a bank', bankingLabelsDe, await classes('intent-banking-en')],
  ['general intents', generalLabelsDe, await classes('intent-general-en')],
])('German labels of %s', (_, labels, ids) => {
  it('name every id that the models answer with, and no other', () => {
    expect(Object.keys(labels).sort()).toEqual([...ids].sort());
  });

  it('are words, and tell ids apart', () => {
    const words = Object.values(labels);
    expect(words.every((label) => /^\p{L}[\p{L}\p{N} ,?-]+$/u.test(label))).toBe(true);
    expect(new Set(words).size).toBe(words.length);
  });
});
