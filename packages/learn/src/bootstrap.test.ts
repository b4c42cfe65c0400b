import { describe, expect, test } from 'vitest';
import { bootstrapInterval, ofRows, pairedBootstrap, quantile } from './bootstrap.js';
import { brier, mean, rocAuc } from './metrics.js';
import { createRandom } from './random.js';

const normal = (n: number, seed: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, () => random.normal());
};
const meanOf =
  (values: Float64Array) =>
  (rows: Int32Array): number =>
    mean(Array.from(rows, (row) => values[row] ?? Number.NaN));

describe('bootstrapInterval', () => {
  test('the interval of a mean is about 1.96 standard errors to each side', () => {
    const values = normal(400, 1);
    const { value, low, high } = bootstrapInterval(400, meanOf(values), { rounds: 2000, seed: 2 });
    expect(value).toBe(mean(values));
    expect(value - low).toBeCloseTo(0.098, 1);
    expect((high - low) / 2).toBeGreaterThan(0.085);
    expect((high - low) / 2).toBeLessThan(0.11);
  });

  test('covers the truth about as often as it says', () => {
    let covered = 0;
    for (let repeat = 0; repeat < 200; repeat++) {
      const { low, high } = bootstrapInterval(60, meanOf(normal(60, 100 + repeat)), {
        rounds: 200,
        seed: repeat,
        level: 0.8,
      });
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered).toBeGreaterThan(140);
    expect(covered).toBeLessThan(180);
  });

  test('the seed decides', () => {
    const statistic = meanOf(normal(50, 3));
    expect(bootstrapInterval(50, statistic, { seed: 5 })).toEqual(
      bootstrapInterval(50, statistic, { seed: 5 }),
    );
    expect(bootstrapInterval(50, statistic, { seed: 6 })).not.toEqual(
      bootstrapInterval(50, statistic, { seed: 5 }),
    );
  });

  test('resamples without a value are left out, and none at all gives no bounds', () => {
    const auc = ofRows([0.1, 0.4, 0.6, 0.9], [0, 0, 1, 1], rocAuc);
    expect(bootstrapInterval(4, auc, { rounds: 100 })).toEqual({ value: 1, low: 1, high: 1 });
    const never = bootstrapInterval(4, () => Number.NaN, { rounds: 10 });
    expect(never.low).toBeNaN();
    expect(never.high).toBeNaN();
  });

  test('no rows are refused', () => {
    expect(() => bootstrapInterval(0, () => 1)).toThrow(RangeError);
  });
});

test('a paired difference is tighter than two intervals apart, and nothing for the same model', () => {
  const random = createRandom(7);
  const y = Uint8Array.from({ length: 500 }, () => random.int(2));
  const p = Float64Array.from(y, (label) => 0.3 * label + 0.7 * random.next());
  const better = p.map((v, i) => 0.9 * v + 0.1 * (y[i] ?? 0));
  const one = ofRows(p, y, brier);
  const other = ofRows(better, y, brier);
  const difference = pairedBootstrap(500, one, other, { rounds: 300, seed: 1 });
  expect(difference.low).toBeGreaterThan(0);
  const alone = bootstrapInterval(500, one, { rounds: 300, seed: 1 });
  expect(difference.high - difference.low).toBeLessThan(alone.high - alone.low);
  expect(pairedBootstrap(500, one, ofRows(p, y, brier), { rounds: 20 })).toEqual({
    value: 0,
    low: 0,
    high: 0,
  });
});

test('quantiles lie between order statistics', () => {
  expect(quantile([1, 2, 3, 4], 0)).toBe(1);
  expect(quantile([1, 2, 3, 4], 1)).toBe(4);
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([7], 0.3)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});

test('a statistic gets its rows in ascending order of p, each as often as it was drawn', () => {
  const seen: [number[], number[]][] = [];
  const look = ofRows([0.9, 0.1, 0.5], [1, 0, 1], (p, y) => {
    seen.push([Array.from(p), Array.from(y)]);
    return 0;
  });
  look(Int32Array.of(0, 1, 2));
  look(Int32Array.of(0, 0, 1));
  expect(seen).toEqual([
    [
      [0.1, 0.5, 0.9],
      [0, 1, 1],
    ],
    [
      [0.1, 0.9, 0.9],
      [0, 1, 1],
    ],
  ]);
});
