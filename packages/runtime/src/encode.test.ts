import type { Encoder } from '@aicrm/schema/model';
import { describe, expect, it } from 'vitest';
import { columnsOf, encodeRow } from './encode.js';
import type { FeatureValue } from './features.js';

const encode = (encoder: Encoder, value: FeatureValue): number[] => {
  const row = new Float32Array(columnsOf(encoder));
  expect(encodeRow([{ encoder }], [value], row)).toBe(row.length);
  return Array.from(row);
};
const standard: Encoder = { kind: 'standard', mean: 10, sd: 2 };
const target: Encoder = { kind: 'target', levels: { web: 0.5, fair: 0.25 }, other: 0.125 };
const oneHot: Encoder = { kind: 'one-hot', levels: ['web', 'fair'] };

describe('encodeRow', () => {
  it.each<[string, Encoder, FeatureValue, number[]]>([
    ['raw number', { kind: 'raw' }, 7, [7]],
    ['raw missing', { kind: 'raw' }, null, [Number.NaN]],
    ['raw text', { kind: 'raw' }, 'web', [Number.NaN]],
    ['standard number', standard, 14, [2, 0]],
    ['standard missing', standard, null, [0, 1]],
    ['standard text', standard, 'web', [0, 1]],
    ['standard extreme', standard, -1e30, [-1e6, 0]],
    ['log number', { kind: 'log', mean: 1, sd: 2 }, Math.E ** 5 - 1, [2, 0]],
    ['log of a debt', { kind: 'log', mean: 1, sd: 2 }, 1 - Math.E ** 5, [-3, 0]],
    ['log of nothing', { kind: 'log', mean: 0, sd: 1 }, 0, [0, 0]],
    ['log missing', { kind: 'log', mean: 1, sd: 2 }, null, [0, 1]],
    ['log extreme', { kind: 'log', mean: 0, sd: 1 }, Math.E ** 80, [80, 0]],
    ['target level', target, 'fair', [0.25]],
    ['target unseen', target, 'elsewhere', [0.125]],
    ['target name of a method', target, 'toString', [0.125]],
    ['target missing', target, null, [Number.NaN]],
    ['one-hot level', oneHot, 'fair', [0, 1, 0, 0]],
    ['one-hot unseen', oneHot, 'Fair', [0, 0, 1, 0]],
    ['one-hot missing', oneHot, null, [0, 0, 0, 1]],
  ])('%s', (_, encoder, value, row) => {
    expect(encode(encoder, value)).toEqual(row);
  });

  it('writes features one behind the other, over what was there, from an offset', () => {
    const row = new Float32Array(9).fill(5);
    const features = [{ encoder: oneHot }, { encoder: standard }, { encoder: target }];
    expect(encodeRow(features, ['web', 12, 'web'], row, 1)).toBe(8);
    expect(Array.from(row)).toEqual([5, 1, 0, 0, 0, 1, 0, 0.5, 5]);
  });
});
