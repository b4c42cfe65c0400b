import { viewFromHost } from '@aicrm/runtime/host-record';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ModelPointer } from '@aicrm/schema/wire';
import type { Engine, EngineHost, EngineOptions, Ground } from './engine-types.js';
import { fillShelf } from './fill-shelf.js';
import { keepModels } from './models.js';
import { isState, subjectOf } from './predictions.js';
import { clientProblem, signedOut, unexpected, unreachable } from './problems.js';
import { rankStored } from './rank.js';
import { createSchedule, period } from './schedule.js';
import { databaseName, readPointer, waitsInOutbox } from './store/keys.js';
import { pageStores, type StorePlace } from './store/open-store.js';
import type { Store } from './store/store.js';
import { runSync } from './sync.js';
import { joinTabs, type Tabs, type TabWord } from './tabs.js';
import { createTokenBroker, readClaims } from './token.js';
import { createTransport } from './transport.js';
import type { PredictionState, SyncOutcome } from './types.js';

interface OtherTenant {
  readonly tenant: string;
}

/** A follower that heard nothing of its leader for so long syncs by itself: the other tab may be stuck or refused. */
const silence = 2.5 * period;
/** Cards come after all else that a page loads. */
const cardDelay = 2_000;

/**
 * All of the client that can wait until something is painted: store, token, sync, artefacts. It is one chunk of its own,
 * with Dexie in it.
 */
export function createEngine(options: EngineOptions, host: EngineHost): Engine {
  const { shelf } = host;
  shelf.viewFromHost = viewFromHost;
  const now = options.now ?? Date.now;
  const place: StorePlace = {
    cache: options.cache ?? 'session',
    api: options.api,
    user: options.user ?? '',
  };
  const end = new AbortController();
  const token = createTokenBroker(options.getToken, now);
  // Called as a method of ours, the browser's own fetch would throw.
  const request: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const transport = createTransport({
    api: options.api,
    token,
    fetch: request,
    signal: end.signal,
    onReach: (online) => host.reached(online),
  });
  const stores = options.stores ?? pageStores;
  const listeners = new Set<() => void>();
  const leaving: (() => Promise<void>)[] = [];
  let store: Store | null = null;
  let tabs: Tabs | undefined;
  /** When this tab last knew the store to be as the worker has it; monotonic milliseconds. */
  let heard = 0;
  /** Until when the worker asked to be left alone, by `performance.now`; only what a person asks for goes out before. */
  let quietUntil = 0;
  const models = keepModels({
    transport,
    shelf,
    ended: end.signal,
    wanted: () => host.models(),
    store: () => store,
  });
  let opening: Promise<void> | undefined;
  let running: Promise<SyncOutcome> | undefined;
  let early: Promise<unknown> | undefined;
  /** Set by `sync` and `rank`: stored records are wanted, though no single one is watched. */
  let wholeStore = false;
  /**
   * The only record a `sync:record` token may read. The worker knows it from the token, so it is never sent; what the
   * store still has of others is neither shown nor called live.
   */
  let boundTo: string | undefined;
  let wiped = false;

  function changed(): void {
    host.changed();
    for (const listener of listeners) listener();
  }

  const wantsStore = (): boolean => wholeStore || host.records().size > 0;
  const missing = (): boolean =>
    (wantsStore() && !shelf.live) ||
    [...host.models()].some((model) => !shelf.models.has(model)) ||
    [...host.records()].some((id) => !shelf.views.has(id));

  /** Opens what the last page view left, with no word from the network. */
  async function openLast(): Promise<void> {
    const last = readPointer(place.cache, place.api);
    if (!opening && wantsStore() && last?.user === place.user) opening = open(place, last.tenant);
    await opening;
  }

  async function open(where: StorePlace, tenant: string): Promise<void> {
    const opened = await stores.open(where, tenant);
    if (end.signal.aborted) {
      // Signed out while it opened: nothing may be left behind.
      if (wiped) await opened.wipe();
      else opened.close();
      return;
    }
    store = opened;
    if (opened.kind !== 'memory')
      tabs = joinTabs(databaseName(where.cache, where.api, tenant, where.user), { elected, told });
  }

  /** This tab leads from now on; the one before may have been killed in the middle of its work. */
  function elected(): void {
    if (wantsStore()) void sync();
  }

  /** Another tab wrote to the store. */
  function told(word: TabWord): void {
    void follow(word).catch(() => {});
  }

  async function follow(word: TabWord): Promise<void> {
    const at = store;
    if (!at || end.signal.aborted || at.kind === 'memory') return;
    await load(word === 'synced' ? 'all' : 'missing');
    if (store !== at || end.signal.aborted) return;
    if (word === 'synced' && shelf.live && shelf.problem?.kind !== 'permission') {
      heard = performance.now();
      shelf.failingSince = null;
      shelf.problem = null;
    }
    changed();
    // The other tab shows other models, and didn't fetch this one's.
    const { pointers = [], active = {} } = (await at.state()) ?? {};
    const behind = pointers.some(
      ({ name, current }) => current && host.models().has(name) && active[name] !== current.sha256,
    );
    if (word === 'synced' && behind && shelf.live) await sync();
  }

  /** Brings wanted views and models from the store onto the shelf; see `fillShelf`. */
  async function load(what: 'missing' | 'newer' | 'all'): Promise<void> {
    const at = store;
    if (!at) return;
    const wishes = { models: host.models(), records: host.records(), boundTo };
    await fillShelf(shelf, at, wishes, what, () => store !== at);
  }

  /** Removes all that is stored and shown of a tenant. */
  async function forget(): Promise<void> {
    const old = store;
    store = null;
    opening = undefined;
    shelf.views.clear();
    shelf.models.clear();
    shelf.predictions.clear();
    models.forget();
    shelf.live = false;
    shelf.syncedAt = null;
    changed();
    tabs?.close();
    tabs = undefined;
    await old?.wipe().catch(() => {});
    await stores.remove(place);
  }

  /** A first sync of many pages: fetches the models beside them and paints the records that have come so far. */
  function paintPages(pointers: readonly ModelPointer[]): void {
    const missesModel = [...host.models()].some((model) => !shelf.models.has(model));
    if (missesModel) early ??= models.follow(pointers);
    tabs?.tell('pages');
    void Promise.resolve(early)
      .then(() => load('missing'))
      .then(() => changed())
      // What fails here is done again, and told, at the end of the sync.
      .catch(() => {});
  }

  async function attempt(): Promise<Result<SyncOutcome, Problem>> {
    const bearer = await token.get();
    if (!bearer.ok) {
      // A token endpoint that cannot answer cuts the page off from the worker just as a dead line does.
      if (bearer.error.kind === 'temporary') host.reached(false);
      return bearer;
    }
    if (end.signal.aborted) return fail(signedOut());
    if (!wantsStore()) {
      const pointers = await models.summaries();
      if (!pointers.ok) return pointers;
      const followed = await models.follow(pointers.value);
      return followed.ok ? ok({ state: 'unchanged' }) : followed;
    }
    const { tenant, record } = readClaims(bearer.value);
    boundTo = record;
    await openLast();
    if (store && tenant !== undefined && store.tenant !== tenant) await forget();
    // A token that doesn't name its tenant: the first page does.
    if (!store) {
      opening = open(tenant === undefined ? { ...place, cache: 'memory' } : place, tenant ?? '');
      await opening;
    }
    let run = await syncStore();
    if (run.ok && 'tenant' in run.value) {
      await forget();
      opening = open(place, run.value.tenant);
      await opening;
      run = await syncStore();
    }
    if (!run.ok) return run;
    const { value } = run;
    return 'tenant' in value ? fail(unexpected('another tenant at every page')) : ok(value);
  }

  /**
   * One run, while no other tab has one: views, then models. Without an outcome but a tenant: the token turned out to be
   * of that one, and nothing was written.
   */
  async function syncStore(): Promise<Result<SyncOutcome | OtherTenant, Problem>> {
    const at = store;
    if (!at) return fail(signedOut());
    const work = async (): Promise<Result<SyncOutcome | OtherTenant, Problem>> => {
      const run = await runSync(transport, at, now, paintPages);
      if (!run.ok) return run;
      if (run.value.kind === 'other-tenant') return ok(run.value);
      if (run.value.kind === 'raced') return fail(unexpected('other tabs wrote at every try'));
      // A model that is still on its way from an earlier page must not be fetched twice.
      await early?.catch(() => {});
      early = undefined;
      if (store !== at) return fail(signedOut());
      shelf.live = true;
      heard = performance.now();
      const followed = await models.follow((await at.state())?.pointers ?? []);
      if (!followed.ok) return followed;
      const { upserts, tombstones } = run.value;
      return ok(
        upserts + tombstones === 0 ? { state: 'unchanged' } : { state: 'synced', upserts, tombstones },
      );
    };
    const outcome = await (tabs ? tabs.alone(work) : work());
    if (outcome.ok && 'state' in outcome.value) tabs?.tell('synced');
    return outcome;
  }

  async function runOnce(): Promise<SyncOutcome> {
    const outcome = await attempt().catch((error: unknown) => fail(unexpected(String(error))));
    if (end.signal.aborted) return { state: 'failed', problem: shelf.problem ?? signedOut() };
    shelf.failingSince = outcome.ok ? null : (shelf.failingSince ?? now());
    shelf.problem = outcome.ok ? null : outcome.error;
    quietUntil = outcome.ok ? 0 : performance.now() + (outcome.error.retryAfter ?? 0) * 1_000;
    await load(outcome.ok ? 'all' : 'newer').catch(() => {});
    changed();
    if (outcome.ok) setTimeout(() => void models.keepCards().catch(() => {}), cardDelay);
    // An earlier page view left events, and none of our panels may be on this page.
    if (outcome.ok && waitsInOutbox(place.api))
      void import('./data/outbox.js').then(({ outboxOf }) => outboxOf(ground)).catch(() => {});
    return outcome.ok ? outcome.value : { state: 'failed', problem: outcome.error };
  }

  function sync(): Promise<SyncOutcome> {
    if (end.signal.aborted) return Promise.resolve({ state: 'failed', problem: signedOut() });
    running ??= runOnce().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function want(): Promise<void> {
    if (end.signal.aborted) return;
    await openLast();
    await load('missing').catch(() => {});
    changed();
    if (!missing()) return;
    // A run that began before this wish may not have seen it.
    const before = running;
    if (before) await before;
    if (missing()) await sync();
  }

  const stop = createSchedule(
    async () => {
      if (host.models().size === 0 && !wantsStore()) return true;
      const follows = tabs && !tabs.leads && shelf.live && store?.kind !== 'memory';
      if (follows && performance.now() - heard < silence) return true;
      return (await sync()).state !== 'failed';
    },
    () => quietUntil,
  );

  function finish(): void {
    end.abort();
    stop();
    token.clear();
  }
  const onSignal = (): void => {
    finish();
    tabs?.close();
    store?.close();
  };
  if (options.signal?.aborted) onSignal();
  options.signal?.addEventListener('abort', onSignal);

  const ground: Ground = {
    shelf,
    transport,
    token,
    place,
    fetch: request,
    ended: end.signal,
    now,
    store: () => store,
    mayRead: (id) => boundTo === undefined || id === boundTo,
    open() {
      wholeStore = true;
      return openLast();
    },
    want() {
      wholeStore = true;
      return want();
    },
    reached: host.reached,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onLeave: (work) => void leaving.push(work),
  };

  return {
    get store() {
      return store;
    },
    ground,
    want,
    sync() {
      wholeStore = true;
      return sync();
    },
    async explain(request) {
      const state = await host.settled(request);
      const subject = subjectOf(shelf, request, host.asOf());
      if (state.state !== 'score' || isState(subject)) return noReasons(state);
      const { artefact, view } = subject;
      const at = Date.parse(state.score.asOf);
      try {
        const { explain, counterfactuals } = await import('./explain.js');
        const explanation = explain(artefact, view, at);
        return { explanation, counterfactuals: counterfactuals(artefact, view, at), meta: artefact.meta };
      } catch (error) {
        return unreachable(`The reasons could not be computed: ${error}`);
      }
    },
    async rank(model, onSlice) {
      wholeStore = true;
      await want();
      const artefact = shelf.models.get(model)?.artefact;
      if (!store || !artefact) return [];
      const ranked = await rankStored(store, artefact, shelf.predictions, host.asOf(), onSlice);
      return boundTo === undefined ? ranked : ranked.filter((one) => one.recordId === boundTo);
    },
    async card(model) {
      // A card asked for at once must find the one that the last page view kept.
      await openLast().catch(() => {});
      return models.card(model);
    },
    async signOut() {
      await Promise.allSettled(leaving.map((work) => work()));
      wiped = true;
      finish();
      shelf.problem = signedOut();
      await forget();
    },
  };
}

function noReasons(state: PredictionState): Problem {
  if (state.state === 'permission' || state.state === 'error') return state.problem;
  const detail = state.state === 'insufficient-data' ? state.refusal.detail : 'No record was named.';
  return clientProblem('not-enough-data', 422, 'No score to explain', detail);
}
