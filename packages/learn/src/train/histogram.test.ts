import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../random.js';
import { binMatrix } from './bins.js';
import { fillHistogram, findSplit, histogramLayout, type Split, subtractHistogram } from './histogram.js';

function randomNode(seed: number, rows: number, columns: number) {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: rows * columns }, () =>
    random.next() < 0.2 ? Number.NaN : random.int(6),
  );
  return {
    data,
    binned: binMatrix({ rows, columns, data }, 255),
    columns: Int32Array.from({ length: columns }, (_, j) => j),
    rows: Int32Array.from({ length: rows }, (_, i) => i),
    gradients: Float64Array.from({ length: rows }, () => random.next() - 0.5),
    hessians: Float64Array.from({ length: rows }, () => 0.05 + 0.2 * random.next()),
    ordered: new Float64Array(2 * rows),
  };
}

type Node = ReturnType<typeof randomNode>;

function histogramOf(node: Node, start: number, end: number): Float64Array {
  const layout = histogramLayout(node.binned);
  const out = new Float64Array(layout.length).fill(7);
  const { binned, columns, rows, gradients, hessians, ordered } = node;
  fillHistogram(out, layout, binned, columns, rows, start, end, gradients, hessians, ordered);
  return out.slice(0, layout.offsets[columns.length]);
}

const emptySplit = (): Split => ({
  gain: 0,
  column: -1,
  bin: 0,
  missingLeft: false,
  leftGradient: 0,
  leftHessian: 0,
});

test('a histogram is the sum over rows, bin by bin', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 5 }), (seed, columns) => {
      const node = randomNode(seed, 30, columns);
      const own = histogramOf(node, 5, 25);
      const { offsets } = histogramLayout(node.binned);
      const expected = new Float64Array(offsets[columns] ?? 0);
      for (let i = 5; i < 25; i++) {
        for (let j = 0; j < columns; j++) {
          const at = (offsets[j] ?? 0) + 2 * (node.binned.codes[j * 30 + i] ?? 0);
          expected[at] = (expected[at] ?? 0) + (node.gradients[i] ?? 0);
          expected[at + 1] = (expected[at + 1] ?? 0) + (node.hessians[i] ?? 0);
        }
      }
      expect(own).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test("a parent's histogram less one child's is the other child's", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 40 }), (seed, middle) => {
      const node = randomNode(seed, 40, 3);
      const parent = histogramOf(node, 0, 40);
      subtractHistogram(parent, histogramOf(node, 0, middle), histogramLayout(node.binned), node.columns);
      const other = histogramOf(node, middle, 40);
      for (const [i, value] of other.entries()) {
        expect(Math.abs(value - (parent[i] ?? Number.NaN))).toBeLessThan(1e-12);
      }
    }),
    { numRuns: 30 },
  );
});

test('the split found is the best of all thresholds and both ways for missing values', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2, max: 40 }), (seed, rows) => {
      const node = randomNode(seed, rows, 3);
      const limits = { l2: 0.5, minHessian: 0.4, minGain: 0 };
      const sum = (values: Float64Array, picks: (i: number) => boolean): number =>
        values.reduce((total, value, i) => (picks(i) ? total + value : total), 0);
      const score = (picks: (i: number) => boolean): number =>
        sum(node.gradients, picks) ** 2 / (sum(node.hessians, picks) + limits.l2);
      let best = 0;
      for (let j = 0; j < 3; j++) {
        for (const threshold of [0, 1, 2, 3, 4, 5]) {
          for (const missingLeft of [true, false]) {
            const left = (i: number): boolean => {
              const value = node.data[i * 3 + j] ?? 0;
              return Number.isNaN(value) ? missingLeft : value <= threshold;
            };
            const right = (i: number): boolean => !left(i);
            const lightest = Math.min(sum(node.hessians, left), sum(node.hessians, right));
            if (lightest < limits.minHessian) continue;
            best = Math.max(best, score(left) + score(right) - score(() => true));
          }
        }
      }
      const all = (): boolean => true;
      const split = emptySplit();
      const { binned, columns, gradients, hessians } = node;
      const whole = histogramOf(node, 0, rows);
      findSplit(
        split,
        whole,
        histogramLayout(binned),
        binned,
        columns,
        sum(gradients, all),
        sum(hessians, all),
        limits,
      );
      expect(split.column >= 0 ? split.gain : 0).toBeCloseTo(best, 9);
    }),
    { numRuns: 100 },
  );
});

test('a gain not above the least asked for makes no split', () => {
  const node = randomNode(11, 40, 3);
  const whole = histogramOf(node, 0, 40);
  const g = node.gradients.reduce((sum, v) => sum + v, 0);
  const h = node.hessians.reduce((sum, v) => sum + v, 0);
  const found = (minGain: number): Split => {
    const split = emptySplit();
    findSplit(split, whole, histogramLayout(node.binned), node.binned, node.columns, g, h, {
      l2: 1,
      minHessian: 0,
      minGain,
    });
    return split;
  };
  const free = found(0);
  expect(free.column).toBeGreaterThanOrEqual(0);
  expect(found(free.gain * 1.001).column).toBe(-1);
  expect(found(free.gain * 0.999).column).toBe(free.column);
});
