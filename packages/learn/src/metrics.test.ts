import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brier, ece10, lift, logLoss, mean, prAuc, reliabilityBins, rocAuc } from './metrics.js';
import { readSklearnGolden } from './testing/golden.js';

/** Rows with many ties and both classes. */
const rows = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 1 })), {
    minLength: 2,
    maxLength: 60,
  })
  .filter((pairs) => new Set(pairs.map(([, y]) => y)).size === 2)
  .map((pairs) => ({ p: pairs.map(([s]) => s / 20), y: pairs.map(([, y]) => y) }));

test('ranking and distance measures are those of scikit-learn, with ties', () => {
  const { p, y, ...expected } = readSklearnGolden().metrics;
  expect(rocAuc(p, y)).toBeCloseTo(expected.rocAuc, 12);
  expect(prAuc(p, y)).toBeCloseTo(expected.prAuc, 12);
  expect(logLoss(p, y)).toBeCloseTo(expected.logLoss, 12);
  expect(brier(p, y)).toBeCloseTo(expected.brier, 12);
});

describe('rocAuc', () => {
  test('is the share of pairs in the right order, ties a half', () => {
    fc.assert(
      fc.property(rows, ({ p, y }) => {
        let right = 0;
        let pairs = 0;
        for (const [i, a] of p.entries()) {
          for (const [j, b] of p.entries()) {
            if (y[i] !== 1 || y[j] !== 0) continue;
            pairs++;
            right += a > b ? 1 : a === b ? 0.5 : 0;
          }
        }
        expect(rocAuc(p, y)).toBeCloseTo(right / pairs, 12);
      }),
    );
  });

  test('does not change under a monotone map, and mirrors under a falling one', () => {
    fc.assert(
      fc.property(rows, ({ p, y }) => {
        const auc = rocAuc(p, y);
        expect(
          rocAuc(
            p.map((v) => Math.exp(3 * v) - 7),
            y,
          ),
        ).toBe(auc);
        expect(
          rocAuc(
            p.map((v) => -(v ** 3)),
            y,
          ),
        ).toBeCloseTo(1 - auc, 12);
      }),
    );
  });

  test('is undefined for one class', () => {
    expect(rocAuc([0.1, 0.2], [1, 1])).toBeNaN();
    expect(rocAuc([], [])).toBeNaN();
  });
});

describe('prAuc', () => {
  test('is 1 for a perfect order, the base rate where all tie, undefined without positives', () => {
    expect(prAuc([0.9, 0.8, 0.1], [1, 1, 0])).toBe(1);
    expect(prAuc([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0])).toBe(0.25);
    expect(prAuc([0.5], [0])).toBeNaN();
  });

  test('does not change under a monotone map', () => {
    fc.assert(
      fc.property(rows, ({ p, y }) => {
        expect(
          prAuc(
            p.map((v) => 2 * v - 5),
            y,
          ),
        ).toBe(prAuc(p, y));
      }),
    );
  });
});

test('log loss of a certain mistake is that of 1e-15', () => {
  expect(logLoss([0], [1])).toBeCloseTo(-Math.log(1e-15), 9);
  expect(logLoss([1], [0])).toBeCloseTo(-Math.log(1e-15), 1);
  expect(logLoss([1, 0], [1, 0])).toBeCloseTo(0, 12);
});

describe('calibration', () => {
  test('bins are ten equal widths, 1 in the last', () => {
    const bins = reliabilityBins([0, 0.05, 0.1, 0.95, 1], [0, 1, 1, 1, 1]);
    expect(bins.map((bin) => bin.rows)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(bins[0]).toEqual({ predicted: 0.025, observed: 0.5, rows: 2 });
    expect(bins[9]?.predicted).toBeCloseTo(0.975, 12);
    expect(bins[5]?.observed).toBeNaN();
  });

  test('the error weighs the bins by their rows', () => {
    // Bin 0: |.5 − .05| on two rows; bin 9: |1 − .9| on one.
    expect(ece10([0.05, 0.05, 0.9], [0, 1, 1])).toBeCloseTo((2 * 0.45 + 0.1) / 3, 12);
    expect(ece10([0.5, 0.5], [0, 1])).toBe(0);
  });
});

describe('lift', () => {
  const y = [1, 0, 0, 0, 0, 0, 0, 0, 0, 1];
  test('is the rate at the top over the base rate', () => {
    expect(lift([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], y)).toBe(5);
    expect(lift([0, 8, 7, 6, 5, 4, 3, 2, 1, 0], y)).toBe(0);
    expect(lift([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], y, 0.2)).toBe(2.5);
  });

  test('within a tie the first rows count', () => {
    expect(lift(new Array<number>(10).fill(0.5), y)).toBe(5);
    expect(lift(new Array<number>(10).fill(0.5), [...y.slice(1), 1])).toBe(0);
  });

  test('a share that is no whole number of rows is rounded up', () => {
    // ceil(.1 · 11) = 2 rows, one of them positive, where 2 of 11 are.
    expect(lift([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0], [...y, 0])).toBe(0.5 / (2 / 11));
  });
});

test('the mean of nothing is undefined', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
});
