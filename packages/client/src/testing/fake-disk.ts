import type { Artefact } from '@aicrm/runtime/artefact';
import type { RecordView } from '@aicrm/schema/view';
import { FallbackStore } from '../store/fallback-store.js';
import { databaseName, readPointer } from '../store/keys.js';
import { MemoryStore } from '../store/memory-store.js';
import { type StorePlace, type Stores, writePointer } from '../store/open-store.js';
import type { Commit, Store, StoredCard, StoreState } from '../store/store.js';
import type { CacheMode } from '../types.js';

/** What goes wrong with a disk. */
export interface DiskFaults {
  /** Every write fails, as on a full disk. */
  full: boolean;
  /** Nothing can be opened, as in a sandboxed frame. */
  denied: boolean;
  /** For the negative control: a commit saves the cursor, takes a breath, and then saves the views. */
  readonly torn: boolean;
}

/** Databases that outlive their tabs, for pages that share one disk in a test. */
export class FakeDisk {
  readonly faults: DiskFaults;
  #databases = new Map<string, MemoryStore>();

  constructor(torn = false) {
    this.faults = { full: false, denied: false, torn };
  }

  /** The browser takes every database away under the open tabs. */
  evict(): void {
    this.#databases.clear();
  }

  at(name: string, tenant: string): MemoryStore {
    const found = this.#databases.get(name) ?? new MemoryStore(tenant);
    this.#databases.set(name, found);
    return found;
  }

  has(name: string): boolean {
    return this.#databases.has(name);
  }

  drop(name: string): void {
    this.#databases.delete(name);
  }

  /** What one tab opens; a tab that is killed never hears of its reads and writes again. */
  stores(tab: { killed: boolean }): Stores {
    const remove = async ({ cache, api }: StorePlace): Promise<void> => {
      const last = readPointer(cache, api);
      writePointer(cache, api, null);
      if (last) this.drop(databaseName(cache, api, last.tenant, last.user));
    };
    return {
      remove,
      open: async (place, tenant) => {
        const { cache, api, user } = place;
        if (cache === 'memory' || this.faults.denied) return new MemoryStore(tenant);
        const last = readPointer(cache, api);
        if (last && (last.tenant !== tenant || last.user !== user)) await remove(place);
        const name = databaseName(cache, api, tenant, user);
        writePointer(cache, api, { tenant, user });
        const handle = new Handle(this, name, tenant, cache, tab);
        return new FallbackStore(handle, async () => {
          writePointer(cache, api, null);
          this.drop(name);
        });
      },
    };
  }
}

/** One tab's connection to a database. */
class Handle implements Store {
  readonly tenant: string;
  readonly kind: CacheMode;
  readonly #disk: FakeDisk;
  readonly #name: string;
  readonly #tab: { killed: boolean };
  #closed = false;

  constructor(disk: FakeDisk, name: string, tenant: string, kind: CacheMode, tab: { killed: boolean }) {
    this.#disk = disk;
    this.#name = name;
    this.tenant = tenant;
    this.kind = kind;
    this.#tab = tab;
    disk.at(name, tenant);
  }

  state(): Promise<StoreState | null> {
    return this.#run((store) => store.state());
  }
  async commit(change: Commit, now: number): Promise<'done' | 'conflict'> {
    if (!this.#disk.faults.torn) return this.#write((store) => store.commit(change, now));
    const first = await this.#write((store) => store.commit({ ...change, changes: new Map() }, now));
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (first === 'conflict') return first;
    return this.#write((store) =>
      store.commit({ ...change, expectedCursor: change.cursor, reset: false }, now),
    );
  }
  view(id: string): Promise<RecordView | undefined> {
    return this.#run((store) => store.view(id));
  }
  views(ids: readonly string[]): Promise<ReadonlyMap<string, RecordView>> {
    return this.#run((store) => store.views(ids));
  }
  async *chunks(type: string): AsyncIterable<readonly RecordView[]> {
    await this.state();
    yield* this.#disk.at(this.#name, this.tenant).chunks(type);
  }
  artefact(sha256: string): Promise<Artefact | undefined> {
    return this.#run((store) => store.artefact(sha256));
  }
  activate(model: string, artefact: Artefact | null): Promise<void> {
    return this.#write((store) => store.activate(model, artefact));
  }
  card(model: string): Promise<StoredCard | undefined> {
    return this.#run((store) => store.card(model));
  }
  keepCard(model: string, card: StoredCard): Promise<void> {
    return this.#write((store) => store.keepCard(model, card));
  }
  extra(key: string): Promise<unknown> {
    return this.#run((store) => store.extra(key));
  }
  keepExtra(key: string, value: unknown): Promise<void> {
    return this.#write((store) => store.keepExtra(key, value));
  }
  async wipe(): Promise<void> {
    this.#closed = true;
    this.#disk.drop(this.#name);
  }
  close(): void {
    this.#closed = true;
  }

  /** As IndexedDB does it: asynchronous before and after, whole in between. */
  async #run<T>(work: (store: MemoryStore) => Promise<T>): Promise<T> {
    await Promise.resolve();
    if (this.#tab.killed) return new Promise<T>(() => {});
    if (this.#closed) throw new DOMException('closed', 'InvalidStateError');
    const done = await work(this.#disk.at(this.#name, this.tenant));
    if (this.#tab.killed) return new Promise<T>(() => {});
    return structuredClone(done);
  }

  /** Slow enough that a tab can be killed before a write and between its end and the word of it. */
  async #write<T>(work: (store: MemoryStore) => Promise<T>): Promise<T> {
    await this.#wait();
    const done = await this.#run((store) => {
      if (this.#disk.faults.full) throw new DOMException('full', 'QuotaExceededError');
      return work(store);
    });
    await this.#wait();
    return this.#tab.killed ? new Promise<T>(() => {}) : done;
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 40));
  }
}
