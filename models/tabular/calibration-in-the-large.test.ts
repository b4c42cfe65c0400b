import { createRandom } from '@aicrm/learn/random';
import { describe, expect, it } from 'vitest';
import { calibrationInTheLarge } from './calibration-in-the-large.js';

const many = (p: number, successes: number, rows: number) =>
  calibrationInTheLarge(
    new Float64Array(rows).fill(p),
    Uint8Array.from({ length: rows }, (_, i) => (i < successes ? 1 : 0)),
  );

describe('calibration in the large', () => {
  it('counts the standard errors of a binomial where all rows have one chance', () => {
    // 120 of 400 where 100 are expected: 20 / √(400 · .25 · .75) = 2.309.
    expect(many(0.25, 120, 400)).toMatchObject({ level: 'ok', predicted: 0.25, observed: 0.3 });
    expect(many(0.25, 120, 400).z).toBeCloseTo(2.3094, 4);
    expect(many(0.25, 125, 400)).toMatchObject({ level: 'watch' });
    expect(many(0.25, 71, 400)).toMatchObject({ level: 'alert' });
    expect(many(0.25, 71, 400).detail).toMatch(/predicted 25.0 % on average, and 17.8 % of 400 rows/);
  });

  it('raises an alert of chance about once in 1,000 times, and a watch once in 100', () => {
    const random = createRandom(5);
    const levels = Array.from({ length: 2_000 }, () => {
      const p = Float64Array.from({ length: 200 }, () => random.next());
      return calibrationInTheLarge(
        p,
        Uint8Array.from(p, (one) => (random.next() < one ? 1 : 0)),
      ).level;
    });
    expect(levels.filter((level) => level !== 'ok').length).toBeLessThan(40);
    expect(levels.filter((level) => level === 'alert').length).toBeLessThan(8);
  });

  it('says nothing where hardly anything could have happened, unless it did', () => {
    expect(many(0.001, 1, 400)).toMatchObject({ level: 'unknown', z: null });
    expect(many(0.001, 40, 400)).toMatchObject({ level: 'alert' });
    expect(() => calibrationInTheLarge(new Float64Array(2), new Uint8Array(3))).toThrow(RangeError);
  });
});
