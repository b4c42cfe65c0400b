import { describe, expect, it } from 'vitest';
import { decimate } from './decimate.js';
import { areaPath, barPath, linePath, lonePoints } from './paths.js';
import { crisp, linear, rangeOf } from './scale.js';

const ramp = (count: number, step: number): number[] => Array.from({ length: count }, (_, i) => i * step);

describe('paths', () => {
  it('go through the points and break where a value is missing', () => {
    expect(linePath([0, 10, 20], [5, 1.26, 3])).toBe('M0,5L10,1.3L20,3');
    const broken = linePath([0, 10, 20, 30], [5, 6, Number.NaN, 3]);
    expect(broken.match(/M/g)).toHaveLength(2);
    expect(linePath([], [])).toBe('');
    expect(areaPath([0, 10], [4, 5], [1, 2])).toBe('M0,1L10,2L10,5L0,4Z');
    expect(areaPath([0, 10], [4, Number.NaN], [1, 2])).not.toContain('10');
  });

  it('know the points that no line would show', () => {
    const gap = Number.NaN;
    expect(lonePoints([0, 1, 2, 3], [1, gap, 2, gap])).toEqual([0, 2]);
    expect(lonePoints([0, 1, 2], [1, 2, gap])).toEqual([]);
    expect(lonePoints([0], [1])).toEqual([0]);
  });

  it('draw bars with two round corners at the end, and square where there is no room', () => {
    expect(barPath(0, 0, 20, 10, 'right')).toBe('M0,0H17a3,3 0 0 1 3,3V7a3,3 0 0 1 -3,3H0V0Z');
    expect(barPath(0, 0, 20, 10, 'none')).toBe('M0,0H20V10H0V0Z');
    expect(barPath(0, 0, 0, 10, 'right')).not.toContain('a');
    for (const end of ['left', 'top', 'bottom'] as const) {
      const path = barPath(5, 5, 20, 12, end);
      expect(path.match(/a3,3/g), end).toHaveLength(2);
      expect(path, end).not.toContain('NaN');
    }
  });
});

describe('decimation', () => {
  it('leaves alone what the pixels can show', () => {
    expect(decimate(ramp(300, 1), ramp(300, 1))).toHaveLength(300);
  });

  it('keeps at most four points a pixel, with the extremes of each', () => {
    const count = 50_000;
    const x = ramp(count, 400 / count);
    const y = Float64Array.from({ length: count }, (_, i) => Math.sin(i / 7) + (i === 31_234 ? 9 : 0));
    const kept = decimate(x, y);
    expect(kept.length).toBeLessThanOrEqual(4 * 401);
    expect(kept).toContain(31_234);
    expect(kept[0]).toBe(0);
    expect(kept[kept.length - 1]).toBe(count - 1);
    expect(kept.every((index, n) => n === 0 || index > (kept[n - 1] ?? 0))).toBe(true);
    // Every pixel column keeps its least and greatest value, so the picture is the same.
    const byPixel = new Map<number, [number, number]>();
    for (const [i, value] of y.entries()) {
      const pixel = Math.floor(x[i] ?? 0);
      const [low, high] = byPixel.get(pixel) ?? [value, value];
      byPixel.set(pixel, [Math.min(low, value), Math.max(high, value)]);
    }
    for (const [pixel, [low, high]] of byPixel) {
      const values = kept.filter((i) => Math.floor(x[i] ?? 0) === pixel).map((i) => y[i]);
      expect(values).toContain(low);
      expect(values).toContain(high);
    }
  });

  it('keeps a gap that is narrower than a pixel', () => {
    const count = 10_000;
    const y = new Float64Array(count).fill(1);
    y[5_000] = Number.NaN;
    expect(linePath(ramp(count, 0.01), y).match(/M/g)).toHaveLength(2);
  });
});

describe('scales', () => {
  it('hold all values, zero where it matters, and are never empty', () => {
    expect(rangeOf([[3, Number.NaN], [9]])).toEqual([3, 9]);
    expect(rangeOf([[3, 9]], { zero: true })).toEqual([0, 9]);
    expect(rangeOf([[-2, -1]], { zero: true })).toEqual([-2, 0]);
    expect(rangeOf([[]])).toEqual([0, 1]);
    expect(rangeOf([[Number.NaN]])).toEqual([0, 1]);
    const [low, high] = rangeOf([[5, 5]]);
    expect(high).toBeGreaterThan(low);
    expect(rangeOf([[0, 0]], { zero: true })).toEqual([0, 1]);
  });

  it('end at round numbers, and hairlines fill one pixel', () => {
    expect(linear([0, 97], [0, 1], 5).domain()).toEqual([0, 100]);
    expect(linear([0, 97], [0, 1]).domain()).toEqual([0, 97]);
    expect([crisp(10), crisp(10.4), crisp(10.9)]).toEqual([10.5, 10.5, 10.5]);
  });
});
