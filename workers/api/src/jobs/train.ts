import type { Verdict } from '@aicrm/schema/model';
import { problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import { type JobState, type ModelVersion, TrainRequest } from '@aicrm/schema/wire';
import * as z from 'zod/mini';
import { instantOf } from '../dependencies.js';
import { ProblemError } from '../http/problem-error.js';
import { type CatalogModel, modelNamed } from './catalog.js';
import type { Job } from './job.js';
import { recipes } from './recipes.js';
import { requestScoring } from './requests.js';

const Payload = z.object({ model: z.string(), request: TrainRequest });

/**
 * Trains a model on all that the tenant has, and registers what came out: published where the gate says so, else kept
 * as a candidate or as refused with its card, so that a person can read why. The file is stored before the one transaction that names it,
 * so a run that dies leaves at most a file that nothing points to. A second delivery finds the version of the first.
 */
export async function trainModel({ deps, scope, id, payload, report }: Job): Promise<JobState['result']> {
  const { model: name, request } = Payload.parse(payload);
  const model = must(modelNamed(name), `model ${name.slice(0, 40)}`);
  const earlier = await scope.models.byJob(id);
  if (earlier !== null) return resultOf(name, earlier);

  await report(0, 'reading the history');
  const train = await recipes[model.recordType](scope);
  if (train === null) throw new ProblemError(nothingToLearnFrom(model));

  const count = (await scope.models.lines()).filter((line) => line.model === name).length;
  const current = await scope.models.current(name);
  const bytes = current && (await deps.artefacts.get(scope.tenant, current.sha256));
  const { exclude, insist, seed, outcome } = request;
  // What was asked last holds until a training says otherwise: another horizon would be another question.
  const horizonDays = request.horizonDays ?? current?.horizonDays ?? model.horizonDays;
  const trained = await train(
    {
      now: deps.now(),
      version: `v${count + 1}`,
      ...(seed === undefined ? {} : { seed }),
      horizonDays,
      ...(outcome === undefined ? {} : { outcome }),
      ...(exclude === undefined ? {} : { exclude }),
      ...(insist === undefined ? {} : { insist }),
      ...(current && bytes ? { current: { bytes, sha256: current.sha256 } } : {}),
    },
    // The last tenth is the store's and the registry's.
    (share, step) => report(0.05 + 0.85 * share, step),
  );
  if (!trained.ok) throw new ProblemError(trained.error);

  await report(0.95, 'storing the model');
  const { card, sha256 } = trained.value;
  await deps.artefacts.put(scope.tenant, sha256, trained.value.bytes);
  await scope.models.add(
    {
      model: name,
      version: card.version,
      sha256,
      bytes: trained.value.bytes.length,
      card,
      status: statusOf(card.verdict),
      jobId: id,
      horizonDays,
    },
    instantOf(deps.now()),
  );
  if (card.verdict.publish) await requestScoring(deps, scope, name, `score-${id}`);
  return resultOf(name, must(await scope.models.byJob(id), 'the version just made'));
}

/**
 * A version that holds, but was not shown to be better than the published one, is a candidate: a person may prefer it,
 * for its window or the inputs that were left out. One that failed any other check is refused for good.
 */
function statusOf(verdict: Verdict): 'published' | 'candidate' | 'refused' {
  if (verdict.publish) return 'published';
  const failed = verdict.checks.filter(({ pass }) => !pass);
  return failed.length > 0 && failed.every(({ name }) => name === 'current-model') ? 'candidate' : 'refused';
}

const resultOf = (model: string, { version, card }: ModelVersion): JobState['result'] => ({
  model,
  version,
  published: card.verdict.publish,
  verdict: card.verdict,
});

const nothingToLearnFrom = ({ recordType, success }: CatalogModel) =>
  problem('not-enough-data', 'Not enough data', `There are no ${recordType}s to learn from yet.`, {
    issues: [{ at: `${recordType}s`, message: `0 ${recordType}s are stored.` }],
    action: `Import ${recordType}s with their outcome (${success} or lost), then train again.`,
  });
