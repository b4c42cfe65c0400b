import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.js';
import type { NewWidgetEvent, RefusedEvent } from './data-types.js';
import { FakeWorker, leadView } from './testing/fake-worker.js';
import type { Client, ClientOptions } from './types.js';

const api = 'https://worker.example';
const recordId = 'lead:club:7';
const token = (scopes = ['sync:all', 'events:write'], tenant = 'acme'): string =>
  `x.${btoa(JSON.stringify({ tenant, scopes }))}.y`;
const clients: Client[] = [];
let page = new AbortController();

/** Ends the page view as a closed or killed tab does: nothing more runs, what is stored stays. */
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
  fake.tokens.add(token());
  fake.upsert(leadView(recordId));
  return fake;
}
function open(fake: FakeWorker, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    api,
    getToken: async () => token(),
    cache: 'persistent',
    fetch: fake.fetch,
    signal: page.signal,
    ...options,
  });
  clients.push(client);
  return client;
}
const action = (rule: string, record = recordId): NewWidgetEvent => ({
  kind: 'action',
  record,
  rule,
  what: 'done',
});
const keep = async (client: Client, ...rules: string[]): Promise<void> => {
  const data = await client.data();
  for (const rule of rules) await data.keep(action(rule));
};
const rulesIn = (fake: FakeWorker): string[] =>
  [...fake.events.values()].map(({ event }) => (event.kind === 'action' ? event.rule : '')).sort();
const until = (fake: FakeWorker, ...rules: string[]) =>
  vi.waitFor(() => expect(rulesIn(fake)).toEqual(rules), 20_000);
const outboxes = async (): Promise<string[]> =>
  (await Dexie.getDatabaseNames()).filter((name) => name.includes('outbox'));
const posts = (fake: FakeWorker): number => fake.requests.filter(({ method }) => method === 'POST').length;

describe('what a person did', () => {
  it('reaches the worker once, with an id and a moment of its own, and no credential but the token', async () => {
    const fake = worker();
    await keep(open(fake), 'a', 'b');
    await until(fake, 'a', 'b');
    for (const { event, times } of fake.events.values()) {
      expect(times).toBe(1);
      expect(event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
      expect(Math.abs(Date.parse(event.at) - Date.now())).toBeLessThan(60_000);
    }
    const sent = fake.requests.filter(({ method }) => method === 'POST');
    expect(sent.every(({ url }) => url === `${api}/v1/events`)).toBe(true);
    expect(Object.keys(sent[0]?.headers ?? {}).sort()).toEqual(['authorization', 'content-type']);
  });

  it('survives lost answers: it is sent again, and kept once', async () => {
    const fake = worker();
    let lost = 2;
    const client = open(fake, {
      fetch: async (input, init) => {
        const answer = await fake.fetch(input, init);
        if (init?.method === 'POST' && lost-- > 0) throw new TypeError('The line was cut');
        return answer;
      },
    });
    await keep(client, 'a');
    await vi.waitFor(() => expect([...fake.events.values()][0]?.times).toBe(3), 20_000);
    expect(rulesIn(fake)).toEqual(['a']);
  }, 30_000);

  it('survives a killed tab: the next page view sends it, though it shows no panel', async () => {
    const fake = worker();
    fake.intercept = ({ method }) => (method === 'POST' ? new TypeError('dead') : undefined);
    const first = open(fake);
    await first.sync();
    await keep(first, 'a');
    closePage();
    fake.intercept = () => undefined;
    expect(rulesIn(fake)).toEqual([]);
    await open(fake).sync();
    await until(fake, 'a');
  }, 30_000);

  it('survives a tab that was killed with the request on its way', async () => {
    const fake = worker();
    const never = new Promise<Response>(() => {});
    const first = open(fake, {
      fetch: async (input, init) => {
        const answer = await fake.fetch(input, init);
        return init?.method === 'POST' ? never : answer;
      },
    });
    await keep(first, 'a');
    await until(fake, 'a');
    closePage();
    await open(fake).data();
    await vi.waitFor(() => expect([...fake.events.values()][0]?.times).toBe(2), 20_000);
    expect(rulesIn(fake)).toEqual(['a']);
  }, 30_000);

  it('survives server errors, and waits as long as it is asked to', async () => {
    const fake = worker();
    let asked = 0;
    const at: number[] = [];
    fake.intercept = ({ method }) => {
      if (method !== 'POST') return undefined;
      at.push(performance.now());
      asked++;
      if (asked === 1) return new Response('<html>', { status: 502 });
      if (asked === 2)
        return Response.json(
          { kind: 'temporary', title: 'Busy', status: 429, detail: 'Later.' },
          { status: 429, headers: { 'retry-after': '2' } },
        );
      return undefined;
    };
    await keep(open(fake), 'a');
    await until(fake, 'a');
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(2_000);
  }, 30_000);

  it('is sent in batches, the oldest first, by one of two tabs at a time', async () => {
    const fake = worker();
    fake.intercept = ({ method }) => (method === 'POST' ? new TypeError('dead') : undefined);
    const [one, two] = [open(fake), open(fake)];
    const rules = Array.from({ length: 230 }, (_, i) => `r${String(i).padStart(3, '0')}`);
    await keep(one, ...rules);
    const sizes: number[] = [];
    fake.intercept = ({ method, body }) => {
      if (method === 'POST') sizes.push(JSON.parse(body).events.length);
      return undefined;
    };
    await two.data();
    globalThis.dispatchEvent(new Event('online'));
    await until(fake, ...rules);
    expect(sizes).toEqual([200, 30]);
    expect([...fake.events.values()].every(({ times }) => times === 1)).toBe(true);
  }, 30_000);
});

describe('what the worker refuses', () => {
  it('is told with its reason and not sent again, while the rest is kept', async () => {
    const fake = worker();
    const client = open(fake);
    const data = await client.data();
    const refused: RefusedEvent[] = [];
    data.onRefused?.((some) => refused.push(...some));
    await data.keep(action('bad', 'nobody'));
    await data.keep(action('good'));
    await until(fake, 'good');
    await vi.waitFor(() => expect(refused.map(({ why }) => why)).toEqual(['"nobody" is no record id.']));
    const before = posts(fake);
    await client.sync();
    globalThis.dispatchEvent(new Event('online'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(posts(fake)).toBe(before);
  });

  it('as a whole request is sought one by one', async () => {
    const fake = worker();
    fake.intercept = ({ method, body }) =>
      method === 'POST' && body.includes('poison')
        ? Response.json({ kind: 'bad-data', title: 'No', status: 400, detail: 'Poisoned.' }, { status: 400 })
        : undefined;
    const client = open(fake);
    const refused: RefusedEvent[] = [];
    const data = await client.data();
    data.onRefused?.((some) => refused.push(...some));
    await keep(client, 'a', 'poison', 'c');
    await until(fake, 'a', 'c');
    await vi.waitFor(() => expect(refused.map(({ why }) => why)).toEqual(['Poisoned.']));
  });
});

describe('what waits', () => {
  it('is not sent with a token that may not write, nor for another tenant, and is with the right one', async () => {
    const fake = worker();
    const narrow = token(['sync:all']);
    const foreign = token(undefined, 'other');
    fake.tokens.add(narrow).add(foreign);
    const first = open(fake, { getToken: async () => narrow });
    await first.sync();
    await keep(first, 'a');
    closePage();
    fake.tenant = 'other';
    const second = open(fake, { getToken: async () => foreign });
    await second.sync();
    await keep(second, 'b');
    await until(fake, 'b');
    closePage();
    fake.tenant = 'acme';
    await open(fake).sync();
    await until(fake, 'a', 'b');
  }, 30_000);

  it('is sent once more at a sign-out, and then nothing of it stays', async () => {
    const fake = worker();
    let dead = true;
    fake.intercept = ({ method }) => (method === 'POST' && dead ? new TypeError('dead') : undefined);
    const client = open(fake);
    await keep(client, 'a');
    dead = false;
    expect(await outboxes()).toHaveLength(1);
    await client.signOut();
    expect(rulesIn(fake)).toEqual(['a']);
    expect(await outboxes()).toEqual([]);
    expect(Object.keys(localStorage).filter((key) => key.includes('outbox'))).toEqual([]);
  });

  it('goes at a sign-out without a line, too', async () => {
    const fake = worker();
    fake.intercept = ({ method }) => (method === 'POST' ? new TypeError('dead') : undefined);
    const client = open(fake);
    await keep(client, 'a');
    await client.signOut();
    expect(await outboxes()).toEqual([]);
    await expect(keep(client, 'b')).rejects.toThrow('ended');
  });

  it('lies in memory where the host wants no disk, and is sent all the same', async () => {
    const fake = worker();
    await keep(open(fake, { cache: 'memory' }), 'a');
    await until(fake, 'a');
    expect(await outboxes()).toEqual([]);
  });

  it('lies in memory where the browser denies storage', async () => {
    const fake = worker();
    const denied = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    try {
      await keep(open(fake), 'a');
      await until(fake, 'a');
    } finally {
      denied.mockRestore();
    }
  });
});
