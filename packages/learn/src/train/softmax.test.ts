import { describe, expect, it } from 'vitest';
import golden from '../../golden/text-sklearn.json' with { type: 'json' };
import { type SparseRows, trainSoftmax } from './softmax.js';

function sparseOf(rows: readonly (readonly number[])[]): SparseRows {
  const starts = new Int32Array(rows.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (const [i, row] of rows.entries()) {
    for (const [j, value] of row.entries()) {
      if (value === 0) continue;
      columns.push(j);
      values.push(value);
    }
    starts[i + 1] = columns.length;
  }
  return {
    rows: rows.length,
    width: rows[0]?.length ?? 0,
    starts,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  };
}

const { x, y, weights, margins, weighted_margins } = golden.softmax;
const exact = { classes: 4, l2: 0.7, tolerance: 1e-6, maxPasses: 400 };
const marginsOf = (rows: readonly (readonly number[])[], model: ReturnType<typeof trainSoftmax>) =>
  rows.map((row) =>
    Array.from({ length: 4 }, (_, k) =>
      row.reduce((sum, value, j) => sum + value * (model.weights[j * 4 + k] ?? 0), model.bias[k] ?? 0),
    ),
  );
const farthest = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number =>
  Math.max(...a.flatMap((row, i) => row.map((value, k) => Math.abs(value - (b[i]?.[k] ?? Number.NaN)))));

describe('trainSoftmax', () => {
  const sparse = sparseOf(x);

  it("ends where scikit-learn's LogisticRegression ends", () => {
    const model = trainSoftmax(sparse, y, exact);
    expect(farthest(marginsOf(x, model), margins)).toBeLessThan(1e-3);
    expect(farthest(marginsOf(x, model), weighted_margins)).toBeGreaterThan(1e-2);
  });

  it('weighs rows as scikit-learn does', () => {
    const model = trainSoftmax(sparse, y, { ...exact, weights: Float32Array.from(weights) });
    expect(farthest(marginsOf(x, model), weighted_margins)).toBeLessThan(1e-3);
  });

  it('is the same for the same seed to the bit, and near for another', () => {
    const quick = { classes: 4, l2: 0.7, tolerance: 1e-6, maxPasses: 250 };
    const one = trainSoftmax(sparse, y, { ...quick, seed: 5 });
    expect(trainSoftmax(sparse, y, { ...quick, seed: 5 }).weights).toEqual(one.weights);
    const other = trainSoftmax(sparse, y, { ...quick, seed: 6 });
    expect(other.weights).not.toEqual(one.weights);
    expect(farthest(marginsOf(x, one), marginsOf(x, other))).toBeLessThan(0.05);
  });

  it('learns only what offsets leave to be learned', () => {
    const full = trainSoftmax(sparse, y, exact);
    const offsets = Float32Array.from(marginsOf(x, full).flat());
    const rest = trainSoftmax(sparse, y, { ...exact, l2: 1e3, offsets });
    expect(Math.max(...rest.weights.map(Math.abs))).toBeLessThan(0.05);
    const nothing = trainSoftmax(sparse, y, { ...exact, offsets: new Float32Array(x.length * 4) });
    expect(farthest(marginsOf(x, nothing), marginsOf(x, full))).toBeLessThan(1e-3);
  });

  it('says by the duality gap how far from the optimum it is', () => {
    const gaps: number[] = [];
    trainSoftmax(sparse, y, { ...exact, maxPasses: 200, onPass: (_, gap) => gaps.push(gap) });
    expect(gaps.at(-1)).toBeLessThan(1e-5);
    expect(gaps[0]).toBeGreaterThan(1e-2);
  });

  it('refuses what cannot be learned from', () => {
    expect(() => trainSoftmax(sparse, y, { classes: 4, l2: 0 })).toThrow(RangeError);
    expect(() => trainSoftmax(sparse, y.slice(1), exact)).toThrow('60 rows have 59 labels');
    expect(() => trainSoftmax(sparse, y, { ...exact, classes: 2 })).toThrow('of 2 classes');
    expect(() => trainSoftmax({ ...sparse, rows: 0 }, [], exact)).toThrow('no rows');
    expect(() => trainSoftmax(sparse, y, { ...exact, weights: new Float32Array(2) })).toThrow('2 weights');
    expect(() => trainSoftmax(sparse, y, { ...exact, offsets: new Float32Array(2) })).toThrow('2 offsets');
  });
});
