import * as z from 'zod/mini';

const positive = z.number().check(z.gt(0), z.lte(1e9));
const covariance = (n: number) => z.array(z.number().check(z.gte(-1e6), z.lte(1e6))).check(z.length(n * n));
const count = z.int().check(z.gte(0));

const Purchases = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bg-nbd'), r: positive, alpha: positive, a: positive, b: positive }),
  z.object({ kind: z.literal('pareto-nbd'), r: positive, alpha: positive, s: positive, beta: positive }),
]);

/** All that predicting a customer's value needs: a few numbers. No customer's own data are in it. */
export const ValueModel = z.object({
  schemaVersion: z.literal(1),
  name: z.literal('value'),
  version: z.string().check(z.maxLength(200)),
  trainedAt: z.string().check(z.maxLength(40)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  horizonDays: z.number().check(z.gte(1), z.lte(3_660)),
  /** When customers buy; time is in weeks. */
  purchases: Purchases,
  /** Of the logarithms of its parameters, row-major. */
  purchasesCovariance: covariance(4),
  /** What they spend on a purchase; null where too few amounts are known, and then no value is given. */
  spend: z.nullable(z.object({ kind: z.literal('gamma-gamma'), p: positive, q: positive, v: positive })),
  spendCovariance: z.nullable(covariance(3)),
  /** The typical repeat customer that reasons count from: weeks since the last purchase, repeats, weeks since the first, spend. */
  reference: z.object({
    gap: z.number().check(z.gte(0)),
    x: count,
    T: positive,
    m: z.number().check(z.gte(0)),
  }),
  trainingWindow: z.object({
    from: z.string().check(z.maxLength(40)),
    to: z.string().check(z.maxLength(40)),
    customers: count,
    repeat: count,
  }),
});
export type ValueModel = z.infer<typeof ValueModel>;
