import * as z from 'zod/mini';

/** A UTC instant as ISO 8601 text with a `Z`, or a calendar day `YYYY-MM-DD` where the source knows no time. */
export const Instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/));
export type Instant = string;

/** What a field may hold once it is parsed. `null` is "known to be empty"; an absent key is "not supplied". */
export const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Scalar = string | number | boolean | null;

/**
 * The compact thing that a model needs and that sync delivers to pages: a record's own fields, and facts about it
 * as counters, sums and *timestamps* (never "days since", so that a page that was offline computes today's recency).
 *
 * Keys are flat. `fields` are the record's own (`status`, `campaignType`), `facts` what was joined to it
 * (`orders.count`, `orders.lastAt`, `orders.sum90`); windows count back from `viewAt`.
 */
export const RecordView = z.object({
  id: z.string(),
  type: z.string(),
  seq: z.number(),
  viewAt: Instant,
  fields: z.record(z.string(), Scalar),
  facts: z.record(z.string(), Scalar),
});
export interface RecordView {
  readonly id: string;
  readonly type: string;
  /** Position in the tenant's history of changes; grows with every change of this view. */
  readonly seq: number;
  readonly viewAt: Instant;
  readonly fields: Readonly<Record<string, Scalar>>;
  readonly facts: Readonly<Record<string, Scalar>>;
}
