import type { Artefact } from '@aicrm/runtime/artefact';
import { recordTypes } from '@aicrm/schema/ids';
import type { RecordView } from '@aicrm/schema/view';
import { Dexie } from 'dexie';
import type { CacheMode } from '../types.js';
import { DexieStore } from './dexie-store.js';
import {
  databaseName,
  databasePrefix,
  type Pointer,
  pointerKey,
  pointerStorage,
  readPointer,
} from './keys.js';
import { MemoryStore } from './memory-store.js';
import type { Commit, Store, StoreState } from './store.js';

export interface StorePlace {
  readonly cache: CacheMode;
  readonly api: string;
  readonly user: string;
}

/**
 * Opens the tenant's store, in IndexedDB where it may be written and in memory else; it never rejects. What lay there
 * for another tenant or person of the same worker is removed first.
 */
export async function openStore(place: StorePlace, tenant: string): Promise<Store> {
  const { cache, api, user } = place;
  if (cache === 'memory') return new MemoryStore(tenant);
  try {
    const last = readPointer(cache, api);
    if (last && (last.tenant !== tenant || last.user !== user)) await removeStored(place);
    if (cache === 'session') await beginSession(last !== null);
    const store = new DexieStore(databaseName(cache, api, tenant, user), tenant, cache);
    await store.open();
    writePointer(cache, api, { tenant, user });
    return new FallbackStore(store, () => writePointer(cache, api, null));
  } catch {
    return new MemoryStore(tenant);
  }
}

/** Deletes the database that the pointer names, and the pointer. */
export async function removeStored({ cache, api }: Pick<StorePlace, 'cache' | 'api'>): Promise<void> {
  const last = readPointer(cache, api);
  writePointer(cache, api, null);
  if (last) await Dexie.delete(databaseName(cache, api, last.tenant, last.user)).catch(() => {});
}

function writePointer(cache: CacheMode, api: string, pointer: Pointer | null): void {
  try {
    const storage = pointerStorage(cache);
    if (pointer) storage?.setItem(pointerKey(api), JSON.stringify(pointer));
    else storage?.removeItem(pointerKey(api));
  } catch {
    // Without a pointer the next page view has no first paint; nothing else depends on it.
  }
}

const sessionLock = `${databasePrefix}session`;
let inSession = false;

/**
 * `session` data lies on disk like any other, so somebody must remove it: the first tab of the next session does. A tab
 * holds a shared lock for its life; a new tab that finds nobody holding it (and has no mark of its own from before a
 * reload) begins with an empty disk.
 */
async function beginSession(reload: boolean): Promise<void> {
  if (inSession) return;
  inSession = true;
  const { locks } = navigator;
  // Outside secure contexts there are no locks: then every new tab is its own session.
  if (!reload && !locks) await removeSessions();
  if (!reload && locks)
    await locks.request(sessionLock, { ifAvailable: true }, (lock) => (lock ? removeSessions() : undefined));
  if (locks) {
    await new Promise<void>((held) => {
      void locks.request(sessionLock, { mode: 'shared' }, () => {
        held();
        return new Promise(() => {});
      });
    });
  }
}

async function removeSessions(): Promise<void> {
  const names = await Dexie.getDatabaseNames();
  const old = names.filter((name) => name.startsWith(`${databasePrefix}session/`));
  await Promise.all(old.map((name) => Dexie.delete(name)));
}

/**
 * A store on disk that turns into one in memory at the first operation that fails (a full disk, a database deleted by
 * hand or by the sign-out of another tab): this page view
 * goes on with all it had, and the disk keeps its last whole state for the next.
 */
class FallbackStore implements Store {
  #at: Store;

  constructor(
    readonly disk: DexieStore,
    readonly onWipe: () => void,
  ) {
    this.#at = disk;
  }

  get kind(): CacheMode {
    return this.#at.kind;
  }
  get tenant(): string {
    return this.#at.tenant;
  }

  state(): Promise<StoreState | null> {
    return this.#run((store) => store.state());
  }
  commit(change: Commit, now: number): Promise<'done' | 'conflict'> {
    return this.#run((store) => store.commit(change, now));
  }
  view(id: string): Promise<RecordView | undefined> {
    return this.#run((store) => store.view(id));
  }
  async *chunks(type: string): AsyncIterable<readonly RecordView[]> {
    // Opening the database anew, or failing to, is the state's business; a walk that began is not repeated.
    await this.state();
    yield* this.#at.chunks(type);
  }
  artefact(sha256: string): Promise<Artefact | undefined> {
    return this.#run((store) => store.artefact(sha256));
  }
  activate(model: string, artefact: Artefact | null): Promise<void> {
    return this.#run((store) => store.activate(model, artefact));
  }
  async wipe(): Promise<void> {
    this.onWipe();
    await this.#at.wipe();
    // The disk of a page view that went on in memory still holds its last state.
    if (this.#at !== this.disk) await Dexie.delete(this.disk.name);
  }
  close(): void {
    this.#at.close();
  }

  async #run<T>(work: (store: Store) => Promise<T>): Promise<T> {
    try {
      return await work(this.#at);
    } catch (error) {
      if (this.#at instanceof MemoryStore) throw error;
      const memory = new MemoryStore(this.#at.tenant);
      // A disk that can't be read either leaves the memory empty: the next sync fills it from the beginning.
      await memory.adopt(this.#at, recordTypes).catch(() => memory.wipe());
      this.#at.close();
      this.#at = memory;
      return await work(memory);
    }
  }
}
