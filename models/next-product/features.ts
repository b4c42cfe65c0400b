import { neighbourScores, type SparseWeights } from '@aicrm/learn/recommend/neighbours';
import type { OwnHistory } from '@aicrm/learn/recommend/purchases';

export const dayMs = 86_400_000;

/** What the model reads of a customer and an item, with the words people read. */
export const nextProductFeatures = [
  { id: 'popular', label: 'How many customers buy it' },
  { id: 'rising', label: 'Bought more often lately' },
  { id: 'tier', label: 'Popular with customers who buy as much' },
  { id: 'own', label: 'Times bought before' },
  { id: 'recent', label: 'Bought recently' },
  { id: 'due', label: 'Time since last bought, against the usual gap' },
  { id: 'alike', label: 'Bought by the same customers' },
  { id: 'ease', label: 'Follows from what this customer buys' },
] as const;
export const featureCount = nextProductFeatures.length;
export const alikeColumn = 6;
export const easeColumn = 7;

/** What is known of all customers together at a moment; with one customer's purchases, its features follow. */
export interface ItemState {
  readonly items: number;
  /** ln of (1 + customers who bought it) per month of history. */
  readonly popular: ArrayLike<number>;
  /** ln of buyers in the last 60 days against the 120 before. */
  readonly rising: ArrayLike<number>;
  /** Popularity with customers of each tier of breadth, ln of the ratio to all: 4 x items. */
  readonly tiers: readonly ArrayLike<number>[];
  /** A customer with more different items than `tierCuts[t]` is above tier t. */
  readonly tierCuts: readonly number[];
  readonly alike: SparseWeights;
  readonly ease: SparseWeights;
}

export const tierOf = (cuts: readonly number[], own: readonly OwnHistory[]): number =>
  cuts.filter((cut) => own.length > cut).length;

/** Cosines are summed over what was bought, and a broad customer would have more of every item. */
export const breadthOf = (own: readonly OwnHistory[]): number => Math.sqrt(Math.max(own.length, 1));

/** Features of all items for one customer as of `at`, epoch ms: items x featureCount, row-major. */
export function featuresOf(
  state: ItemState,
  own: readonly OwnHistory[],
  at: number,
  out: Float64Array,
): void {
  const { items } = state;
  const alike = neighbourScores(state.alike, own);
  const ease = neighbourScores(state.ease, own);
  const tier = state.tiers[tierOf(state.tierCuts, own)];
  const breadth = breadthOf(own);
  for (let i = 0; i < items; i++) {
    const row = i * featureCount;
    out[row] = state.popular[i] ?? 0;
    out[row + 1] = state.rising[i] ?? 0;
    out[row + 2] = tier?.[i] ?? 0;
    out[row + 3] = 0;
    out[row + 4] = 0;
    out[row + 5] = 0;
    out[row + alikeColumn] = (alike[i] ?? 0) / breadth;
    out[row + easeColumn] = ease[i] ?? 0;
  }
  for (const { item, count, firstAt, lastAt } of own) {
    const row = item * featureCount;
    const days = Math.max(0, at - lastAt) / dayMs;
    out[row + 3] = Math.log1p(count);
    out[row + 4] = 2 ** (-days / 45);
    const gap = count > 1 ? (lastAt - firstAt) / dayMs / (count - 1) : 120;
    out[row + 5] = Math.min(4, days / Math.max(gap, 3));
  }
}
