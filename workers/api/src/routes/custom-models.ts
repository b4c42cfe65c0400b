import { CustomModelRequest, CustomScoreRequest } from '@aicrm/schema/custom-model';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import { openUpload, removeUpload, storePart } from '../custom/parts.js';
import { readPart } from '../custom/read-part.js';
import { scoreTable } from '../custom/score.js';
import type { CustomPayload } from '../custom/train.js';
import { readBody } from '../http/body.js';
import type { AppEnv, Context } from '../http/context.js';
import { notFound, ProblemError, refuse } from '../http/problem-error.js';
import { modelNamed } from '../jobs/catalog.js';
import { enqueueJob } from '../jobs/enqueue.js';

const taken = (name: string) =>
  refuse('conflict', 'The name is taken', `"${name}" is a model that every tenant has.`, {
    action: 'Choose another name.',
  });

/** The request as its job keeps it: rows that came along become an upload, and one that is named must be there. */
async function asked(c: Context, request: CustomModelRequest): Promise<CustomPayload> {
  const { table } = request;
  const [deps, scope] = [c.get('deps'), c.get('scope')];
  if ('records' in table) return { custom: request };
  if ('upload' in table) {
    if ((await scope.modelTables.get(table.upload)) === null) throw notFound('table');
    return { custom: request };
  }
  // Read before the table is opened: what is refused leaves nothing behind.
  const part = await readPart(table);
  if (!part.ok) throw new ProblemError(part.error);
  const upload = await openUpload(deps, scope);
  try {
    await storePart(deps, scope, upload, 0, part.value);
  } catch (error) {
    await removeUpload(deps, scope, upload);
    throw error;
  }
  return { custom: { ...request, table: { upload } }, ownUpload: upload };
}

/** POST /v1/models makes a model of any column of any table; POST .../score scores rows by it; DELETE removes it. */
export const customModels = new Hono<AppEnv>()
  .post('/', needs(['models:write'], { keysOnly: true }), async (c) => {
    const request = await readBody(c, CustomModelRequest);
    if (modelNamed(request.name) !== null) throw taken(request.name);
    const [deps, scope] = [c.get('deps'), c.get('scope')];
    if ((await scope.jobs.pending('train', request.name, deps.now())) !== null)
      throw refuse('conflict', 'It is being trained', `A training of "${request.name}" has not ended.`, {
        action: 'Wait for its job, or choose another name.',
      });
    const payload = await asked(c, request);
    const id = crypto.randomUUID();
    await enqueueJob(deps, scope, {
      id,
      kind: 'train',
      subject: request.name,
      step: 'waiting to train',
      payload,
    });
    const job = await scope.jobs.get(id);
    return c.json(job?.state ?? null, 202, { location: `/v1/jobs/${id}` });
  })
  .post('/:name/score', needs(['models:read', 'models:write']), async (c) => {
    const name = c.req.param('name');
    const scope = c.get('scope');
    if (!(await scope.customModels.exists(name))) throw notFound('custom model');
    const request = await readBody(c, CustomScoreRequest);
    return c.json(await scoreTable(c.get('deps'), scope, name, request));
  })
  .delete('/:name', needs(['models:write'], { keysOnly: true }), async (c) => {
    const name = c.req.param('name');
    const [deps, scope] = [c.get('deps'), c.get('scope')];
    if (modelNamed(name) !== null)
      throw refuse('conflict', 'It cannot be removed', 'Every tenant has this model.', {
        action: 'Revert it, or leave it without a published version.',
      });
    if (!(await scope.customModels.exists(name))) throw notFound('custom model');
    if ((await scope.jobs.pending('train', name, deps.now())) !== null)
      throw refuse('conflict', 'It is being trained', `A training of "${name}" has not ended.`, {
        action: 'Remove it when the job has ended.',
      });
    for (const sha256 of await scope.customModels.remove(name))
      await deps.artefacts.drop(scope.tenant, sha256);
    return c.body(null, 204);
  });
