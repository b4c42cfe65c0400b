import { expect, test } from 'vitest';
import { psi } from './psi.js';

test('equal shapes are 0 whatever their sizes', () => {
  expect(psi([10, 20, 70], [1, 2, 7])).toBeCloseTo(0, 15);
});

test('a shift is what the formula says, and the same from either side', () => {
  const expected = (0.7 - 0.5) * Math.log(0.7 / 0.5) + (0.3 - 0.5) * Math.log(0.3 / 0.5);
  expect(psi([50, 50], [70, 30])).toBeCloseTo(expected, 12);
  expect(psi([70, 30], [50, 50])).toBeCloseTo(expected, 12);
});

test('an empty bin gives a large number, not an infinite one', () => {
  const value = psi([50, 50, 0], [40, 40, 20]);
  expect(value).toBeGreaterThan(1);
  expect(Number.isFinite(value)).toBe(true);
});

test('other bins and empty sides are refused', () => {
  expect(() => psi([1, 2], [1, 2, 3])).toThrow(RangeError);
  expect(() => psi([1, 2], [0, 0])).toThrow(RangeError);
});
