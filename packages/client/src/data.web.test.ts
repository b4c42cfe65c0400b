import type { AnalysisFile } from '@aicrm/schema/analysis';
import type { FeedbackMessage, TimelineItem } from '@aicrm/schema/timeline';
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
let page = new AbortController();

/** Ends the page view as closing it does: no sign-out, all that is stored stays. */
function closePage(): void {
  clients.length = 0;
  page.abort();
  page = new AbortController();
}

async function clean(): Promise<void> {
  for (const client of clients.splice(0)) await client.signOut();
  localStorage.clear();
  sessionStorage.clear();
  for (const database of await Dexie.getDatabaseNames()) await Dexie.delete(database);
}
beforeEach(clean);
afterEach(clean);

/** As the worker mints them: a token that names its tenant, so that the right store opens at once. */
const token = `x.${btoa(JSON.stringify({ tenant: 'acme', scopes: ['sync:all'] }))}.y`;

function open(fake: FakeWorker, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    signal: page.signal,
    api,
    getToken: async () => token,
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
  fake.tokens.add(token);
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
    closePage();
    const client = open(fake, { fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
    const { told, until, listener } = listen<RecordView>();
    (await client.data()).watchView(recordId, listener);
    await until(({ state }) => state === 'ready');
    expect(told.at(-1)).toMatchObject({ freshness: 'cached', value: { id: recordId } });
  });

  it('is refused, though it lies in the store, to a token of another record', async () => {
    const fake = worker();
    await open(fake).sync();
    closePage();
    const bound = `x.${btoa(JSON.stringify({ tenant: 'acme', record: 'lead:club:3', scopes: [] }))}.y`;
    fake.tokens.add(bound);
    fake.bound.set(bound, 'lead:club:3');
    const client = open(fake, { getToken: async () => bound });
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

const dead = () => Promise.reject(new TypeError('Failed to fetch'));
const isReady = <T>(state: Loaded<T>) => state.state === 'ready';

const order = (n: number): TimelineItem => ({
  kind: 'order',
  id: `order:club:${n}`,
  at: `2026-02-0${n}`,
  total: { minor: 100 * n, currency: 'EUR' },
  products: [],
});

/** How much is kept on the disk under keys that begin so. */
async function stored(prefix: string): Promise<number> {
  let count = 0;
  for (const name of await Dexie.getDatabaseNames()) {
    const db = await new Dexie(name).open();
    if (db.tables.some((table) => table.name === 'extras'))
      count += await db.table('extras').where(':id').startsWith(prefix).count();
    db.close();
  }
  return count;
}
const untilStored = (prefix: string) =>
  vi.waitFor(async () => expect(await stored(prefix)).toBeGreaterThan(0), 10_000);

describe('a watched timeline', () => {
  it('comes from the worker once for all who watch it, and again after a sync that brought something', async () => {
    const fake = worker();
    fake.timelines.set(recordId, [order(1)]);
    const client = open(fake);
    const [one, two] = [listen<readonly TimelineItem[]>(), listen<readonly TimelineItem[]>()];
    const data = await client.data();
    data.watchTimeline(recordId, one.listener);
    data.watchTimeline(recordId, two.listener);
    await one.until(isLive);
    await two.until(isLive);
    await client.sync();
    // The first sync may have brought what the first answer had not: at its end it is asked for once more.
    await new Promise((resolve) => setTimeout(resolve, 400));
    const asked = () => fake.paths.filter((path) => path.includes('/timeline')).length;
    const before = asked();
    expect(before).toBeLessThanOrEqual(2);
    fake.timelines.set(recordId, [order(2), order(1)]);
    fake.upsert(leadView(recordId, { 'orders.count': 6 }));
    await client.sync();
    await two.until((state) => state.state === 'ready' && state.value.length === 2);
    await one.until((state) => state.state === 'ready' && state.value.length === 2);
    expect(asked()).toBe(before + 1);
  });

  it('is there without a network, as cached, and old after a day', async () => {
    const fake = worker();
    fake.timelines.set(recordId, [order(1)]);
    let clock = Date.parse('2026-03-01T12:00:00Z');
    const now = () => clock;
    const first = listen<readonly TimelineItem[]>();
    (await open(fake, { now }).data()).watchTimeline(recordId, first.listener);
    await first.until(isLive);
    await untilStored('timeline ');
    for (const freshness of ['cached', 'stale']) {
      closePage();
      const later = listen<readonly TimelineItem[]>();
      (await open(fake, { fetch: dead, now }).data()).watchTimeline(recordId, later.listener);
      expect(await later.until(isReady)).toMatchObject({ freshness, value: [order(1)] });
      clock += 25 * 3_600_000;
    }
  });

  it('of a record that is not there, or not allowed, says so', async () => {
    const fake = worker();
    const client = open(fake);
    const none = listen<readonly TimelineItem[]>();
    (await client.data()).watchTimeline('lead:club:none', none.listener);
    await none.until((state) => state.state === 'error' && state.problem.kind === 'not-found');
  });

  it('keeps 50 on the disk, and none after a sign-out', async () => {
    const fake = worker();
    const client = open(fake);
    const data = await client.data();
    for (let i = 0; i < 55; i++) {
      fake.timelines.set(`lead:club:${i}`, [order(1)]);
      const { until, listener } = listen<readonly TimelineItem[]>();
      const stop = data.watchTimeline(`lead:club:${i}`, listener);
      await until(isLive);
      stop();
    }
    await vi.waitFor(async () => expect(await stored('timeline ')).toBe(50));
    await client.signOut();
    expect(await stored('timeline ')).toBe(0);
  });
});

describe('watched messages', () => {
  const message = (n: number, contact: string | null = null): FeedbackMessage => ({
    id: `message:club:${String(n).padStart(5, '0')}`,
    at: new Date(Date.parse('2026-01-01T00:00:00Z') + n * 3_600_000).toISOString(),
    channel: 'chat',
    contact,
    text: `message ${n}`,
    rating: null,
  });
  const many = (count: number) => Array.from({ length: count }, (_, i) => message(count - i));

  it('are read page by page once, and then only what is new', async () => {
    const fake = worker();
    fake.messages = many(1_200);
    const client = open(fake);
    const { until, listener } = listen<readonly FeedbackMessage[]>();
    (await client.data()).watchMessages({}, listener);
    const whole = await until(isLive);
    expect(whole).toMatchObject({ value: fake.messages });
    const asked = () => fake.paths.filter((path) => path.startsWith('/v1/messages')).length;
    expect(asked()).toBeGreaterThanOrEqual(3);
    // What came while the first sync ran is asked for once at its end.
    await client.sync();
    await new Promise((resolve) => setTimeout(resolve, 400));
    const before = asked();
    expect(before).toBeLessThanOrEqual(4);
    fake.messages = many(1_203);
    fake.upsert(leadView(recordId));
    await client.sync();
    await until((state) => state.state === 'ready' && state.value.length === 1_203);
    expect(asked()).toBe(before + 1);
  });

  it('are at most 5,000, and those of a filter', async () => {
    const fake = worker();
    fake.messages = [message(6_000, 'contact:club:1'), ...many(5_400)];
    const data = await open(fake).data();
    const [all, one] = [listen<readonly FeedbackMessage[]>(), listen<readonly FeedbackMessage[]>()];
    data.watchMessages({}, all.listener);
    data.watchMessages({ recordId: 'contact:club:1' }, one.listener);
    await all.until((state) => state.state === 'ready' && state.value.length === 5_000);
    await one.until((state) => state.state === 'ready' && state.value.length === 1);
  });

  it('of nobody are an empty list, not a wait', async () => {
    const { until, listener } = listen<readonly FeedbackMessage[]>();
    (await open(worker()).data()).watchMessages({}, listener);
    expect(await until(isLive)).toMatchObject({ value: [] });
  });
});

describe('a watched analysis', () => {
  const rules = (weight: number): AnalysisFile<'action-rules'> => ({
    schema: 1,
    kind: 'action-rules',
    rules: [
      {
        id: 'mine',
        label: 'Mine',
        when: { op: 'known', signal: 'lead.band' },
        action: { kind: 'call', label: 'Call' },
        effect: { how: 'none' },
        cooldownDays: 1,
        weight,
      },
    ],
  });
  const [monday, tuesday] = ['2026-03-02T02:15:00Z', '2026-03-03T02:15:00Z'];

  it('is fetched by its hash, and again when a sync tells of another; the old one stays until then', async () => {
    const fake = worker();
    await fake.analyse('action-rules', rules(1), monday);
    const client = open(fake);
    const { told, until, listener } = listen<AnalysisFile<'action-rules'>>();
    (await client.data()).watchAnalysis('action-rules', listener);
    expect(await until(isLive)).toMatchObject({ value: rules(1), dataAt: monday });
    let away = true;
    fake.intercept = ({ url }) => (away && url.includes('/artefacts/') ? new TypeError('dead') : undefined);
    await fake.analyse('action-rules', rules(2), tuesday);
    await client.sync();
    expect(await until((state) => state.state === 'ready' && state.freshness === 'cached')).toMatchObject({
      value: rules(1),
    });
    away = false;
    expect(
      await vi.waitFor(() => {
        const last = told.at(-1);
        if (last?.state !== 'ready' || last.dataAt !== tuesday) throw new Error('not yet');
        return last;
      }, 20_000),
    ).toMatchObject({ value: rules(2), freshness: 'live' });
    expect(told.every(({ state }) => state === 'ready' || state === 'loading')).toBe(true);
  }, 30_000);

  it('is there without a network, and asks for no file that it has', async () => {
    const fake = worker();
    await fake.analyse('action-rules', rules(1), monday);
    const first = listen<AnalysisFile<'action-rules'>>();
    (await open(fake).data()).watchAnalysis('action-rules', first.listener);
    await first.until(isLive);
    await untilStored('analysis ');
    closePage();
    const later = listen<AnalysisFile<'action-rules'>>();
    (await open(fake, { fetch: dead }).data()).watchAnalysis('action-rules', later.listener);
    expect(await later.until(isReady)).toMatchObject({ value: rules(1), freshness: 'cached' });
    closePage();
    const again = listen<AnalysisFile<'action-rules'>>();
    (await open(fake).data()).watchAnalysis('action-rules', again.listener);
    await again.until(isLive);
    expect(fake.paths.filter((path) => path.includes('/artefacts/'))).toHaveLength(1);
  });

  it('that there is none says why, and that this page is not told of it', async () => {
    const fake = worker();
    fake.analyses.set('segments', 'There are 30 customers; 50 are needed.');
    const [segments, insights] = [listen<AnalysisFile<'segments'>>(), listen<AnalysisFile<'insights'>>()];
    const data = await open(fake).data();
    data.watchAnalysis('segments', segments.listener);
    data.watchAnalysis('insights', insights.listener);
    expect(await segments.until(({ state }) => state === 'insufficient-data')).toMatchObject({
      detail: 'There are 30 customers; 50 are needed.',
    });
    await insights.until(({ state }) => state === 'permission');
  });

  it('whose file is damaged, or another thing, is not shown', async () => {
    const fake = worker();
    await fake.analyse('action-rules', { ...rules(1), kind: 'segments' }, monday);
    await fake.analyse('segments', rules(1), monday, 'f'.repeat(64));
    const [rulesTold, segments] = [
      listen<AnalysisFile<'action-rules'>>(),
      listen<AnalysisFile<'segments'>>(),
    ];
    const data = await open(fake).data();
    data.watchAnalysis('action-rules', rulesTold.listener);
    data.watchAnalysis('segments', segments.listener);
    expect(await rulesTold.until(({ state }) => state === 'error')).toMatchObject({
      problem: { kind: 'bad-data', detail: expect.stringContaining('at kind it is not as agreed') },
    });
    expect(await segments.until(({ state }) => state === 'error')).toMatchObject({
      problem: { kind: 'bad-data', detail: expect.stringContaining('not what its name says') },
    });
  });
});
