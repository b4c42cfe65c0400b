import { Dexie } from 'dexie';
import type { CacheMode } from '../types.js';
import { deleteDatabase } from './delete-database.js';
import { DexieStore } from './dexie-store.js';
import { FallbackStore } from './fallback-store.js';
import {
  databaseName,
  databasePrefix,
  type Pointer,
  pointerKey,
  pointerStorage,
  readPointer,
} from './keys.js';
import { MemoryStore } from './memory-store.js';
import type { Store } from './store.js';

/** Opens and removes stores; the page's own below, another in tests. */
export interface Stores {
  readonly open: (place: StorePlace, tenant: string) => Promise<Store>;
  readonly remove: (place: StorePlace) => Promise<void>;
}

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
    return new FallbackStore(store, async () => {
      writePointer(cache, api, null);
      await deleteDatabase(store.name);
    });
  } catch {
    return new MemoryStore(tenant);
  }
}

/** Deletes the database that the pointer names, and the pointer. */
export async function removeStored({ cache, api }: Pick<StorePlace, 'cache' | 'api'>): Promise<void> {
  const last = readPointer(cache, api);
  writePointer(cache, api, null);
  if (last) await deleteDatabase(databaseName(cache, api, last.tenant, last.user));
}

export function writePointer(cache: CacheMode, api: string, pointer: Pointer | null): void {
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
  await Promise.all(old.map((name) => deleteDatabase(name)));
}

export const pageStores: Stores = { open: openStore, remove: removeStored };
