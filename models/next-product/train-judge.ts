import { pairedBootstrap } from '@aicrm/learn/bootstrap';
import { sigmoid } from '@aicrm/learn/model/calibrate';
import { ndcgAt, recallAt, topK } from '@aicrm/learn/recommend/ranking';
import type { NextProductRanking } from '@aicrm/schema/next-product-model';
import { featureCount, featuresOf } from './features.js';
import type { PairModel, Want } from './train-pairs.js';
import type { Snapshot } from './train-state.js';

const k = 10;

/** What came true for each customer after a snapshot: item numbers, those that are not kept included (they are then misses). */
export type Wanted = readonly ReadonlySet<number>[];

export interface Judged {
  readonly holdout: NextProductRanking['holdout'];
  /**
   * What must be added to the log-odds so that as many suggestions are bought as predicted. Histories grow from the moments that
   * were learned from to the one that is judged, and just as much from the final model's to its use, so it is owed there too.
   */
  readonly shift: number;
}

/** Recall@10 and NDCG@10 of the model beside popularity's, over the customers known at the snapshot who bought after it. */
export function judge(
  { state, at, histories }: Snapshot,
  model: PairModel,
  wanted: Wanted,
  want: Want,
  seed: number,
): Judged {
  const x = new Float64Array(state.items * featureCount);
  const scores = new Float64Array(state.items);
  const popular = Float64Array.from(state.popular);
  const [recall, popularityRecall, ndcg, popularityNdcg]: number[][] = [[], [], [], []];
  const margins: number[] = [];
  let happened = 0;
  for (const [customer, own] of histories.entries()) {
    const target = new Set(wanted[customer]);
    const skip = new Uint8Array(state.items);
    if (want === 'new')
      for (const { item } of own) {
        skip[item] = 1;
        target.delete(item);
      }
    if (own.length === 0) continue;
    featuresOf(state, own, at, x);
    for (let i = 0; i < state.items; i++) {
      let margin = model.intercept;
      for (let j = 0; j < featureCount; j++)
        margin += (model.coefficients[j] ?? 0) * (x[i * featureCount + j] ?? 0);
      scores[i] = margin;
    }
    const ours = topK(scores, k, skip);
    const theirs = topK(popular, k, skip);
    for (const item of ours) {
      margins.push(scores[item] ?? 0);
      happened += Number(target.has(item));
    }
    // Who bought nothing counts for the probabilities, but has no recall.
    if (target.size === 0) continue;
    recall?.push(recallAt(ours, target, k));
    popularityRecall?.push(recallAt(theirs, target, k));
    ndcg?.push(ndcgAt(ours, target, k));
    popularityNdcg?.push(ndcgAt(theirs, target, k));
  }
  const n = recall?.length ?? 0;
  const mean = (values: readonly number[] | undefined): number =>
    n === 0 ? 0 : (values ?? []).reduce((sum, value) => sum + value, 0) / n;
  const of = (values: readonly number[] | undefined) => (rows: Int32Array) =>
    rows.reduce((sum, row) => sum + (values?.[row] ?? 0), 0) / rows.length;
  const difference =
    n === 0
      ? { value: 0, low: 0, high: 0 }
      : pairedBootstrap(n, of(recall), of(popularityRecall), { rounds: 1000, seed });
  const holdout = {
    customers: n,
    recall: mean(recall),
    popularityRecall: mean(popularityRecall),
    difference,
    ndcg: mean(ndcg),
    popularityNdcg: mean(popularityNdcg),
    predicted: sumOf(margins, 0) / Math.max(margins.length, 1),
    happened: happened / Math.max(margins.length, 1),
  };
  return { holdout, shift: shiftFor(margins, happened) };
}

const sumOf = (margins: readonly number[], shift: number): number =>
  margins.reduce((sum, margin) => sum + sigmoid(margin + shift), 0);

/** By bisection; a sum of sigmoids only grows. Within 3, a factor of twenty in odds: more would be another model. */
function shiftFor(margins: readonly number[], happened: number): number {
  let [low, high] = [-3, 3];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (sumOf(margins, middle) < happened) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
