import * as z from 'zod/mini';
import { Instant } from './view.js';

const id = z.string().check(z.regex(/^[0-9a-f-]{36}$/));
const name = z.string().check(z.minLength(1), z.maxLength(100));
const record = z.string().check(z.maxLength(300));
const common = { id, at: Instant };

/**
 * What a person did in a widget and what must not be lost. `id` is made in the page (a UUID); the worker keeps each id
 * once, so that sending again after a broken line changes nothing.
 */
export const WidgetEvent = z.discriminatedUnion('kind', [
  /** A proposed action was taken up, put off until `until`, or refused. */
  z.object({
    ...common,
    kind: z.literal('action'),
    record,
    rule: name,
    what: z.enum(['done', 'dismissed', 'snoozed']),
    until: z.optional(Instant),
  }),
  /** A person says what a label should have been; it enters the next training only where the tenant allows it. */
  z.object({
    ...common,
    kind: z.literal('correction'),
    /** Record id of the message. */
    record,
    model: name,
    said: name,
    meant: name,
  }),
  z.object({ ...common, kind: z.literal('reason-rejected'), record, model: name, feature: name }),
  z.object({
    ...common,
    kind: z.literal('offer'),
    record,
    offer: name,
    what: z.enum(['impression', 'click', 'dismissed', 'converted']),
  }),
]);
export type WidgetEvent = z.infer<typeof WidgetEvent>;

/** GET /v1/records/:id/events and GET /v1/corrections: what was kept of a record, or of all messages; the newest first. */
export const KeptEvents = z.object({ events: z.array(WidgetEvent) });
export type KeptEvents = z.infer<typeof KeptEvents>;

/** POST /v1/events, with `events:write`. */
export const WidgetEvents = z.object({
  events: z.array(WidgetEvent).check(z.minLength(1), z.maxLength(200)),
});
export type WidgetEvents = z.infer<typeof WidgetEvents>;
/** Which events are kept now, those that were known already included, and which never will be. */
export const WidgetEventsAnswer = z.object({
  kept: z.array(z.string()),
  refused: z.array(z.object({ id: z.string(), why: z.string() })),
});
export type WidgetEventsAnswer = z.infer<typeof WidgetEventsAnswer>;
