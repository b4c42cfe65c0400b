import type { RecordTrend } from '@aicrm/schema/drift';
import { type RecordType, recordId } from '@aicrm/schema/ids';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import { instantOf } from '../dependencies.js';
import type { AppEnv } from '../http/context.js';
import { notFound } from '../http/problem-error.js';
import { mustMayRead, readRecordKey } from '../http/record-access.js';
import { type CatalogModel, catalog, modelNamed } from '../jobs/catalog.js';
import { requestRebuild } from '../jobs/requests.js';

/** The model of a type of record where it has only one. */
function catalogOf(type: RecordType): CatalogModel | null {
  const [only, another] = catalog.filter((model) => model.recordType === type);
  return another === undefined ? (only ?? null) : null;
}

/** GET /v1/records/:id is a record's view, .../trend what was said of it over time; DELETE forgets the record and leaves a tombstone for pages that have it. */
export const records = new Hono<AppEnv>()
  .get('/:id', needs(['sync:all', 'sync:record']), async (c) => {
    const key = await readRecordKey(c, c.req.param('id'));
    mustMayRead(c, key);
    const view = await c.get('scope').views.get(key);
    if (view === null) throw notFound('record');
    return c.json(view);
  })
  .get('/:id/trend', needs(['sync:all', 'sync:record']), async (c) => {
    const key = await readRecordKey(c, c.req.param('id'));
    mustMayRead(c, key);
    const wanted = c.req.query('model');
    const model = wanted === undefined ? catalogOf(key.type) : modelNamed(wanted);
    if (model === null || model.recordType !== key.type) throw notFound('model');
    const scope = c.get('scope');
    if ((await scope.views.get(key)) === null) throw notFound('record');
    const answer: RecordTrend = {
      record: recordId(key),
      model: model.name,
      points: await scope.log.trend(model.name, key),
    };
    return c.json(answer);
  })
  .delete('/:id', needs(['import:write'], { keysOnly: true }), async (c) => {
    const key = await readRecordKey(c, c.req.param('id'));
    const { records: repository } = c.get('scope');
    if (!(await repository.exists(key))) throw notFound('record');
    const now = instantOf(c.get('deps').now());
    const models = catalog.filter((model) => model.recordType === key.type).map((model) => model.name);
    await repository.delete(key, now, models);
    // Other records' facts may have counted this one: an order of a contact, an earlier lead.
    await requestRebuild(c.get('deps'), c.get('scope'), key.connection, `views-${crypto.randomUUID()}`);
    return c.body(null, 204);
  });
