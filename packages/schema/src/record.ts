import * as z from 'zod/mini';
import type { RecordType } from './ids.js';
import { Instant, Scalar } from './view.js';

/** An amount in minor units (cents) with its ISO 4217 currency; never a float, never without a currency. */
export const Money = z.object({
  minor: z.int(),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});
export type Money = z.infer<typeof Money>;

const text = z.string().check(z.maxLength(2_000));
const longText = z.string().check(z.maxLength(100_000));
const key = z.string().check(z.minLength(1), z.maxLength(200));
const custom = z.optional(z.record(z.string(), Scalar));

/**
 * The canonical fields of each record type. All but the key (`sourceId`, held beside the fields) are optional where a
 * CRM may lack them; what a source has beyond them lives in `custom` under its declared name. References to other
 * records are source ids within the same connection.
 */
export const recordFields = {
  lead: z.object({
    name: z.optional(text),
    email: z.optional(text),
    phone: z.optional(text),
    contact: z.optional(key),
    company: z.optional(key),
    campaign: z.optional(key),
    source: z.optional(text),
    owner: z.optional(key),
    status: z.enum(['open', 'converted', 'lost']),
    createdAt: Instant,
    closedAt: z.optional(Instant),
    custom,
  }),
  contact: z.object({
    name: z.optional(text),
    email: z.optional(text),
    phone: z.optional(text),
    company: z.optional(key),
    createdAt: z.optional(Instant),
    custom,
  }),
  company: z.object({
    name: z.optional(text),
    domain: z.optional(text),
    industry: z.optional(text),
    employees: z.optional(z.number()),
    createdAt: z.optional(Instant),
    custom,
  }),
  deal: z.object({
    name: z.optional(text),
    contact: z.optional(key),
    company: z.optional(key),
    owner: z.optional(key),
    stage: z.optional(text),
    status: z.enum(['open', 'won', 'lost']),
    amount: z.optional(Money),
    createdAt: Instant,
    closeAt: z.optional(Instant),
    closedAt: z.optional(Instant),
    custom,
  }),
  'stage-change': z.object({ deal: key, from: z.optional(text), to: text, at: Instant }),
  activity: z.object({
    kind: text,
    at: Instant,
    lead: z.optional(key),
    contact: z.optional(key),
    deal: z.optional(key),
    owner: z.optional(key),
    subject: z.optional(text),
    custom,
  }),
  message: z.object({
    channel: text,
    at: Instant,
    contact: z.optional(key),
    text: longText,
    rating: z.optional(z.number()),
    custom,
  }),
  order: z.object({
    contact: key,
    at: Instant,
    total: z.optional(Money),
    discount: z.optional(Money),
    couponDiscount: z.optional(Money),
    store: z.optional(text),
    custom,
  }),
  'order-line': z.object({
    order: key,
    product: key,
    quantity: z.optional(z.number()),
    amount: z.optional(Money),
    discount: z.optional(Money),
    couponDiscount: z.optional(Money),
  }),
  product: z.object({
    name: z.optional(text),
    category: z.optional(text),
    department: z.optional(text),
    brand: z.optional(text),
    custom,
  }),
  campaign: z.object({
    name: z.optional(text),
    kind: z.optional(text),
    startsAt: Instant,
    endsAt: z.optional(Instant),
    custom,
  }),
  offer: z.object({ name: z.optional(text), campaign: z.optional(key), product: z.optional(key), custom }),
  event: z.object({ kind: text, at: Instant, record: z.optional(key), custom }),
  user: z.object({ name: z.optional(text), email: z.optional(text), custom }),
  consent: z.object({ contact: key, purpose: text, given: z.boolean(), at: Instant }),
} satisfies Record<RecordType, unknown>;

export type RecordFields = { [T in RecordType]: z.infer<(typeof recordFields)[T]> };

/** A parsed row on its way into a tenant's database. */
export type IncomingRecord = {
  [T in RecordType]: { readonly type: T; readonly sourceId: string; readonly fields: RecordFields[T] };
}[RecordType];
