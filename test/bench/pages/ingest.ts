import { DexieStore } from '@aicrm/client/store/dexie-store';
import { runSync } from '@aicrm/client/sync';
import type { Transport } from '@aicrm/client/transport';
import { ok } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { SyncPage } from '@aicrm/schema/wire';
import { Dexie } from 'dexie';

/** Rows of a page of sync, as the worker sends them. */
const PAGE = 1_000;

/** A view as the worker sends it: some twenty values. */
const viewOf = (i: number): RecordView => ({
  id: `lead:bench:${i}`,
  type: 'lead',
  seq: i + 1,
  viewAt: '2026-01-01T00:00:00Z',
  fields: {
    name: `Person ${i}`,
    status: 'open',
    source: ['web', 'fair', 'ads'][i % 3] ?? 'web',
    region: `R${i % 20}`,
    campaign: `K-${i % 30}`,
    createdAt: '2025-06-01T00:00:00Z',
  },
  facts: {
    'orders.count': i % 17,
    'orders.lastAt': '2025-12-20T00:00:00Z',
    'orders.sum90': i * 0.37,
    'orders.sum365': i * 1.7,
    'orders.stores': i % 4,
    'campaigns.count': i % 9,
    'campaigns.redeemed': i % 3,
    'contact.sinceAt': '2021-03-04T00:00:00Z',
  },
});

let rows: RecordView[] = [];
let databases = 0;
const nextName = (): string => `bench-${++databases}`;

export function prepare(count: number): void {
  rows = Array.from({ length: count }, (_, i) => viewOf(i));
}

/** A worker whose pages are here already: what the network and its parsing cost is not this benchmark's. */
function pagesOf(size: number): Transport {
  let next = 0;
  return {
    json: async <T>() => {
      const upserts = rows.slice(next, next + size);
      next += size;
      const page: SyncPage = {
        protocol: 1,
        tenant: 'bench',
        cursor: String(next),
        more: next < rows.length,
        reset: false,
        upserts,
        tombstones: [],
        models: [],
        serverTime: '2026-01-01T00:00:00Z',
      };
      return ok(page as T);
    },
    bytes: () => Promise.reject(new Error('no artefacts here')),
  };
}

/** The client's own sync into its own store. Answers seconds per row, and how many rows a reader finds. */
export async function ours(oneCommit = false): Promise<{ seconds: number; found: number; erase: number }> {
  const store = new DexieStore(nextName(), 'bench', 'persistent');
  await store.open();
  const begin = performance.now();
  const run = await runSync(pagesOf(oneCommit ? rows.length : PAGE), store, Date.now);
  if (!run.ok || run.value.kind !== 'synced') throw new Error('the sync failed');
  const seconds = (performance.now() - begin) / 1000 / rows.length;
  let found = 0;
  for await (const chunk of store.chunks('lead')) found += chunk.length;
  const atErase = performance.now();
  await store.wipe();
  const erase = (performance.now() - atErase) / 1000;
  if (await Dexie.exists(store.name)) throw new Error('the database is still there');
  return { seconds, found, erase };
}

/** Dexie as its first page shows it: a table keyed by id with an index or two, a row at a time. */
async function withTable<T>(
  work: (table: import('dexie').Table<RecordView, string>) => Promise<T>,
): Promise<T> {
  const db = new Dexie(nextName());
  db.version(1).stores({ views: 'id, type, seq' });
  const answer = await work(db.table('views'));
  await db.delete();
  return answer;
}

export const rowByRow = (count: number): Promise<number> =>
  withTable(async (table) => {
    const begin = performance.now();
    for (const view of rows.slice(0, count)) await table.put(view);
    return (performance.now() - begin) / 1000 / count;
  });

/** Dexie's own advice for many rows: `bulkPut`, a page at a time. */
export const bulkPut = (count: number): Promise<number> =>
  withTable(async (table) => {
    const begin = performance.now();
    for (let from = 0; from < count; from += PAGE) await table.bulkPut(rows.slice(from, from + PAGE));
    return (performance.now() - begin) / 1000 / count;
  });
