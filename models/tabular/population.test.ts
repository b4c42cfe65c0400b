import { quantile } from '@aicrm/learn/bootstrap';
import { createRandom, type Random } from '@aicrm/learn/random';
import type { FeatureProfile } from '@aicrm/schema/model';
import { describe, expect, it } from 'vitest';
import { chiSquare999 } from './chi-square.js';
import { type Cell, judgeShift, levelCells, numberCells } from './population.js';

type Draw = (random: Random) => number | null;

/** A profile as training writes it, of rows drawn from a distribution. */
function profileOf(draw: Draw, rows = 4_000): FeatureProfile {
  const random = createRandom(1);
  const values = Array.from({ length: rows }, () => draw(random));
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  const shares = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
  return {
    present: sorted.length / rows,
    meanAbs: 1,
    quantiles: shares.map((share) => quantile(sorted, share)),
  };
}
const judge = (trained: Draw, newer: Draw, records: number, seed: number) => {
  const random = createRandom(seed);
  const values = Array.from({ length: records }, () => newer(random));
  return judgeShift(numberCells(profileOf(trained), values), 4_000, records);
};
const seeds = Array.from({ length: 100 }, (_, i) => i + 2);
/** How many of 100 samples are called shifted. */
const called = (trained: Draw, newer: Draw, records: number): number =>
  seeds.filter((seed) => judge(trained, newer, records, seed).level !== 'ok').length;

const flat: Draw = (random) => 100 * random.next();
const counts: Draw = (random) => (random.next() < 0.6 ? 0 : Math.floor(-3 * Math.log(random.next() + 1e-9)));
const gappy: Draw = (random) => (random.next() < 0.3 ? null : 100 * random.next());

describe('shift of numbers', () => {
  it('is not seen where there is none: continuous, tied and missing values, few and many records', () => {
    for (const draw of [flat, counts, gappy])
      for (const records of [60, 400]) expect(called(draw, draw, records)).toBeLessThanOrEqual(2);
  });

  it('is seen where the values moved, where more are zero, and where more are missing', () => {
    expect(called(flat, (random) => 30 + 70 * random.next(), 400)).toBe(100);
    expect(called(counts, (random) => 2 + (counts(random) ?? 0), 400)).toBe(100);
    expect(called(gappy, (random) => (random.next() < 0.8 ? null : 100 * random.next()), 400)).toBe(100);
  });

  it('grows from watch to alert with the size of the shift', () => {
    expect(judge(flat, (random) => 100 * random.next() ** 0.68, 2_000, 3).level).toBe('watch');
    const far = judge(flat, (random) => 60 + 40 * random.next(), 2_000, 3);
    expect(far.level).toBe('alert');
    expect(far.psi).toBeGreaterThan(0.25);
    expect(far.psi).toBeGreaterThan(far.noise ?? Number.NaN);
  });

  it('names what changed most, and says nothing of too few records', () => {
    const gone = judge(gappy, () => null, 400, 3);
    expect(gone).toMatchObject({ level: 'alert', top: { name: 'empty', actual: 1 } });
    expect(judge(flat, () => 1e6, 49, 3)).toMatchObject({ level: 'unknown', psi: null });
    expect(judge(flat, () => 1e6, 50, 3).level).toBe('alert');
  });

  it('keeps shares that sum to 1 on each side, whatever is tied', () => {
    const profiles = [profileOf(flat), profileOf(counts), profileOf(gappy), profileOf(() => 5)];
    for (const profile of profiles)
      for (const values of [[1, 2, 3, null], [5, 5, 5], [null], [0, 0, 0, 9]]) {
        const cells = numberCells(profile, values);
        for (const side of ['expected', 'actual'] as const)
          expect(cells.reduce((sum, cell) => sum + cell[side], 0)).toBeCloseTo(1, 9);
        expect(Math.min(...cells.map((cell) => Math.min(cell.expected, cell.actual)))).toBeGreaterThan(-1e-9);
      }
  });
});

describe('shift of levels', () => {
  const profile: FeatureProfile = { present: 0.9, meanAbs: 1, levels: { web: 0.6, fair: 0.3 } };
  const draw = (web: number, fair: number, other: number, empty: number) => [
    ...Array<string>(web).fill('web'),
    ...Array<string>(fair).fill('fair'),
    ...Array<string>(other).fill('new shop'),
    ...Array<null>(empty).fill(null),
  ];
  const judged = (values: (string | null)[]) => judgeShift(levelCells(profile, values), 3_000, values.length);

  it('is not seen in the same mixture, and seen in another', () => {
    expect(judged(draw(162, 81, 27, 30)).level).toBe('ok');
    expect(judged(draw(60, 180, 30, 30))).toMatchObject({ level: 'alert', top: { name: '"web"' } });
    expect(judged(draw(60, 30, 180, 30))).toMatchObject({ level: 'alert', top: { name: 'other values' } });
  });
});

describe('the noise of an index', () => {
  it('is the 99.9 % point of chi-square', () => {
    // Tables: 16.27, 27.88 and 43.82 for 3, 9 and 19 degrees of freedom.
    for (const [degrees, point] of [
      [3, 16.27],
      [9, 27.88],
      [19, 43.82],
    ] as const)
      expect(Math.abs(chiSquare999(degrees) / point - 1)).toBeLessThan(0.02);
  });

  it('shrinks with the records', () => {
    const cells: Cell[] = [
      { name: 'a', expected: 0.5, actual: 0.6 },
      { name: 'b', expected: 0.5, actual: 0.4 },
    ];
    const [few, many] = [judgeShift(cells, 1_000, 100), judgeShift(cells, 1_000, 1_000)];
    expect(few.noise).toBeGreaterThan(many.noise ?? Number.NaN);
    expect(few.level).toBe('ok');
  });
});
