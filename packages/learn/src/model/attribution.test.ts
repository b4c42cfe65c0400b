import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXgboostGolden } from '../testing/golden.js';
import { randomEnsemble, randomRows } from '../testing/random-ensemble.js';
import { contributions, expectedMargin } from './attribution.js';
import type { LinearModel, TreeEnsemble } from './ensemble.js';
import { margin } from './evaluate.js';

/** The value of a coalition: splits on its columns follow the row, others average both sides by cover. */
function coalitionValue(model: TreeEnsemble, x: Float32Array, known: number): number {
  const below = (node: number): number => {
    const column = model.feature[node] ?? -1;
    if (column < 0) return model.value[node] ?? 0;
    const left = model.left[node] ?? 0;
    const right = model.right[node] ?? 0;
    if ((known >> column) & 1) {
      const value = x[column] ?? 0;
      const goesLeft = Number.isNaN(value)
        ? model.missingLeft[node] === 1
        : value <= (model.threshold[node] ?? 0);
      return below(goesLeft ? left : right);
    }
    const whole = model.cover[node] ?? 1;
    return (
      ((model.cover[left] ?? 0) / whole) * below(left) + ((model.cover[right] ?? 0) / whole) * below(right)
    );
  };
  return model.roots.reduce((sum, root) => sum + below(root), model.bias);
}

/** Shapley values by their definition, over all coalitions. */
function shapley(model: TreeEnsemble, x: Float32Array): number[] {
  const n = model.columns;
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  const values = Array.from({ length: 1 << n }, (_, known) => coalitionValue(model, x, known));
  return Array.from({ length: n }, (_, j) => {
    let sum = 0;
    for (let known = 0; known < 1 << n; known++) {
      if ((known >> j) & 1) continue;
      let size = 0;
      for (let k = 0; k < n; k++) size += (known >> k) & 1;
      const weight = (factorial(size) * factorial(n - size - 1)) / factorial(n);
      sum += weight * ((values[known | (1 << j)] ?? 0) - (values[known] ?? 0));
    }
    return sum;
  });
}

describe('trees', () => {
  test('contributions are the Shapley values of their definition', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 7 }),
        (seed, columns, depth) => {
          const model = randomEnsemble(seed, columns, 3, depth);
          const x = randomRows(seed + 1, 1, columns);
          const expected = shapley(model, x);
          const own = contributions(model, x);
          for (const [j, value] of expected.entries()) {
            expect(Math.abs(value - (own[j] ?? Number.NaN))).toBeLessThan(1e-6);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('contributions and the expected margin sum to the margin', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 9 }),
        (seed, columns, depth) => {
          const model = randomEnsemble(seed, columns, 20, depth);
          const rows = randomRows(seed + 1, 3, columns);
          const base = expectedMargin(model);
          const out = new Float64Array(columns);
          for (let i = 0; i < 3; i++) {
            const sum = contributions(model, rows, out, i * columns).reduce((s, v) => s + v, base);
            expect(Math.abs(sum - margin(model, rows, i * columns))).toBeLessThan(1e-9);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a column that no split reads contributes nothing, another one does', () => {
    const model = { ...randomEnsemble(3, 2, 10, 4), columns: 3 };
    const own = contributions(model, Float32Array.of(1, -1, 5));
    expect(own[2]).toBe(0);
    expect(own[0]).not.toBe(0);
  });

  test('the buffer given is the one written, and what it held before is gone', () => {
    const model = randomEnsemble(4, 3, 4, 3);
    const x = randomRows(5, 1, 3);
    const out = new Float64Array(3).fill(99);
    expect(contributions(model, x, out)).toBe(out);
    expect(out).toEqual(contributions(model, x));
  });

  test('a side that no row reached has no share of the others, and a row that goes there still sums', () => {
    const model = randomEnsemble(8, 3, 4, 5);
    const cover = model.cover.slice();
    for (let i = 0; i < cover.length; i++) if ((model.feature[i] ?? -1) >= 0) cover[model.right[i] ?? 0] = 0;
    const onesided = { ...model, cover };
    for (let seed = 0; seed < 20; seed++) {
      const x = randomRows(seed, 1, 3);
      const sum = contributions(onesided, x).reduce((s, v) => s + v, expectedMargin(onesided));
      expect(sum).toBeCloseTo(margin(onesided, x), 10);
    }
  });

  test('a node that no row reached shares evenly and still sums', () => {
    const model = randomEnsemble(6, 3, 4, 4);
    const uncovered = { ...model, cover: new Float32Array(model.cover.length) };
    const x = randomRows(7, 1, 3);
    const sum = contributions(uncovered, x).reduce((s, v) => s + v, expectedMargin(uncovered));
    expect(sum).toBeCloseTo(margin(uncovered, x), 10);
  });
});

describe.each(['missing', 'deep', 'complete'])('boosters trained by XGBoost: %s', (name) => {
  const golden = readXgboostGolden(name);

  test('contributions and base are those of XGBoost within 1e-5', () => {
    const { columns } = golden.model;
    const base = expectedMargin(golden.model);
    let worst = 0;
    for (let i = 0; i < golden.margins.length; i++) {
      const own = [...contributions(golden.model, golden.rows.subarray(i * columns)), base];
      for (const [j, value] of own.entries()) {
        const theirs = golden.contributions[i * (columns + 1) + j] ?? Number.NaN;
        worst = Math.max(worst, Math.abs(value - theirs));
      }
    }
    // XGBoost works in float32; measured 2.9e-7.
    expect(worst).toBeLessThan(1e-5);
  });
});

describe('linear', () => {
  const model: LinearModel = {
    kind: 'linear',
    columns: 2,
    intercept: 1,
    coefficients: Float32Array.of(2, -0.5),
    means: Float32Array.of(0.5, 2),
  };

  test('each column counts from its training mean', () => {
    expect(contributions(model, Float32Array.of(1, 4))).toEqual(Float64Array.of(1, -1));
    expect(expectedMargin(model)).toBe(1);
  });

  test('they sum to the margin', () => {
    const x = Float32Array.of(-3, 0.25);
    const sum = contributions(model, x).reduce((s, v) => s + v, expectedMargin(model));
    expect(sum).toBeCloseTo(margin(model, x), 12);
  });
});
