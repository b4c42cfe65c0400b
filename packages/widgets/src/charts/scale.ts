import { extent } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';

export type Scale = ScaleLinear<number, number>;

/** Numbers of one series, in columns: `NaN` where there is none. */
export type Column = ArrayLike<number>;

/** The middle of the device pixel that a hairline shall fill, so that it is drawn sharp. */
export const crisp = (position: number): number => Math.round(position - 0.5) + 0.5;

/** A tenth of a pixel is finer than anyone sees, and a third of the characters of a path. */
export const rounded = (position: number): number => Math.round(position * 10) / 10;

/**
 * Least and greatest of all finite values; `[0, 1]` where there are none, and never an empty range, so that a scale is
 * always defined.
 */
export function rangeOf(columns: readonly Column[], { zero = false } = {}): [number, number] {
  const [low, high] = extent(columns.flatMap((column) => Array.from(column).filter(Number.isFinite)));
  if (low === undefined || high === undefined) return [0, 1];
  const from = zero ? Math.min(0, low) : low;
  const to = zero ? Math.max(0, high) : high;
  if (from !== to) return [from, to];
  const reach = Math.abs(to) / 2 || 1;
  return [from - (zero && from === 0 ? 0 : reach), to + reach];
}

/** A linear scale; with `nice`, its domain ends at round numbers, about `nice` steps apart. */
export function linear(domain: readonly [number, number], range: readonly [number, number], nice = 0): Scale {
  const scale = scaleLinear().domain(domain).range(range);
  return nice > 0 ? scale.nice(nice) : scale;
}
