import { type RecordKey, recordId } from '@aicrm/schema/ids';
import type { RecordFields } from '@aicrm/schema/record';
import type { FeedbackMessage, MessagePage, TimelineItem, TimelinePage } from '@aicrm/schema/timeline';
import { Instant } from '@aicrm/schema/view';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import type { Fact } from '../db/timeline.js';
import type { AppEnv, Context } from '../http/context.js';
import { readLimit } from '../http/limit.js';
import { withoutContacts } from '../http/personal-text.js';
import { readPlace, writePlace } from '../http/place.js';
import { badData, notFound } from '../http/problem-error.js';
import { mustMayRead, readRecordKey } from '../http/record-access.js';

const words = (text: string | undefined): string | null =>
  text === undefined ? null : withoutContacts(text, 500);

/** A fact as a page may see it: no e-mail address, no telephone number, in no field and in no text. */
function itemOf(fact: Fact, products: ReadonlyMap<string, string[]>): TimelineItem[] {
  const { at, type, connection, sourceId } = fact;
  const id = recordId(fact);
  // What was stored was checked against its type's shape when it was imported.
  const fields = <T extends keyof RecordFields>() => fact.fields as RecordFields[T];
  if (type === 'order') {
    const bought = products.get(sourceId) ?? [];
    return [{ kind: 'order', id, at, total: fields<'order'>().total ?? null, products: bought }];
  }
  if (type === 'activity') {
    const { kind, subject } = fields<'activity'>();
    return [{ kind: 'activity', id, at, activity: kind, subject: words(subject) }];
  }
  if (type === 'message') {
    const { channel, text, rating } = fields<'message'>();
    return [{ kind: 'message', id, at, channel, text: withoutContacts(text), rating: rating ?? null }];
  }
  if (type === 'stage-change') {
    const { deal, from, to } = fields<'stage-change'>();
    const of = recordId({ type: 'deal', connection, sourceId: deal });
    return [{ kind: 'stage-change', id, at, deal: of, from: from ?? null, to }];
  }
  if (type === 'deal') {
    const { name, status, amount } = fields<'deal'>();
    return [{ kind: 'deal', id, at, name: words(name), status, amount: amount ?? null }];
  }
  if (type !== 'lead') return [];
  const { name, status } = fields<'lead'>();
  return [{ kind: 'lead', id, at, name: words(name), status }];
}

function messageOf(fact: Fact): FeedbackMessage {
  const { channel, text, rating, contact } = fact.fields as RecordFields['message'];
  return {
    id: recordId(fact),
    at: fact.at,
    channel,
    contact:
      contact === undefined
        ? null
        : recordId({ type: 'contact', connection: fact.connection, sourceId: contact }),
    text: withoutContacts(text),
    rating: rating ?? null,
  };
}

/** Cuts what was read with one row too many. */
function cut(facts: readonly Fact[], limit: number): { shown: readonly Fact[]; next: string | null } {
  const shown = facts.slice(0, limit);
  const last = shown.at(-1);
  return { shown, next: facts.length > limit && last !== undefined ? writePlace(last) : null };
}

async function readRecord(c: Context, text: string): Promise<RecordKey> {
  const key = await readRecordKey(c, text);
  mustMayRead(c, key);
  if (!(await c.get('scope').records.exists(key))) throw notFound('record');
  return key;
}

/** GET /v1/records/:id/timeline?before=&limit=: what happened with a record and with what belongs to it. */
export const timelines = new Hono<AppEnv>().get(
  '/:id/timeline',
  needs(['sync:all', 'sync:record']),
  async (c) => {
    const key = await readRecord(c, c.req.param('id'));
    const limit = readLimit(c, 200, 200);
    const { timeline } = c.get('scope');
    const { shown, next } = cut(
      await timeline.facts(key, readPlace(c.req.query('before')), limit + 1),
      limit,
    );
    const orders = shown.filter(({ type }) => type === 'order').map(({ sourceId }) => sourceId);
    const products = await timeline.products(key.connection, orders);
    const answer: TimelinePage = {
      record: recordId(key),
      items: shown.flatMap((fact) => itemOf(fact, products)),
      next,
    };
    return c.json(answer);
  },
);

/** GET /v1/messages?record=&since=&before=&limit=: a token that is bound to a record gets that record's, and no others. */
export const messages = new Hono<AppEnv>().get('/', needs(['sync:all', 'sync:record']), async (c) => {
  const { scopes, record: own } = c.get('caller');
  const asked = c.req.query('record') ?? (scopes.includes('sync:all') ? undefined : (own ?? ''));
  const key = asked === undefined ? null : await readRecord(c, asked);
  const since = c.req.query('since') ?? null;
  if (since !== null && !Instant.safeParse(since).success)
    throw badData('`since` is not an instant.', [
      { at: 'since', message: 'Write 2026-11-01 or 2026-11-01T08:00:00Z.' },
    ]);
  const limit = readLimit(c, 500, 200);
  const facts = await c
    .get('scope')
    .timeline.messages(key, since, readPlace(c.req.query('before')), limit + 1);
  const { shown, next } = cut(facts, limit);
  const answer: MessagePage = { items: shown.map(messageOf), next };
  return c.json(answer);
});
