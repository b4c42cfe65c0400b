import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.js';
import { qiniBand, qiniCurve, qiniPerTreated, qiniTest } from './qini.js';

interface Golden {
  readonly treated: readonly number[];
  readonly y: readonly number[];
  readonly score: readonly number[];
  readonly tied: readonly number[];
  readonly qini: number;
  readonly qiniTied: number;
  readonly qiniFolds: number;
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/qini.json', import.meta.url), 'utf8'));
const rows = { treated: Uint8Array.from(golden.treated), outcome: golden.y };
const folds = golden.y.map((_, i) => i % 2);

describe('Qini per treated', () => {
  test('equals what numpy gives, with ties and over folds', () => {
    expect(qiniPerTreated(golden.score, rows)).toBeCloseTo(golden.qini, 12);
    expect(qiniPerTreated(golden.tied, rows)).toBeCloseTo(golden.qiniTied, 12);
    expect(qiniPerTreated(golden.score, rows, folds)).toBeCloseTo(golden.qiniFolds, 12);
  });

  test('is 0 where all scores are equal, and turns its sign with the order', () => {
    expect(qiniPerTreated(new Float64Array(400), rows)).toBeCloseTo(0, 12);
    const backwards = golden.score.map((s) => -s);
    expect(qiniPerTreated(backwards, rows)).toBeLessThan(0);
    expect(qiniPerTreated(golden.score, rows)).toBeGreaterThan(0);
  });

  test('the curve starts at 0 and ends at the difference of the two shares', () => {
    const curve = qiniCurve(golden.score, rows);
    expect(curve).toHaveLength(21);
    expect(curve[0]?.gain).toBe(0);
    const share = (treated: number): number => {
      const own = golden.y.filter((_, i) => golden.treated[i] === treated);
      return own.reduce((sum, y) => sum + y, 0) / own.length;
    };
    expect(curve[20]?.gain).toBeCloseTo(share(1) - share(0), 12);
  });

  test('lengths that differ and scores that are no numbers are refused', () => {
    expect(() => qiniPerTreated([1], rows)).toThrow(RangeError);
    expect(() => qiniPerTreated(golden.score.with(3, Number.NaN), rows)).toThrow('score 3');
  });
});

describe('the test against chance', () => {
  test('the bands meet at both ends and hold the curve and the straight line', () => {
    const band = qiniBand(golden.score, rows, { steps: 4, rounds: 100 });
    const end = band[4]?.gain ?? 0;
    for (const { share, gain, low, high, chanceLow, chanceHigh } of band) {
      expect(low).toBeLessThanOrEqual(gain);
      expect(high).toBeGreaterThanOrEqual(gain);
      expect(chanceLow).toBeLessThanOrEqual(share * end + 1e-12);
      expect(chanceHigh).toBeGreaterThanOrEqual(share * end - 1e-12);
    }
    expect(band[4]?.chanceHigh).toBeCloseTo(end, 12);
    // The planted effect lifts the middle of the curve out of the band.
    expect(band[2]?.gain).toBeGreaterThan(band[2]?.chanceHigh ?? 1);
  });

  test('equal weights change nothing, and whole ones count as so many rows', () => {
    expect(qiniPerTreated(golden.score, { ...rows, weight: golden.y.map(() => 3) })).toBeCloseTo(
      golden.qini,
      12,
    );
    const weight = golden.y.map((_, i) => 1 + (i % 2));
    const twice = golden.y.flatMap((_, i) => (i % 2 === 1 ? [i, i] : [i]));
    const many = {
      treated: Uint8Array.from(twice, (i) => rows.treated[i] ?? 0),
      outcome: twice.map((i) => golden.y[i] ?? 0),
    };
    expect(qiniPerTreated(golden.score, { ...rows, weight })).toBeCloseTo(
      qiniPerTreated(
        twice.map((i) => golden.score[i] ?? 0),
        many,
      ),
      12,
    );
  });

  test('is the same for the same seed, and holds the figure within its interval', () => {
    const first = qiniTest(golden.score, rows, { folds, seed: 3 });
    expect(qiniTest(golden.score, rows, { folds, seed: 3 })).toEqual(first);
    expect(first.value).toBeCloseTo(golden.qiniFolds, 12);
    expect(first.low).toBeLessThan(first.value);
    expect(first.high).toBeGreaterThan(first.value);
  });

  test('of scores that are noise, z behaves as a standard normal', () => {
    const random = createRandom(5);
    const zs = Array.from({ length: 60 }, (_, seed) => {
      const noise = Float64Array.from({ length: 400 }, () => random.normal());
      return qiniTest(noise, rows, { rounds: 100, seed }).z;
    });
    const sd = Math.sqrt(zs.reduce((sum, z) => sum + z * z, 0) / zs.length);
    expect(sd).toBeGreaterThan(0.75);
    expect(sd).toBeLessThan(1.25);
  });
});
