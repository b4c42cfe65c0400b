import { area, line } from 'd3-shape';
import { decimate } from './decimate.js';
import { type Column, rounded } from './scale.js';

const finite = (...values: readonly (number | undefined)[]): boolean => values.every(Number.isFinite);

/**
 * The path of a line through points in pixels, broken where a value is missing. Long series are decimated to what the
 * pixels can show. Straight between points: a curve would draw values that nobody has measured.
 */
export function linePath(x: Column, y: Column): string {
  return (
    line<number>()
      .defined((i) => finite(x[i], y[i]))
      .x((i) => rounded(x[i] ?? 0))
      .y((i) => rounded(y[i] ?? 0))(decimate(x, y)) ?? ''
  );
}

/** The outline of what lies between two lines, broken where either is missing. */
export function areaPath(x: Column, low: Column, high: Column): string {
  // Either bound may have its extremes in another place.
  const kept = [...new Set([...decimate(x, low), ...decimate(x, high)])].sort((a, b) => a - b);
  return (
    area<number>()
      .defined((i) => finite(x[i], low[i], high[i]))
      .x((i) => rounded(x[i] ?? 0))
      .y0((i) => rounded(low[i] ?? 0))
      .y1((i) => rounded(high[i] ?? 0))(kept) ?? ''
  );
}

/** Points that no line shows, because both their neighbours are missing. */
export function lonePoints(x: Column, y: Column): number[] {
  const known = (i: number): boolean => finite(x[i], y[i]);
  return Array.from({ length: x.length }, (_, i) => i).filter(
    (i) => known(i) && !known(i - 1) && !known(i + 1),
  );
}

/** The side of a bar that is away from its base, whose corners are rounded. */
export type BarEnd = 'right' | 'left' | 'top' | 'bottom' | 'none';

/** A rectangle with two rounded corners at its end. Width and height in pixels, not negative. */
export function barPath(
  x: number,
  y: number,
  width: number,
  height: number,
  end: BarEnd,
  radius = 3,
): string {
  const along = end === 'top' || end === 'bottom' ? height : width;
  const across = end === 'top' || end === 'bottom' ? width : height;
  const r = end === 'none' ? 0 : rounded(Math.max(0, Math.min(radius, along, across / 2)));
  const [left, top, right, bottom] = [x, y, x + width, y + height].map(rounded);
  const corner = (round: boolean, toX: string, toY: string): string =>
    round && r > 0 ? `a${r},${r} 0 0 1 ${toX}${r},${toY}${r}` : '';
  const [topLeft, topRight, bottomRight, bottomLeft] = [
    end === 'left' || end === 'top',
    end === 'right' || end === 'top',
    end === 'right' || end === 'bottom',
    end === 'left' || end === 'bottom',
  ].map((is) => is && r > 0);
  const inset = (is: boolean | undefined): number => (is ? r : 0);
  return [
    `M${rounded((left ?? 0) + inset(topLeft))},${top}`,
    `H${rounded((right ?? 0) - inset(topRight))}`,
    corner(topRight === true, '', ''),
    `V${rounded((bottom ?? 0) - inset(bottomRight))}`,
    corner(bottomRight === true, '-', ''),
    `H${rounded((left ?? 0) + inset(bottomLeft))}`,
    corner(bottomLeft === true, '-', '-'),
    `V${rounded((top ?? 0) + inset(topLeft))}`,
    corner(topLeft === true, '', '-'),
    'Z',
  ].join('');
}
