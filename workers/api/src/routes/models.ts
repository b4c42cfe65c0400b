import { type ModelSummary, type RecalibrationAnswer, TrainRequest } from '@aicrm/schema/wire';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { needs } from '../auth/authenticate.js';
import { customSummaries, customSummary } from '../custom/summary.js';
import type { TenantScope } from '../db/scope.js';
import { instantOf } from '../dependencies.js';
import { recalibrate } from '../drift/recalibrate.js';
import { driftReport } from '../drift/report.js';
import { readBody } from '../http/body.js';
import type { AppEnv } from '../http/context.js';
import { notFound, refuse } from '../http/problem-error.js';
import { type CatalogModel, catalog, modelNamed } from '../jobs/catalog.js';
import { enqueueJob } from '../jobs/enqueue.js';
import { requestScoring } from '../jobs/requests.js';

const PublishRequest = z.object({ version: z.string() });

function named(name: string): CatalogModel {
  const model = modelNamed(name);
  if (model === null) throw notFound('model');
  return model;
}

async function summary(scope: TenantScope, model: CatalogModel): Promise<ModelSummary> {
  const versions = await scope.models.versions(model.name);
  const { name, label, recordType } = model;
  const current = versions.find((version) => version.status === 'published')?.version ?? null;
  return { name, label, recordType, current, versions };
}

/** A model that can be published and reverted: one that every tenant has, or the tenant's own. */
async function held(scope: TenantScope, name: string) {
  const model = modelNamed(name);
  if (model !== null) return { name, scores: true, now: () => summary(scope, model) };
  if (!(await scope.customModels.exists(name))) throw notFound('model');
  return { name, scores: false, now: () => customSummary(scope, name) };
}

/** GET /v1/models and /v1/models/:name; GET .../drift; POST .../train, .../recalibrate, .../publish and .../revert. */
export const models = new Hono<AppEnv>()
  .get('/', needs(['models:read', 'models:write']), async (c) =>
    c.json([
      ...(await Promise.all(catalog.map((model) => summary(c.get('scope'), model)))),
      ...(await customSummaries(c.get('scope'))),
    ]),
  )
  .get('/:name', needs(['models:read', 'models:write']), async (c) => {
    const name = c.req.param('name');
    const own = modelNamed(name) === null ? await customSummary(c.get('scope'), name) : null;
    return c.json(own ?? (await summary(c.get('scope'), named(name))));
  })
  .get('/:name/drift', needs(['models:read', 'models:write']), async (c) =>
    c.json(await driftReport(c.get('deps'), c.get('scope'), named(c.req.param('name')))),
  )
  .post('/:name/recalibrate', needs(['models:write'], { keysOnly: true }), async (c) => {
    const model = named(c.req.param('name'));
    const made = await recalibrate(c.get('deps'), c.get('scope'), model);
    const answer: RecalibrationAnswer = { ...made, model: await summary(c.get('scope'), model) };
    return c.json(answer, 201);
  })
  .post('/:name/train', needs(['models:write'], { keysOnly: true }), async (c) => {
    const name = c.req.param('name');
    if (modelNamed(name) === null && (await c.get('scope').customModels.exists(name)))
      throw refuse('conflict', 'It learns from a table', 'Its rows are named with each training.', {
        action: 'Ask for its next version with POST /v1/models and the same name.',
      });
    const model = named(name);
    const request = await readBody(c, TrainRequest);
    const { jobs } = c.get('scope');
    // Pressing the button twice is one training.
    const pending = await jobs.pending('train', model.name, c.get('deps').now());
    const id = pending?.state.id ?? crypto.randomUUID();
    if (pending === null)
      await enqueueJob(c.get('deps'), c.get('scope'), {
        id,
        kind: 'train',
        subject: model.name,
        step: 'waiting to train',
        payload: { model: model.name, request },
      });
    const job = await jobs.get(id);
    return c.json(job?.state ?? null, 202, { location: `/v1/jobs/${id}` });
  })
  .post('/:name/publish', needs(['models:write'], { keysOnly: true }), async (c) => {
    const scope = c.get('scope');
    const model = await held(scope, c.req.param('name'));
    const { version } = await readBody(c, PublishRequest);
    const found = (await scope.models.versions(model.name)).find((one) => one.version === version);
    if (found === undefined) throw notFound('version');
    if (found.status === 'refused')
      throw refuse('conflict', 'The gate refused this version', found.card.verdict.reason, {
        action: 'Train again when there is more data.',
      });
    if (found.status !== 'published') {
      await scope.models.publish(model.name, version, instantOf(c.get('deps').now()));
      if (model.scores) await requestScoring(c.get('deps'), scope, model.name);
    }
    return c.json(await model.now());
  })
  .post('/:name/revert', needs(['models:write'], { keysOnly: true }), async (c) => {
    const scope = c.get('scope');
    const model = await held(scope, c.req.param('name'));
    const version = await scope.models.revert(model.name);
    if (version === null)
      throw refuse('conflict', 'Nothing to go back to', 'No earlier version of this model was published.');
    if (model.scores) await requestScoring(c.get('deps'), scope, model.name);
    return c.json(await model.now());
  });
