import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { trainEase } from '../train/ease.js';
import { coOccurrence, cosineWeights, neighbourScores, sparseWeights, weightOf } from './neighbours.js';
import { type OwnHistory, ownHistories, type Purchases, popularity } from './purchases.js';
import { ndcgAt, recallAt, topK } from './ranking.js';

interface Golden {
  readonly x: readonly (readonly number[])[];
  readonly l2: number;
  readonly ease: readonly number[];
  readonly cosine: readonly number[];
  readonly scores: readonly number[];
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/ease.json', import.meta.url), 'utf8'));
const items = 7;
const histories: OwnHistory[][] = golden.x.map((row) =>
  row.flatMap((bought, item) => (bought === 1 ? [{ item, count: 1, firstAt: 0, lastAt: 0 }] : [])),
);
const gram = coOccurrence(histories, items);
const close = (ours: ArrayLike<number>, theirs: readonly number[]): void => {
  expect(ours.length).toBe(theirs.length);
  for (const [i, value] of theirs.entries()) expect(ours[i]).toBeCloseTo(value, 9);
};

describe('item neighbours', () => {
  test('cosine and EASE equal what numpy gives', () => {
    close(cosineWeights(gram, items).weights, golden.cosine);
    close(trainEase(gram, items, golden.l2).weights, golden.ease);
  });

  test('scores of all customers equal X times B', () => {
    const weights = sparseWeights(trainEase(gram, items, golden.l2));
    close(
      histories.flatMap((own) => [...neighbourScores(weights, own)]),
      golden.scores,
    );
  });

  test('a kept row holds its largest weights, and the parts of a score add up to it', () => {
    const dense = trainEase(gram, items, golden.l2);
    const few = sparseWeights(dense, 2);
    for (let i = 0; i < items; i++) {
      expect((few.start[i + 1] ?? 0) - (few.start[i] ?? 0)).toBe(2);
      const sizes = Array.from(dense.weights.subarray(i * items, (i + 1) * items), Math.abs).sort(
        (a, b) => b - a,
      );
      for (let k = few.start[i] ?? 0; k < (few.start[i + 1] ?? 0); k++)
        expect(Math.abs(few.weight[k] ?? 0)).toBeGreaterThanOrEqual(sizes[1] ?? 0);
    }
    const own = histories[0] ?? [];
    const scores = neighbourScores(few, own);
    for (let j = 0; j < items; j++)
      expect(own.reduce((sum, { item }) => sum + weightOf(few, item, j), 0)).toBeCloseTo(scores[j] ?? 0, 12);
  });

  test('a penalty of 0 and a matrix that is not positive definite are refused', () => {
    expect(() => trainEase(gram, items, 0)).toThrow(RangeError);
    expect(() => trainEase(Float64Array.of(-5, 0, 0, 1), 2, 1)).toThrow('positive definite');
  });
});

describe('purchases', () => {
  const purchases: Purchases = {
    customers: 2,
    items: 3,
    customer: Int32Array.of(0, 1, 0, 0, 1),
    item: Int32Array.of(2, 2, 2, 0, 1),
    at: Float64Array.of(10, 20, 30, 40, 50),
  };

  test('histories end before the moment', () => {
    expect(ownHistories(purchases, 40)).toEqual([
      [{ item: 2, count: 2, firstAt: 10, lastAt: 30 }],
      [{ item: 2, count: 1, firstAt: 20, lastAt: 20 }],
    ]);
  });

  test('popularity counts customers, not purchases, from the first moment on and before the last', () => {
    expect([...popularity(purchases, 0, 100)]).toEqual([1, 1, 2]);
    expect([...popularity(purchases, 30, 50)]).toEqual([1, 0, 1]);
  });
});

describe('rankings', () => {
  test('equals stand by their place and skipped ones are left out', () => {
    expect(topK(Float64Array.of(1, 3, 3, 2), 3)).toEqual([1, 2, 3]);
    expect(topK(Float64Array.of(1, 3, 3, 2), 3, Uint8Array.of(0, 1, 0, 0))).toEqual([2, 3, 0]);
  });

  test('recall counts against what could be hit', () => {
    expect(recallAt([5, 6, 7], new Set([6, 9]), 3)).toBe(0.5);
    expect(recallAt([5, 6], new Set([5, 6, 7, 8]), 2)).toBe(1);
    expect(recallAt([5], new Set(), 2)).toBeNaN();
  });

  test('NDCG of a hit at the second place is 1 / log2(3)', () => {
    expect(ndcgAt([5, 6], new Set([6]), 2)).toBeCloseTo(1 / Math.log2(3), 12);
    expect(ndcgAt([6, 5], new Set([6]), 2)).toBe(1);
    expect(ndcgAt([5], new Set([6]), 2)).toBe(0);
  });
});
