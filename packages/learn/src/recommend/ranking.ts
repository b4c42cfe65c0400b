/** The k highest scores, best first; equal ones by their place. Items for which `skip` is 1 are left out. */
export function topK(scores: Float64Array, k: number, skip?: Uint8Array): number[] {
  const order: number[] = [];
  for (let i = 0; i < scores.length; i++) if (skip?.[i] !== 1) order.push(i);
  return order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, k);
}

/** Hits among the ranked over min(k, wanted): 1 when as many as could be hit were hit. NaN where nothing is wanted. */
export function recallAt(ranked: readonly number[], wanted: ReadonlySet<number>, k: number): number {
  const hits = ranked.slice(0, k).filter((item) => wanted.has(item)).length;
  return wanted.size === 0 ? Number.NaN : hits / Math.min(k, wanted.size);
}

/** Normalised discounted cumulative gain with binary gain (Järvelin and Kekäläinen 2002). NaN where nothing is wanted. */
export function ndcgAt(ranked: readonly number[], wanted: ReadonlySet<number>, k: number): number {
  let gain = 0;
  let best = 0;
  for (let i = 0; i < k; i++) {
    const discount = 1 / Math.log2(i + 2);
    const item = ranked[i];
    if (item !== undefined && wanted.has(item)) gain += discount;
    if (i < wanted.size) best += discount;
  }
  return wanted.size === 0 ? Number.NaN : gain / best;
}
