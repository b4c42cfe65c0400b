import { describe, expect, test } from 'vitest';
import { sigmoid } from '../model/calibrate.js';
import { createRandom } from '../random.js';
import { readSklearnGolden } from '../testing/golden.js';
import { fitCalibration } from './calibration.js';

test("Platt's fit is that of scikit-learn within 1e-6", () => {
  const { margins, y, a, b } = readSklearnGolden().platt;
  const fitted = fitCalibration(Float64Array.from(margins), Uint8Array.from(y));
  // Measured 6e-8, of which theirs is the coarser stop.
  expect(fitted).toEqual({ ok: true, value: { a: expect.closeTo(a, 6), b: expect.closeTo(b, 6) } });
});

test('recovers the line that the outcomes were drawn from', () => {
  const random = createRandom(1);
  const margins = Float64Array.from({ length: 40_000 }, () => 2 * random.normal() + 5);
  const y = Uint8Array.from(margins, (m) => Number(random.next() < sigmoid(0.5 * m - 3)));
  const fitted = fitCalibration(margins, y, { smoothing: false });
  expect(fitted.ok && Math.abs(fitted.value.a - 0.5) < 0.02 && Math.abs(fitted.value.b + 3) < 0.1).toBe(true);
});

describe('as data', () => {
  test('an order turned around is refused, the same rows the right way are not', () => {
    const margins = Float64Array.of(-2, -1, 0, 1, 2, 3);
    const y = Uint8Array.of(1, 1, 0, 1, 0, 0);
    const refused = fitCalibration(margins, y);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'not-increasing' } });
    expect(
      fitCalibration(
        margins.map((m) => -m),
        y,
      ).ok,
    ).toBe(true);
  });

  test('margins that are all the same say nothing and are refused', () => {
    const refused = fitCalibration(new Float64Array(10).fill(2), Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1));
    expect(refused).toMatchObject({ ok: false, error: { kind: 'not-increasing' } });
  });

  test('one class is refused with its counts', () => {
    expect(fitCalibration(Float64Array.of(1, 2), Uint8Array.of(1, 1))).toEqual({
      ok: false,
      error: { kind: 'one-class', rows: 2, positives: 2 },
    });
    expect(fitCalibration(new Float64Array(0), new Uint8Array(0))).toEqual({
      ok: false,
      error: { kind: 'one-class', rows: 0, positives: 0 },
    });
  });
});

test('smoothing keeps perfectly parted rows finite', () => {
  const fitted = fitCalibration(Float64Array.of(-2, -1, 1, 2), Uint8Array.of(0, 0, 1, 1));
  expect(fitted.ok && fitted.value.a > 0 && fitted.value.a < 5).toBe(true);
});

test('what is no data but a mistake is thrown', () => {
  expect(() => fitCalibration(new Float64Array(2), new Uint8Array(3))).toThrow(RangeError);
  expect(() => fitCalibration(Float64Array.of(Number.NaN, 1), Uint8Array.of(0, 1))).toThrow(RangeError);
});
