import type { RecordView } from '@aicrm/schema/view';
import type { Ground } from '../engine-types.js';
import { freshnessOf } from '../predictions.js';
import { unknownRecord } from '../problems.js';
import { yieldToPage } from '../yield-to-page.js';
import { hidden, type Look, loading, notForThisRecord, toldFailure } from './follow.js';

/** The most views that are handed over at once: to draw or count more holds a slow phone for a frame. */
const mostAtOnce = 1_000;

/** A record's view as the store has it. */
export const lookAtView =
  (recordId: string): Look<RecordView> =>
  async (ground) => {
    const problem = hidden(ground);
    if (problem) return toldFailure(problem);
    if (!ground.mayRead(recordId)) return toldFailure(notForThisRecord());
    const store = ground.store();
    // Another tab may have written: reading the state makes the store notice.
    await store?.state();
    const view = await store?.view(recordId);
    if (view && ground.store() === store) {
      const freshness = freshnessOf(ground.shelf, ground.now());
      return {
        state: { state: 'ready', value: view, freshness, dataAt: view.viewAt },
        print: `ready ${freshness} ${view.seq} ${view.viewAt}`,
      };
    }
    if (ground.shelf.live && store) return toldFailure(unknownRecord());
    return ground.shelf.problem ? toldFailure(ground.shelf.problem) : loading;
  };

/** Every stored view of a type that the token may read, in slices, with a turn for the page after each. */
export async function walkViews(
  ground: Ground,
  type: string,
  onSlice: (views: readonly RecordView[]) => void,
): Promise<void> {
  const store = ground.store();
  if (!store || hidden(ground)) return;
  await store.state();
  let slice: RecordView[] = [];
  const give = async (): Promise<void> => {
    if (ground.store() !== store || hidden(ground) || slice.length === 0) return;
    onSlice(slice);
    slice = [];
    await yieldToPage();
  };
  for await (const chunk of store.chunks(type)) {
    for (const view of chunk) {
      if (!ground.mayRead(view.id)) continue;
      slice.push(view);
      if (slice.length >= mostAtOnce) await give();
    }
  }
  await give();
}
