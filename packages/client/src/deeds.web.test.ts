import type { ActionEvent } from '@aicrm/schema/next-action';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.js';
import type { Correction, Loaded, NewWidgetEvent } from './data-types.js';
import { FakeWorker, leadView } from './testing/fake-worker.js';
import type { Client, ClientOptions } from './types.js';

const recordId = 'lead:club:7';
const tokenOf = (claims: object): string => `x.${btoa(JSON.stringify(claims))}.y`;
const token = tokenOf({ tenant: 'acme', scopes: ['sync:all', 'events:write'] });
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
  closePage();
  localStorage.clear();
  sessionStorage.clear();
  for (const database of await Dexie.getDatabaseNames()) await Dexie.delete(database);
}
beforeEach(clean);
afterEach(clean);

function worker(): FakeWorker {
  const fake = new FakeWorker();
  fake.tokens.add(token);
  fake.upsert(leadView(recordId));
  return fake;
}
function open(fake: FakeWorker, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    api: 'https://worker.example',
    getToken: async () => token,
    cache: 'persistent',
    fetch: fake.fetch,
    signal: page.signal,
    ...options,
  });
  clients.push(client);
  return client;
}
const dead = () => Promise.reject(new TypeError('Failed to fetch'));
const noPost: FakeWorker['intercept'] = ({ method }) =>
  method === 'POST' ? new TypeError('dead') : undefined;

const snooze = (rule: string): NewWidgetEvent => ({
  kind: 'action',
  record: recordId,
  rule,
  what: 'snoozed',
  until: '2027-01-01T00:00:00Z',
});
const correct = (record: string, meant = 'negative'): NewWidgetEvent => ({
  kind: 'correction',
  model: 'sentiment-en',
  said: 'positive',
  ...{ record, meant },
});

/** What the last page view's listener was told last. */
async function watch(client: Client, id = recordId) {
  const told: Loaded<readonly ActionEvent[]>[] = [];
  (await client.data()).watchActions?.(id, (state) => void told.push(state));
  const rules = () => {
    const last = told.at(-1);
    return last?.state === 'ready' ? last.value.map(({ rule }) => rule) : last?.state;
  };
  return { told, until: (expected: unknown) => vi.waitFor(() => expect(rules()).toEqual(expected), 10_000) };
}

describe('what was done with a record', () => {
  it('counts at once, before the worker has it, and is there in the next page view', async () => {
    const fake = worker();
    fake.intercept = noPost;
    const first = open(fake);
    const now = await watch(first);
    await now.until([]);
    await (await first.data()).keep(snooze('call'));
    await now.until(['call']);
    closePage();
    const later = await watch(open(fake));
    await later.until(['call']);
    expect(later.told.at(-1)).toMatchObject({
      value: [{ rule: 'call', what: 'snoozed', until: Date.parse('2027-01-01T00:00:00Z') }],
    });
    expect(fake.events.size).toBe(0);
  }, 30_000);

  it('comes from the worker to another browser, once with what was done here, the newest first', async () => {
    const fake = worker();
    const first = open(fake);
    await (await first.data()).keep(snooze('a'));
    await vi.waitFor(() => expect(fake.events.size).toBe(1), 10_000);
    await clean();
    expect(await Dexie.getDatabaseNames()).toEqual([]);
    const client = open(fake);
    const now = await watch(client);
    await now.until(['a']);
    await (await client.data()).keep(snooze('b'));
    await now.until(['b', 'a']);
    await vi.waitFor(() => expect(fake.events.size).toBe(2), 10_000);
    fake.upsert(leadView(recordId, { 'orders.count': 9 }));
    await client.sync();
    await vi.waitFor(() => expect(fake.paths.filter((path) => path.includes('/events?'))).toHaveLength(2));
    await now.until(['b', 'a']);
  }, 30_000);

  it('is there without a network, though the worker took it after its list was read', async () => {
    const fake = worker();
    const client = open(fake);
    await (await watch(client)).until([]);
    await (await client.data()).keep(snooze('call'));
    await vi.waitFor(() => expect(fake.events.size).toBe(1), 10_000);
    // Sent, remembered and dropped; what comes next knows it from the store alone.
    await vi.waitFor(() =>
      expect(Object.keys(localStorage).filter((key) => key.includes('outbox'))).toEqual([]),
    );
    closePage();
    const later = await watch(open(fake, { fetch: dead }));
    await later.until(['call']);
    expect(later.told.at(-1)).toMatchObject({ freshness: 'cached' });
  }, 30_000);

  it('of a record that only the host knows is what was done here', async () => {
    const fake = worker();
    fake.intercept = ({ url }) =>
      url.includes('/events?')
        ? Response.json(
            { kind: 'not-found', title: 'No', status: 404, detail: 'No such record.' },
            { status: 404 },
          )
        : undefined;
    const client = open(fake);
    const now = await watch(client);
    await now.until([]);
    await (await client.data()).keep(snooze('call'));
    await now.until(['call']);
  });

  it('is of that record only, and no longer counts once it is refused', async () => {
    const fake = worker();
    const client = open(fake);
    const [own, other] = [await watch(client), await watch(client, 'nobody')];
    await other.until([]);
    fake.intercept = noPost;
    const data = await client.data();
    await data.keep({ ...snooze('call'), record: 'nobody' });
    await other.until(['call']);
    await own.until([]);
    fake.intercept = () => undefined;
    globalThis.dispatchEvent(new Event('online'));
    await other.until([]);
  }, 30_000);

  it('is not shown under another tenant’s token, nor to one of another record, and goes at a sign-out', async () => {
    const fake = worker();
    const first = open(fake);
    await (await first.data()).keep(snooze('call'));
    await (await watch(first)).until(['call']);
    closePage();
    const bound = tokenOf({ tenant: 'acme', record: 'lead:club:3', scopes: ['sync:record'] });
    const foreign = tokenOf({ tenant: 'other', scopes: ['sync:all'] });
    fake.tokens.add(bound).add(foreign);
    fake.bound.set(bound, 'lead:club:3');
    await (await watch(open(fake, { getToken: async () => bound }))).until('permission');
    closePage();
    fake.tenant = 'other';
    fake.events.clear();
    fake.startAnew();
    fake.upsert(leadView(recordId));
    await (await watch(open(fake, { getToken: async () => foreign }))).until([]);
    closePage();
    fake.tenant = 'acme';
    fake.startAnew();
    const last = open(fake);
    await last.sync();
    const told = await watch(last);
    await (await last.data()).keep(snooze('visit'));
    await vi.waitFor(() => expect(JSON.stringify(told.told.at(-1))).toContain('visit'));
    await last.signOut();
    expect(await Dexie.getDatabaseNames()).toEqual([]);
  }, 40_000);
});

describe('corrections', () => {
  const message = (n: number, contact: string): FeedbackMessage => ({
    id: `message:club:${n}`,
    at: '2026-01-01T00:00:00Z',
    channel: 'chat',
    text: 'Great',
    rating: null,
    contact,
  });
  async function corrections(client: Client, id?: string) {
    const told: Loaded<readonly Correction[]>[] = [];
    (await client.data()).watchCorrections?.(id, (state) => void told.push(state));
    const of = () => {
      const last = told.at(-1);
      return last?.state === 'ready' ? last.value.map(({ record }) => record).sort() : last?.state;
    };
    return (expected: unknown) => vi.waitFor(() => expect(of()).toEqual(expected), 10_000);
  }

  it('come back by record and for the whole tenant; of one record under its token', async () => {
    const fake = worker();
    fake.messages = [message(1, 'contact:club:1'), message(2, 'contact:club:2')];
    const data = await open(fake).data();
    await data.keep(correct('message:club:1'));
    await data.keep(correct('message:club:2'));
    await data.keep(snooze('call'));
    await vi.waitFor(() => expect(fake.events.size).toBe(3), 10_000);
    await clean();
    const client = open(fake);
    await (await corrections(client, 'contact:club:2'))(['message:club:2']);
    await (await corrections(client))(['message:club:1', 'message:club:2']);
    await clean();
    const bound = tokenOf({ tenant: 'acme', record: 'contact:club:1', scopes: ['sync:record'] });
    fake.tokens.add(bound);
    fake.bound.set(bound, 'contact:club:1');
    await (await corrections(open(fake, { getToken: async () => bound })))(['message:club:1']);
  }, 30_000);
});
