/** What one tab tells the others of the same store; never data, that is in the store. */
export type TabWord =
  /** Some pages of a longer sync are committed. */
  | 'pages'
  /** A sync ended well: views, pointers and artefacts are as the worker has them. */
  | 'synced';

export interface Tabs {
  /** Whether this tab syncs by the clock; true for every tab that cannot know of others. */
  readonly leads: boolean;
  tell(word: TabWord): void;
  /** Runs `work` while no other tab of this store runs its own, or when that one takes too long. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** Another tab's run may be a first sync of many pages, or its line may be dead; the store bears two at once. */
const patience = 20_000;

const aloneTab = (): Tabs => ({
  leads: true,
  tell: () => {},
  alone: (work) => work(),
  close: () => {},
});

/**
 * Joins the tabs of one store: of the visible ones, one holds a lock and leads; the browser hands the lock on when that
 * tab is closed, killed or crashes, and a tab that is hidden (its timers nearly stand still) lets it go. Where locks or
 * channels are missing or denied, every tab leads, which costs requests and nothing else.
 * @param store Name of the database.
 */
export function joinTabs(store: string, on: { elected(): void; told(word: TabWord): void }): Tabs {
  const locks = globalThis.navigator?.locks;
  if (!locks || typeof BroadcastChannel === 'undefined') return aloneTab();
  const name = `aicrm/sync/${store}`;
  const end = new AbortController();
  let candidacy: AbortController | undefined;
  let letGo = (): void => {};
  let leads = false;
  let denied = false;
  let channel: BroadcastChannel;
  try {
    channel = new BroadcastChannel(name);
  } catch {
    return aloneTab();
  }
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'pages' || data === 'synced') on.told(data);
  };

  const visible = (): boolean => globalThis.document?.visibilityState !== 'hidden';

  /** Holds the lead until it is let go. */
  function lead(mine: AbortController): Promise<void> | undefined {
    // The grant and the wish to withdraw may cross.
    if (mine.signal.aborted) return undefined;
    leads = true;
    return new Promise((resolve) => {
      letGo = resolve;
    });
  }

  async function stand(): Promise<void> {
    if (candidacy || end.signal.aborted || !visible()) return;
    const mine = new AbortController();
    candidacy = mine;
    try {
      let free = false;
      // Where nobody led, nothing was left undone: the page's own first sync is enough.
      await locks.request(`${name}/lead`, { ifAvailable: true }, (lock) => {
        free = lock !== null;
        return lock ? lead(mine) : undefined;
      });
      if (free || mine.signal.aborted) return;
      await locks.request(`${name}/lead`, { signal: mine.signal }, () => {
        const held = lead(mine);
        if (held) on.elected();
        return held;
      });
    } catch {
      // Withdrawn, or this page may not use locks (an opaque origin): then it is on its own.
      if (!mine.signal.aborted) denied = true;
    }
  }

  function withdraw(): void {
    candidacy?.abort();
    candidacy = undefined;
    leads = false;
    letGo();
  }

  const ended = (): Promise<never> =>
    new Promise((_, reject) => {
      end.signal.addEventListener('abort', () => reject(new Error('the client has ended')));
    });

  const onVisibility = (): void => {
    if (visible()) void stand();
    else withdraw();
  };
  globalThis.document?.addEventListener('visibilitychange', onVisibility);
  void stand();

  return {
    get leads() {
      return leads || denied;
    },
    tell(word) {
      try {
        channel.postMessage(word);
      } catch {
        // A closed channel has no listeners.
      }
    },
    async alone(work) {
      if (denied) return work();
      const wait = new AbortController();
      const timer = setTimeout(() => wait.abort(), patience);
      const signal = AbortSignal.any([end.signal, wait.signal]);
      let begun = false;
      try {
        return await locks.request(`${name}/run`, { signal }, () => {
          begun = true;
          clearTimeout(timer);
          // A client that ended must not hold up the other tabs with what it was waiting for.
          return Promise.race([work(), ended()]);
        });
      } catch (error) {
        clearTimeout(timer);
        if (begun) throw error;
        return work();
      }
    },
    close() {
      end.abort();
      withdraw();
      globalThis.document?.removeEventListener('visibilitychange', onVisibility);
      channel.close();
    },
  };
}
