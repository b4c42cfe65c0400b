import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from './random.js';
import { rollingOrigins, stratifiedFolds, temporalSplit } from './splits.js';

const DAY = 86_400_000;
const days = (...values: number[]): Float64Array => Float64Array.from(values, (v) => v * DAY);

describe('stratifiedFolds', () => {
  test('every fold has its share of both classes, give or take one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 10, maxLength: 80 }),
        fc.integer({ min: 2, max: 10 }),
        fc.integer(),
        (labels, k, seed) => {
          const folds = stratifiedFolds(Uint8Array.from(labels), k, seed);
          const sizes = new Array<number>(k).fill(0);
          for (const label of [0, 1]) {
            const counts = new Array<number>(k).fill(0);
            for (const [i, fold] of folds.entries()) {
              if (labels[i] !== label) continue;
              counts[fold] = (counts[fold] ?? 0) + 1;
              sizes[fold] = (sizes[fold] ?? 0) + 1;
            }
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('the seed decides', () => {
    const y = Uint8Array.from({ length: 50 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    expect(stratifiedFolds(y, 5, 1)).toEqual(stratifiedFolds(y, 5, 1));
    expect(stratifiedFolds(y, 5, 1)).not.toEqual(stratifiedFolds(y, 5, 2));
  });

  test('more folds than rows, or one fold, are refused', () => {
    expect(() => stratifiedFolds(Uint8Array.of(0, 1), 3, 1)).toThrow(RangeError);
    expect(() => stratifiedFolds(Uint8Array.of(0, 1), 1, 1)).toThrow(RangeError);
  });
});

describe('rollingOrigins', () => {
  test('each origin trains on what was known and tests on the next block', () => {
    const asOf = days(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const splits = rollingOrigins(asOf, { origins: 3, gapMs: 2 * DAY });
    expect(splits.map((s) => s.cut / DAY)).toEqual([4, 6, 8]);
    expect(splits.map((s) => [...s.train])).toEqual([
      [0, 1, 2],
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4, 5, 6],
    ]);
    expect(splits.map((s) => [...s.test])).toEqual([
      [4, 5],
      [6, 7],
      [8, 9],
    ]);
  });

  test('no row that trains is younger than the cut less the gap, no test row older than the cut, no moment parted', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 4 }),
        (seed, origins, gap) => {
          const random = createRandom(seed);
          const asOf = Float64Array.from({ length: 60 }, () => random.int(15) * DAY);
          const splits = rollingOrigins(asOf, { origins, gapMs: gap * DAY });
          const tested = new Set<number>();
          for (const { cut, train, test: held } of splits) {
            for (const row of train) {
              expect(asOf[row] ?? 0).toBeLessThan(cut);
              expect(asOf[row] ?? 0).toBeLessThanOrEqual(cut - gap * DAY);
            }
            const moments = new Set(Array.from(held, (row) => asOf[row]));
            for (const [row, moment] of asOf.entries()) {
              expect(held.includes(row)).toBe(moments.has(moment));
            }
            for (const row of held) {
              expect(asOf[row] ?? 0).toBeGreaterThanOrEqual(cut);
              expect(tested.has(row)).toBe(false);
              tested.add(row);
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('origins with too few rows are left out, and one moment alone has none', () => {
    const asOf = days(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    expect(rollingOrigins(asOf, { origins: 3, gapMs: 0, minRows: 5, minTestRows: 1 })).toHaveLength(2);
    expect(rollingOrigins(asOf, { origins: 3, gapMs: 0, minRows: 3 })).toHaveLength(0);
    expect(rollingOrigins(days(5, 5, 5), { origins: 3, gapMs: 0 })).toEqual([]);
    expect(rollingOrigins(days(), { origins: 3, gapMs: 0 })).toEqual([]);
  });
});

describe('temporalSplit', () => {
  const asOf = days(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const apart = Array.from(asOf, (_, i) => `r${i}`);

  test('the newest rows test, those whose outcome was known train, the gap is in neither', () => {
    const split = temporalSplit(asOf, apart, { testShare: 0.3, gapMs: 2 * DAY });
    expect(split.cut).toBe(7 * DAY);
    expect([...split.train]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...split.test]).toEqual([7, 8, 9]);
    expect(split.inGap).toBe(1);
    expect(split.shared).toBe(0);
  });

  test('rows may come in any order, and those of one moment stay together', () => {
    const split = temporalSplit(days(9, 0, 9, 9, 1), ['a', 'b', 'c', 'd', 'e'], { testShare: 0.2, gapMs: 0 });
    expect([...split.test]).toEqual([0, 2, 3]);
    expect([...split.train]).toEqual([1, 4]);
  });

  describe('a record on both sides', () => {
    const ids = apart.with(1, 'twice').with(9, 'twice');
    const options = { testShare: 0.3, gapMs: 0 };

    test('leaves training unless asked otherwise', () => {
      const split = temporalSplit(asOf, ids, options);
      expect([...split.train]).toEqual([0, 2, 3, 4, 5, 6]);
      expect([...split.test]).toEqual([7, 8, 9]);
      expect(split.shared).toBe(1);
    });

    test('leaves the test when asked', () => {
      const split = temporalSplit(asOf, ids, { ...options, sharedRecords: 'leave-test' });
      expect([...split.train]).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect([...split.test]).toEqual([7, 8]);
      expect(split.shared).toBe(1);
    });

    test('stays on both when asked', () => {
      const split = temporalSplit(asOf, ids, { ...options, sharedRecords: 'keep' });
      expect([...split.train]).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect([...split.test]).toEqual([7, 8, 9]);
    });
  });

  test('what cannot be split is refused', () => {
    expect(() => temporalSplit(days(), [], { testShare: 0.3, gapMs: 0 })).toThrow(RangeError);
    expect(() => temporalSplit(asOf, ['a'], { testShare: 0.3, gapMs: 0 })).toThrow(RangeError);
    expect(() => temporalSplit(asOf, apart, { testShare: 1, gapMs: 0 })).toThrow(RangeError);
  });
});
