import { describe, expect, test } from 'vitest';
import { sigmoid } from '../model/calibrate.js';
import { margins } from '../model/evaluate.js';
import { readSklearnGolden } from '../testing/golden.js';
import { synthetic } from '../testing/synthetic.js';
import { trainLogistic } from './logistic.js';

describe.each(readSklearnGolden().logistic)('scikit-learn with l2 $l2, separable: $separable', (golden) => {
  test('coefficients and intercept are the same within 1e-5', () => {
    const x = { rows: golden.y.length, columns: golden.columns, data: Float32Array.from(golden.x) };
    const model = trainLogistic(x, Uint8Array.from(golden.y), { l2: golden.l2 });
    // Coefficients are kept as float32, whence a relative 6e-8; measured 3e-7 in all.
    expect(Math.abs(model.intercept - golden.intercept)).toBeLessThan(1e-5);
    for (const [j, coefficient] of golden.coefficients.entries()) {
      expect(Math.abs((model.coefficients[j] ?? Number.NaN) - coefficient)).toBeLessThan(1e-5);
    }
  });
});

describe('optimum', () => {
  const { x, y } = synthetic(500, 4, 3);

  test('the unpenalised intercept makes the mean prediction the base rate', () => {
    const p = margins(trainLogistic(x, y, { l2: 5 }), x).map(sigmoid);
    const mean = p.reduce((sum, v) => sum + v, 0) / 500;
    expect(mean).toBeCloseTo(y.reduce((sum, v) => sum + v, 0) / 500, 6);
  });

  test('a larger penalty gives smaller coefficients', () => {
    const size = (l2: number): number => Math.hypot(...trainLogistic(x, y, { l2 }).coefficients);
    expect(size(100)).toBeLessThan(size(1));
    expect(size(1)).toBeLessThan(size(0));
  });

  test('a penalty of its own holds one column back and spares the others', () => {
    const { coefficients } = trainLogistic(x, y, { l2: [1e6, 1, 1, 1] });
    const even = trainLogistic(x, y, { l2: 1 }).coefficients;
    expect(Math.abs(coefficients[0] ?? Number.NaN)).toBeLessThan(1e-3);
    expect(coefficients[1]).not.toBeCloseTo(0, 1);
    expect(trainLogistic(x, y, { l2: [1, 1, 1, 1] }).coefficients).toEqual(even);
  });

  test('means are those of the columns', () => {
    const { means } = trainLogistic(x, y);
    const first = x.data.filter((_, k) => k % 4 === 0).reduce((sum, v) => sum + v, 0) / 500;
    expect(means[0]).toBeCloseTo(first, 6);
  });
});

test('rows that a line parts perfectly converge thanks to the penalty', () => {
  const x = { rows: 6, columns: 1, data: Float32Array.of(-3, -2, -1, 1, 2, 3) };
  const model = trainLogistic(x, Uint8Array.of(0, 0, 0, 1, 1, 1), { l2: 1 });
  const [coefficient = 0] = model.coefficients;
  expect(coefficient).toBeGreaterThan(0.5);
  expect(coefficient).toBeLessThan(3);
  // At the optimum the pull of the data equals that of the penalty.
  const pull = [...x.data].reduce(
    (sum, v) => sum + Math.abs(v) * (1 - sigmoid(coefficient * Math.abs(v))),
    0,
  );
  expect(pull).toBeCloseTo(coefficient, 5);
});

test('without a penalty it still ends, at finite numbers', () => {
  const x = { rows: 4, columns: 1, data: Float32Array.of(-2, -1, 1, 2) };
  const model = trainLogistic(x, Uint8Array.of(0, 0, 1, 1), { l2: 0 });
  expect(Number.isFinite(model.intercept)).toBe(true);
  expect(Number.isFinite(model.coefficients[0])).toBe(true);
});

test('columns that say the same share the weight, a constant one gets none', () => {
  const { x, y } = synthetic(300, 1, 4);
  const data = new Float32Array(900);
  for (let i = 0; i < 300; i++) data.set([x.data[i] ?? 0, x.data[i] ?? 0, 1], i * 3);
  const model = trainLogistic({ rows: 300, columns: 3, data }, y);
  expect(model.coefficients[0]).toBeCloseTo(model.coefficients[1] ?? Number.NaN, 5);
  expect(model.coefficients[2]).toBeCloseTo(0, 5);
});

test('columns of very different scale reach the same predictions when hardly penalised', () => {
  const { x, y } = synthetic(300, 2, 5);
  const stretched = { ...x, data: x.data.map((v, k) => (k % 2 === 0 ? v * 1e5 + 3e5 : v)) };
  const plain = margins(trainLogistic(x, y, { l2: 0 }), x);
  const other = margins(trainLogistic(stretched, y, { l2: 0 }), stretched);
  for (const [i, value] of plain.entries()) expect(other[i]).toBeCloseTo(value, 2);
});

describe('refusals', () => {
  const x = { rows: 2, columns: 1, data: Float32Array.of(1, 2) };
  test.each<[string, () => unknown]>([
    ['labels', () => trainLogistic(x, Uint8Array.of(0, 1, 1))],
    ['one class', () => trainLogistic(x, Uint8Array.of(1, 1))],
    ['no rows', () => trainLogistic({ ...x, rows: 0 }, new Uint8Array(0))],
    ['not finite', () => trainLogistic({ ...x, data: Float32Array.of(1, Number.NaN) }, Uint8Array.of(0, 1))],
    ['l2', () => trainLogistic(x, Uint8Array.of(0, 1), { l2: -1 })],
    ['penalties', () => trainLogistic(x, Uint8Array.of(0, 1), { l2: [1, 1] })],
  ])('%s', (reason, act) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(reason);
  });
});
