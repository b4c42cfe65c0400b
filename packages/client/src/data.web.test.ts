import type { RecordView } from '@aicrm/schema/view';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.js';
import type { Loaded } from './data-types.js';
import { FakeWorker, leadView } from './testing/fake-worker.js';
import type { Client, ClientOptions } from './types.js';

const api = 'https://worker.example';
const recordId = 'lead:club:7';
const clients: Client[] = [];

async function clean(): Promise<void> {
  for (const client of clients.splice(0)) await client.signOut();
  localStorage.clear();
  sessionStorage.clear();
  for (const database of await Dexie.getDatabaseNames()) await Dexie.delete(database);
}
beforeEach(clean);
afterEach(clean);

function open(fake: FakeWorker, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    api,
    getToken: async () => 'good',
    cache: 'persistent',
    fetch: fake.fetch,
    ...options,
  });
  clients.push(client);
  return client;
}

/** A listener that keeps all it was told. */
function listen<T>() {
  const told: Loaded<T>[] = [];
  const until = (matches: (state: Loaded<T>) => boolean) =>
    vi.waitFor(() => {
      const last = told.at(-1);
      if (!last || !matches(last)) throw new Error(`last told: ${JSON.stringify(last)}`);
      return last;
    }, 10_000);
  return { told, until, listener: (state: Loaded<T>) => void told.push(state) };
}

const isLive = <T>(state: Loaded<T>) => state.state === 'ready' && state.freshness === 'live';

function worker(count = 20): FakeWorker {
  const fake = new FakeWorker();
  fake.upsert(...Array.from({ length: count }, (_, i) => leadView(`lead:club:${i}`)));
  return fake;
}

describe('a watched view', () => {
  it('comes with the first sync, and again when it changes and when it is gone', async () => {
    const fake = worker();
    const client = open(fake);
    const { told, until, listener } = listen<RecordView>();
    (await client.data()).watchView(recordId, listener);
    await until(isLive);
    expect(told.map(({ state }) => state)).toEqual(['loading', 'ready']);
    fake.upsert(leadView(recordId, { 'orders.count': 6 }));
    await client.sync();
    await until((state) => state.state === 'ready' && state.value.facts['orders.count'] === 6);
    fake.remove(recordId);
    await client.sync();
    expect(await until(({ state }) => state === 'error')).toMatchObject({ problem: { kind: 'not-found' } });
  });

  it('is told from the store with the network off, as cached', async () => {
    const fake = worker();
    const before = open(fake);
    await before.sync();
    clients.length = 0;
    const client = open(fake, { fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
    const { told, until, listener } = listen<RecordView>();
    (await client.data()).watchView(recordId, listener);
    await until(({ state }) => state === 'ready');
    expect(told.at(-1)).toMatchObject({ freshness: 'cached', value: { id: recordId } });
  });

  it('is refused, though it lies in the store, to a token of another record', async () => {
    const fake = worker();
    await open(fake).sync();
    clients.length = 0;
    const token = `x.${btoa(JSON.stringify({ tenant: 'acme', record: 'lead:club:3', scopes: [] }))}.y`;
    fake.tokens.add(token);
    fake.bound.set(token, 'lead:club:3');
    const client = open(fake, { getToken: async () => token });
    const [other, own] = [listen<RecordView>(), listen<RecordView>()];
    const data = await client.data();
    data.watchView(recordId, other.listener);
    data.watchView('lead:club:3', own.listener);
    await own.until(isLive);
    await other.until(({ state }) => state === 'permission');
  });

  it('tells a sign-out, and nothing after it is stopped', async () => {
    const fake = worker();
    const client = open(fake);
    const [one, stopped] = [listen<RecordView>(), listen<RecordView>()];
    const data = await client.data();
    data.watchView(recordId, one.listener);
    const stop = data.watchView(recordId, stopped.listener);
    await one.until(isLive);
    await stopped.until(isLive);
    stop();
    await client.signOut();
    await one.until(({ state }) => state === 'permission');
    expect(stopped.told.at(-1)?.state).toBe('ready');
  });
});

describe('the stored views of a type', () => {
  it('are handed over once each, in slices of at most 1,000', async () => {
    const fake = worker(2_500);
    const client = open(fake);
    const sizes: number[] = [];
    const ids = new Set<string>();
    await (await client.data()).eachView('lead', (views) => {
      sizes.push(views.length);
      for (const { id } of views) ids.add(id);
    });
    expect(ids.size).toBe(2_500);
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(2_500);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
  });

  it('are none of another type', async () => {
    const client = open(worker());
    const onSlice = vi.fn();
    await (await client.data()).eachView('deal', onSlice);
    expect(onSlice).not.toHaveBeenCalled();
  });
});
