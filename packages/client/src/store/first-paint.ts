import type { Artefact } from '@aicrm/runtime/artefact';
import type { RecordView } from '@aicrm/schema/view';
import { bucketOf, partsOf, stateKey, tables } from './keys.js';
import type { StoreState } from './store.js';

export interface FirstPaint {
  readonly state: StoreState;
  readonly views: ReadonlyMap<string, RecordView>;
  /** By model name. */
  readonly artefacts: ReadonlyMap<string, Artefact>;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Opens a database that exists and never makes one: an empty one would stand in the real store's way. */
function openExisting(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.transaction?.abort();
  return done(request);
}

/**
 * Reads what a page's first badges need, in one read-only transaction and without Dexie (29 kB): the state, the buckets
 * of these records, the artefacts of these models. `null` where there is nothing or storage is denied; it never rejects.
 */
export async function readFirstPaint(
  database: string,
  recordIds: readonly string[],
  models: readonly string[],
): Promise<FirstPaint | null> {
  let db: IDBDatabase | undefined;
  try {
    db = await openExisting(database);
    const open = db.transaction([tables.views, tables.models, tables.meta]);
    const state: StoreState | undefined = await done(open.objectStore(tables.meta).get(stateKey));
    if (!state) return null;
    const read = <T>(table: string, key: string): Promise<T | undefined> =>
      done(open.objectStore(table).get(key));
    const readParts = ([from, to]: [string, string]): Promise<RecordView[][]> =>
      done(open.objectStore(tables.views).getAll(IDBKeyRange.bound(from, to, false, true)));
    const [buckets, artefacts] = await Promise.all([
      Promise.all([...new Set(recordIds.map(bucketOf))].map((bucket) => readParts(partsOf(bucket)))),
      Promise.all(models.map((model) => read<Artefact>(tables.models, state.active[model] ?? ''))),
    ]);
    const wanted = new Set(recordIds);
    const views = buckets.flat(2).filter((view) => wanted.has(view.id));
    return {
      state,
      // Of a view that lies in several parts the newest is the last to be set.
      views: new Map(views.sort((a, b) => a.seq - b.seq).map((view) => [view.id, view])),
      artefacts: new Map(models.flatMap((model, i) => (artefacts[i] ? [[model, artefacts[i]]] : []))),
    };
  } catch {
    return null;
  } finally {
    // An open connection would block a later wipe.
    db?.close();
  }
}
