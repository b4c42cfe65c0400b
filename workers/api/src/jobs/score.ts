import { predictMany } from '@aicrm/runtime/predict';
import { parseRecordId } from '@aicrm/schema/ids';
import type { Score } from '@aicrm/schema/prediction';
import { must } from '@aicrm/schema/result';
import { currentArtefact } from './artefact-cache.js';
import { modelNamed } from './catalog.js';
import type { Job } from './job.js';

/** Views scored at a time; 1,000 take 5 to 11 ms. */
const slice = 1_000;

/** Scores every record of the model's type with the published version, into the narrow table of current scores. */
export async function scoreAll({ deps, scope, payload, report }: Job): Promise<null> {
  const name = String((payload as { model?: unknown } | null)?.model ?? '');
  const model = must(modelNamed(name), `model ${name.slice(0, 40)}`);
  const artefact = await currentArtefact(deps, scope, name);
  if (artefact === null) return null;
  const asOf = deps.now();
  let after = { connection: '', sourceId: '' };
  for (let scored = 0; ; ) {
    const page = await scope.views.page(model.recordType, after, slice);
    const views = page.flatMap((change) => change.view ?? []);
    const predictions = predictMany(artefact, views, asOf);
    await scope.predictions.put(predictions.filter((p): p is Score => p.state === 'score'));
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
