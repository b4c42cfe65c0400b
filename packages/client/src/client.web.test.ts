import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.js';
import { readPointer } from './store/keys.js';
import { FakeWorker, leadView } from './testing/fake-worker.js';
import { smallModel } from './testing/small-model.js';
import type { Client, ClientOptions, PredictionState, ScoreRequest } from './types.js';

const api = 'https://worker.example';
const model = 'lead-score';
const recordId = 'lead:club:7';
const hour = 3_600_000;
const start = Date.parse('2026-03-01T12:00:00Z');

let clock = start;
const clients: Client[] = [];

async function clean(): Promise<void> {
  for (const client of clients.splice(0)) await client.signOut();
  localStorage.clear();
  sessionStorage.clear();
  for (const database of await Dexie.getDatabaseNames()) await Dexie.delete(database);
}
beforeEach(async () => {
  clock = start;
  await clean();
});
afterEach(clean);

async function worker(count = 20): Promise<FakeWorker> {
  const fake = new FakeWorker();
  fake.upsert(...Array.from({ length: count }, (_, i) => leadView(`lead:club:${i}`)));
  fake.publish(await smallModel());
  return fake;
}

function open(fake: FakeWorker, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    api,
    getToken: async () => 'good',
    cache: 'persistent',
    fetch: fake.fetch,
    now: () => clock,
    ...options,
  });
  clients.push(client);
  return client;
}

const dead = () => new TypeError('Failed to fetch');
const jwt = (claims: object): string => `x.${btoa(JSON.stringify(claims))}.y`;

/** Watches and keeps all that is told. */
function watch(client: Client, request: Partial<ScoreRequest> = { recordId }) {
  const told: PredictionState[] = [];
  const stop = client.watch({ model, ...request }, (state) => told.push(state));
  const until = (matches: (state: PredictionState) => boolean) =>
    vi.waitFor(() => {
      const last = told.at(-1);
      if (!last || !matches(last)) throw new Error(`last told: ${JSON.stringify(last)}`);
      return last;
      // A dead line is tried three times before anything is said.
    }, 10_000);
  return { told, stop, until };
}
const isScore = (state: PredictionState) => state.state === 'score';
const isLive = (state: PredictionState) => state.state === 'score' && state.freshness === 'live';

/** What an earlier page view of the same person leaves behind. */
async function visitBefore(fake: FakeWorker): Promise<void> {
  const client = open(fake);
  const { until, stop } = watch(client);
  await until(isLive);
  stop();
  // As a closed page would: no sign-out.
  clients.splice(clients.indexOf(client), 1);
  fake.requests.length = 0;
}

describe('a synced record', () => {
  it('is loading, then live; the next visit paints it from the store before any request, then live', async () => {
    const fake = await worker();
    const first = watch(open(fake));
    await first.until(isLive);
    expect(first.told.map(({ state }) => state)).toEqual(['loading', 'score']);
    await visitBefore(fake);

    const second = watch(open(fake));
    await second.until(isLive);
    expect(second.told.map((state) => ('freshness' in state ? state.freshness : state.state))).toEqual([
      'cached',
      'live',
    ]);
    const [cached, live] = second.told;
    if (cached?.state === 'score' && live?.state === 'score')
      expect(cached.score.probability).toBe(live.score.probability);
  });

  it('is painted as soon as its page has come, while the rest of a first sync is on its way', async () => {
    const fake = await worker(40);
    fake.pageSize = 10;
    let letGo = () => {};
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    let pages = 0;
    const client = open(fake, {
      fetch: async (input, init) => {
        if (String(input).includes('/v1/sync') && ++pages === 3) await held;
        return fake.fetch(input, init);
      },
    });
    const { told, until } = watch(client);
    await until(isScore);
    expect(told.at(-1)).toMatchObject({ freshness: 'cached' });
    letGo();
    await until(isLive);
    expect(fake.paths.filter((path) => path.startsWith('/v1/artefacts'))).toHaveLength(1);
  });

  it('is painted, explained and ranked with no network at all, and marked stale after a day', async () => {
    const fake = await worker();
    await visitBefore(fake);
    fake.intercept = dead;
    clock += 25 * hour;
    const client = open(fake);
    const { told, until } = watch(client);
    await until(isScore);
    expect(told[0]).toMatchObject({ state: 'score', freshness: 'stale' });
    await vi.waitFor(() => expect(client.online).toBe(false), 10_000);
    expect(told.every(isScore)).toBe(true);
    expect(await client.rank(model)).toHaveLength(20);
    expect(await client.explain({ recordId, model })).toHaveProperty('explanation');
    expect(client.status).toMatchObject({
      online: false,
      problem: { kind: 'temporary' },
      failingSince: clock,
    });
  });

  it('turns stale when every sync has failed for more than an hour, and live again after one that works', async () => {
    const fake = await worker();
    const client = open(fake, { cache: 'memory' });
    const { until, told } = watch(client);
    await until(isLive);
    fake.intercept = () => Response.json({}, { status: 500, headers: { 'retry-after': '600' } });
    expect(await client.sync()).toMatchObject({ state: 'failed' });
    expect(told.at(-1)).toMatchObject({ freshness: 'live' });
    clock += 1.1 * hour;
    await client.sync();
    expect(told.at(-1)).toMatchObject({ state: 'score', freshness: 'stale' });
    // The worker answered, if only with an error: the page isn't offline.
    expect(client.online).toBe(true);
    fake.intercept = () => undefined;
    await client.sync();
    expect(told.at(-1)).toMatchObject({ state: 'score', freshness: 'live' });
  });

  it('follows changes, removal, a model update and a refusal', async () => {
    const fake = await worker();
    const client = open(fake);
    const { told, until } = watch(client);
    const before = await until(isLive);
    fake.upsert(leadView(recordId, { 'orders.count': 1 }));
    expect(await client.sync()).toEqual({ state: 'synced', upserts: 1, tombstones: 0 });
    const after = told.at(-1);
    if (before.state === 'score' && after?.state === 'score')
      expect(after.score.logit - before.score.logit).toBeCloseTo(-1.5, 6);
    fake.publish(await smallModel('2', 0.5));
    expect(await client.sync()).toEqual({ state: 'unchanged' });
    expect(told.at(-1)).toMatchObject({ score: { model: { version: '2' } } });
    fake.models.set(model, { current: null, refusal: 'No better than the base rate.' });
    await client.sync();
    expect(told.at(-1)).toMatchObject({ state: 'insufficient-data', refusal: { why: 'no-evidence' } });
    fake.publish(await smallModel('3'));
    fake.remove(recordId);
    await client.sync();
    expect(told.at(-1)).toMatchObject({ state: 'error', problem: { kind: 'not-found' } });
  });

  it('keeps the old model when the new one was tampered with, and says so', async () => {
    const fake = await worker();
    const client = open(fake);
    const { told, until } = watch(client);
    await until(isLive);
    const next = await smallModel('2', 0.5);
    fake.publish(next);
    fake.artefacts.set(next.sha256, next.bytes.with(next.bytes.length >> 1, 0));
    expect(await client.sync()).toMatchObject({ state: 'failed', problem: { kind: 'bad-data' } });
    expect(told.at(-1)).toMatchObject({ state: 'score', score: { model: { version: '1' } } });
    fake.publish(next);
    await client.sync();
    expect(told.at(-1)).toMatchObject({ state: 'score', score: { model: { version: '2' } } });
  });

  it('recomputes recency when the day changes', async () => {
    const fake = await worker();
    const client = open(fake, { cache: 'memory' });
    const { told, until } = watch(client);
    await until(isScore);
    clock += 30 * 24 * hour;
    await client.sync();
    // The last order is now more than 30 days ago: the second tree takes 1.0 away.
    const [first, last] = [told.find(isScore), told.at(-1)];
    if (first?.state === 'score' && last?.state === 'score')
      expect(last.score.logit - first.score.logit).toBeCloseTo(-1, 6);
  });
});

describe('permission', () => {
  it('shows nothing stored once the worker refuses a fresh token', async () => {
    const fake = await worker();
    await visitBefore(fake);
    fake.tokens.clear();
    const { until } = watch(open(fake));
    await until(({ state }) => state === 'permission');
  });

  it('never shows one tenant the store of another', async () => {
    const fake = await worker();
    await visitBefore(fake);
    fake.tenant = 'other';
    fake.startAnew();
    const good = jwt({ tenant: 'other', scopes: ['sync:all'] });
    fake.tokens = new Set([good]);
    const client = open(fake, { getToken: async () => good });
    const { until } = watch(client);
    await until(({ state }) => state === 'error');
    expect(await client.rank(model)).toEqual([]);
    expect(readPointer('persistent', api)).toEqual({ tenant: 'other', user: '' });
    expect(await Dexie.getDatabaseNames()).toHaveLength(1);
  });

  it('paints nothing of the person who was signed in before, where the host names its people', async () => {
    const fake = await worker();
    await visitBefore(fake);
    fake.intercept = dead;
    const { told, until } = watch(open(fake, { user: 'bob' }));
    await until(({ state }) => state === 'error');
    expect(told.some(isScore)).toBe(false);
  });

  it('leaves nothing behind after a sign-out', async () => {
    const fake = await worker();
    const client = open(fake);
    const { told, until } = watch(client);
    await until(isLive);
    await client.signOut();
    expect(told.at(-1)).toMatchObject({ state: 'permission' });
    expect(await Dexie.getDatabaseNames()).toEqual([]);
    expect(localStorage.length).toBe(0);
    fake.requests.length = 0;
    expect(await client.sync()).toMatchObject({ state: 'failed' });
    expect(fake.requests).toEqual([]);
  });

  it('reads only the one record that a sync:record token names', async () => {
    const fake = await worker();
    const narrow = jwt({ tenant: 'acme', scopes: ['sync:record', 'models:read'], record: recordId });
    fake.tokens = new Set([narrow]);
    fake.bound.set(narrow, recordId);
    const client = open(fake, { getToken: async () => narrow });
    const mine = watch(client);
    const others = watch(client, { recordId: 'lead:club:8' });
    await mine.until(isLive);
    await others.until(({ state }) => state === 'error');
    // The worker knows the record from the token: its id isn't sent.
    expect(fake.paths.filter((path) => path.includes('club'))).toEqual([]);
  });

  it('shows nothing that an earlier, wider token left in the store', async () => {
    const fake = await worker();
    const wide = jwt({ tenant: 'acme', scopes: ['sync:all'] });
    const narrow = jwt({ tenant: 'acme', scopes: ['sync:record'], record: 'lead:club:8' });
    fake.tokens = new Set([wide, narrow]);
    fake.bound.set(narrow, 'lead:club:8');
    const before = open(fake, { getToken: async () => wide });
    await watch(before).until(isLive);
    const after = open(fake, { getToken: async () => narrow });
    await watch(after).until(({ state }) => state === 'error');
    await watch(after, { recordId: 'lead:club:8' }).until(isLive);
  });

  it('leaves nothing behind when the sign-out overtakes the first sync', async () => {
    const fake = await worker();
    const client = open(fake);
    const syncing = client.sync();
    await client.signOut();
    expect(await syncing).toMatchObject({ state: 'failed' });
    expect(await Dexie.getDatabaseNames()).toEqual([]);
    expect(localStorage.length).toBe(0);
  });
});

describe('host data', () => {
  const record = { orderCount: 5, lastOrder: '2026-02-20', group: 'loyal' };

  it('fetches only the model, stores nothing, and scores each edit at once', async () => {
    const fake = await worker();
    const client = open(fake);
    const first = watch(client, { record });
    const scored = await first.until(isScore);
    expect(scored).toMatchObject({ freshness: 'live', score: { band: 'high' } });
    expect(fake.paths.map((path) => path.split('/')[2])).toEqual(['models', 'artefacts']);
    const edited = watch(client, { record: { ...record, orderCount: 0 } });
    // Before `watch` returned: an edit must not flicker.
    expect(edited.told).toMatchObject([{ state: 'score' }]);
    expect(await Dexie.getDatabaseNames()).toEqual([]);
  });

  it('says what is missing, and that there is no model', async () => {
    const fake = await worker();
    const { until } = watch(open(fake), { record: { group: 'loyal' } });
    expect(await until(({ state }) => state === 'insufficient-data')).toMatchObject({
      refusal: { why: 'inputs', missing: ['Orders so far', 'Days since last order'] },
    });
    const none = watch(open(fake), { record, model: 'churn' });
    expect(await none.until(({ state }) => state === 'insufficient-data')).toMatchObject({
      refusal: { why: 'no-model' },
    });
  });

  it('is explained by shares that add up to the shown score', async () => {
    const client = open(await worker());
    const { until } = watch(client, { record });
    const shown = await until(isScore);
    const answer = await client.explain({ record, model });
    if (!('explanation' in answer) || shown.state !== 'score') throw new Error(JSON.stringify(answer));
    const { base, reasons } = answer.explanation;
    const sum = reasons.reduce((total, { contribution }) => total + contribution, base);
    expect(sum).toBeCloseTo(shown.score.logit, 6);
    expect(answer.meta.outcome).toBe('buys within 90 days');
    expect(await client.explain({ record: {}, model })).toMatchObject({ kind: 'not-enough-data' });
  });
});

describe('the rest of the client', () => {
  it('shares one sync among all who ask, and tells its status', async () => {
    const fake = await worker();
    const good = jwt({ tenant: 'acme', scopes: ['sync:all'] });
    fake.tokens = new Set([good]);
    const client = open(fake, { getToken: async () => good });
    const statuses: boolean[] = [];
    client.onStatus(({ online }) => statuses.push(online));
    const outcomes = await Promise.all([client.sync(), client.sync(), client.sync()]);
    expect(outcomes[0]).toMatchObject({ state: 'synced', upserts: 20 });
    expect(fake.paths.filter((path) => path.startsWith('/v1/sync'))).toHaveLength(1);
    fake.intercept = dead;
    await client.sync();
    expect([statuses[0], statuses.at(-1)]).toEqual([true, false]);
  });

  it('gives the card, and a problem where there is none', async () => {
    const client = open(await worker());
    expect(await client.card(model)).toMatchObject({ name: model, verdict: { publish: true } });
    expect(await client.card('churn')).toMatchObject({ kind: 'not-found' });
  });

  it('is silent to a listener that stopped, and survives one that throws', async () => {
    const fake = await worker();
    const client = open(fake);
    const reported = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {});
    const stop = client.watch({ model, recordId }, () => {
      throw new Error("the host's mistake");
    });
    const stopped = watch(client);
    stopped.stop();
    await watch(client).until(isLive);
    expect(stopped.told).toEqual([]);
    expect(reported).toHaveBeenCalled();
    stop();
    reported.mockRestore();
  });

  it('says "empty" for no record and asks nobody', async () => {
    const fake = await worker();
    const { told } = watch(open(fake), {});
    expect(told).toEqual([{ state: 'empty' }]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(fake.requests).toEqual([]);
  });
});
