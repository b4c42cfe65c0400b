import { predict } from '@aicrm/runtime/predict';
import { seeded } from '@aicrm/runtime/testing/random-models';
import { createClient } from '../client.js';
import type { EngineOptions } from '../engine-types.js';
import type { Stores } from '../store/open-store.js';
import type { Store } from '../store/store.js';
import type { Client, PredictionState } from '../types.js';
import {
  api,
  type Models,
  modelName,
  networkFaults,
  recordIds,
  type Tenant,
  tenants,
  World,
} from './history-world.js';
import { VirtualTime } from './virtual-time.js';

/** Where a history runs. */
export interface Ground {
  /** What one tab opens. */
  stores(tab: { killed: boolean }): Stores;
  /** Sets faults of the disk; `fine` takes them back. `evict` deletes every database at once. */
  disk(fault: 'full' | 'denied' | 'fine' | 'evict'): Promise<void> | void;
  turn(): Promise<void>;
}

export interface HistoryReport {
  readonly seed: number;
  readonly steps: number;
  readonly requests: number;
  readonly paints: number;
  readonly kills: number;
  /** What was done and told, for a comparison of two runs. */
  readonly trace: readonly string[];
  /** Empty where every invariant held. */
  readonly violations: readonly string[];
}

const start = Date.UTC(2026, 2, 1, 12);
const hour = 3_600_000;
const day = 24 * hour;

/** JSON whose keys are sorted, so that equal things have equal texts. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

class Tab {
  readonly name: string;
  killed = false;
  client: Client;
  store: Store | null = null;
  readonly watched = new Map<string, { last: PredictionState | null; stop: () => void }>();
  readonly #end = new AbortController();

  constructor(
    world: World,
    ground: Ground,
    time: VirtualTime,
    cache: 'persistent' | 'memory',
    name: string,
    told: (tab: Tab, recordId: string, state: PredictionState) => void,
  ) {
    this.name = name;
    const stores = ground.stores(this);
    const options: EngineOptions = {
      api,
      cache,
      getToken: () => this.#counted(world.getToken()),
      // A killed tab's requests never end, as far as it could tell.
      fetch: async (input, init) => {
        const answer = await this.#counted(world.fetch(input, init));
        return this.killed ? new Promise<Response>(() => {}) : answer;
      },
      now: () => start + time.now + world.skew,
      signal: this.#end.signal,
      stores: {
        remove: stores.remove,
        open: async (place, tenant) => {
          const store = await stores.open(place, tenant);
          const commit = store.commit.bind(store);
          store.commit = async (change, now) => {
            this.committing++;
            return commit(change, now).finally(() => {
              this.committing--;
            });
          };
          this.store = store;
          return store;
        },
      },
    };
    this.told = (recordId, state) => told(this, recordId, state);
    this.client = createClient(options);
  }

  readonly told: (recordId: string, state: PredictionState) => void;

  watch(recordId: string): void {
    if (this.watched.has(recordId)) return;
    const entry: { last: PredictionState | null; stop: () => void } = { last: null, stop: () => {} };
    this.watched.set(recordId, entry);
    entry.stop = this.client.watch({ model: modelName, recordId }, (state) => {
      if (this.killed || this.watched.get(recordId) !== entry) return;
      this.told(recordId, state);
      entry.last = state;
    });
  }

  unwatch(recordId: string): void {
    this.watched.get(recordId)?.stop();
    this.watched.delete(recordId);
  }

  /** Requests on their way: what they meet was decided when they left. */
  inFlight = 0;
  committing = 0;
  async #counted<T>(work: Promise<T>): Promise<T> {
    this.inFlight++;
    try {
      return await work;
    } finally {
      this.inFlight--;
    }
  }

  kill(): void {
    this.killed = true;
    this.#end.abort();
  }
}

/**
 * One history of a tenant's data, its page's tabs and all that goes wrong, drawn from a seed and played with the real
 * client. What must hold: at every paint, one tenant's view under one model of the same tenant, with `predict`'s own
 * number, and never an older view after a newer one; after the faults stop, one sync makes each tab's store equal to the
 * server, cursor included, and every painted score the one of the server's view under its current model.
 */
export async function runHistory(
  seed: number,
  models: Models,
  ground: Ground,
  length = 40,
): Promise<HistoryReport> {
  const random = seeded(seed);
  const time = new VirtualTime(ground.turn, seeded(seed + 1_000_003));
  const world = new World(random, models);
  const violations: string[] = [];
  const trace: string[] = [];
  let paints = 0;
  let kills = 0;
  let names = 0;
  let tabs: Tab[] = [];
  let signedOut: Tab[] = [];
  const wrong = (what: string): void => void violations.push(`seed ${seed}, ${time.now} ms: ${what}`);
  const note = (what: string): void => void trace.push(`${time.now} ${what}`);
  const cache = random() < 0.85 ? 'persistent' : 'memory';

  function told(tab: Tab, recordId: string, state: PredictionState): void {
    paints++;
    note(`${tab.name} ${recordId} ${state.state} ${'dataAt' in state ? state.dataAt : ''}`);
    if ('freshness' in state && !['live', 'cached', 'stale'].includes(state.freshness))
      wrong(`freshness ${state.freshness}`);
    if (signedOut.includes(tab) && 'dataAt' in state)
      wrong(`${tab.name} tells ${state.state} after its sign-out`);
    if (state.state === 'insufficient-data' && state.refusal.why !== 'inputs') return;
    if (state.state !== 'score' && state.state !== 'insufficient-data') return;
    const source = world.issued.get(state.dataAt);
    if (!source || source.view.id !== recordId) {
      wrong(`${recordId} is painted from a view that was never its own`);
      return;
    }
    if (state.state === 'score') {
      const version = models.bySha.get(state.score.model.sha256);
      if (version?.tenant !== source.tenant) {
        wrong(`${recordId} of ${source.tenant} is scored by a model of ${version?.tenant}`);
        return;
      }
      const right = predict(version.artefact, { ...source.view, seq: 0 }, Date.parse(state.score.asOf));
      if (right.state !== 'score' || right.probability !== state.score.probability)
        wrong(`${recordId} shows ${state.score.probability}`);
    }
    const before = tab.watched.get(recordId)?.last;
    if (!before || !('dataAt' in before)) return;
    const older = world.issued.get(before.dataAt);
    if (older && older.view.id === recordId && older.tenant === source.tenant && before.dataAt > state.dataAt)
      wrong(`${recordId} went back from ${before.dataAt} to ${state.dataAt}`);
  }

  function openTab(): void {
    const tab = new Tab(world, ground, time, cache, `tab${++names}`, told);
    tabs.push(tab);
    for (let i = 0; i < 3; i++) tab.watch(world.pick(recordIds));
  }

  function kill(tab: Tab): void {
    tab.kill();
    kills++;
    tabs = tabs.filter((other) => other !== tab);
    if (tabs.length === 0) openTab();
  }

  const some = (): Tab => world.pick(tabs);
  const tenant = (): Tenant => (random() < 0.8 ? world.login : world.pick(tenants));
  const acts: Record<string, () => Promise<unknown> | unknown> = {
    change: () => world.change(tenant(), 1 + Math.floor(random() * 5)),
    changeMore: () => world.change(tenant(), 12),
    publish: () => world.publish(tenant()),
    refuse: () =>
      world.workers[tenant()].models.set(modelName, {
        current: null,
        refusal: world.pick(['Too few.', 'No lift.']),
      }),
    unmake: () => world.workers[tenant()].models.delete(modelName),
    anew: () => world.startAnew(tenant()),
    login: () => {
      world.login = world.pick(tenants);
      if (random() < 0.5) world.revoke();
    },
    revoke: () => world.revoke(),
    network: () => {
      world.network = world.pick(networkFaults);
      world.share = world.pick([1, 0.5, 0.2]);
    },
    calm: () => {
      world.network = 'fine';
      world.host = 'fine';
      world.tampered = false;
    },
    host: () => {
      world.host = world.pick(['down', 'silent', 'refuses', 'fine'] as const);
    },
    tamper: () => {
      world.tampered = !world.tampered;
    },
    disk: () => ground.disk(world.pick(['full', 'denied', 'fine', 'fine', 'evict'] as const)),
    sync: () => void some().client.sync(),
    syncs: () => {
      for (const tab of tabs) void tab.client.sync();
    },
    syncWhole: () => time.until(some().client.sync()),
    rank: () => void some().client.rank(modelName),
    explain: () => void some().client.explain({ model: modelName, recordId: world.pick(recordIds) }),
    card: () => void some().client.card(modelName),
    watch: () => some().watch(world.pick(recordIds)),
    unwatch: () => some().unwatch(world.pick(recordIds)),
    open: () => tabs.length < 3 && openTab(),
    kill: () => kill(some()),
    killInCommit: async () => {
      world.change(world.login, 3);
      const tab = some();
      void tab.client.sync();
      for (let i = 0; i < 100 && tab.committing === 0; i++) await time.advance(20);
      await time.advance(random() * 60);
      kill(tab);
    },
    signOut: () => {
      if (random() < 0.7) return;
      const tab = some();
      tabs = tabs.filter((other) => other !== tab);
      signedOut = [...signedOut, tab];
      void tab.client.signOut();
      if (tabs.length === 0) openTab();
    },
    clock: () => {
      world.skew = world.pick([0, 3 * day, -3 * day, 5 * 60_000]);
    },
    moment: () => time.advance(Math.floor(random() * 400)),
    blink: () => time.advance(Math.floor(random() * 60)),
    seconds: () => time.advance(Math.floor(random() * 30_000)),
    minutes: () => time.advance(Math.floor(random() * 200_000)),
    week: () => time.sleep(7 * day),
  };
  const actNames = Object.keys(acts);

  const uninstall = time.install(start);
  try {
    openTab();
    for (let step = 0; step < length; step++) {
      const name = world.pick(actNames);
      note(name);
      await acts[name]?.();
      await time.pump(Math.floor(random() * 3));
    }
    // What began under faults ends under faults: the last sync begins when they are over.
    for (const tab of tabs) await time.until(tab.client.sync());
    world.heal();
    await ground.disk('fine');
    for (const tab of tabs) if (tab.inFlight > 0) await time.until(tab.client.sync());
    for (const tab of tabs) {
      const outcome = await time.until(tab.client.sync());
      if (outcome.state === 'failed')
        wrong(`${tab.name}: the sync after the faults failed: ${outcome.problem.detail}`);
    }
    // What one tab told the others arrives.
    await time.advance(500);
    for (const tab of tabs) await check(tab);
  } catch (error) {
    wrong(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    for (const tab of [...tabs, ...signedOut]) tab.kill();
    await time.pump();
    uninstall();
  }

  async function check(tab: Tab): Promise<void> {
    const worker = world.workers[world.login];
    const { store } = tab;
    if (!store) return wrong(`${tab.name} has no store`);
    const state = await time.until(store.state());
    if (state?.tenant !== world.login) wrong(`${tab.name} holds ${state?.tenant}'s data for ${world.login}`);
    if (state?.cursor !== worker.cursor) wrong(`${tab.name}: cursor ${state?.cursor} for ${worker.cursor}`);
    if (canonical(state?.pointers) !== canonical(worker.pointers)) wrong(`${tab.name}: other pointers`);
    const stored = new Map<string, unknown>();
    const read = async (): Promise<void> => {
      for await (const chunk of store.chunks('lead')) for (const view of chunk) stored.set(view.id, view);
    };
    await time.until(read());
    if (canonical(Object.fromEntries(stored)) !== canonical(Object.fromEntries(worker.views)))
      wrong(`${tab.name} (${store.kind}): ${stored.size} views for ${worker.views.size}`);
    const model = worker.models.get(modelName);
    const version = model?.current ? models.bySha.get(model.current.sha256) : undefined;
    if (state?.active[modelName] !== model?.current?.sha256) wrong(`${tab.name}: another model is active`);
    const scored = new Set<string>();
    for (const [id, { last }] of tab.watched) {
      const view = worker.views.get(id);
      const shown = last && 'freshness' in last ? `${last.state} ${last.freshness}` : last?.state;
      if (!version) {
        const why = model ? 'no-evidence' : 'no-model';
        if (last?.state !== 'insufficient-data' || last.refusal.why !== why)
          wrong(`${tab.name} ${id}: ${shown} for ${why}`);
        continue;
      }
      if (!view) {
        if (last?.state !== 'error' || last.problem.kind !== 'not-found')
          wrong(`${tab.name} ${id}: ${shown} of no record`);
        continue;
      }
      if (!last || !('dataAt' in last) || last.dataAt !== view.viewAt || last.freshness !== 'live') {
        wrong(`${tab.name} ${id}: ${shown} is not the live view`);
        continue;
      }
      const asOf = start + time.now + world.skew;
      const right = predict(
        version.artefact,
        view,
        last.state === 'score' ? Date.parse(last.score.asOf) : asOf,
      );
      if (right.state !== last.state) wrong(`${tab.name} ${id}: ${shown} for ${right.state}`);
      else if (last.state === 'score' && right.state === 'score') {
        scored.add(id);
        if (last.score.model.sha256 !== version.model.sha256 || last.score.probability !== right.probability)
          wrong(`${tab.name} ${id}: ${last.score.probability} for ${right.probability}`);
      }
    }
    const ranked = await time.until(tab.client.rank(modelName));
    for (const id of scored)
      if (!ranked.some(({ recordId }) => recordId === id)) wrong(`${tab.name}: ${id} has no rank`);
  }

  return { seed, steps: length, requests: world.requests, paints, kills, trace, violations };
}
