import { parseRecordId } from '@aicrm/schema/ids';
import { type KeptEvents, WidgetEvent, type WidgetEventsAnswer } from '@aicrm/schema/widget-event';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import '../words.js';
import { needs } from '../auth/authenticate.js';
import { instantOf } from '../dependencies.js';
import { readBody } from '../http/body.js';
import type { AppEnv, Context } from '../http/context.js';
import { readLimit } from '../http/limit.js';
import { notFound } from '../http/problem-error.js';
import { mustMayRead, readRecordKey } from '../http/record-access.js';

/** Every event is judged by itself, so the body is read as a list of anything with an id first. */
const Body = z.object({
  events: z
    .array(z.looseObject({ id: z.string().check(z.maxLength(100)) }))
    .check(z.minLength(1), z.maxLength(200)),
});

/** A page's clock may be days off; a moment beyond that is no moment of a person. */
const mostAheadMs = 7 * 86_400_000;

/**
 * POST /v1/events: what people did in widgets, each kept once by its id, so that a page sends again whatever it had no answer
 * for. What will never be taken is named with the reason, and the rest is kept all the same.
 */
export const events = new Hono<AppEnv>().post('/', needs(['events:write']), async (c) => {
  const body = await readBody(c, Body);
  const { now } = c.get('deps');
  const scope = c.get('scope');
  const kept: WidgetEvent[] = [];
  const refused: WidgetEventsAnswer['refused'] = [];
  for (const one of body.events) {
    const read = WidgetEvent.safeParse(one);
    const flaw = read.success ? await whyNot(c, read.data, now()) : flawOf(read.error);
    if (flaw !== null) refused.push({ id: one.id, why: flaw });
    else if (read.success) kept.push(read.data);
  }
  await scope.events.keep(kept, instantOf(now()));
  const answer: WidgetEventsAnswer = { kept: kept.map(({ id }) => id), refused };
  return c.json(answer);
});

const flawOf = (error: z.core.$ZodError): string => {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || 'event'}: ${issue?.message ?? 'not as expected'}`;
};

/** Why a well-formed event is not taken from this caller; null where it is. */
async function whyNot(c: Context, event: WidgetEvent, now: number): Promise<string | null> {
  const key = parseRecordId(event.record);
  if (!key.ok) return key.error;
  if (Date.parse(event.at) > now + mostAheadMs) return 'at: the moment lies in the future.';
  const { record: bound } = c.get('caller');
  if (bound === null || bound === event.record) return null;
  // Of a message that belongs to its record, and of nothing else of others.
  const own = parseRecordId(bound);
  const belongs =
    own.ok &&
    event.kind === 'correction' &&
    key.value.type === 'message' &&
    key.value.connection === own.value.connection &&
    (await c.get('scope').timeline.belongsTo(key.value)) === `${own.value.type}:${own.value.sourceId}`;
  return belongs ? null : 'record: this token is bound to another record.';
}

/**
 * GET /v1/records/:id/events?limit=: what people did with a record's proposals and offers, and what they corrected on its
 * messages. A token of one record that may not read models, such as a customer's own, learns of offers alone: what the staff
 * was told to do with that customer is the staff's.
 */
export const recordEvents = new Hono<AppEnv>().get(
  '/:id/events',
  needs(['sync:all', 'sync:record']),
  async (c) => {
    const key = await readRecordKey(c, c.req.param('id'));
    mustMayRead(c, key);
    const limit = readLimit(c, 500, 200);
    const { scopes } = c.get('caller');
    const staff = scopes.includes('sync:all') || scopes.includes('models:read');
    const { timeline, events: kept, records } = c.get('scope');
    const found = await kept.of(
      key,
      await timeline.related(key),
      staff ? ['action', 'correction', 'offer'] : ['offer'],
      limit,
    );
    // Of a record that the host alone knows there are events and nothing else.
    if (found.length === 0 && !(await records.exists(key))) throw notFound('record');
    const answer: KeptEvents = { events: found };
    return c.json(answer);
  },
);

/** GET /v1/corrections?limit=: what people corrected on any message of the tenant, the newest first. */
export const corrections = new Hono<AppEnv>().get('/', needs(['sync:all']), async (c) => {
  const answer: KeptEvents = { events: await c.get('scope').events.corrections(readLimit(c, 5_000, 1_000)) };
  return c.json(answer);
});
