import { must } from '@aicrm/schema/result';
import { Dexie } from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.js';
import { type Captured, FakeWorker, leadView } from './testing/fake-worker.js';
import { smallModel } from './testing/small-model.js';
import type { Client, PredictionState } from './types.js';

const api = 'https://worker.example';
const model = 'lead-score';
const recordId = 'lead:club:canary-0-id';

let client: Client | undefined;
afterEach(async () => {
  await client?.signOut();
  for (const database of await Dexie.getDatabaseNames()) await Dexie.delete(database);
});

/** A value of its own in every field and fact, that nobody else would ever send; the model's inputs among them. */
const canaries = {
  name: 'canary-1-Zoë',
  email: 'canary-2@example.org',
  phone: '+49 170 4711-3',
  segment: 'canary-4',
};
const facts = { 'orders.count': 48_151_623, 'orders.lastAt': '2019-08-07T06:05:04.321Z', note: 'canary-5' };
const values = [...Object.values(canaries), ...Object.values(facts).map(String)];

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** The spellings in which a value may travel. Base64 is searched without its first and last characters, which depend on the neighbours. */
const spellings = (value: string): string[] => [
  value,
  encodeURIComponent(value),
  new URLSearchParams({ v: value }).toString().slice(2),
  JSON.stringify(value).slice(1, -1),
  ...[0, 1, 2].map((shift) => base64('x'.repeat(shift) + value).slice(4, -4)),
];

/** Requests whose URL, headers or body hold any of the values. */
const leaks = (requests: readonly Captured[], wanted: readonly string[]): Captured[] =>
  requests.filter(({ url, headers, body }) => {
    const text = [url, ...Object.entries(headers).flat(), body].join('\n');
    return wanted.some((value) => spellings(value).some((spelled) => text.includes(spelled)));
  });

async function scoreEveryWay(fake: FakeWorker, spy: typeof fetch): Promise<void> {
  client = createClient({ api, getToken: async () => 'good', cache: 'persistent', fetch: spy });
  const { watch } = client;
  const score = (request: { recordId?: string; record?: Record<string, unknown> }) =>
    vi.waitUntil(async () => {
      const states: PredictionState[] = [];
      watch({ model, ...request }, (state) => states.push(state));
      await new Promise((resolve) => setTimeout(resolve, 20));
      return states.at(-1)?.state === 'score';
    });
  await score({ record: { ...canaries, ...facts, id: recordId } });
  await score({ recordId });
  await score({ recordId, record: { orderCount: facts['orders.count'], ...canaries } });
  await client.explain({ model, recordId });
  await client.explain({ model, record: { ...canaries, ...facts } });
  await client.rank(model);
  fake.upsert(leadView('lead:club:other'));
  await client.sync();
  await client.card(model);
}

async function worker(): Promise<FakeWorker> {
  const fake = new FakeWorker();
  fake.upsert(leadView(recordId, facts, canaries));
  fake.publish(await smallModel());
  return fake;
}

describe('a record that is scored in the page', () => {
  it('never leaves it: no URL, header or body holds a field, a fact or the id', async () => {
    const fake = await worker();
    await scoreEveryWay(fake, fake.fetch);
    expect(fake.requests.length).toBeGreaterThan(4);
    expect(leaks(fake.requests, [...values, recordId])).toEqual([]);
    expect(fake.requests.every(({ method, body }) => method === 'GET' && body === '')).toBe(true);
  });

  it.each([
    ['URL', (value: string) => [`${api}/v1/sync?q=${encodeURIComponent(value)}`, {}] as const],
    ['header', (value: string) => [`${api}/v1/sync`, { headers: { 'x-hint': base64(value) } }] as const],
    [
      'body',
      (value: string) => [`${api}/v1/sync`, { method: 'POST', body: JSON.stringify({ value }) }] as const,
    ],
  ])('would be caught by the same test if it left in a %s', async (_place, leak) => {
    const fake = await worker();
    let leaked = 0;
    await scoreEveryWay(fake, async (input, init) => {
      const value = must(values[leaked % values.length], 'canary');
      const [url, more] = leak(value);
      leaked++;
      await fake.fetch(url, more);
      return fake.fetch(input, init);
    });
    expect(leaks(fake.requests, values)).toHaveLength(leaked);
    expect(leaked).toBeGreaterThan(4);
  });
});
