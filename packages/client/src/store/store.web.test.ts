import { createRandom } from '@aicrm/learn/random';
import { readArtefact } from '@aicrm/runtime/artefact';
import { predict } from '@aicrm/runtime/predict';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leadView } from '../testing/fake-worker.js';
import { smallModel } from '../testing/small-model.js';
import { DexieStore } from './dexie-store.js';
import { readFirstPaint } from './first-paint.js';
import { bucketOf, databaseName, readPointer, tables } from './keys.js';
import { MemoryStore } from './memory-store.js';
import { openStore, type StorePlace } from './open-store.js';
import type { Commit, Store } from './store.js';

const place: StorePlace = { cache: 'persistent', api: 'https://worker.example', user: 'ann' };
const name = databaseName(place.cache, place.api, 'acme', place.user);

const view = (i: number, seq = i + 1): RecordView => ({ ...leadView(`lead:club:${i}`), seq });
const commitOf = (changes: (RecordView | string)[], more: Partial<Commit> = {}): Commit => ({
  expectedCursor: null,
  cursor: '1',
  reset: false,
  changes: new Map(changes.map((one) => (typeof one === 'string' ? [one, null] : [one.id, one]))),
  pointers: [],
  syncedAt: 1_000,
  ...more,
});

async function artefact() {
  const { bytes, sha256 } = await smallModel();
  const read = readArtefact(bytes, sha256);
  return must(read.ok ? read.value : null, 'small model');
}

async function all(store: Store, type = 'lead'): Promise<RecordView[]> {
  const views: RecordView[] = [];
  for await (const chunk of store.chunks(type)) views.push(...chunk);
  return views;
}

const exists = async (database: string): Promise<boolean> =>
  (await indexedDB.databases()).some((one) => one.name === database);

async function clean(): Promise<void> {
  localStorage.clear();
  sessionStorage.clear();
  for (const database of await Dexie.getDatabaseNames()) await Dexie.delete(database);
}
beforeEach(clean);
afterEach(clean);

/** A database as the script before the parts made it: one value a bucket, rewritten by each commit. */
async function olderStore(records: readonly RecordView[]): Promise<void> {
  const older = new Dexie(name);
  older.version(1).stores({ views: '', models: '', meta: '' });
  for (const [bucket, views] of Map.groupBy(records, ({ id }) => bucketOf(id)))
    await older.table('views').put(views, bucket);
  const { sha256 } = await smallModel();
  await older.table('models').put(await artefact(), sha256);
  const state = { tenant: 'acme', cursor: '7', revision: 3, syncedAt: 1_000, pointers: [] };
  await older.table('meta').put({ ...state, active: { 'lead-score': sha256 } }, 'state');
  older.close();
}

describe('a store that an older script left', () => {
  it('is painted by nobody, and emptied with its cursor, so that a sync brings all of it anew', async () => {
    await olderStore([view(1), view(2)]);
    expect(await readFirstPaint(name, [view(1).id], ['lead-score'])).toBeNull();
    const store = new DexieStore(name, 'acme', 'persistent');
    expect(await store.state()).toBeNull();
    expect(await all(store)).toEqual([]);
    expect(await store.artefact((await smallModel()).sha256)).toBeUndefined();
    expect(await store.commit(commitOf([view(2, 9)]), 1)).toBe('done');
    expect(await all(store)).toEqual([view(2, 9)]);
    store.close();
    const painted = await readFirstPaint(name, [view(1).id, view(2).id], []);
    expect([...must(painted, 'first paint').views.values()]).toEqual([view(2, 9)]);
  });

  it('sends an open page of that script into memory, and gives it nothing of ours to read', async () => {
    await olderStore([view(1)]);
    const open = new Dexie(name);
    open.version(1).stores({ views: '', models: '', meta: '' });
    await open.open();
    let told = false;
    open.on('versionchange', () => {
      told = true;
      open.close();
      return false;
    });
    const store = new DexieStore(name, 'acme', 'persistent');
    await store.commit(commitOf([view(1, 9)]), 1);
    expect(told).toBe(true);
    store.close();
    const plain = await new Dexie(name).open();
    expect(plain.tables.map((table) => table.name)).not.toContain('views');
    expect(plain.tables.map((table) => table.name)).toContain(tables.views);
    plain.close();
  });
});

describe('the store on disk', () => {
  it('keeps a first commit of 2,500 views in 64 values of a type, found again by id alone', async () => {
    const store = new DexieStore(name, 'acme', 'persistent');
    const views = Array.from({ length: 2_500 }, (_, i) => view(i));
    const contact: RecordView = { ...view(1), id: 'contact:club:1', type: 'contact' };
    expect(await store.commit(commitOf([...views, contact]), 1)).toBe('done');
    expect(await all(store)).toHaveLength(2_500);
    expect(await all(store, 'contact')).toEqual([contact]);
    expect(await store.view('lead:club:1234')).toEqual(view(1234));
    expect(await store.view('lead:club:9999')).toBeUndefined();
    store.close();
    const plain = await new Dexie(name).open();
    const keys = await plain.table(tables.views).toCollection().primaryKeys();
    expect(keys.filter((key) => String(key).startsWith('lead/'))).toHaveLength(64);
    plain.close();
  });

  it('updates and removes within buckets, and never puts an older view over a newer one', async () => {
    const store = new DexieStore(name, 'acme', 'persistent');
    await store.commit(commitOf([view(1), view(2), view(3, 9)]), 1);
    const next = { expectedCursor: '1', cursor: '2' };
    const changed = { ...view(1, 20), facts: { 'orders.count': 7 } };
    await store.commit(commitOf([changed, 'lead:club:2', view(3, 4)], next), 2);
    const left = await all(store);
    expect(left.map(({ id, seq }) => [id, seq]).sort()).toEqual([
      ['lead:club:1', 20],
      ['lead:club:3', 9],
    ]);
    expect(await store.view('lead:club:1')).toEqual(changed);
  });

  it('adds parts to its buckets, merges them after a while, and keeps no part of what was deleted', async () => {
    const store = new DexieStore(name, 'acme', 'persistent');
    const parts = async (): Promise<number> => {
      const plain = await new Dexie(name).open();
      const keys = await plain.table(tables.views).toCollection().primaryKeys();
      plain.close();
      return keys.length;
    };
    const one = view(1);
    const counts: number[] = [];
    for (let i = 1; i <= 14; i++) {
      const next = { expectedCursor: i === 1 ? null : String(i - 1), cursor: String(i) };
      await store.commit(commitOf([{ ...one, seq: i }], next), i);
      expect((await store.view(one.id))?.seq).toBe(i);
      expect((await readFirstPaint(name, [one.id], []))?.views.get(one.id)?.seq).toBe(i);
      expect((await all(store)).map(({ seq }) => seq)).toEqual([i]);
      counts.push(await parts());
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2]);
    await store.commit(commitOf([one.id], { expectedCursor: '14', cursor: '15' }), 15);
    expect(await all(store)).toEqual([]);
    expect(await parts()).toBe(1);
  });

  it('holds after every commit what a store in memory holds', async () => {
    const random = createRandom(7);
    const disk = new DexieStore(name, 'acme', 'persistent');
    const memory = new MemoryStore('acme');
    const types = ['lead', 'contact'] as const;
    // A few buckets of many views are merged oftener than many buckets of a few.
    const ids = types.flatMap((type) =>
      Array.from({ length: 400 }, (_, i) => `${type}:club:${i}`).filter((id) =>
        /\/[0-4]$/.test(bucketOf(id)),
      ),
    );
    let cursor: string | null = null;
    for (let round = 1; round <= 36; round++) {
      const changes = new Map<string, RecordView | null>();
      for (let i = random.int(2) === 0 ? 40 : random.int(5); i >= 0; i--) {
        const id = must(ids[random.int(ids.length)], 'id');
        const type = id.startsWith('lead') ? 'lead' : 'contact';
        // Now and then an older one than what is stored, as after a lost race.
        const seq = round * 10 - random.int(25);
        changes.set(id, random.int(12) === 0 ? null : { ...view(1, seq), id, type });
      }
      const next: string = String(round);
      const words = { expectedCursor: cursor, cursor: next, reset: random.int(25) === 0, changes };
      const change: Commit = { ...words, pointers: [], syncedAt: round };
      expect([await disk.commit(change, round), await memory.commit(change, round)]).toEqual([
        'done',
        'done',
      ]);
      cursor = next;
      for (const type of types) {
        const byId = (a: RecordView, b: RecordView) => (a.id < b.id ? -1 : 1);
        const held = await all(disk, type);
        const expected = (await all(memory, type)).sort(byId);
        expect(held.sort(byId)).toEqual(expected);
        const [first] = expected;
        if (first) {
          expect(await disk.view(first.id)).toEqual(first);
          expect((await readFirstPaint(name, [first.id], []))?.views.get(first.id)).toEqual(first);
        }
      }
    }
  });

  it('writes nothing when another tab moved the cursor, and sees what that tab wrote', async () => {
    const mine = new DexieStore(name, 'acme', 'persistent');
    const other = new DexieStore(name, 'acme', 'persistent');
    await mine.commit(commitOf([view(1)]), 1);
    expect(await mine.view('lead:club:1')).toEqual(view(1));
    await other.commit(commitOf([view(1, 50)], { expectedCursor: '1', cursor: '2' }), 2);
    expect(await mine.commit(commitOf([view(1, 40)], { expectedCursor: '1', cursor: '2x' }), 3)).toBe(
      'conflict',
    );
    expect((await mine.state())?.cursor).toBe('2');
    expect((await mine.view('lead:club:1'))?.seq).toBe(50);
    other.close();
  });

  it('drops every view with a reset and keeps the artefact', async () => {
    const store = new DexieStore(name, 'acme', 'persistent');
    const model = await artefact();
    await store.commit(commitOf([view(1), view(2)]), 1);
    await store.activate('lead-score', model);
    await store.commit(commitOf([view(7)], { expectedCursor: '1', cursor: '2', reset: true }), 2);
    expect((await all(store)).map(({ id }) => id)).toEqual(['lead:club:7']);
    expect((await store.artefact(model.sha256))?.sha256).toBe(model.sha256);
  });

  it('keeps only artefacts in use', async () => {
    const store = new DexieStore(name, 'acme', 'persistent');
    const first = await artefact();
    await store.activate('lead-score', first);
    await store.activate('lead-score', { ...first, sha256: 'b'.repeat(64) });
    expect(await store.artefact(first.sha256)).toBeUndefined();
    expect((await store.state())?.active).toEqual({ 'lead-score': 'b'.repeat(64) });
    await store.activate('lead-score', null);
    expect((await store.state())?.active).toEqual({});
  });
});

describe('the first paint', () => {
  it('reads one record and its model without an index, and scores as the fresh artefact does', async () => {
    const store = new DexieStore(name, 'acme', 'persistent');
    const model = await artefact();
    await store.commit(commitOf(Array.from({ length: 500 }, (_, i) => view(i))), 1);
    await store.activate('lead-score', model);
    store.close();
    const found = must(
      await readFirstPaint(name, ['lead:club:77', 'lead:club:none'], ['lead-score']),
      'first paint',
    );
    expect([...found.views.keys()]).toEqual(['lead:club:77']);
    const stored = must(found.artefacts.get('lead-score'), 'stored artefact');
    const asOf = Date.parse('2026-03-01T00:00:00Z');
    expect(predict(stored, view(77), asOf)).toEqual(predict(model, view(77), asOf));
  });

  it('makes no database where there is none, and does not stand in the way of a wipe', async () => {
    expect(await readFirstPaint(name, ['lead:club:1'], ['lead-score'])).toBeNull();
    expect(await exists(name)).toBe(false);
    const store = new DexieStore(name, 'acme', 'persistent');
    await store.commit(commitOf([view(1)]), 1);
    await readFirstPaint(name, ['lead:club:1'], []);
    await store.wipe();
    expect(await exists(name)).toBe(false);
  });

  it('finds the same bucket as the store did', () => {
    expect(bucketOf('lead:club:18-1029')).toBe(bucketOf('lead:club:18-1029'));
    expect(new Set(Array.from({ length: 1_000 }, (_, i) => bucketOf(`lead:club:${i}`))).size).toBe(64);
  });
});

describe('opening a store', () => {
  it('remembers whose it was, and removes it when another tenant or person comes', async () => {
    await (await openStore(place, 'acme')).commit(commitOf([view(1)]), 1);
    expect(readPointer(place.cache, place.api)).toEqual({ tenant: 'acme', user: 'ann' });
    expect(await exists(name)).toBe(true);
    const other = await openStore(place, 'other');
    expect(await exists(name)).toBe(false);
    expect(await all(other)).toEqual([]);
    await openStore({ ...place, user: 'bob' }, 'other');
    expect(readPointer(place.cache, place.api)).toEqual({ tenant: 'other', user: 'bob' });
    expect(await exists(databaseName(place.cache, place.api, 'other', 'ann'))).toBe(false);
  });

  it('wipes database and pointer', async () => {
    const store = await openStore(place, 'acme');
    await store.commit(commitOf([view(1)]), 1);
    await store.wipe();
    expect(await exists(name)).toBe(false);
    expect(readPointer(place.cache, place.api)).toBeNull();
  });

  it('goes on in memory, with all it had, when the disk is full', async () => {
    const store = await openStore(place, 'acme');
    await store.commit(commitOf([view(1)]), 1);
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      const next = commitOf([view(2)], { expectedCursor: '1', cursor: '2' });
      expect(await store.commit(next, 2)).toBe('done');
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(store.kind).toBe('memory');
    expect((await all(store)).map(({ id }) => id)).toEqual(['lead:club:1', 'lead:club:2']);
    // The disk keeps its last whole state for the next page view.
    const found = must(await readFirstPaint(name, ['lead:club:1', 'lead:club:2'], []), 'first paint');
    expect([found.state.cursor, ...found.views.keys()]).toEqual(['1', 'lead:club:1']);
    await store.wipe();
    expect(await exists(name)).toBe(false);
  });

  it('goes on in memory when another tab signs out, and writes nothing to the disk again', async () => {
    const mine = await openStore(place, 'acme');
    await mine.commit(commitOf([view(1)]), 1);
    const other = await openStore(place, 'acme');
    await other.wipe();
    expect(await mine.state()).toBeNull();
    expect(await mine.commit(commitOf([view(2)]), 2)).toBe('done');
    expect(mine.kind).toBe('memory');
    expect(await exists(name)).toBe(false);
  });

  it('uses memory when the host asks for it, and leaves no trace', async () => {
    const store = await openStore({ ...place, cache: 'memory' }, 'acme');
    await store.commit(commitOf([view(1)]), 1);
    expect(store.kind).toBe('memory');
    expect(await Dexie.getDatabaseNames()).toEqual([]);
    expect(localStorage.length + sessionStorage.length).toBe(0);
  });
});
