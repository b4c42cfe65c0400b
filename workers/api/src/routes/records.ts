import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import { instantOf } from '../dependencies.js';
import type { AppEnv } from '../http/context.js';
import { notFound } from '../http/problem-error.js';
import { mustMayRead, readRecordKey } from '../http/record-access.js';
import { requestRebuild } from '../jobs/requests.js';

/** GET /v1/records/:id is a record's view; DELETE forgets the record and leaves a tombstone for pages that have it. */
export const records = new Hono<AppEnv>()
  .get('/:id', needs(['sync:all', 'sync:record']), async (c) => {
    const key = await readRecordKey(c, c.req.param('id'));
    mustMayRead(c, key);
    const view = await c.get('scope').views.get(key);
    if (view === null) throw notFound('record');
    return c.json(view);
  })
  .delete('/:id', needs(['import:write'], { keysOnly: true }), async (c) => {
    const key = await readRecordKey(c, c.req.param('id'));
    const { records: repository } = c.get('scope');
    if (!(await repository.exists(key))) throw notFound('record');
    const now = instantOf(c.get('deps').now());
    await repository.delete(key, now);
    // Other records' facts may have counted this one: an order of a contact, an earlier lead.
    await requestRebuild(c.get('deps'), c.get('scope'), key.connection, `views-${crypto.randomUUID()}`);
    return c.body(null, 204);
  });
