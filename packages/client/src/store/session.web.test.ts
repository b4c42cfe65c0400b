import { Dexie } from 'dexie';
import { afterAll, describe, expect, it } from 'vitest';
import { databaseName, readPointer } from './keys.js';
import { openStore, type StorePlace } from './open-store.js';

const place: StorePlace = { cache: 'session', api: 'https://worker.example', user: '' };
const mine = databaseName('session', place.api, 'acme', '');

afterAll(async () => {
  sessionStorage.clear();
  for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
});

describe('a session store', () => {
  it("begins with what no open tab holds removed, keeps another kind's data, and marks its tab", async () => {
    const left = databaseName('session', place.api, 'before', '');
    const kept = databaseName('persistent', place.api, 'acme', '');
    for (const name of [left, kept]) {
      const old = new Dexie(name);
      old.version(1).stores({ views: '' });
      await old.open();
      old.close();
    }
    const store = await openStore(place, 'acme');
    expect(store.kind).toBe('session');
    expect((await Dexie.getDatabaseNames()).sort()).toEqual([kept, mine]);
    expect(readPointer('session', place.api)).toEqual({ tenant: 'acme', user: '' });
    expect(localStorage.length).toBe(0);
    // The next tab sees by this lock that the session goes on.
    const { held } = await navigator.locks.query();
    expect(held?.filter(({ name }) => name === 'aicrm/session').map(({ mode }) => mode)).toEqual(['shared']);
    store.close();
  });
});
