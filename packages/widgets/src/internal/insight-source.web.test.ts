import { createClient } from '@aicrm/client/client';
import { FakeWorker } from '@aicrm/client/testing/fake-worker';
import type { ActionRule } from '@aicrm/schema/next-action';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { asOf, marta } from '../testing/insight-fixtures.js';
import { InsightSource, loadModels } from './insight-source.js';

const now = Date.parse(asOf);
const rule = (id: string): ActionRule => ({
  ...{ id, label: id, cooldownDays: 1, weight: 1, effect: { how: 'none' } },
  when: { op: 'known', signal: 'lead.band' },
  action: { kind: 'call', label: id },
});
const [call, visit] = [rule('call'), rule('visit')];
const token = `x.${btoa(JSON.stringify({ tenant: 'acme', scopes: ['sync:all', 'models:read', 'events:write'] }))}.y`;

/** A page view: a client on what the last one left in the browser, and an element's source without an element. */
function open(fake: FakeWorker) {
  const end = new AbortController();
  const client = createClient({
    api: 'https://worker.example',
    getToken: async () => token,
    cache: 'persistent',
    fetch: fake.fetch,
    now: () => now,
    signal: end.signal,
  });
  const controllers: { hostUpdate?(): void; hostConnected?(): void; hostDisconnected?(): void }[] = [];
  const proposed: string[][] = [];
  const update = (): void => {
    for (const one of controllers) one.hostUpdate?.();
    const { actions } = source.insight;
    if (actions.state === 'ready') proposed.push(actions.value.actions.flatMap(({ rule }) => rule ?? []));
  };
  const host = {
    addController: (one: object) => void controllers.push(one),
    removeController: () => undefined,
    requestUpdate: () => queueMicrotask(update),
    updateComplete: Promise.resolve(true),
  };
  const asked = {
    record: undefined,
    timeline: undefined,
    messages: [],
    context: { signals: { 'lead.band': 'high' } },
    analyses: undefined,
  };
  const source = new InsightSource(host, () => ({
    ...asked,
    ...{ recordId: marta.id, history: [], now: now + 1_000, client },
  }));
  for (const one of controllers) one.hostConnected?.();
  const close = (): void => {
    for (const one of controllers) one.hostDisconnected?.();
    end.abort();
  };
  return { client, source, proposed, close };
}

beforeAll(loadModels);
let last: ReturnType<typeof open> | undefined;
afterEach(() => last?.client.signOut());

describe('a proposal that was dismissed', () => {
  it('is not made again after a reload, not even for the moment until that is known', async () => {
    const fake = new FakeWorker();
    fake.tokens.add(token);
    const { seq: _, ...view } = marta.view;
    fake.upsert(view);
    fake.timelines.set(marta.id, []);
    await fake.analyse('action-rules', { schema: 1, kind: 'action-rules', rules: [call, visit] }, asOf);
    const first = open(fake);
    await vi.waitFor(() => expect(first.proposed.at(-1)).toEqual(['call', 'visit']), 10_000);
    const data = await first.client.data();
    await data.keep({ kind: 'action', record: marta.id, rule: 'call', what: 'dismissed' });
    await vi.waitFor(() => expect(first.proposed.at(-1)).toEqual(['visit']), 10_000);
    await vi.waitFor(() => expect(fake.events.size).toBe(1), 10_000);
    first.close();

    last = open(fake);
    const { proposed, source } = last;
    await vi.waitFor(() => expect(proposed.length).toBeGreaterThan(0), 10_000);
    expect(new Set(proposed.flat())).toEqual(new Set(['visit']));
    const { actions } = source.insight;
    expect(actions.state === 'ready' && actions.value.suppressed).toContainEqual(
      expect.objectContaining({ rule: 'call', why: 'dismissed' }),
    );
  }, 40_000);
});
