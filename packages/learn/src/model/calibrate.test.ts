import { expect, test } from 'vitest';
import { logit, probability, sigmoid } from './calibrate.js';

test('sigmoid does not overflow and mirrors around a half', () => {
  expect(sigmoid(0)).toBe(0.5);
  expect(sigmoid(1000)).toBe(1);
  expect(sigmoid(-1000)).toBe(0);
  expect(sigmoid(-30)).toBeCloseTo(9.357622968840175e-14, 25);
  expect(sigmoid(2) + sigmoid(-2)).toBeCloseTo(1, 15);
});

test('logit undoes sigmoid', () => {
  for (const t of [-20, -3, -0.1, 0, 0.5, 4, 20]) expect(logit(sigmoid(t))).toBeCloseTo(t, 6);
  expect(logit(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(logit(1)).toBe(Number.POSITIVE_INFINITY);
});

test('a calibrated probability is the sigmoid of a times margin plus b', () => {
  expect(probability({ a: 2, b: -1 }, 0.5)).toBe(0.5);
  expect(probability({ a: 2, b: -1 }, 1)).toBe(sigmoid(1));
});
