import type { OwnHistory } from './purchases.js';

/** Item-to-item weights, items x items, row-major: `weights[i * items + j]` is what owning i says for j. */
export interface ItemWeights {
  readonly items: number;
  readonly weights: Float64Array;
}

/** The same without zeros: what owning i says for `target[k]`, for `start[i] <= k < start[i + 1]`. */
export interface SparseWeights {
  readonly items: number;
  readonly start: Int32Array;
  readonly target: Int32Array;
  readonly weight: Float64Array;
}

/** Co-occurrence of items over customers: entry (i, j) counts the customers who bought both; the diagonal, who bought i. */
export function coOccurrence(histories: readonly (readonly OwnHistory[])[], items: number): Float64Array {
  const gram = new Float64Array(items * items);
  for (const own of histories)
    for (const a of own)
      for (const b of own) {
        const cell = a.item * items + b.item;
        gram[cell] = (gram[cell] ?? 0) + 1;
      }
  return gram;
}

/** Cosine between the sets of buyers of two items (Sarwar et al. 2001, equation 1 on binary columns); 0 on the diagonal. */
export function cosineWeights(gram: Float64Array, items: number): ItemWeights {
  const weights = new Float64Array(items * items);
  for (let i = 0; i < items; i++)
    for (let j = 0; j < items; j++) {
      const norm = Math.sqrt((gram[i * items + i] ?? 0) * (gram[j * items + j] ?? 0));
      if (i !== j && norm > 0) weights[i * items + j] = (gram[i * items + j] ?? 0) / norm;
    }
  return { items, weights };
}

/**
 * Keeps the weights that are furthest from zero in each row, at most `keep`, so that a file of many items stays small. The order
 * of a row's targets is ascending; of equal weights the lower target is kept.
 */
export function sparseWeights({ items, weights }: ItemWeights, keep = items): SparseWeights {
  const start = new Int32Array(items + 1);
  const target: number[] = [];
  const weight: number[] = [];
  for (let i = 0; i < items; i++) {
    const row = Array.from(weights.subarray(i * items, (i + 1) * items), (value, j) => ({ value, j }))
      .filter(({ value }) => value !== 0)
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.j - b.j)
      .slice(0, keep)
      .sort((a, b) => a.j - b.j);
    for (const { value, j } of row) {
      target.push(j);
      weight.push(value);
    }
    start[i + 1] = target.length;
  }
  return { items, start, target: Int32Array.from(target), weight: Float64Array.from(weight) };
}

/** What owning `from` says for `to`; 0 where nothing is kept. */
export function weightOf({ start, target, weight }: SparseWeights, from: number, to: number): number {
  for (let k = start[from] ?? 0; k < (start[from + 1] ?? 0); k++) if (target[k] === to) return weight[k] ?? 0;
  return 0;
}

/**
 * Scores of all items for one customer: the sum over what was bought of its weights. A sum of parts, so that each part says
 * "because you bought i".
 */
export function neighbourScores(
  { items, start, target, weight }: SparseWeights,
  own: readonly OwnHistory[],
  out: Float64Array = new Float64Array(items),
): Float64Array {
  out.fill(0);
  for (const { item } of own)
    for (let k = start[item] ?? 0; k < (start[item + 1] ?? 0); k++) {
      const j = target[k] ?? 0;
      out[j] = (out[j] ?? 0) + (weight[k] ?? 0);
    }
  return out;
}
