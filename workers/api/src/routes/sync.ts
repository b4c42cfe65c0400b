import { isRecordType, type RecordKey, recordId } from '@aicrm/schema/ids';
import type { SyncPage } from '@aicrm/schema/wire';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import type { ChangeFilter } from '../db/views.js';
import { instantOf } from '../dependencies.js';
import type { AppEnv, Context } from '../http/context.js';
import { filterDigest, readCursor, writeCursor } from '../http/cursor.js';
import { badData, notFound } from '../http/problem-error.js';
import { mustMayRead, readRecordKey } from '../http/record-access.js';
import { modelPointers } from '../jobs/catalog.js';
import { analysisPointers } from './analyses.js';

const defaultLimit = 500;
const maxLimit = 1_000;

interface Filter {
  readonly digest: string;
  readonly match: Pick<ChangeFilter, 'type' | 'key'>;
}

/**
 * GET /v1/sync?cursor=&limit=&type=: what changed since the cursor, in the order of the tenant's sequence.
 *
 * 304 when nothing did (by the cursor itself, or by If-None-Match). `reset` when the cursor is of another life of the
 * tenant, or ahead of this one (a restored backup). A cursor read with another filter begins anew without a reset:
 * what the page has stays right, it only has not heard of all this filter shows.
 */
export const sync = new Hono<AppEnv>().get('/', needs(['sync:all', 'sync:record']), async (c) => {
  const scope = c.get('scope');
  const about = await scope.about.get();
  if (about === null) throw notFound('tenant');
  const filter = await readFilter(c);
  const limit = readLimit(c.req.query('limit'));
  const text = c.req.query('cursor') ?? '';
  const from = text === '' ? null : readCursor(text);
  const known = from !== null && from.epoch === about.epoch;
  const start = known && from.filter === filter.digest ? from.seq : 0;

  const read = (after: number, tombstones: boolean) =>
    scope.views.changes(after, limit + 1, { ...filter.match, tombstones });
  let page = await read(start, known);
  const reset = text !== '' && (!known || from.seq > page.seq);
  if (reset) page = await read(0, false);

  const after = reset ? 0 : start;
  const etag = `"${about.epoch}.${page.seq.toString(36)}.${filter.digest}"`;
  const current = !reset && known && from.filter === filter.digest && after === page.seq;
  // Compression on the way turns the tag into a weak one, and the page sends that back.
  const seen = c.req.header('if-none-match')?.replace(/^W\//, '');
  if (current || (!reset && seen === etag && page.changes.length <= limit))
    return c.body(null, 304, { etag });

  const told = await analysisPointers(scope, c.get('caller'));
  const more = page.changes.length > limit;
  const changes = page.changes.slice(0, limit);
  const reached = more ? (changes.at(-1)?.seq ?? after) : page.seq;
  const answer: SyncPage = {
    protocol: 1,
    tenant: scope.tenant,
    cursor: writeCursor({ epoch: about.epoch, seq: reached, filter: filter.digest }),
    more,
    reset,
    upserts: changes.flatMap((change) => (change.view === null ? [] : [change.view])),
    tombstones: changes.filter((change) => change.view === null).map((change) => change.id),
    models: await modelPointers(scope),
    ...(told.length === 0 ? {} : { analyses: told }),
    serverTime: instantOf(c.get('deps').now()),
  };
  return c.json(answer, 200, more ? {} : { etag });
});

/** All records, those of a type, or the one that the token is bound to. */
async function readFilter(c: Context): Promise<Filter> {
  const { scopes, record } = c.get('caller');
  const type = c.req.query('type');
  if (type !== undefined && !isRecordType(type))
    throw badData('There is no such type of record.', [{ at: 'type', message: 'Use lead or contact.' }]);
  if (scopes.includes('sync:all')) {
    if (type === undefined) return { digest: 'all', match: {} };
    return { digest: await filterDigest(type), match: { type } };
  }
  const key: RecordKey = await readRecordKey(c, record ?? '');
  mustMayRead(c, key);
  return { digest: await filterDigest(recordId(key)), match: { key } };
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return defaultLimit;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit)
    throw badData('The limit is out of range.', [{ at: 'limit', message: `Use 1 to ${maxLimit}.` }]);
  return limit;
}
