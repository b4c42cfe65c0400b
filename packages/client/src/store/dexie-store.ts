import type { Artefact } from '@aicrm/runtime/artefact';
import type { RecordView } from '@aicrm/schema/view';
import { type Collection, Dexie, type Table } from 'dexie';
import { rowsPerTurn } from '../slices.js';
import type { CacheMode } from '../types.js';
import { deleteDatabase } from './delete-database.js';
import { bucketOf, bucketOfPart, partKey, partsOf, stateKey, tables, typeOf } from './keys.js';
import {
  type Commit,
  emptyState,
  nextState,
  replaces,
  type Store,
  type StoredCard,
  type StoreState,
} from './store.js';

type Bucket = readonly RecordView[];

/**
 * Views kept in memory after they were read, over all buckets: enough for a list of 10,000 records to be ranked again
 * without a read, and a bound on what a tenant of 100,000 costs the host page.
 */
const cachedViews = 20_000;

/**
 * Parts that a bucket may have before a commit merges them into one. A first sync of some 100,000 records makes fewer,
 * so it writes each view once; and every reader of a bucket reads all its parts.
 */
const mostParts = 12;

/** Buckets that are asked for at once: Dexie takes a slow phone two milliseconds for each. */
const readsPerTurn = 8;

/** Cards lie beside the artefacts, under a key that no hash can be. */
const cardKey = 'card/';

// On localhost Dexie would print what we expect and handle, such as a database that another tab's sign-out closed.
Dexie.debug = false;

/**
 * A tenant's store in IndexedDB. A value holds many views, because a value per row is 38 times slower to write, and a
 * commit adds a part to each bucket it touches, because rewriting what the bucket held would triple a first sync's cost.
 */
export class DexieStore implements Store {
  readonly #db: Dexie;
  readonly #views: Table<Bucket, string>;
  readonly #models: Table<Artefact | StoredCard, string>;
  readonly #meta: Table<StoreState, string>;
  readonly #extras: Table<unknown, string>;
  #cache = new Map<string, Bucket>();
  #cached = 0;
  #revision = -1;
  readonly name: string;
  readonly tenant: string;
  readonly kind: CacheMode;

  constructor(name: string, tenant: string, kind: CacheMode) {
    this.name = name;
    this.tenant = tenant;
    this.kind = kind;
    this.#db = new Dexie(name);
    this.#db.version(1).stores({ views: '', [tables.models]: '', [tables.meta]: '' });
    // What an older script left is dropped, its cursor and models included, and the next sync brings it anew.
    this.#db
      .version(2)
      .stores({ views: null, [tables.views]: '' })
      .upgrade(async (change) => {
        await change.table(tables.models).clear();
        await change.table(tables.meta).clear();
      });
    this.#db.version(3).stores({ [tables.extras]: '' });
    // Another tab wants the database gone (a sign-out). Dexie would make it anew at the next use, and with it data that
    // nobody wipes; closed for good, this tab goes on in memory.
    this.#db.on('versionchange', () => {
      this.#db.close();
      return false;
    });
    // Dexie's own word for a database that another tab still holds is a warning in the host's console.
    this.#db.on('blocked', () => false);
    this.#views = this.#db.table(tables.views);
    this.#models = this.#db.table(tables.models);
    this.#meta = this.#db.table(tables.meta);
    this.#extras = this.#db.table(tables.extras);
  }

  /** Opens the database; rejects where the browser denies storage. */
  async open(): Promise<void> {
    await this.#db.open();
  }

  async state(): Promise<StoreState | null> {
    const state = await this.#meta.get(stateKey);
    // Another tab wrote meanwhile: what this one remembers may be old.
    if (state && state.revision !== this.#revision) this.#forget(state.revision);
    return state ?? null;
  }

  async commit(change: Commit, now: number): Promise<'done' | 'conflict'> {
    const byBucket = Map.groupBy(change.changes, ([id]) => bucketOf(id));
    const types = new Set([...change.changes.keys()].map(typeOf));
    return this.#db.transaction('rw', [this.#views, this.#meta], async () => {
      const state = (await this.#meta.get(stateKey)) ?? emptyState(this.tenant);
      if (state.cursor !== change.expectedCursor) return 'conflict';
      const next = nextState(state, change, now);
      if (change.reset) await this.#views.clear();
      const keys = await Promise.all([...types].map((type) => this.#keys(type)));
      const parts = Map.groupBy(keys.flat(), bucketOfPart);
      const added = new Map<string, Bucket>();
      for (const [bucket, changes] of byBucket) {
        const before = parts.get(bucket)?.length ?? 0;
        const views = changes.flatMap(([, view]) => view ?? []);
        // What was deleted at the source must not lie on in an older part.
        if (before >= mostParts || (before > 0 && views.length < changes.length)) {
          const old = this.#range(...partsOf(bucket));
          added.set(bucket, merge(await old.toArray(), changes));
          await old.delete();
        } else if (views.length > 0) {
          added.set(before > 0 ? partKey(bucket, next.revision) : bucket, views);
        }
      }
      // What is put is copied at once, so a few at a time: each answer of the disk is a turn of the event loop.
      for (const turn of inTurns([...added])) {
        await this.#views.bulkPut(
          turn.map(([, views]) => views),
          turn.map(([key]) => key),
        );
      }
      await this.#meta.put(next, stateKey);
      this.#forget(next.revision);
      return 'done';
    });
  }

  async view(id: string): Promise<RecordView | undefined> {
    return (await this.#bucket(bucketOf(id))).find((view) => view.id === id);
  }

  async views(ids: readonly string[]): Promise<ReadonlyMap<string, RecordView>> {
    const wanted = new Set(ids);
    const views = new Map<string, RecordView>();
    const take = async (key: string): Promise<void> => {
      for (const view of await this.#bucket(key)) if (wanted.has(view.id)) views.set(view.id, view);
    };
    // One transaction: a list of 100 lies in 50 buckets, and as many transactions took half a second on a phone.
    await this.#db.transaction('r', this.#views, async () => {
      const keys = [...new Set(ids.map(bucketOf))];
      for (let at = 0; at < keys.length; at += readsPerTurn)
        await Promise.all(keys.slice(at, at + readsPerTurn).map(take));
    });
    return views;
  }

  async *chunks(type: string): AsyncIterable<Bucket> {
    const buckets = new Set((await this.#keys(type)).map(bucketOfPart));
    for (const bucket of buckets) yield await this.#bucket(bucket);
  }

  async artefact(sha256: string): Promise<Artefact | undefined> {
    const found = await this.#models.get(sha256);
    return found && 'model' in found ? found : undefined;
  }

  async card(model: string): Promise<StoredCard | undefined> {
    const found = await this.#models.get(cardKey + model);
    return found && 'card' in found ? found : undefined;
  }

  async keepCard(model: string, card: StoredCard): Promise<void> {
    await this.#models.put(card, cardKey + model);
  }

  async activate(model: string, artefact: Artefact | null): Promise<void> {
    await this.#db.transaction('rw', [this.#models, this.#meta], async () => {
      const state = (await this.#meta.get(stateKey)) ?? emptyState(this.tenant);
      const { [model]: _old, ...others } = state.active;
      const active = artefact ? { ...others, [model]: artefact.sha256 } : others;
      if (artefact) await this.#models.put(artefact, artefact.sha256);
      const used = new Set(Object.values(active));
      const unused = (await this.#models.toCollection().primaryKeys()).filter(
        (key) => !used.has(key) && !key.startsWith(cardKey),
      );
      await this.#models.bulkDelete(unused);
      await this.#meta.put({ ...state, revision: state.revision + 1, active }, stateKey);
    });
  }

  async extra(key: string): Promise<unknown> {
    return this.#extras.get(key);
  }

  async keepExtra(key: string, value: unknown): Promise<void> {
    await (value === null ? this.#extras.delete(key) : this.#extras.put(value, key));
  }

  async wipe(): Promise<void> {
    this.#forget(-1);
    this.#db.close();
    await deleteDatabase(this.name);
  }

  close(): void {
    this.#db.close();
  }

  #range(from: string, to: string): Collection<Bucket, string> {
    return this.#views.where(':id').between(from, to, true, false);
  }

  /** Keys of all parts of a type, in their order: "0" follows "/", so the range holds no other type. */
  #keys(type: string): Promise<string[]> {
    return this.#range(`${type}/`, `${type}0`).primaryKeys();
  }

  async #bucket(key: string): Promise<Bucket> {
    const known = this.#cache.get(key);
    if (known) return known;
    const revision = this.#revision;
    const parts = await this.#views
      .where(':id')
      .between(...partsOf(key), true, false)
      .toArray();
    const bucket = merge(parts, []);
    if (this.#cached + bucket.length > cachedViews) this.#forget(revision);
    // A commit that came between must not leave its predecessor in the cache.
    if (revision === this.#revision) {
      this.#cache.set(key, bucket);
      this.#cached += bucket.length;
    }
    return bucket;
  }

  #forget(revision: number): void {
    this.#cache.clear();
    this.#cached = 0;
    this.#revision = revision;
  }
}

/** Buckets to write in one turn of the event loop: at most `rowsPerTurn` views, or a single bucket that has more. */
export function inTurns(buckets: readonly (readonly [string, Bucket])[]): (readonly [string, Bucket])[][] {
  const turns: (readonly [string, Bucket])[][] = [];
  let room = 0;
  for (const bucket of buckets) {
    const { length } = bucket[1];
    if (turns.length === 0 || room < length) {
      turns.push([]);
      room = rowsPerTurn;
    }
    turns.at(-1)?.push(bucket);
    room -= length;
  }
  return turns;
}

type Change = readonly [string, RecordView | null];

/** The views of a bucket's parts, the oldest part first, after some changes. */
function merge(parts: readonly Bucket[], changes: readonly Change[]): Bucket {
  const [only, ...more] = parts;
  if (only && more.length === 0 && changes.length === 0) return only;
  const views = new Map<string, RecordView>();
  const take = (view: RecordView): void => {
    if (replaces(view, views.get(view.id))) views.set(view.id, view);
  };
  for (const part of parts) part.forEach(take);
  for (const [id, view] of changes) {
    if (view === null) views.delete(id);
    else take(view);
  }
  return [...views.values()];
}
