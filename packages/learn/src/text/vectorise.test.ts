import { describe, expect, it } from 'vitest';
import golden from '../../golden/text-sklearn.json' with { type: 'json' };
import { trainSoftmax } from '../train/softmax.js';
import type { GramOptions, ToneRules } from './grams.js';
import { adjustedRand, macroF1, topLabels } from './measures.js';
import { buildVocabulary, tfIdf } from './vectorise.js';

const grams: GramOptions = { words: 2, characters: [3, 5], negation: false, skips: false };
const rules: ToneRules = { negators: new Set(), turns: new Set(), boosters: new Map() };

describe('tfIdf', () => {
  const vocabulary = buildVocabulary(golden.texts, grams, rules, 2);
  const x = tfIdf(golden.texts, vocabulary, grams, rules);

  it("has scikit-learn's features and values", () => {
    expect(vocabulary.blocks.filter((block) => block === 0)).toHaveLength(golden.word_features);
    expect(vocabulary.blocks.filter((block) => block === 1)).toHaveLength(golden.character_features);
    for (const [i, expected] of golden.row_values.entries()) {
      const found = [...x.values.subarray(x.starts[i], x.starts[i + 1])].sort((a, b) => a - b);
      expect(found).toHaveLength(expected.length);
      expect(Math.max(...found.map((v, k) => Math.abs(v - (expected[k] ?? 0))))).toBeLessThan(1e-6);
    }
  });

  it("gives scikit-learn's margins with its classifier", () => {
    const model = trainSoftmax(x, golden.labels, { classes: 3, l2: 0.5, tolerance: 1e-6, maxPasses: 400 });
    for (const [i, expected] of golden.text_margins.entries()) {
      const found = [...model.bias];
      for (let at = x.starts[i] ?? 0; at < (x.starts[i + 1] ?? 0); at++)
        for (let k = 0; k < 3; k++)
          found[k] =
            (found[k] ?? 0) + (x.values[at] ?? 0) * (model.weights[(x.columns[at] ?? 0) * 3 + k] ?? 0);
      expect(Math.max(...found.map((v, k) => Math.abs(v - (expected[k] ?? 0))))).toBeLessThan(1e-3);
    }
  });

  it('leaves out what only one text has', () => {
    const rare = buildVocabulary(golden.texts, grams, rules, 1);
    expect(rare.hashes.length).toBeGreaterThan(vocabulary.hashes.length);
  });
});

describe('measures', () => {
  const { a, b, near, ab, an, f1 } = golden.rand;

  it("agree with scikit-learn's", () => {
    expect(adjustedRand(a, b)).toBeCloseTo(ab, 12);
    expect(adjustedRand(a, near)).toBeCloseTo(an, 12);
    expect(macroF1(near, a, 4)).toBeCloseTo(f1, 12);
  });

  it('are 1 for the same partition under other names, and take the first of equal values', () => {
    expect(
      adjustedRand(
        a,
        a.map((k) => 9 - k),
      ),
    ).toBe(1);
    expect([...topLabels([1, 1, 0, 0, 2, 2], 3)]).toEqual([0, 1]);
  });
});
