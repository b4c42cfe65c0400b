import { coOccurrence, cosineWeights, sparseWeights } from '@aicrm/learn/recommend/neighbours';
import { type OwnHistory, ownHistories, type Purchases, popularity } from '@aicrm/learn/recommend/purchases';
import { trainEase } from '@aicrm/learn/train/ease';
import { dayMs, type ItemState, tierOf } from './features.js';

/** Customers are told apart by how much they buy: quarters of the number of different items. */
const tierCount = 4;
/** Weights that are kept of each item: what lies nearest, so that a model of 600 items stays below a megabyte. */
const keptNeighbours = 40;
/** EASE's penalty a customer: 1,000 at 2,374 customers, which served the reference on the public retail set best. */
const easePenalty = 0.4;

export interface Snapshot {
  readonly state: ItemState;
  readonly at: number;
  /** By customer. */
  readonly histories: readonly (readonly OwnHistory[])[];
}

const monthsUntil = ({ at }: Purchases, until: number): number =>
  Math.max(1, (until - (at[0] ?? until)) / (30 * dayMs));

/** What was known at `at`, from purchases before it only. */
export function snapshotAt(purchases: Purchases, at: number): Snapshot {
  const { items } = purchases;
  const histories = ownHistories(purchases, at);
  const present = histories.filter((own) => own.length > 0);
  const all = popularity(purchases, Number.NEGATIVE_INFINITY, at);
  const lately = popularity(purchases, at - 60 * dayMs, at);
  const before = popularity(purchases, at - 180 * dayMs, at - 60 * dayMs);
  const gram = coOccurrence(histories, items);
  const sizes = present.map((own) => own.length).sort((a, b) => a - b);
  const tierCuts = Array.from(
    { length: tierCount - 1 },
    (_, i) => sizes[Math.floor(((i + 1) * sizes.length) / tierCount)] ?? 0,
  );
  const inTier = Array.from({ length: tierCount }, () => new Float64Array(items));
  const people = new Float64Array(tierCount);
  for (const own of present) {
    const tier = tierOf(tierCuts, own);
    people[tier] = (people[tier] ?? 0) + 1;
    const counts = inTier[tier];
    if (counts !== undefined) for (const { item } of own) counts[item] = (counts[item] ?? 0) + 1;
  }
  const ratio = (n: number, of: number, i: number): number =>
    Math.log((n + 1) / (of + 1) / (((all[i] ?? 0) + 1) / (present.length + 1)));
  return {
    at,
    histories,
    state: {
      items,
      // Counts grow with the days they are counted over; unless that is taken out, a later snapshot promises too much.
      popular: all.map((n) => Math.log1p(n) - Math.log(monthsUntil(purchases, at))),
      rising: lately.map((n, i) => Math.log((n + 1) / ((before[i] ?? 0) / 2 + 1))),
      tiers: inTier.map((counts, tier) => counts.map((n, i) => ratio(n, people[tier] ?? 0, i))),
      tierCuts,
      alike: sparseWeights(cosineWeights(gram, items), keptNeighbours),
      ease: sparseWeights(trainEase(gram, items, Math.max(1, easePenalty * present.length)), keptNeighbours),
    },
  };
}
