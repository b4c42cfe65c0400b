import { describe, expect, it } from 'vitest';
import { MemoryStore } from './store/memory-store.js';
import type { Store } from './store/store.js';
import { runSync } from './sync.js';
import { FakeWorker, leadView } from './testing/fake-worker.js';
import { createTokenBroker } from './token.js';
import { createTransport } from './transport.js';

const now = () => 1_700_000_000_000;

function setUp(count: number, pageSize = 10) {
  const worker = new FakeWorker();
  worker.pageSize = pageSize;
  worker.upsert(...Array.from({ length: count }, (_, i) => leadView(`lead:club:${i}`)));
  const transport = createTransport({
    api: 'https://worker.example',
    token: createTokenBroker(async () => 'good', now),
    fetch: worker.fetch,
    signal: new AbortController().signal,
    onReach: () => {},
    wait: async () => {},
  });
  const store = new MemoryStore('acme');
  return { worker, store, sync: (into: Store = store) => runSync(transport, into, now) };
}

async function idsIn(store: Store): Promise<string[]> {
  const ids: string[] = [];
  for await (const chunk of store.chunks('lead')) ids.push(...chunk.map(({ id }) => id));
  return ids.sort();
}

describe('sync', () => {
  it('takes every page, then only what changed, then nothing', async () => {
    const { worker, store, sync } = setUp(35);
    expect(await sync()).toEqual({ ok: true, value: { kind: 'synced', upserts: 35, tombstones: 0 } });
    expect(worker.requests).toHaveLength(4);
    worker.upsert(leadView('lead:club:3', { 'orders.count': 9 }));
    worker.remove('lead:club:4');
    expect(await sync()).toEqual({ ok: true, value: { kind: 'synced', upserts: 1, tombstones: 1 } });
    expect((await store.view('lead:club:3'))?.facts['orders.count']).toBe(9);
    expect(await store.view('lead:club:4')).toBeUndefined();
    expect(await sync()).toEqual({ ok: true, value: { kind: 'synced', upserts: 0, tombstones: 0 } });
    expect(await idsIn(store)).toHaveLength(34);
  });

  it('drops everything when the database was made anew', async () => {
    const { worker, store, sync } = setUp(25);
    await sync();
    worker.startAnew();
    worker.upsert(...['a', 'b', 'c'].map((id) => leadView(`lead:club:${id}`)));
    expect(await sync()).toMatchObject({ ok: true });
    expect(await idsIn(store)).toEqual(['lead:club:a', 'lead:club:b', 'lead:club:c']);
  });

  it.each([2, 3, 4])(
    'keeps whole pages when the line is cut at page %i, and goes on from there',
    async (cut) => {
      const { worker, store, sync } = setUp(35);
      worker.intercept = () => (worker.requests.length >= cut ? new TypeError('cut') : undefined);
      expect(await sync()).toMatchObject({ ok: false, error: { kind: 'temporary' } });
      const kept = await idsIn(store);
      expect(kept).toHaveLength((cut - 1) * 10);
      worker.intercept = () => undefined;
      worker.requests.length = 0;
      await sync();
      expect(worker.requests).toHaveLength(4 - (cut - 1));
      expect(await idsIn(store)).toHaveLength(35);
    },
  );

  it('writes nothing of a half-sent page', async () => {
    const { worker, store, sync } = setUp(5);
    const half = '{"protocol":1,"tenant":"acme","cursor":"x","upserts":[{"id":"lead:club:0"';
    worker.intercept = () => new Response(half);
    expect(await sync()).toMatchObject({ ok: false, error: { kind: 'bad-data' } });
    expect(await store.state()).toBeNull();
  });

  it('leaves the store of another tenant alone', async () => {
    const { store, sync, worker } = setUp(5);
    await sync();
    worker.tenant = 'other';
    worker.upsert(leadView('lead:club:99'));
    expect(await sync()).toEqual({ ok: true, value: { kind: 'other-tenant', tenant: 'other' } });
    expect(await idsIn(store)).toHaveLength(5);
  });

  it('begins again from the stored cursor when another tab was faster, and never goes back in time', async () => {
    const { worker, store, sync } = setUp(25);
    let raced = false;
    const slow: Store = Object.create(store, {
      commit: {
        value: async (...words: Parameters<Store['commit']>) => {
          if (!raced) {
            raced = true;
            await sync();
            worker.remove('lead:club:7');
          }
          return store.commit(...words);
        },
      },
      // A method reached through the prototype would not find the store's private fields.
      state: { value: () => store.state() },
    });
    expect(await sync(slow)).toEqual({ ok: true, value: { kind: 'synced', upserts: 0, tombstones: 1 } });
    expect(await idsIn(store)).toHaveLength(24);
  });

  it('gives up on a worker that says "more" for ever', async () => {
    const { worker, sync } = setUp(1);
    const page = { protocol: 1, tenant: 'acme', cursor: 'c', more: true, reset: false };
    worker.intercept = () =>
      Response.json({ ...page, upserts: [], tombstones: [], models: [], serverTime: '2026-01-01T00:00:00Z' });
    expect(await sync()).toMatchObject({
      ok: false,
      error: { kind: 'bad-data', title: 'Sync does not end' },
    });
    expect(worker.requests).toHaveLength(2);
  });
});
