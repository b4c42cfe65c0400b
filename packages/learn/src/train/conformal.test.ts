import { describe, expect, test } from 'vitest';
import { coverage } from '../metrics-regression.js';
import { createRandom } from '../random.js';
import { fitInterval } from './conformal.js';

const zeros = (n: number): Float64Array => new Float64Array(n);

describe('split-conformal intervals', () => {
  test('take the errors at the places that the proof names', () => {
    // Errors 1..39 in any order; (39 + 1) · .05 is the second place from either end.
    const y = Float64Array.from({ length: 39 }, (_, i) => ((i * 7) % 39) + 1);
    expect(fitInterval(zeros(39), y, 0.9)).toEqual({
      ok: true,
      value: { low: 2, high: 38, coverage: 0.9, rows: 39 },
    });
  });

  test('say how many rows would be enough, and that many are', () => {
    for (const [asked, needed] of [
      [0.5, 3],
      [0.8, 9],
      [0.9, 19],
      [0.95, 39],
      [0.99, 199],
    ] as const) {
      const y = Float64Array.from({ length: needed }, (_, i) => i);
      expect(fitInterval(zeros(needed - 1), y.slice(1), asked)).toEqual({
        ok: false,
        error: { kind: 'too-few-rows', rows: needed - 1, needed },
      });
      expect(fitInterval(zeros(needed), y, asked)).toMatchObject({
        ok: true,
        value: { low: 0, high: needed - 1 },
      });
    }
    expect(fitInterval(zeros(0), zeros(0), 0.9).ok).toBe(false);
  });

  test('hold the share they promise, however skewed the errors and few the rows', () => {
    const random = createRandom(9);
    const skewed = () => Math.exp(1.5 * random.normal());
    for (const [asked, rows] of [
      [0.8, 29],
      [0.9, 59],
      [0.95, 199],
    ] as const) {
      let inside = 0;
      const repeats = 2_000;
      for (let i = 0; i < repeats; i++) {
        const y = Float64Array.from({ length: rows }, skewed);
        const fitted = fitInterval(zeros(rows), y, asked);
        if (!fitted.ok) throw new Error('too few rows');
        inside += coverage([fitted.value.low], [fitted.value.high], [skewed()]);
      }
      // Here (rows + 1) · α/2 is whole, so the chance is exactly what was asked; four standard errors of 2,000 draws.
      const noise = 4 * Math.sqrt((asked * (1 - asked)) / repeats);
      expect(Math.abs(inside / repeats - asked)).toBeLessThan(noise);
    }
  });

  test('count from the prediction', () => {
    const y = Float64Array.from({ length: 19 }, (_, i) => 100 + i);
    const high = fitInterval(zeros(19).fill(100), y, 0.9);
    expect(high).toMatchObject({ value: { low: 0, high: 18 } });
  });

  test('refuse what is no question', () => {
    expect(() => fitInterval(zeros(3), zeros(4), 0.9)).toThrow(RangeError);
    expect(() => fitInterval(zeros(30), zeros(30), 1)).toThrow('coverage');
    expect(() => fitInterval(zeros(30).fill(Number.NaN, 4, 5), zeros(30), 0.9)).toThrow('finite');
  });
});
