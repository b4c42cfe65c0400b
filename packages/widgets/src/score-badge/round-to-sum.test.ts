import { expect, it } from 'vitest';
import { roundToSum } from './round-to-sum.js';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

it('gives the steps that are left to those that lost most', () => {
  expect(roundToSum([1 / 3, 1 / 3, 1 / 3], 2)).toEqual([0.34, 0.33, 0.33]);
  expect(roundToSum([-1.004, 0.336, 0.334, 0.331], 2)).toEqual([-1, 0.34, 0.33, 0.33]);
  expect(roundToSum([], 2)).toEqual([]);
});

it('leaves alone what adds up already', () => {
  expect(roundToSum([-2, 0.9, -0.45, 0.3], 2)).toEqual([-2, 0.9, -0.45, 0.3]);
});

it('adds up, and moves nothing by a step, whatever the numbers', () => {
  for (let round = 0; round < 500; round++) {
    const values = Array.from({ length: 1 + (round % 20) }, (_, i) => Math.sin(round * 37 + i * 101) * 3);
    const rounded = roundToSum(values, 2);
    expect(sum(rounded)).toBeCloseTo(Math.round(sum(values) * 100) / 100, 9);
    for (const [i, value] of values.entries())
      expect(Math.abs(value - (rounded[i] ?? Number.NaN))).toBeLessThan(0.01);
  }
  // Rounded each by itself they would not add up.
  expect(sum([1 / 3, 1 / 3, 1 / 3].map((value) => Math.round(value * 100) / 100))).toBeCloseTo(0.99, 9);
});
