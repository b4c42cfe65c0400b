import type { Artefact } from '@aicrm/runtime/artefact';
import { predictMany } from '@aicrm/runtime/predict';
import { type RecordKey, recordId } from '@aicrm/schema/ids';
import type { Prediction } from '@aicrm/schema/prediction';
import type { RecordView } from '@aicrm/schema/view';
import type { TenantScope } from '../db/scope.js';
import type { Dependencies } from '../dependencies.js';
import { currentArtefact } from './artefact-cache.js';
import { modelPointers } from './catalog.js';

export interface Stored {
  /** Null where no model is published: then every prediction is the gate's refusal. */
  readonly artefact: Artefact | null;
  readonly views: readonly RecordView[];
  /** In the order of the views. */
  readonly predictions: readonly Prediction[];
}

/** Views of stored records by key, in the order of the keys; those that do not exist are left out. */
export async function storedViews(scope: TenantScope, keys: readonly RecordKey[]): Promise<RecordView[]> {
  const found = new Map((await scope.views.many([...keys])).map((view) => [view.id, view]));
  return keys.flatMap((key) => found.get(recordId(key)) ?? []);
}

/** What the published model says of stored records at a moment, by the function that pages run. */
export async function predictStored(
  deps: Dependencies,
  scope: TenantScope,
  model: string,
  views: readonly RecordView[],
  asOf: number,
): Promise<Stored> {
  const artefact = await currentArtefact(deps, scope, model);
  if (artefact !== null) return { artefact, views, predictions: predictMany(artefact, views, asOf) };
  const pointer = (await modelPointers(scope)).find((one) => one.name === model);
  const trained = (await scope.models.lines()).some((line) => line.model === model);
  const predictions = views.map(
    (view): Prediction => ({
      state: 'insufficient-data',
      recordId: view.id,
      why: trained ? 'no-evidence' : 'no-model',
      missing: [],
      detail: pointer?.refusal ?? 'No model is published.',
    }),
  );
  return { artefact, views, predictions };
}
