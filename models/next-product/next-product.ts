import { sigmoid } from '@aicrm/learn/model/calibrate';
import { type SparseWeights, weightOf } from '@aicrm/learn/recommend/neighbours';
import type { OwnHistory } from '@aicrm/learn/recommend/purchases';
import { topK } from '@aicrm/learn/recommend/ranking';
import type { NextProductModel } from '@aicrm/schema/next-product-model';
import {
  alikeColumn,
  breadthOf,
  easeColumn,
  featureCount,
  featuresOf,
  type ItemState,
  nextProductFeatures,
} from './features.js';

/** One purchase of the customer; items that the model does not know are passed over. */
export interface Bought {
  readonly item: string;
  /** Epoch ms. */
  readonly at: number;
}

export interface NextProductOptions {
  /** How many, 1 and more; default 10. */
  readonly k?: number;
  /** `any` (default) may name what is bought again, `new` only what never was. */
  readonly want?: 'any' | 'new';
  /** As of when, epoch ms; later purchases are not read. */
  readonly at: number;
}

export interface NextProductReason {
  readonly id: (typeof nextProductFeatures)[number]['id'];
  readonly label: string;
  /** In log-odds. */
  readonly contribution: number;
}

/** A bought item that speaks for this one. */
export interface Because {
  readonly item: string;
  readonly label: string;
  /** Its part in log-odds, > 0. */
  readonly contribution: number;
}

export interface NextProduct {
  readonly item: string;
  readonly label: string;
  /** Chance that it is bought within the model's horizon, 0..1; null where popularity ranks. */
  readonly probability: number | null;
  /** Log-odds of an average pair; with all reasons' contributions they are those of `probability`. */
  readonly base: number | null;
  /** The largest first; empty where popularity ranks. */
  readonly reasons: readonly NextProductReason[];
  /** At most three, the strongest first. */
  readonly because: readonly Because[];
  /** Share of all customers who bought it, 0..1. */
  readonly buyers: number;
}

export interface NextProducts {
  readonly state: 'products';
  readonly by: 'model' | 'popularity';
  /** Why it is ranked by that, as a sentence with figures. */
  readonly reason: string;
  readonly products: readonly NextProduct[];
}

interface Evaluator {
  readonly state: ItemState;
  readonly places: ReadonlyMap<string, number>;
}

const evaluators = new WeakMap<NextProductModel, Evaluator>();

function evaluatorOf(model: NextProductModel): Evaluator {
  let own = evaluators.get(model);
  if (own === undefined) {
    const items = model.items.length;
    const sparse = ({ start, target, weight }: NextProductModel['ease']): SparseWeights => ({
      items,
      start: Int32Array.from(start),
      target: Int32Array.from(target),
      weight: Float64Array.from(weight),
    });
    const { popular, rising, tiers, tierCuts } = model;
    const state = {
      items,
      popular,
      rising,
      tiers,
      tierCuts,
      alike: sparse(model.alike),
      ease: sparse(model.ease),
    };
    own = { state, places: new Map(model.items.map(({ id }, i) => [id, i])) };
    evaluators.set(model, own);
  }
  return own;
}

function historyOf(
  places: ReadonlyMap<string, number>,
  bought: readonly Bought[],
  until: number,
): OwnHistory[] {
  const own = new Map<number, OwnHistory>();
  for (const { item, at } of bought) {
    const place = places.get(item);
    if (place === undefined || !(at < until)) continue;
    const known = own.get(place);
    own.set(place, {
      item: place,
      count: (known?.count ?? 0) + 1,
      firstAt: Math.min(known?.firstAt ?? at, at),
      lastAt: Math.max(known?.lastAt ?? at, at),
    });
  }
  // The order of the rows must not show in the last digit of a sum.
  return [...own.values()].sort((a, b) => a.item - b.item);
}

/**
 * What a customer is likely to buy next, the likeliest first. Pure: what-if is a call with other purchases. A customer without
 * known purchases gets what their state, all zeros, gives: mostly what is popular.
 * @throws RangeError for a k that is no whole number above 0.
 */
export function nextProducts(
  model: NextProductModel,
  bought: readonly Bought[],
  { k = 10, want = 'any', at }: NextProductOptions,
): NextProducts {
  if (!(Number.isInteger(k) && k >= 1)) throw new RangeError(`k must be a whole number above 0, not ${k}`);
  const { state, places } = evaluatorOf(model);
  const own = historyOf(places, bought, at);
  const ranking = model[want];
  const skip = new Uint8Array(state.items);
  if (want === 'new') for (const { item } of own) skip[item] = 1;
  const byModel = ranking.by === 'model';
  const x = new Float64Array(state.items * featureCount);
  featuresOf(state, own, at, x);
  const scores = Float64Array.from(model.items, ({ buyers }, i) => {
    if (!byModel) return buyers;
    let margin = ranking.intercept;
    for (let j = 0; j < featureCount; j++)
      margin += (ranking.coefficients[j] ?? 0) * (x[i * featureCount + j] ?? 0);
    return margin;
  });
  const products = topK(scores, k, skip).map((i): NextProduct => {
    const item = model.items[i];
    const common = {
      item: item?.id ?? '',
      label: item?.label ?? '',
      buyers: (item?.buyers ?? 0) / model.customers,
    };
    if (!byModel) return { ...common, probability: null, base: null, reasons: [], because: [] };
    const reasons = nextProductFeatures.map(({ id, label }, j) => ({
      id,
      label,
      contribution:
        (ranking.coefficients[j] ?? 0) * ((x[i * featureCount + j] ?? 0) - (ranking.means[j] ?? 0)),
    }));
    const base = ranking.coefficients.reduce(
      (sum, b, j) => sum + b * (ranking.means[j] ?? 0),
      ranking.intercept,
    );
    return {
      ...common,
      probability: sigmoid(scores[i] ?? 0),
      base,
      reasons: reasons.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
      because: becauseOf(model, state, own, ranking.coefficients, i),
    };
  });
  return { state: 'products', by: ranking.by, reason: ranking.reason, products };
}

/** The neighbours' two features taken apart by what was bought. */
function becauseOf(
  model: NextProductModel,
  state: ItemState,
  own: readonly OwnHistory[],
  coefficients: readonly number[],
  to: number,
): Because[] {
  const [byAlike = 0, byEase = 0] = [coefficients[alikeColumn], coefficients[easeColumn]];
  return own
    .map(({ item }) => ({
      item: model.items[item]?.id ?? '',
      label: model.items[item]?.label ?? '',
      contribution:
        (byAlike * weightOf(state.alike, item, to)) / breadthOf(own) +
        byEase * weightOf(state.ease, item, to),
    }))
    .filter(({ contribution }) => contribution > 0)
    .sort((a, b) => b.contribution - a.contribution)
    .slice(0, 3);
}
