import { predictMany } from '@aicrm/runtime/predict';
import type { RecordId } from '@aicrm/schema/ids';
import { recordId } from '@aicrm/schema/ids';
import type { Prediction } from '@aicrm/schema/prediction';
import { type PredictionAnswer, PredictionRequest } from '@aicrm/schema/wire';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import { readBody } from '../http/body.js';
import type { AppEnv } from '../http/context.js';
import { badData, notFound, refuse } from '../http/problem-error.js';
import { mustMayRead, readRecordKey } from '../http/record-access.js';
import { currentArtefact } from '../jobs/artefact-cache.js';
import { modelNamed, modelPointers } from '../jobs/catalog.js';

/** POST /v1/predictions: the score of stored records now (or at `asOf`), by the function that pages run. */
export const predictions = new Hono<AppEnv>().post('/', needs(['sync:all', 'sync:record']), async (c) => {
  const request = await readBody(c, PredictionRequest);
  const model = modelNamed(request.model);
  if (model === null) throw notFound('model');
  const keys = [];
  for (const text of request.records) {
    const key = await readRecordKey(c, text);
    mustMayRead(c, key);
    if (key.type !== model.recordType)
      throw badData(`The model ${model.name} scores records of type ${model.recordType}.`);
    keys.push(key);
  }
  const scope = c.get('scope');
  const views = new Map((await scope.views.many(keys)).map((view) => [view.id, view]));
  const found = keys.flatMap((key) => views.get(recordId(key)) ?? []);
  if (found.length < keys.length) {
    const missing = keys.map(recordId).filter((id) => !views.has(id));
    throw refuse('not-found', 'Not found', `${missing.length} of ${keys.length} records do not exist.`, {
      issues: missing.slice(0, 20).map((id) => ({ at: id, message: 'There is no such record.' })),
    });
  }
  const asOf = request.asOf === undefined ? c.get('deps').now() : Date.parse(request.asOf);
  if (Number.isNaN(asOf))
    throw badData('asOf is not a moment.', [{ at: 'asOf', message: 'Write an instant.' }]);

  const artefact = await currentArtefact(c.get('deps'), scope, model.name);
  if (artefact !== null) {
    const answer: PredictionAnswer = { predictions: predictMany(artefact, found, asOf) };
    return c.json(answer);
  }
  const pointer = (await modelPointers(scope)).find((one) => one.name === model.name);
  const trained = (await scope.models.lines()).some((line) => line.model === model.name);
  const refusal = (id: RecordId): Prediction => ({
    state: 'insufficient-data',
    recordId: id,
    why: trained ? 'no-evidence' : 'no-model',
    missing: [],
    detail: pointer?.refusal ?? 'No model is published.',
  });
  const answer: PredictionAnswer = { predictions: keys.map((key) => refusal(recordId(key))) };
  return c.json(answer);
});
