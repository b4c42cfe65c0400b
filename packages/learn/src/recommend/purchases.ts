/** Who bought what when; `customer` and `item` are numbers from 0. */
export interface Purchases {
  readonly customers: number;
  readonly items: number;
  /** Ascending in time, all of one length. */
  readonly customer: Int32Array;
  readonly item: Int32Array;
  /** Epoch ms. */
  readonly at: Float64Array;
}

/** What one customer had bought of one item until a moment. */
export interface OwnHistory {
  readonly item: number;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Each customer's items until (not including) `until`, in the order of their first purchase. */
export function ownHistories(purchases: Purchases, until: number): OwnHistory[][] {
  const own: Map<number, { item: number; count: number; firstAt: number; lastAt: number }>[] = Array.from(
    { length: purchases.customers },
    () => new Map(),
  );
  for (let k = 0; k < purchases.at.length; k++) {
    const at = purchases.at[k] ?? 0;
    if (at >= until) break;
    const item = purchases.item[k] ?? 0;
    const mine = own[purchases.customer[k] ?? 0];
    const entry = mine?.get(item);
    if (entry === undefined) mine?.set(item, { item, count: 1, firstAt: at, lastAt: at });
    else {
      entry.count++;
      entry.lastAt = at;
    }
  }
  return own.map((mine) => [...mine.values()]);
}

/** How many customers bought each item in [from, until), both epoch ms. */
export function popularity(purchases: Purchases, from: number, until: number): Float64Array {
  // Customers times items may not fit into memory; what was bought does.
  const seen = new Set<number>();
  const counts = new Float64Array(purchases.items);
  for (let k = 0; k < purchases.at.length; k++) {
    const at = purchases.at[k] ?? 0;
    if (at < from) continue;
    if (at >= until) break;
    const item = purchases.item[k] ?? 0;
    const cell = (purchases.customer[k] ?? 0) * purchases.items + item;
    if (seen.has(cell)) continue;
    seen.add(cell);
    counts[item] = (counts[item] ?? 0) + 1;
  }
  return counts;
}
