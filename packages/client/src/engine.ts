import { viewFromHost } from '@aicrm/runtime/host-record';
import type { ModelCard } from '@aicrm/schema/model';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ModelPointer } from '@aicrm/schema/wire';
import { fetchSummary, followPointer, pointerOf, storedArtefact } from './artefacts.js';
import { isState, type Shelf, subjectOf } from './predictions.js';
import { clientProblem, signedOut, unreachable } from './problems.js';
import { rankStored } from './rank.js';
import { createSchedule } from './schedule.js';
import { readPointer } from './store/keys.js';
import { openStore, removeStored, type StorePlace } from './store/open-store.js';
import type { Store } from './store/store.js';
import { runSync } from './sync.js';
import { createTokenBroker, readClaims } from './token.js';
import { createTransport } from './transport.js';
import type {
  ClientOptions,
  Explained,
  PredictionState,
  Ranked,
  ScoreRequest,
  SyncOutcome,
} from './types.js';

/** What the engine works for: the shelf that listeners are painted from, and what they want on it. */
export interface EngineHost {
  readonly shelf: Shelf;
  /** Ids of watched records; with none the engine neither opens a store nor syncs. */
  records(): ReadonlySet<string>;
  models(): ReadonlySet<string>;
  /** The moment that all scores of today are of, epoch milliseconds. */
  asOf(): number;
  /** The first state of a request that isn't "loading". */
  settled(request: ScoreRequest): Promise<PredictionState>;
  /** Something on the shelf changed. */
  changed(): void;
  reached(online: boolean): void;
}

export interface Engine {
  readonly store: Store | null;
  /** Brings what is wanted now onto the shelf, from the store and then, where it must, from the worker. */
  want(): Promise<void>;
  sync(): Promise<SyncOutcome>;
  explain(request: ScoreRequest): Promise<Explained | Problem>;
  rank(model: string, onSlice?: (soFar: readonly Ranked[]) => void): Promise<Ranked[]>;
  card(model: string): Promise<ModelCard | Problem>;
  signOut(): Promise<void>;
}

/**
 * All of the client that can wait until something is painted: store, token, sync, artefacts. It is one chunk of its own,
 * with Dexie and zod in it.
 */
export function createEngine(options: ClientOptions, host: EngineHost): Engine {
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
  const transport = createTransport({
    api: options.api,
    token,
    // Called as a method of ours, the browser's own fetch would throw.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    signal: end.signal,
    onReach: (online) => host.reached(online),
  });
  const cards = new Map<string, ModelCard>();
  let store: Store | null = null;
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

  const wantsStore = (): boolean => wholeStore || host.records().size > 0;
  const missing = (): boolean =>
    (wantsStore() && !shelf.live) ||
    [...host.models()].some((model) => !shelf.models.has(model)) ||
    [...host.records()].some((id) => !shelf.views.has(id));

  /** Opens what the last page view left, with no word from the network. */
  async function openLast(): Promise<void> {
    const last = readPointer(place.cache, place.api);
    if (store || !wantsStore() || last?.user !== place.user) return;
    opening ??= open(place, last.tenant);
    await opening;
  }

  async function open(where: StorePlace, tenant: string): Promise<void> {
    const opened = await openStore(where, tenant);
    // Signed out while it opened: nothing may be left behind.
    if (end.signal.aborted) await opened.wipe();
    else store = opened;
  }

  /** Brings wanted views and models from the store onto the shelf; `again` also those that are there. */
  async function load(again: boolean): Promise<void> {
    const at = store;
    if (!at) return;
    const state = await at.state();
    // A sign-out or another tenant's token came meanwhile: what was read belongs to nobody here any more.
    const gone = (): boolean => store !== at;
    if (gone()) return;
    if (state && state.syncedAt > 0) shelf.syncedAt = state.syncedAt;
    for (const model of host.models()) {
      if (shelf.models.has(model)) continue;
      const pointer = state?.pointers.find(({ name }) => name === model);
      const artefact = await storedArtefact(at, model);
      if (gone()) return;
      if (pointer?.current === null) shelf.models.set(model, { artefact: null, refusal: pointer.refusal });
      else if (artefact) shelf.models.set(model, { artefact });
    }
    for (const id of host.records()) {
      if (shelf.views.has(id) && !again) continue;
      const view = boundTo === undefined || id === boundTo ? await at.view(id) : undefined;
      if (gone()) return;
      if (view) shelf.views.set(id, view);
      else if (shelf.live) shelf.views.set(id, null);
      else shelf.views.delete(id);
    }
    if (!again) return;
    const wanted = host.records();
    for (const id of shelf.views.keys()) if (!wanted.has(id)) shelf.views.delete(id);
  }

  /** Removes all that is stored and shown of a tenant. */
  async function forget(): Promise<void> {
    const old = store;
    store = null;
    opening = undefined;
    shelf.views.clear();
    shelf.models.clear();
    shelf.predictions.clear();
    cards.clear();
    shelf.live = false;
    shelf.syncedAt = null;
    host.changed();
    await old?.wipe().catch(() => {});
    await removeStored(place);
  }

  async function summary(model: string): Promise<Result<ModelPointer, Problem>> {
    const answer = await fetchSummary(transport, model);
    if (!answer.ok && answer.error.kind === 'not-found')
      return ok({ name: model, recordType: '', current: null, refusal: null });
    if (!answer.ok) return answer;
    const { value } = answer;
    if (value === null) return fail(unexpected('304 for a model'));
    const shown = value.versions.find(({ version }) => version === value.current) ?? value.versions[0];
    if (shown) cards.set(model, shown.card);
    return ok(pointerOf(value));
  }

  async function summaries(): Promise<Result<ModelPointer[], Problem>> {
    const found: ModelPointer[] = [];
    for (const model of host.models()) {
      const one = await summary(model);
      if (!one.ok) return one;
      found.push(one.value);
    }
    return ok(found);
  }

  /** Makes the pointed-to models ready: those wanted, and those already kept for a page without a network. */
  async function follow(pointers: readonly ModelPointer[]): Promise<Result<void, Problem>> {
    let answer: Result<void, Problem> = ok(undefined);
    const kept = (await store?.state())?.active ?? {};
    const wanted = host.models();
    for (const pointer of pointers) {
      const { name } = pointer;
      if (!wanted.has(name) && !Object.hasOwn(kept, name)) continue;
      const slot = await followPointer(transport, store, pointer, shelf.models.get(name));
      if (end.signal.aborted) return fail(signedOut());
      if (slot.ok) shelf.models.set(name, slot.value);
      else answer = slot;
    }
    for (const model of wanted)
      if (!pointers.some(({ name }) => name === model))
        shelf.models.set(model, { artefact: null, refusal: null });
    return answer;
  }

  /** A first sync of many pages: fetches the models beside them and paints the records that have come so far. */
  function paintPages(pointers: readonly ModelPointer[]): void {
    const missesModel = [...host.models()].some((model) => !shelf.models.has(model));
    if (missesModel) early ??= follow(pointers);
    void Promise.resolve(early)
      .then(() => load(false))
      .then(() => host.changed())
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
      const pointers = await summaries();
      if (!pointers.ok) return pointers;
      const followed = await follow(pointers.value);
      return followed.ok ? ok({ state: 'unchanged' }) : followed;
    }
    const { tenant, record } = readClaims(bearer.value);
    boundTo = record;
    await openLast();
    if (store && tenant !== undefined && store.tenant !== tenant) await forget();
    // A token that doesn't name its tenant: the first page does.
    if (!store) await open(tenant === undefined ? { ...place, cache: 'memory' } : place, tenant ?? '');
    if (!store) return fail(signedOut());

    let run = await runSync(transport, store, now, paintPages);
    if (run.ok && run.value.kind === 'other-tenant') {
      await forget();
      await open(place, run.value.tenant);
      if (!store) return fail(signedOut());
      run = await runSync(transport, store, now, paintPages);
    }
    if (!run.ok) return run;
    if (run.value.kind === 'other-tenant') return fail(unexpected('another tenant at every page'));
    // A model that is still on its way from an earlier page must not be fetched twice.
    await early?.catch(() => {});
    early = undefined;
    shelf.live = true;
    const followed = await follow((await store.state())?.pointers ?? []);
    if (!followed.ok) return followed;
    const { upserts, tombstones } = run.value.kind === 'synced' ? run.value : { upserts: 0, tombstones: 0 };
    return ok(upserts + tombstones === 0 ? { state: 'unchanged' } : { state: 'synced', upserts, tombstones });
  }

  async function runOnce(): Promise<SyncOutcome> {
    const outcome = await attempt().catch((error: unknown) => fail(unexpected(String(error))));
    if (end.signal.aborted) return { state: 'failed', problem: shelf.problem ?? signedOut() };
    shelf.failingSince = outcome.ok ? null : (shelf.failingSince ?? now());
    shelf.problem = outcome.ok ? null : outcome.error;
    await load(true).catch(() => {});
    host.changed();
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
    await load(false).catch(() => {});
    host.changed();
    if (!missing()) return;
    // A run that began before this wish may not have seen it.
    const before = running;
    if (before) await before;
    if (missing()) await sync();
  }

  const stop = createSchedule(async () => {
    if (host.models().size === 0 && !wantsStore()) return true;
    return (await sync()).state !== 'failed';
  });

  return {
    get store() {
      return store;
    },
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
      const known = cards.get(model);
      if (known) return known;
      const answer = await summary(model);
      if (!answer.ok) return answer.error;
      const card = cards.get(model);
      return card ?? clientProblem('not-found', 404, 'No model', 'No model has been trained yet.');
    },
    async signOut() {
      end.abort();
      stop();
      token.clear();
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

const unexpected = (what: string): Problem =>
  clientProblem('temporary', 500, 'Sync failed', `Something unexpected happened: ${what}.`);
