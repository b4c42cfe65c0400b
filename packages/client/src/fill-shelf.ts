import { storedArtefact } from './artefacts.js';
import type { Shelf } from './predictions.js';
import type { Store } from './store/store.js';

/** What is wanted on the shelf. */
export interface Wishes {
  readonly models: ReadonlySet<string>;
  readonly records: ReadonlySet<string>;
  /** The only record that the token may read, where it names one. */
  readonly boundTo: string | undefined;
}

/**
 * Brings wanted views and models from the store onto the shelf.
 * @param what `missing`: what isn't there yet. `newer`: also what the store has a newer one of, though it may be the half
 * of a sync. `all`: the store is as the worker has it; what it lacks is gone, and what nobody wants any more is dropped.
 * @param gone Whether the store stopped being this page's while it was read (a sign-out, another tenant's token): what
 * was read then belongs to nobody here.
 */
export async function fillShelf(
  shelf: Shelf,
  store: Store,
  { models, records, boundTo }: Wishes,
  what: 'missing' | 'newer' | 'all',
  gone: () => boolean,
): Promise<void> {
  const state = await store.state();
  if (gone()) return;
  if (state && state.syncedAt > 0) shelf.syncedAt = state.syncedAt;
  for (const model of models) {
    const ready = shelf.models.get(model);
    if (ready && what === 'missing') continue;
    const pointer = state?.pointers.find(({ name }) => name === model);
    if (pointer?.current === null) {
      shelf.models.set(model, { artefact: null, refusal: pointer.refusal });
      continue;
    }
    if (!pointer && state && what === 'all' && shelf.live) {
      shelf.models.set(model, { artefact: null, refusal: null });
      continue;
    }
    const sha = state?.active[model];
    if (sha === undefined || sha === ready?.artefact?.sha256) continue;
    const artefact = await storedArtefact(store, model);
    if (gone()) return;
    if (artefact) shelf.models.set(model, { artefact });
  }
  const asked = [...records].filter((id) => what !== 'missing' || shelf.views.get(id) === undefined);
  const found = await store.views(asked.filter((id) => boundTo === undefined || id === boundTo));
  if (gone()) return;
  for (const id of asked) {
    const known = shelf.views.get(id);
    const view = found.get(id);
    // A database that the browser took away fills up from the beginning: until it is whole, the page knows better.
    if (known && what === 'newer' && (!view || view.seq < known.seq)) continue;
    if (view) shelf.views.set(id, view);
    else if (shelf.live) shelf.views.set(id, null);
    else shelf.views.delete(id);
  }
  if (what !== 'all') return;
  for (const id of shelf.views.keys()) if (!records.has(id)) shelf.views.delete(id);
}
