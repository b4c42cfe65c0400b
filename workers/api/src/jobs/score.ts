import { predictMany } from '@aicrm/runtime/predict';
import { parseRecordId } from '@aicrm/schema/ids';
import type { Score } from '@aicrm/schema/prediction';
import { must } from '@aicrm/schema/result';
import type { LoggedScore } from '../db/prediction-log.js';
import { instantOf } from '../dependencies.js';
import { currentArtefact } from './artefact-cache.js';
import { modelNamed } from './catalog.js';
import type { Job } from './job.js';

/** Views scored at a time; 1,000 take 5 to 11 ms. */
const slice = 1_000;

/**
 * Scores every record of the model's type with the published version, into the narrow table of current scores. What is
 * said of open records also goes into the log, after the log's earlier rows have learned what became of theirs: of a
 * closed record nothing is predicted any more.
 */
export async function scoreAll({ deps, scope, payload, report }: Job): Promise<null> {
  const name = String((payload as { model?: unknown } | null)?.model ?? '');
  const model = must(modelNamed(name), `model ${name.slice(0, 40)}`);
  const artefact = await currentArtefact(deps, scope, name);
  if (artefact === null) return null;
  const published = must(await scope.models.current(name), 'the published version');
  const horizonDays = published.horizonDays ?? model.horizonDays;
  const asOf = deps.now();
  await scope.log.settle(name, model.recordType, model.success, instantOf(asOf));
  let after = { connection: '', sourceId: '' };
  for (let scored = 0; ; ) {
    const page = await scope.views.page(model.recordType, after, slice);
    const views = page.flatMap((change) => change.view ?? []);
    const predictions = predictMany(artefact, views, asOf);
    const scores = predictions.filter((p): p is Score => p.state === 'score');
    await scope.predictions.put(scores);
    const open = new Set(views.filter((view) => view.fields.status === 'open').map((view) => view.id));
    await scope.log.append(
      name,
      artefact.meta.version,
      horizonDays,
      asOf,
      scores.filter((score) => open.has(score.recordId)).map(logged),
    );
    await scope.predictions.drop(
      name,
      predictions.filter((p) => p.state !== 'score').map((p) => p.recordId),
    );
    scored += views.length;
    const last = page.at(-1);
    if (last === undefined || page.length < slice) return null;
    const key = parseRecordId(last.id);
    after = must(key.ok ? key.value : null, 'key of a stored view');
    await report(0.5, `scored ${scored} records`);
  }
}

function logged({ recordId, logit, band }: Score): LoggedScore {
  const key = parseRecordId(recordId);
  return { key: must(key.ok ? key.value : null, 'key of a stored view'), logit, band };
}
