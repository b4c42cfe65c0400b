import { afterAll, describe, expect, it } from 'vitest';
import { deleteDatabase } from './store/delete-database.js';
import { pageStores } from './store/open-store.js';
import type { Store } from './store/store.js';
import { makeModels } from './testing/history-world.js';
import { type Ground, runHistory } from './testing/random-history.js';

/** The same histories on this browser's own disk, locks and channels; fewer, for IndexedDB takes real time. */
const histories = 12;
const { put } = IDBObjectStore.prototype;
const later = globalThis.setTimeout;

const databases = async (): Promise<string[]> =>
  (await indexedDB.databases()).flatMap(({ name }) => name ?? []);

async function wipe(): Promise<void> {
  IDBObjectStore.prototype.put = put;
  localStorage.clear();
  sessionStorage.clear();
  await Promise.all((await databases()).map(deleteDatabase));
}

const ground: Ground = {
  stores: () => ({
    remove: pageStores.remove,
    open: async (place, tenant) => {
      const store: Store = await pageStores.open(place, tenant);
      return store;
    },
  }),
  disk: async (fault) => {
    IDBObjectStore.prototype.put =
      fault === 'full'
        ? () => {
            throw new DOMException('full', 'QuotaExceededError');
          }
        : put;
  },
  // A transaction takes a few tasks of the event loop; what is still on its way after these meets a later turn.
  turn: () => new Promise((resolve) => later(resolve, 4)),
};

afterAll(wipe);

describe('random histories on IndexedDB', () => {
  it('end with the store equal to the server, and throw nothing into the host', async () => {
    const escaped: string[] = [];
    addEventListener('error', ({ message }) => escaped.push(message));
    addEventListener('unhandledrejection', ({ reason }) => escaped.push(String(reason)));
    const models = await makeModels();
    const violations: string[] = [];
    for (let seed = 1; seed <= histories; seed++) {
      await wipe();
      violations.push(...(await runHistory(seed, models, ground, 25)).violations);
    }
    expect(violations).toEqual([]);
    expect(escaped).toEqual([]);
  }, 120_000);
});
