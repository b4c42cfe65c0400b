import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import type { Loaded } from '../data-types.js';
import type { Ground } from '../engine-types.js';
import { freshnessOf } from '../predictions.js';
import type { Store } from '../store/store.js';
import type { Freshness } from '../types.js';
import { follow, hidden, type LoadEngine, loading, notForThisRecord, toldFailure } from './follow.js';

const day = 86_400_000;
/** After a request that failed and that nothing else repeats. */
const retry = 10_000;
/** Lists kept on the disk, by the first word of their key; the ones that were not used for longest go first. */
const mostKept: Readonly<Record<string, number>> = {
  timeline: 50,
  messages: 5,
  events: 50,
  corrections: 1,
};
const indexKey = 'lists';

/** What is stored of a list. */
interface Kept<T> {
  readonly items: readonly T[];
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
  /** When all of it was read and not only what is new. */
  readonly wholeAt: number;
}

/** Reads a list from the worker; `before` is what is known of it, where only newer items need to be asked for. */
export type Fetch<T> = (
  ground: Ground,
  before: readonly T[] | null,
) => Promise<Result<readonly T[], Problem>>;

interface Entry<T> {
  kept: Kept<T> | null;
  /** Whether `kept` was read from the worker in this page view. */
  live: boolean;
  problem: Problem | null;
  /** The store it belongs to; of another tenant's nothing may be shown. */
  store: Store | null;
  /** The cursor of the store when it was read: another one means that something changed. */
  cursor: string | null;
  running: boolean;
  /** Whether `kept` lies in the store; it may be read before the store is open. */
  saved: boolean;
  retryAt: number;
  readonly waiting: Set<() => void>;
}

/**
 * A list that the worker has and the sync does not bring, kept with the store: shown from there at once, read anew in each
 * page view and after each sync that brought changes. Watchers of one list share its requests.
 */
export class Lists {
  readonly #entries = new Map<string, Entry<unknown>>();
  readonly #load: LoadEngine;

  constructor(load: LoadEngine) {
    this.#load = load;
  }

  /**
   * @param key Names the list in the store; its first word says how many of its kind are kept.
   * @param recordId Whose it is, where it is one record's.
   * @param fit Cuts what is stored to what a browser should hold.
   */
  watch<T>(
    key: string,
    recordId: string | undefined,
    listener: (state: Loaded<readonly T[]>) => void,
    fetch: Fetch<T>,
    fit: (items: readonly T[]) => readonly T[] = (items) => items,
  ): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow<readonly T[]>(
      this.#load,
      listener,
      async (ground) => {
        const problem = hidden(ground);
        if (problem) return toldFailure(problem);
        if (recordId !== undefined && !ground.mayRead(recordId)) return toldFailure(notForThisRecord());
        const entry = await this.#entry<T>(ground, key);
        await this.#refresh(ground, key, entry, fetch, fit);
        const { kept, live } = entry;
        if (!kept) return entry.problem ? toldFailure(entry.problem) : loading;
        const freshness = freshnessOfKept(ground, kept.fetchedAt, live);
        const dataAt = new Date(kept.fetchedAt).toISOString();
        const state = { state: 'ready', value: kept.items, freshness, dataAt } as const;
        return { state, print: `ready ${freshness} ${kept.fetchedAt} ${kept.wholeAt}` };
      },
      (ground, looked) => {
        const woken = (): void => {
          looked();
          clearTimeout(timer);
          timer = setTimeout(looked, retry + 100);
        };
        // Entries come and go with their store; who waits is told by all of this key.
        const entry = this.#entry<T>(ground, key).then((one) => one.waiting.add(woken));
        return () => {
          clearTimeout(timer);
          void entry.then((waiting) => waiting.delete(woken));
        };
      },
    );
    return stop;
  }

  /** What is known of a list, from the store the first time. */
  async #entry<T>(ground: Ground, key: string): Promise<Entry<T>> {
    const store = ground.store();
    const known = this.#entries.get(key) as Entry<T> | undefined;
    if (known && (known.store === store || known.store === null)) {
      if (known.store === null && store) {
        known.store = store;
        // The worker's answer may come while the store is read: it must not be taken for what the store had.
        const before = await readKept<T>(store, key);
        known.kept ??= before;
      }
      return known;
    }
    const entry: Entry<T> = {
      kept: null,
      live: false,
      problem: null,
      store,
      cursor: null,
      running: false,
      saved: true,
      retryAt: 0,
      waiting: known?.waiting ?? new Set(),
    };
    this.#entries.set(key, entry as Entry<unknown>);
    const before = store && (await readKept<T>(store, key));
    entry.kept ??= before;
    return entry;
  }

  /** Begins to read the list anew where that is due; never waits for the answer. */
  async #refresh<T>(
    ground: Ground,
    key: string,
    entry: Entry<T>,
    fetch: Fetch<T>,
    fit: (items: readonly T[]) => readonly T[],
  ): Promise<void> {
    if (!entry.saved && entry.kept && entry.store) {
      entry.saved = true;
      const kept = { ...entry.kept, items: fit(entry.kept.items) };
      void keep(entry.store, key, kept).catch(() => {});
    }
    const cursor = (await entry.store?.state())?.cursor ?? null;
    const due = entry.problem ? ground.now() >= entry.retryAt : !entry.live || entry.cursor !== cursor;
    if (!due || entry.running || ground.ended.aborted) return;
    entry.running = true;
    void this.#read(ground, key, entry, fetch, cursor)
      .catch(() => {})
      .finally(() => {
        entry.running = false;
        for (const tell of entry.waiting) tell();
      });
  }

  async #read<T>(
    ground: Ground,
    key: string,
    entry: Entry<T>,
    fetch: Fetch<T>,
    cursor: string | null,
  ): Promise<void> {
    const { kept, store } = entry;
    const now = ground.now();
    const whole = !kept || Math.abs(now - kept.wholeAt) > day;
    const answer = await fetch(ground, whole ? null : kept.items);
    // A sign-out or another tenant's token came meanwhile: this is nobody's any more.
    if (ground.ended.aborted || (store && ground.store() !== store)) return;
    entry.problem = answer.ok ? null : answer.error;
    entry.retryAt = ground.now() + Math.max(retry, (entry.problem?.retryAfter ?? 0) * 1_000);
    if (!answer.ok) {
      // What is refused or gone is not shown on; what could not be asked for is.
      if (answer.error.kind !== 'temporary') {
        entry.kept = null;
        await ground
          .store()
          ?.keepExtra(key, null)
          .catch(() => {});
      }
      return;
    }
    entry.kept = { items: answer.value, fetchedAt: now, wholeAt: whole ? now : kept.wholeAt };
    entry.live = true;
    entry.cursor = cursor;
    entry.saved = false;
  }
}

/** How fresh something is that was read on its own, beside the sync. */
export function freshnessOfKept(ground: Ground, fetchedAt: number, live: boolean): Freshness {
  const synced = freshnessOf(ground.shelf, ground.now());
  if (live) return synced === 'stale' ? 'stale' : 'live';
  return Math.abs(ground.now() - fetchedAt) > day ? 'stale' : 'cached';
}

async function readKept<T>(store: Store, key: string): Promise<Kept<T> | null> {
  // Only this class writes under these keys, in a database of this version of the script.
  return ((await store.extra(key).catch(() => undefined)) as Kept<T> | undefined) ?? null;
}

/** Stores a list and drops the one of its kind that was not used for longest, where there are too many. */
async function keep<T>(store: Store, key: string, kept: Kept<T>): Promise<void> {
  const known = (await store.extra(indexKey)) as readonly string[] | undefined;
  const keys = [key, ...(known ?? []).filter((one) => one !== key)];
  const counts = new Map<string, number>();
  const left: string[] = [];
  for (const one of keys) {
    const kind = one.split(' ', 1).join('');
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count <= (mostKept[kind] ?? 0)) left.push(one);
    else await store.keepExtra(one, null);
  }
  await store.keepExtra(indexKey, left);
  await store.keepExtra(key, kept);
}
