import type { Artefact } from '@aicrm/runtime/artefact';
import type { RecordView } from '@aicrm/schema/view';
import { typeOf } from './keys.js';
import {
  type Commit,
  emptyState,
  nextState,
  replaces,
  type Store,
  type StoredCard,
  type StoreState,
} from './store.js';

/** Views per chunk when walking: the same order of size as a stored bucket. */
const chunkSize = 1_000;

/** A store that lives as long as the page, for hosts that deny storage, are full, or ask for `cache: 'memory'`. */
export class MemoryStore implements Store {
  readonly kind = 'memory';
  #state: StoreState | null = null;
  #views = new Map<string, RecordView>();
  #artefacts = new Map<string, Artefact>();
  #cards = new Map<string, StoredCard>();
  #extras = new Map<string, unknown>();
  readonly tenant: string;

  constructor(tenant: string) {
    this.tenant = tenant;
  }

  async state(): Promise<StoreState | null> {
    return this.#state;
  }

  async commit(change: Commit, now: number): Promise<'done' | 'conflict'> {
    const state = this.#state ?? emptyState(this.tenant);
    if (state.cursor !== change.expectedCursor) return 'conflict';
    if (change.reset) this.#views.clear();
    for (const [id, view] of change.changes) {
      if (view === null) this.#views.delete(id);
      else if (replaces(view, this.#views.get(id))) this.#views.set(id, view);
    }
    this.#state = nextState(state, change, now);
    return 'done';
  }

  async view(id: string): Promise<RecordView | undefined> {
    return this.#views.get(id);
  }

  async views(ids: readonly string[]): Promise<ReadonlyMap<string, RecordView>> {
    const views = new Map<string, RecordView>();
    for (const id of ids) {
      const view = this.#views.get(id);
      if (view) views.set(id, view);
    }
    return views;
  }

  async *chunks(type: string): AsyncIterable<readonly RecordView[]> {
    const all = [...this.#views.values()].filter((view) => typeOf(view.id) === type);
    for (let at = 0; at < all.length; at += chunkSize) yield all.slice(at, at + chunkSize);
  }

  async artefact(sha256: string): Promise<Artefact | undefined> {
    return this.#artefacts.get(sha256);
  }

  async activate(model: string, artefact: Artefact | null): Promise<void> {
    const state = this.#state ?? emptyState(this.tenant);
    const { [model]: _old, ...others } = state.active;
    const active = artefact ? { ...others, [model]: artefact.sha256 } : others;
    if (artefact) this.#artefacts.set(artefact.sha256, artefact);
    const used = new Set(Object.values(active));
    for (const sha of this.#artefacts.keys()) if (!used.has(sha)) this.#artefacts.delete(sha);
    this.#state = { ...state, revision: state.revision + 1, active };
  }

  async card(model: string): Promise<StoredCard | undefined> {
    return this.#cards.get(model);
  }

  async keepCard(model: string, card: StoredCard): Promise<void> {
    this.#cards.set(model, card);
  }

  async extra(key: string): Promise<unknown> {
    return this.#extras.get(key);
  }

  async keepExtra(key: string, value: unknown): Promise<void> {
    if (value === null) this.#extras.delete(key);
    else this.#extras.set(key, value);
  }

  async wipe(): Promise<void> {
    this.#state = null;
    this.#views.clear();
    this.#artefacts.clear();
    this.#cards.clear();
    this.#extras.clear();
  }

  close(): void {}

  /** Takes over what another store holds, so that a full disk loses nothing of this page view. */
  async adopt(other: Store, types: readonly string[]): Promise<void> {
    this.#state = await other.state();
    for (const type of types)
      for await (const chunk of other.chunks(type)) for (const view of chunk) this.#views.set(view.id, view);
    for (const sha of Object.values(this.#state?.active ?? {})) {
      const artefact = await other.artefact(sha);
      if (artefact) this.#artefacts.set(sha, artefact);
    }
    for (const { name } of this.#state?.pointers ?? []) {
      const card = await other.card(name);
      if (card) this.#cards.set(name, card);
    }
  }
}
