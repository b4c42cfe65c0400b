import * as z from 'zod/mini';

const finite = z.number().check(z.gte(-1e12), z.lte(1e12));
const text = (length: number) => z.string().check(z.maxLength(length));
const count = z.int().check(z.gte(0));
const most = 20_000;
const nodes = z.array(z.int().check(z.gte(-1), z.lte(most))).check(z.maxLength(most));
const numbers = (length: number) => z.array(finite).check(z.maxLength(length));
const Range = z.object({ value: finite, low: finite, high: finite });

/** How one field of a record becomes columns: a number in its own standard deviations, or one column a level. */
export const UpliftColumn = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'),
    field: text(200),
    label: text(200),
    mean: finite,
    sd: z.number().check(z.gt(0), z.lte(1e12)),
  }),
  z.object({
    kind: z.literal('category'),
    field: text(200),
    label: text(200),
    levels: z.array(text(200)).check(z.maxLength(100)),
  }),
]);
export type UpliftColumn = z.infer<typeof UpliftColumn>;

const Part = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('linear'),
    intercept: finite,
    coefficients: numbers(2_000),
    means: numbers(2_000),
  }),
  z.object({
    kind: z.literal('trees'),
    bias: finite,
    roots: nodes,
    feature: nodes,
    threshold: numbers(most),
    left: nodes,
    right: nodes,
    value: numbers(most),
    cover: numbers(most),
  }),
]);

/** Whom an offer changes: a few coefficients or small trees, and what was found about them. No customer's own data are in it. */
export const UpliftModel = z.object({
  schemaVersion: z.literal(1),
  name: z.literal('uplift'),
  version: text(200),
  trainedAt: text(40),
  /** What was offered and what is counted, as parts of a sentence. */
  treatment: text(200),
  outcome: text(200),
  columns: z.array(UpliftColumn).check(z.minLength(1), z.maxLength(200)),
  parts: z
    .array(z.object({ weight: z.number().check(z.gte(-1), z.lte(1)), model: Part }))
    .check(z.minLength(1), z.maxLength(20)),
  verdict: z.object({ state: z.enum(['reliable', 'no-reliable-difference']), reason: text(1_000) }),
  /** Effect on the average customer, with its 95 % interval. */
  average: Range,
  rows: z.object({ treated: count, untreated: count }),
});
export type UpliftModel = z.infer<typeof UpliftModel>;
