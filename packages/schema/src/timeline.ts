import * as z from 'zod/mini';
import { Money } from './record.js';
import { Instant } from './view.js';

const id = z.string();
const words = z.nullable(z.string());

/** One fact about a record, as its source told it. `id` is the fact's own record id; the newest come first. */
export const TimelineItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('order'),
    id,
    at: Instant,
    total: z.nullable(Money),
    /** What was bought, the dearest lines first, at most five. */
    products: z.array(z.string()),
  }),
  z.object({ kind: z.literal('activity'), id, at: Instant, activity: z.string(), subject: words }),
  z.object({
    kind: z.literal('message'),
    id,
    at: Instant,
    channel: z.string(),
    text: z.string(),
    rating: z.nullable(z.number()),
  }),
  z.object({ kind: z.literal('stage-change'), id, at: Instant, deal: id, from: words, to: z.string() }),
  z.object({
    kind: z.literal('deal'),
    id,
    at: Instant,
    name: words,
    status: z.enum(['open', 'won', 'lost']),
    amount: z.nullable(Money),
  }),
  z.object({
    kind: z.literal('lead'),
    id,
    at: Instant,
    name: words,
    status: z.enum(['open', 'converted', 'lost']),
  }),
]);
export type TimelineItem = z.infer<typeof TimelineItem>;

/** GET /v1/records/:id/timeline?before=&limit=: what happened with a record, and with what belongs to it. */
export const TimelinePage = z.object({
  record: z.string(),
  items: z.array(TimelineItem),
  /** Pass it as `before` for what is older; null where there is no more. */
  next: z.nullable(z.string()),
});
export type TimelinePage = z.infer<typeof TimelinePage>;

/** A message as the panels analyse it. The analysis is made in the page and is no part of it. */
export const FeedbackMessage = z.object({
  id,
  at: Instant,
  channel: z.string(),
  /** The record id of the person who wrote it, where it is known. */
  contact: z.nullable(z.string()),
  text: z.string(),
  /** What the person gave beside the words: a number of stars, or an NPS of 0 to 10; the channel tells which. */
  rating: z.nullable(z.number()),
});
export type FeedbackMessage = z.infer<typeof FeedbackMessage>;

/** GET /v1/messages?record=&since=&before=&limit=: messages of a tenant or of one record, the newest first. */
export const MessagePage = z.object({ items: z.array(FeedbackMessage), next: z.nullable(z.string()) });
export type MessagePage = z.infer<typeof MessagePage>;
