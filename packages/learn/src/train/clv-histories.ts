import type { History } from '../value/bg-nbd.js';

/** Customers with the same history counted together: most buy once, so a likelihood costs a fraction of their number. */
export interface Grouped {
  readonly x: Float64Array;
  readonly tx: Float64Array;
  readonly T: Float64Array;
  readonly count: Float64Array;
  readonly customers: number;
  readonly largestX: number;
}

/** @throws RangeError for no customers, or a history that cannot be (x no whole number >= 0, tx > T, x = 0 with tx > 0). */
export function groupHistories(histories: readonly History[]): Grouped {
  if (histories.length === 0) throw new RangeError('there are no customers');
  const groups = new Map<string, { readonly history: History; count: number }>();
  let largestX = 0;
  for (const history of histories) {
    const { x, tx, T } = history;
    const possible = Number.isInteger(x) && x >= 0 && tx >= 0 && T >= tx && T > 0 && Number.isFinite(T);
    if (!possible || (x === 0) !== (tx === 0))
      throw new RangeError(`a customer cannot have x ${x}, tx ${tx} and T ${T}`);
    largestX = Math.max(largestX, x);
    const key = `${x} ${tx} ${T}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { history, count: 1 });
    else group.count++;
  }
  const list = [...groups.values()];
  return {
    x: Float64Array.from(list, (group) => group.history.x),
    tx: Float64Array.from(list, (group) => group.history.tx),
    T: Float64Array.from(list, (group) => group.history.T),
    count: Float64Array.from(list, (group) => group.count),
    customers: histories.length,
    largestX,
  };
}
