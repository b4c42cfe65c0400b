import type { Rows, TrainingTable } from './table.js';

/** So much of the rows must lie where the outcome does not happen, or it is a corner of the data and no rule. */
const leastShare = 0.1;
/** Where the outcome's rate is at most so much of the average (with its upper 95 % bound), it does not happen. */
const nearlyNever = 0.1;
const z = 1.96;

/** Upper bound of the 95 % score interval of a rate: E. B. Wilson, JASA 22 (1927), 209-212. */
const highest = (k: number, n: number): number => {
  const [p, square] = [k / n, z * z];
  return (p + square / (2 * n) + z * Math.sqrt((p * (1 - p)) / n + square / (4 * n * n))) / (1 + square / n);
};

/** One end of a number's range where the outcome does not happen. */
export interface DeadEnd {
  readonly end: 'low' | 'high';
  /** The last value of it. */
  readonly until: number;
  readonly rows: number;
  /** Successes among them. */
  readonly successes: number;
  /** Share of successes over all rows that have a value, 0..1. */
  readonly base: number;
}

/**
 * The widest end of a number's range where the outcome practically never happens, or undefined. What describes a record
 * beforehand leans; what measures the very event (how long the call took, how much was signed for) has a floor: the
 * outcome needs some amount of it to happen at all. On the public sets only a call's length has such an end (.5 % of the
 * shortest fifth where 11 % is usual); no other column has one of even 2 % of the rows.
 */
export function deadEnd(table: TrainingTable, f: number, rows: Rows): DeadEnd | undefined {
  const column = table.columns[f] ?? [];
  const points: { value: number; y: number }[] = [];
  for (const row of rows) {
    const value = column[row];
    if (typeof value === 'number') points.push({ value, y: table.labels[row] ?? 0 });
  }
  points.sort((a, b) => a.value - b.value);
  const base = points.reduce((sum, { y }) => sum + y, 0) / Math.max(points.length, 1);
  const found = [scan(points, 'low', base), scan(points.toReversed(), 'high', base)];
  return found.reduce((best, one) => (best === undefined || (one && one.rows > best.rows) ? one : best));
}

function scan(
  points: readonly { readonly value: number; readonly y: number }[],
  end: DeadEnd['end'],
  base: number,
): DeadEnd | undefined {
  let successes = 0;
  let found: DeadEnd | undefined;
  points.forEach(({ value, y }, i) => {
    successes += y;
    const rows = i + 1;
    // Equal values are never parted.
    if (rows < leastShare * points.length || points[i + 1]?.value === value) return;
    if (highest(successes, rows) <= nearlyNever * base) found = { end, until: value, rows, successes, base };
  });
  return found;
}
