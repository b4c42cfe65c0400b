import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binLike, binMatrix, quantileEdges } from './bins.js';

const column = (...values: number[]) => ({
  rows: values.length,
  columns: 1,
  data: Float32Array.from(values),
});

describe('edges', () => {
  test('few values get a bin each, parted halfway', () => {
    const edges = quantileEdges(Float32Array.of(1, 1, 2, 4), 255);
    expect([...edges.slice(0, -1)]).toEqual([1.5, 3]);
  });

  test('between neighbouring float32 the edge is the lower one', () => {
    const above = 1.00000011920929;
    expect(quantileEdges(Float32Array.of(1, above), 255)[0]).toBe(1);
  });

  test('many values are parted into bins of about equal rows, a frequent value has one of its own', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i < 300 ? 0 : i)).sort();
    const binned = binMatrix({ rows: 1000, columns: 1, data: values }, 8);
    const rows = new Array<number>(8).fill(0);
    for (const code of binned.codes) rows[code] = (rows[code] ?? 0) + 1;
    expect(binned.counts[0]).toBe(8);
    expect(rows[0]).toBe(300);
    for (const n of rows.slice(1)) expect(n).toBe(100);
  });

  test('no values at all leave one bin', () => {
    expect(binMatrix(column(Number.NaN, Number.NaN), 255).counts[0]).toBe(1);
  });
});

test('codes and edges agree in float32: a value is at or below an edge exactly when its bin is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noDefaultInfinity: true }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 2, max: 12 }),
      (values, bins) => {
        const binned = binMatrix(column(...values), bins);
        const edges = binned.edges[0] ?? new Float32Array(0);
        expect(edges.length).toBeLessThanOrEqual(bins);
        expect(binned.counts[0]).toBe(edges.length);
        for (const [i, value] of values.entries()) {
          const code = binned.codes[i] ?? -1;
          if (Number.isNaN(value)) {
            expect(code).toBe(edges.length);
            continue;
          }
          for (const [b, edge] of edges.entries()) expect(value <= edge).toBe(code <= b);
        }
      },
    ),
  );
});

test('missing values have a bin behind all others and are noted, column by column', () => {
  const binned = binMatrix({ rows: 2, columns: 2, data: Float32Array.of(1, Number.NaN, 2, 5) }, 255);
  expect([...binned.codes]).toEqual([0, 1, 1, 0]);
  expect([...binned.hasMissing]).toEqual([0, 1]);
});

test('other rows are coded with the same edges, also beyond what was seen', () => {
  const binned = binMatrix(column(1, 2, 3), 255);
  expect([...binLike(column(-9, 2.4, 2.6, 99, Number.NaN), binned).codes]).toEqual([0, 1, 2, 2, 3]);
});

test('infinite values and a senseless number of bins are refused', () => {
  expect(() => binMatrix(column(1, Number.POSITIVE_INFINITY), 255)).toThrow('infinite');
  expect(() => binMatrix(column(Number.NEGATIVE_INFINITY, 1), 255)).toThrow('infinite');
  expect(() => binMatrix(column(1, 2), 1)).toThrow(RangeError);
  expect(() => binMatrix(column(1, 2), 256)).toThrow(RangeError);
});
