import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adjustedRand, silhouette } from '../cluster/agreement.js';
import { nearestCenters } from '../cluster/assign.js';
import { createRandom } from '../random.js';
import { kMeans } from './kmeans.js';
import { chooseClusters, clusterStability } from './kmeans-stability.js';

interface Golden {
  readonly columns: number;
  readonly sets: readonly {
    readonly rows: number[];
    readonly k: number;
    readonly inertia: number;
    readonly labels: number[];
    readonly silhouette: number;
    readonly other: number[];
    readonly rand: number;
    readonly randOfHalf: number;
  }[];
}
// Made by golden/make-cluster-golden.py with scikit-learn, 50 starts.
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/cluster-sklearn.json', import.meta.url), 'utf8'),
);

/** `n` rows of `d` columns around `k` centres, `apart` standard deviations from each other. */
function blobs(n: number, d: number, k: number, apart: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const centers = Float64Array.from({ length: k * d }, () => apart * random.normal());
  return Float64Array.from({ length: n * d }, (_, at) => {
    const [i, j] = [Math.floor(at / d), at % d];
    return (centers[(i % k) * d + j] ?? 0) + random.normal();
  });
}

describe('against scikit-learn', () => {
  test.each(golden.sets.map((set, i) => ({ name: `set ${i}, k ${set.k}`, set })))('$name', ({ set }) => {
    const x = Float64Array.from(set.rows);
    const d = golden.columns;
    const ours = kMeans(x, d, { k: set.k, starts: 50 });
    expect(ours.inertia / set.inertia).toBeLessThan(1 + 1e-9);
    expect(ours.inertia / set.inertia).toBeGreaterThan(1 - 1e-3);
    expect(silhouette(x, d, set.labels)).toBeCloseTo(set.silhouette, 12);
    expect(adjustedRand(set.labels, set.other)).toBeCloseTo(set.rand, 12);
    const half = set.labels.map((label, i) => (i % 9 === 0 ? (set.other[i] ?? 0) : label));
    expect(adjustedRand(set.labels, half)).toBeCloseTo(set.randOfHalf, 12);
  });
});

describe('k-means', () => {
  test('ends where each row is with its nearest centre and each centre is the mean of its rows', () => {
    const d = 4;
    const x = blobs(3_000, d, 6, 1, 3);
    const { centers, labels, inertia } = kMeans(x, d, { k: 6, starts: 2, seed: 5 });
    // With bounds as without: the plain search for the nearest centre changes no label.
    expect(adjustedRand(nearestCenters(x, d, centers), labels)).toBe(1);
    let sum = 0;
    for (let c = 0; c < 6; c++) {
      const mine = [...labels.keys()].filter((i) => labels[i] === c);
      for (let j = 0; j < d; j++) {
        const mean = mine.reduce((total, i) => total + (x[i * d + j] ?? 0), 0) / mine.length;
        expect(centers[c * d + j]).toBeCloseTo(mean, 10);
        sum += mine.reduce((total, i) => total + ((x[i * d + j] ?? 0) - mean) ** 2, 0);
      }
    }
    expect(inertia).toBeCloseTo(sum, 6);
  });

  test('the same seed gives the same answer to the bit, the largest cluster first', () => {
    const x = blobs(500, 3, 4, 2, 8);
    const [one, two] = [kMeans(x, 3, { k: 4, seed: 2 }), kMeans(x, 3, { k: 4, seed: 2 })];
    expect(one).toEqual(two);
    const sizes = [0, 1, 2, 3].map((c) => one.labels.filter((label) => label === c).length);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  test('as many clusters as rows, equal rows and one cluster are no trouble; nonsense is refused', () => {
    expect(kMeans(Float64Array.of(1, 5, 9), 1, { k: 3 }).inertia).toBe(0);
    const equal = kMeans(new Float64Array(20).fill(3), 2, { k: 2 });
    expect(equal.inertia).toBe(0);
    expect([...equal.centers].every((value) => value === 3 || value === 0)).toBe(true);
    expect(kMeans(Float64Array.of(1, 2, 6), 1, { k: 1 }).centers[0]).toBe(3);
    expect(() => kMeans(Float64Array.of(1, 2), 1, { k: 3 })).toThrow(/3 clusters of 2 rows/);
    expect(() => kMeans(Float64Array.of(1, Number.NaN), 1, { k: 1 })).toThrow(/not finite/);
    expect(() => kMeans(Float64Array.of(1, 2, 3), 2, { k: 1 })).toThrow(/no rows/);
  });
});

describe('how many clusters', () => {
  test('are found where there are some', () => {
    const random = createRandom(11);
    // Four corners of a cube, all as far from each other, eight standard deviations apart.
    const corners = [0, 0, 0, 6, 6, 0, 6, 0, 6, 0, 6, 6];
    const x = Float64Array.from({ length: 2_700 }, (_, at) => (corners[at % 12] ?? 0) + random.normal());
    const choice = chooseClusters(x, 3, [2, 3, 4, 5, 6], { sample: 600, rounds: 5 });
    expect(choice.k).toBe(4);
    expect(choice.reason).toMatch(/^4 clusters: two samples agree by/);
  });

  test('and none where there are none', () => {
    const random = createRandom(6);
    const cloud = Float64Array.from({ length: 3_000 }, () => random.normal());
    const choice = chooseClusters(cloud, 5, [3, 4, 5], { rounds: 5 });
    expect(choice.k).toBeNull();
    expect(choice.reason).toMatch(/^No natural segments/);
    const one = clusterStability(cloud, 5, 4, { rounds: 5 });
    expect(Math.abs(one.stability - one.nullStability)).toBeLessThan(0.3);
  });
});

test('agreement knows its ends', () => {
  expect(adjustedRand([0, 0, 1, 1], [1, 1, 0, 0])).toBe(1);
  expect(adjustedRand([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
  expect(() => adjustedRand([0], [0, 1])).toThrow(RangeError);
  expect(silhouette(Float64Array.of(1, 2, 3), 1, [0, 0, 0])).toBeNaN();
});
