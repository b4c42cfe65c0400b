import type { Artefact } from '@aicrm/runtime/artefact';
import { recordTypes } from '@aicrm/schema/ids';
import type { RecordView } from '@aicrm/schema/view';
import type { CacheMode } from '../types.js';
import { MemoryStore } from './memory-store.js';
import type { Commit, Store, StoredCard, StoreState } from './store.js';

/**
 * A store on disk that turns into one in memory at the first operation that fails (a full disk, a database deleted by
 * hand or by the sign-out of another tab): this page view
 * goes on with all it had, and the disk keeps its last whole state for the next.
 */
export class FallbackStore implements Store {
  #at: Store;
  readonly #onWipe: () => Promise<void>;

  /** @param onWipe Removes what is left on the disk when this page view had gone on in memory, and every trace of it. */
  constructor(disk: Store, onWipe: () => Promise<void>) {
    this.#at = disk;
    this.#onWipe = onWipe;
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
  views(ids: readonly string[]): Promise<ReadonlyMap<string, RecordView>> {
    return this.#run((store) => store.views(ids));
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
  card(model: string): Promise<StoredCard | undefined> {
    return this.#run((store) => store.card(model));
  }
  keepCard(model: string, card: StoredCard): Promise<void> {
    return this.#run((store) => store.keepCard(model, card));
  }
  extra(key: string): Promise<unknown> {
    return this.#run((store) => store.extra(key));
  }
  keepExtra(key: string, value: unknown): Promise<void> {
    return this.#run((store) => store.keepExtra(key, value));
  }
  async wipe(): Promise<void> {
    await this.#at.wipe();
    await this.#onWipe();
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
