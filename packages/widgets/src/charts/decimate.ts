import type { Column } from './scale.js';

/**
 * Indices that draw the same picture as all: of every pixel column the first, the least, the greatest and the last value
 * (four points a pixel), in their order. Missing values stay, one a gap, so that a line is broken where it was.
 * @param x positions in pixels, not decreasing.
 * @returns all indices where they are fewer than four a pixel.
 */
export function decimate(x: Column, y: Column): number[] {
  const count = x.length;
  const all = (): number[] => Array.from({ length: count }, (_, i) => i);
  const width = count === 0 ? 0 : (x[count - 1] ?? 0) - (x[0] ?? 0);
  if (count <= 4 * Math.max(1, width)) return all();
  const kept: number[] = [];
  const keep = (i: number): void => {
    if (kept[kept.length - 1] !== i) kept.push(i);
  };
  for (let start = 0; start < count; ) {
    const pixel = Math.floor(x[start] ?? 0);
    let [end, least, most, gap] = [start, -1, -1, -1];
    for (; end < count && Math.floor(x[end] ?? 0) === pixel; end++) {
      const value = y[end] ?? Number.NaN;
      if (!Number.isFinite(value)) gap = end;
      else {
        if (least < 0 || value < (y[least] ?? 0)) least = end;
        if (most < 0 || value > (y[most] ?? 0)) most = end;
      }
    }
    for (const i of [...new Set([start, least, most, gap, end - 1])]
      .filter((i) => i >= 0)
      .sort((a, b) => a - b))
      keep(i);
    start = end;
  }
  return kept;
}
