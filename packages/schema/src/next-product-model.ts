import * as z from 'zod/mini';

const most = 1_000;
const finite = z.number().check(z.gte(-1e9), z.lte(1e9));
const text = (length: number) => z.string().check(z.maxLength(length));
const perItem = z.array(finite).check(z.maxLength(most));
const links = z.array(z.int().check(z.gte(0), z.lte(100 * most))).check(z.maxLength(100 * most));
const Range = z.object({ value: finite, low: finite, high: finite });

/** What buying one item says for others, without zeros: of item i from `start[i]` until `start[i + 1]`. */
const Neighbours = z.object({
  start: links,
  target: links,
  weight: z.array(finite).check(z.maxLength(100 * most)),
});

const Ranking = z.object({
  intercept: finite,
  coefficients: z.array(finite).check(z.maxLength(20)),
  /** Means of the features over the pairs that were learned from; reasons count from them. */
  means: z.array(finite).check(z.maxLength(20)),
  /** `popularity` where the model was not better than that beyond noise. */
  by: z.enum(['model', 'popularity']),
  reason: text(1_000),
  holdout: z.object({
    customers: z.int().check(z.gte(0)),
    recall: finite,
    popularityRecall: finite,
    /** Recall less that of popularity, with its 95 % interval. */
    difference: Range,
    ndcg: finite,
    popularityNdcg: finite,
    /** Mean probability of what was shown before it was corrected, and the share of it that was bought. */
    predicted: finite,
    happened: finite,
  }),
});
export type NextProductRanking = z.infer<typeof Ranking>;

/** What a customer may buy next. Sums over customers only: nobody's own purchases are in it. */
export const NextProductModel = z.object({
  schemaVersion: z.literal(1),
  name: z.literal('next-product'),
  version: text(200),
  trainedAt: text(40),
  horizonDays: z.number().check(z.gte(1), z.lte(3_660)),
  customers: z.int().check(z.gte(1)),
  items: z
    .array(z.object({ id: text(200), label: text(200), buyers: z.int().check(z.gte(0)) }))
    .check(z.minLength(1), z.maxLength(most)),
  popular: perItem,
  rising: perItem,
  tiers: z.array(perItem).check(z.length(4)),
  tierCuts: z.array(finite).check(z.length(3)),
  alike: Neighbours,
  ease: Neighbours,
  any: Ranking,
  new: Ranking,
});
export type NextProductModel = z.infer<typeof NextProductModel>;
