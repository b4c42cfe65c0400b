import { yieldToPage } from '../yield-to-page.js';

/** Rows sorted in one go: a few milliseconds on a slow phone, texts included. */
const RUN = 256;
/** Comparisons of a merge between two looks at the page. */
const PER_TURN = 2_000;

export type Compare<T> = (one: T, other: T) => number;

/** Merges two sorted lists; where both are equal, those of the first come first. */
export function merge<T>(first: readonly T[], second: readonly T[], compare: Compare<T>): T[] {
  const out: T[] = [];
  let at = 0;
  for (const row of second) {
    for (let next = first[at]; next !== undefined && compare(next, row) <= 0; next = first[at]) {
      out.push(next);
      at++;
    }
    out.push(row);
  }
  for (; at < first.length; at++) {
    const row = first[at];
    if (row !== undefined) out.push(row);
  }
  return out;
}

/**
 * Sorts a long list without holding up the page: runs of 256, merged two by two, giving way in between. Equal to a stable
 * `Array.sort`; the given list stays as it is.
 *
 * @param goesOn Asked at each pause; `false` ends it.
 * @returns null where it was ended.
 */
export async function sortRows<T>(
  rows: readonly T[],
  compare: Compare<T>,
  goesOn: () => boolean = () => true,
  pause: () => Promise<void> = yieldToPage,
): Promise<T[] | null> {
  let runs: T[][] = [];
  let work = 0;
  const rest = async (done: number): Promise<boolean> => {
    work += done;
    if (work < PER_TURN) return true;
    work = 0;
    await pause();
    return goesOn();
  };
  for (let at = 0; at < rows.length; at += RUN) {
    runs.push(rows.slice(at, at + RUN).sort(compare));
    if (!(await rest(RUN * 8))) return null;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [first = [], second = []] = [runs[i], runs[i + 1]];
      merged.push(second.length === 0 ? first : merge(first, second, compare));
      if (!(await rest(first.length + second.length))) return null;
    }
    runs = merged;
  }
  return runs[0] ?? [];
}
