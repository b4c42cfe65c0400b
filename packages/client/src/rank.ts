import type { Artefact } from '@aicrm/runtime/artefact';
import type { Prediction } from '@aicrm/schema/prediction';
import { remember } from './predictions.js';
import { inSlices } from './slices.js';
import type { Store } from './store/store.js';
import type { Ranked } from './types.js';

/** The best first; equal scores in the order of their ids, so that a list doesn't shuffle itself. */
const byProbability = (one: Ranked, other: Ranked): number =>
  other.probability - one.probability || (one.recordId < other.recordId ? -1 : 1);

/**
 * Scores every stored view of the model's record type in time slices and returns the scored ones, sorted. Records with
 * too little data are left out. `onSlice` gets what is scored so far, unsorted, in the array that goes on growing.
 */
export async function rankStored(
  store: Store,
  artefact: Artefact,
  predictions: Map<string, Prediction>,
  asOf: number,
  onSlice?: (soFar: readonly Ranked[]) => void,
): Promise<Ranked[]> {
  const ranked: Ranked[] = [];
  await inSlices(
    store.chunks(artefact.meta.recordType),
    (view) => {
      const prediction = remember(predictions, artefact, view, asOf);
      if (prediction.state !== 'score') return;
      const { recordId, probability, band } = prediction;
      ranked.push({ recordId, probability, band });
    },
    () => onSlice?.(ranked),
  );
  return ranked.sort(byProbability);
}
