import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXgboostGolden } from '../testing/golden.js';
import { randomEnsemble, randomRows } from '../testing/random-ensemble.js';
import type { LinearModel, TreeEnsemble } from './ensemble.js';
import { margin, margins } from './evaluate.js';

const stump: TreeEnsemble = {
  kind: 'trees',
  columns: 1,
  bias: 0.25,
  roots: Int32Array.of(0),
  feature: Int32Array.of(0, -1, -1),
  threshold: Float32Array.of(1.5, 0, 0),
  missingLeft: Uint8Array.of(0, 0, 0),
  left: Int32Array.of(1, 0, 0),
  right: Int32Array.of(2, 0, 0),
  value: Float32Array.of(0, -1, 2),
  cover: Float32Array.of(4, 3, 1),
};

describe('one row through trees', () => {
  test('equal to the threshold goes left, above it right', () => {
    expect(margin(stump, Float32Array.of(1.5))).toBe(-0.75);
    expect(margin(stump, Float32Array.of(1.5000002))).toBe(2.25);
  });

  test('a missing value goes the way the split says', () => {
    expect(margin(stump, Float32Array.of(Number.NaN))).toBe(2.25);
    const other = { ...stump, missingLeft: Uint8Array.of(1, 0, 0) };
    expect(margin(other, Float32Array.of(Number.NaN))).toBe(-0.75);
    expect(margins(other, { rows: 1, columns: 1, data: Float32Array.of(Number.NaN) })).toEqual(
      Float64Array.of(-0.75),
    );
  });

  test('a row may lie anywhere in a longer array', () => {
    expect(margin(stump, Float32Array.of(9, 9, 0), 2)).toBe(-0.75);
  });
});

test('a linear model is an intercept and a weighted sum', () => {
  const model: LinearModel = {
    kind: 'linear',
    columns: 2,
    intercept: -1,
    coefficients: Float32Array.of(2, 0.5),
    means: Float32Array.of(0, 0),
  };
  expect(margin(model, Float32Array.of(1, 4))).toBe(3);
  expect(margins(model, { rows: 2, columns: 2, data: Float32Array.of(1, 4, 0, 0) })).toEqual(
    Float64Array.of(3, -1),
  );
  expect(margin(model, Float32Array.of(Number.NaN, 4))).toBeNaN();
});

test('many rows give the same bits as one row at a time, whatever the ensemble and the number of rows', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: 0, max: 150 }),
      (seed, columns, depth, rows) => {
        const model = randomEnsemble(seed, columns, 5, depth);
        const data = randomRows(seed + 1, rows, columns);
        const all = margins(model, { rows, columns, data });
        for (let i = 0; i < rows; i++) expect(all[i]).toBe(margin(model, data, i * columns));
      },
    ),
    { numRuns: 60 },
  );
});

test('a row has the same bits however often it was asked for, and wherever it lies', () => {
  const model = randomEnsemble(11, 4, 30, 6);
  const data = Float32Array.of(
    9,
    ...randomRows(12, 50, 4),
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    Infinity,
    0,
  );
  const pass = () => Array.from({ length: 51 }, (_, i) => margin(model, data, 1 + 4 * i));
  const first = Array.from({ length: 51 }, (_, i) => margin({ ...model }, data, 1 + 4 * i));
  expect(new Set(first).size).toBeGreaterThan(20);
  for (let round = 0; round < 3; round++) expect(pass()).toEqual(first);
});

test('ensembles of other sizes asked in turn do not disturb each other', () => {
  const other = randomEnsemble(3, 1, 7, 4);
  const row = Float32Array.of(1.5);
  const alone = margin(other, row);
  for (let round = 0; round < 40; round++)
    expect([margin(stump, row), margin(other, row), margin(stump, row)]).toEqual([-0.75, alone, -0.75]);
});

test('a row wider than the layout for many rows has room for is scored all the same', () => {
  for (const columns of [4_096, 4_097]) {
    const data = new Float32Array(2 * columns).fill(-1);
    data[columns - 1] = 9;
    const last: TreeEnsemble = {
      ...stump,
      columns,
      feature: stump.feature.map((j) => (j < 0 ? j : columns - 1)),
    };
    expect(margins(last, { rows: 2, columns, data })).toEqual(Float64Array.of(2.25, -0.75));
  }
});

test('infinite values are compared like any other', () => {
  const data = Float32Array.of(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  expect(margins(stump, { rows: 2, columns: 1, data })).toEqual(Float64Array.of(-0.75, 2.25));
});

test('a matrix of other columns is refused, and so is a node with two parents', () => {
  expect(() => margins(stump, { rows: 1, columns: 2, data: new Float32Array(2) })).toThrow(RangeError);
  expect(() => margins(stump, { rows: 2, columns: 1, data: new Float32Array(1) })).toThrow(RangeError);
  const twice: TreeEnsemble = { ...stump, roots: Int32Array.of(0, 0) };
  expect(() => margins(twice, { rows: 1, columns: 1, data: new Float32Array(1) })).toThrow('two parents');
});

describe.each(['missing', 'deep', 'complete'])('boosters trained by XGBoost: %s', (name) => {
  const golden = readXgboostGolden(name);

  test('margins are those of XGBoost within 1e-5', () => {
    const { columns } = golden.model;
    const own = margins(golden.model, { rows: golden.margins.length, columns, data: golden.rows });
    const worst = Math.max(...golden.margins.map((m, i) => Math.abs(m - (own[i] ?? Number.NaN))));
    // XGBoost sums in float32; measured 6.4e-7.
    expect(worst).toBeLessThan(1e-5);
  });
});
