import type { Problem } from '@aicrm/schema/problem';
import type { Engine } from './engine-types.js';
import { emptyShelf, fingerprint, stateOf } from './predictions.js';
import { signedOut, unreachable } from './problems.js';
import { readFirstPaint } from './store/first-paint.js';
import { databaseName, readPointer } from './store/keys.js';
import type {
  Client,
  ClientOptions,
  ClientStatus,
  PredictionState,
  ScoreRequest,
  SyncOutcome,
} from './types.js';
import { yieldToPage } from './yield-to-page.js';

export type * from './types.js';

const day = 86_400_000;
/** How long the page may be busy before we load the rest all the same. */
const idleTimeout = 2_000;
/** Listeners that are told in one turn of the event loop: to draw a badge takes a slow phone a millisecond. */
export const watchersPerTurn = 20;

interface Watcher {
  readonly request: ScoreRequest;
  readonly listener: (state: PredictionState) => void;
  told: string;
}

/**
 * The page's data: predictions from the store and the network, computed here. This file and its static imports are what
 * the first paint loads; store, sync and explanations follow in chunks of their own.
 *
 * A record that is scored in the page never leaves it: requests carry a cursor, model names, hashes and the token. Not
 * even its id is sent: with a `sync:record` token the worker reads it in the token.
 */
export function createClient(options: ClientOptions): Client {
  const now = options.now ?? Date.now;
  const cache = options.cache ?? 'session';
  const shelf = emptyShelf();
  const watchers = new Set<Watcher>();
  const ranked = new Set<string>();
  const statusListeners = new Set<(status: ClientStatus) => void>();
  let online = globalThis.navigator?.onLine ?? true;
  let engine: Engine | undefined;
  let loading: Promise<Engine | null> | undefined;
  let arranged = false;
  let firstPaintRead = false;
  let ended = false;
  let toldStatus = '';
  let round = 0;
  let toldThisTurn = 0;
  let moment = now();

  /** One moment a UTC day for all scores of the page, so that list, badge and reasons agree to the last digit. */
  function asOf(): number {
    if (Math.floor(moment / day) !== Math.floor(now() / day)) moment = now();
    return moment;
  }

  function tell(watcher: Watcher): PredictionState {
    const state = stateOf(shelf, watcher.request, asOf(), now());
    const print = fingerprint(state);
    // "Loading" is worth saying only once it is known that nothing can be painted at once.
    if (print === watcher.told || (state.state === 'loading' && !firstPaintRead)) return state;
    watcher.told = print;
    try {
      watcher.listener(state);
    } catch (error) {
      // One listener's mistake must not silence the others.
      reportError(error);
    }
    return state;
  }

  /**
   * Tells all watchers, some in each turn of the event loop, because each may draw. A later round takes over from an
   * earlier one: what there is to tell is read when it is told.
   * @returns Whether anybody was still loading.
   */
  async function tellAll(): Promise<boolean> {
    const mine = ++round;
    let waits = false;
    for (const watcher of [...watchers]) {
      // Counted over rounds, because two changes may fall into one turn.
      if (toldThisTurn >= watchersPerTurn) {
        await yieldToPage();
        toldThisTurn = 0;
        if (mine !== round) return waits;
      }
      if (!watchers.has(watcher)) continue;
      toldThisTurn++;
      waits = tell(watcher).state === 'loading' || waits;
    }
    tellStatus();
    return waits;
  }

  const changed = (): void => void tellAll();

  const status = (): ClientStatus => {
    const { syncedAt, failingSince, problem } = shelf;
    return { online, syncedAt, failingSince, problem, store: engine?.store?.kind ?? cache };
  };

  function tellStatus(): void {
    const told = status();
    const print = JSON.stringify(told);
    if (print === toldStatus) return;
    toldStatus = print;
    for (const listener of [...statusListeners]) listener(told);
  }

  function reached(answered: boolean): void {
    if (online === answered) return;
    online = answered;
    tellStatus();
  }

  const records = (): Set<string> => new Set([...watchers].flatMap(({ request }) => request.recordId || []));
  const models = (): Set<string> =>
    new Set([...[...watchers].map(({ request }) => request.model), ...ranked]);

  /** Reads what the last page view left for the records of this tick, all in one transaction. */
  async function readStored(): Promise<void> {
    const last = readPointer(cache, options.api);
    const user = options.user ?? '';
    const ids = records();
    if (!last || last.user !== user || ids.size === 0) return;
    const names = [...models()];
    const name = databaseName(cache, options.api, last.tenant, user);
    const found = await readFirstPaint(name, [...ids], names);
    // The engine may have been faster; what it put on the shelf is newer.
    if (!found || engine || ended) return;
    shelf.syncedAt = found.state.syncedAt || null;
    for (const [id, view] of found.views) shelf.views.set(id, view);
    for (const model of names) {
      const pointer = found.state.pointers.find((one) => one.name === model);
      const artefact = found.artefacts.get(model);
      if (pointer?.current === null) shelf.models.set(model, { artefact: null, refusal: pointer.refusal });
      else if (artefact) shelf.models.set(model, { artefact });
    }
  }

  function loadEngine(): Promise<Engine | null> {
    loading ??= import('./engine.js')
      .then(async ({ createEngine }) => {
        // To evaluate it was a long task on a slow phone already.
        await yieldToPage();
        if (ended) return null;
        engine = createEngine(options, { shelf, records, models, asOf, settled, changed, reached });
        return engine;
      })
      .catch((error: unknown) => {
        // Without its chunk the page goes on with what it has; the next wish tries again.
        loading = undefined;
        shelf.problem ??= unreachable(`The rest of the script could not be loaded: ${error}`);
        shelf.failingSince ??= now();
        reached(false);
        changed();
        return null;
      });
    return loading;
  }

  async function wake(): Promise<void> {
    const loaded = await loadEngine();
    // Opening a badge must work after the network is gone, so its chunk is fetched while nothing else happens. It waits
    // for no sync: that may be trying a dead line for minutes.
    whenIdle(() => void import('./explain.js').catch(() => {}));
    await loaded?.want();
  }

  /** Once a tick, for all watchers that came in it. */
  function arrange(): void {
    if (arranged) return;
    arranged = true;
    void Promise.resolve().then(paintFirst);
  }

  async function paintFirst(): Promise<void> {
    arranged = false;
    if (!engine) await readStored();
    firstPaintRead = true;
    if (ended) return;
    // With no model at hand everybody waits: the rest is fetched while they are told so.
    const bare = Boolean(engine) || (watchers.size > 0 && shelf.models.size === 0);
    if (bare) void wake();
    const waits = await tellAll();
    if (bare || ended) return;
    if (waits) void wake();
    else if (watchers.size > 0) whenIdle(() => void wake());
  }

  function watch(request: ScoreRequest, listener: Watcher['listener']): () => void {
    const watcher: Watcher = { request, listener, told: '' };
    watchers.add(watcher);
    const { state } = tell(watcher);
    if (state !== 'empty' && !ended) arrange();
    return () => void watchers.delete(watcher);
  }

  /** The first state that isn't "loading". */
  const settled = (request: ScoreRequest): Promise<PredictionState> =>
    new Promise((resolve) => {
      let stop = (): void => {};
      stop = watch(request, (state) => {
        if (state.state === 'loading') return;
        resolve(state);
        queueMicrotask(() => stop());
      });
    });

  const failure = (): Problem => shelf.problem ?? signedOut();

  /** All that is not painting happens in the engine. */
  async function ask<T>(work: (engine: Engine) => Promise<T>, otherwise: () => T): Promise<T> {
    const loaded = await loadEngine();
    return loaded ? work(loaded) : otherwise();
  }

  const onOffline = (): void => reached(false);
  globalThis.addEventListener?.('offline', onOffline);

  return {
    watch,
    explain: (request) => ask(async (engine) => engine.explain(request), failure),
    rank(model, onSlice) {
      ranked.add(model);
      return ask(
        (engine) => engine.rank(model, onSlice),
        () => [],
      );
    },
    sync: () =>
      ask<SyncOutcome>(
        (engine) => engine.sync(),
        () => ({ state: 'failed', problem: failure() }),
      ),
    get online() {
      return online;
    },
    get status() {
      return status();
    },
    onStatus(listener) {
      statusListeners.add(listener);
      listener(status());
      return () => void statusListeners.delete(listener);
    },
    card: (model) => ask(async (engine) => engine.card(model), failure),
    data: async () => (await import('./data.js')).tenantData(loadEngine),
    async signOut() {
      const loaded = await loadEngine();
      ended = true;
      globalThis.removeEventListener?.('offline', onOffline);
      await loaded?.signOut();
      shelf.problem = signedOut();
      await tellAll();
    },
  };
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: idleTimeout });
  else setTimeout(work, 200);
}
