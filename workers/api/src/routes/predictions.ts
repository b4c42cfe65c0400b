import { counterfactuals, explain } from '@aicrm/runtime/explain';
import { recordId } from '@aicrm/schema/ids';
import { type PredictionAnswer, PredictionRequest } from '@aicrm/schema/wire';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import { readBody } from '../http/body.js';
import type { AppEnv } from '../http/context.js';
import { badData, notFound, refuse } from '../http/problem-error.js';
import { mustMayRead, readRecordKey } from '../http/record-access.js';
import { modelNamed } from '../jobs/catalog.js';
import { predictStored, type Stored, storedViews } from '../jobs/predict-stored.js';

/** Exact reasons of a record take a millisecond or two, and a request has its share of a processor. */
const mostExplained = 100;

/**
 * POST /v1/predictions: the score of stored records now (or at `asOf`), by the function that pages run; with `explain`
 * the reasons that add up to it, for hosts that have no DOM to show an element in.
 */
export const predictions = new Hono<AppEnv>().post('/', needs(['sync:all', 'sync:record']), async (c) => {
  const request = await readBody(c, PredictionRequest);
  const model = modelNamed(request.model);
  if (model === null) throw notFound('model');
  if (request.explain && request.records.length > mostExplained)
    throw badData(`Reasons are given for at most ${mostExplained} records at a time.`, [
      { at: 'records', message: `${request.records.length} records were named.` },
    ]);
  const keys = [];
  for (const text of request.records) {
    const key = await readRecordKey(c, text);
    mustMayRead(c, key);
    if (key.type !== model.recordType)
      throw badData(`The model ${model.name} scores records of type ${model.recordType}.`);
    keys.push(key);
  }
  const scope = c.get('scope');
  const views = await storedViews(scope, keys);
  if (views.length < keys.length) {
    const known = new Set(views.map((view) => view.id));
    const missing = keys.map(recordId).filter((id) => !known.has(id));
    throw refuse('not-found', 'Not found', `${missing.length} of ${keys.length} records do not exist.`, {
      issues: missing.slice(0, 20).map((id) => ({ at: id, message: 'There is no such record.' })),
    });
  }
  const asOf = request.asOf === undefined ? c.get('deps').now() : Date.parse(request.asOf);
  if (Number.isNaN(asOf))
    throw badData('asOf is not a moment.', [{ at: 'asOf', message: 'Write an instant.' }]);

  const stored = await predictStored(c.get('deps'), scope, model.name, views, asOf);
  const answer: PredictionAnswer = {
    predictions: [...stored.predictions],
    ...(request.explain ? { explanations: explained(stored, asOf) } : {}),
  };
  return c.json(answer);
});

function explained(
  { artefact, views, predictions: all }: Stored,
  asOf: number,
): PredictionAnswer['explanations'] {
  return views.map((view, i) => {
    if (artefact === null || all[i]?.state !== 'score') return null;
    const { base, reasons } = explain(artefact, view, asOf);
    return {
      explanation: { base, reasons: [...reasons] },
      counterfactuals: [...counterfactuals(artefact, view, asOf)],
    };
  });
}
