import { describe, expect, test } from 'vitest';
import { mae, pinball, r2, rmse } from '../metrics-regression.js';
import { contributions, expectedMargin } from '../model/attribution.js';
import type { Matrix } from '../model/ensemble.js';
import { margin, margins } from '../model/evaluate.js';
import { createRandom } from '../random.js';
import { readRegressionGolden } from '../testing/golden.js';
import { takeRows } from '../testing/synthetic.js';
import { trainBoostingSquared } from './boosting-squared.js';
import { trainRidge } from './ridge.js';

const golden = readRegressionGolden();
const { columns } = golden;
// Float32 in the file, with the nine digits that name one.
const y = Float64Array.from(golden.y, Math.fround);
const matrix = (values: readonly (number | null)[]): Matrix => ({
  rows: y.length,
  columns,
  data: Float32Array.from(values, (value) => value ?? Number.NaN),
});
const x = matrix(golden.x);
const complete = matrix(golden.complete);
const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

describe('trees of squared errors', () => {
  // Every column has at most 40 values, so both trainers see the same places to split.
  const model = trainBoostingSquared(x, y, {
    trees: 40,
    depth: 3,
    learningRate: 0.2,
    l2: 1,
    minHessian: 20,
    rowSample: 1,
    columnSample: 1,
  });
  const predictions = margins(model, x);

  test('are those that XGBoost grows', () => {
    // Its margins are float32 sums around 550, one step of which is 6e-5.
    expect(largest(predictions, golden.predictions)).toBeLessThan(5e-4);
    const fewer = trainBoostingSquared(x, y, { trees: 39, depth: 3, rowSample: 1, columnSample: 1 });
    expect(largest(margins(fewer, x), golden.predictions)).toBeGreaterThan(0.1);
  });

  test('explain themselves as XGBoost does, and the reasons add up to the prediction', () => {
    const base = expectedMargin(model);
    for (let i = 0; i < 20; i++) {
      const parts = contributions(model, x.data, undefined, i * columns);
      const theirs = golden.contributions.slice(i * (columns + 1), (i + 1) * (columns + 1));
      expect(largest([...parts, base], theirs)).toBeLessThan(5e-4);
      expect(parts.reduce((sum, part) => sum + part, base)).toBeCloseTo(
        margin(model, x.data, i * columns),
        9,
      );
    }
  });

  test('a leaf covers its rows, and without a penalty predicts their mean', () => {
    const data = Float32Array.of(1, 1, 2, 2, 2, 2);
    const own = trainBoostingSquared({ rows: 6, columns: 1, data }, Float64Array.of(3, 5, 9, 10, 11, 14), {
      trees: 1,
      depth: 1,
      learningRate: 1,
      l2: 0,
      minHessian: 1,
      rowSample: 1,
      columnSample: 1,
    });
    expect([...own.cover].sort()).toEqual([2, 4, 6]);
    expect(margin(own, Float32Array.of(1))).toBeCloseTo(4, 5);
    expect(margin(own, Float32Array.of(2))).toBeCloseTo(11, 5);
  });

  test('early stopping keeps the trees that are best on held-out rows', () => {
    const learn = Array.from({ length: 250 }, (_, i) => i);
    const rest = Array.from({ length: 150 }, (_, i) => 250 + i);
    const held = { x: takeRows(x, rest), y: y.slice(250) };
    const options = { trees: 400, depth: 4, learningRate: 0.3, minHessian: 1, rowSample: 1, columnSample: 1 };
    const train = takeRows(x, learn);
    const stopped = trainBoostingSquared(train, y.slice(0, 250), { ...options, earlyStopping: 20 }, held);
    const full = trainBoostingSquared(train, y.slice(0, 250), options);
    expect(stopped.roots.length).toBeLessThan(400);
    expect(full.roots.length).toBe(400);
    expect(rmse(margins(stopped, held.x), held.y)).toBeLessThan(rmse(margins(full, held.x), held.y));
  });

  test('the unit of the target does not matter', () => {
    const scaled = trainBoostingSquared(
      x,
      y.map((value) => value * 1e6),
      { trees: 5, depth: 3 },
    );
    const plain = trainBoostingSquared(x, y, { trees: 5, depth: 3 });
    const back = margins(scaled, x).map((value) => value / 1e6);
    expect(largest(back, margins(plain, x))).toBeLessThan(1e-3);
  });

  test('refuses what is no question', () => {
    expect(() => trainBoostingSquared(x, y.slice(1))).toThrow(RangeError);
    expect(() => trainBoostingSquared(x, new Float64Array(y.length).fill(7))).toThrow('equal');
    expect(() => trainBoostingSquared(x, Float64Array.from(y).fill(Number.NaN, 3, 4))).toThrow('target 3');
    expect(() => trainBoostingSquared(x, y, { trees: 0 })).toThrow('trees');
  });
});

describe('ridge regression', () => {
  test("has scikit-learn's coefficients", () => {
    const { l2, intercept, coefficients } = golden.ridge;
    const model = trainRidge(complete, y, { l2 });
    expect(largest(model.coefficients, coefficients)).toBeLessThan(1e-6);
    expect(Math.abs(model.intercept - intercept)).toBeLessThan(1e-4);
    expect(largest(trainRidge(complete, y, { l2: 200 }).coefficients, coefficients)).toBeGreaterThan(1e-4);
  });

  test('finds a plane again, whatever lies beside it', () => {
    const random = createRandom(4);
    const data = Float32Array.from({ length: 300 }, () => random.normal() + 1_000);
    const plane = Float64Array.from(
      { length: 100 },
      (_, i) => 2 * (data[3 * i] ?? 0) - (data[3 * i + 1] ?? 0) + 7,
    );
    const model = trainRidge({ rows: 100, columns: 3, data }, plane, { l2: 0 });
    expect(largest(model.coefficients, [2, -1, 0])).toBeLessThan(1e-6);
    expect(rmse(margins(model, { rows: 100, columns: 3, data }), plane)).toBeLessThan(1e-3);
  });

  test('a column that never changes is left out, where the penalty allows no other answer', () => {
    const data = Float32Array.of(1, 5, 2, 5, 3, 5);
    const model = trainRidge({ rows: 3, columns: 2, data }, Float64Array.of(2, 4, 6), { l2: 1e-9 });
    expect(model.coefficients[1]).toBe(0);
    expect(model.coefficients[0]).toBeCloseTo(2, 6);
  });

  test('refuses missing values and a negative penalty', () => {
    expect(() => trainRidge(x, y)).toThrow('not finite');
    expect(() => trainRidge(complete, y, { l2: -1 })).toThrow('l2');
  });
});

describe('measures of numbers', () => {
  const p = Float64Array.from(golden.predictions, Math.fround);

  test("are scikit-learn's", () => {
    expect(rmse(p, y)).toBeCloseTo(golden.metrics.rmse, 9);
    expect(mae(p, y)).toBeCloseTo(golden.metrics.mae, 9);
    expect(r2(p, y)).toBeCloseTo(golden.metrics.r2, 9);
    expect(pinball(p, y, 0.9)).toBeCloseTo(golden.metrics.pinball90, 9);
    expect(pinball(p, y, 0.1)).not.toBeCloseTo(golden.metrics.pinball90, 3);
  });

  test('are NaN where nothing can be said', () => {
    expect(rmse([], [])).toBeNaN();
    expect(r2([1, 2], [3, 3])).toBeNaN();
    expect(r2([3, 3], [2, 4])).toBe(0);
  });
});
