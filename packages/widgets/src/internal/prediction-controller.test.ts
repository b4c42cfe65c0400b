import type { Client } from '@aicrm/client/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClient, scoreState } from '../testing/fake-client.js';
import { PredictionController, type PredictionInputs } from './prediction-controller.js';

/** A host without an element: it runs the controller when it is told to. */
class FakeHost implements ReactiveControllerHost {
  updates = 0;
  updateComplete = Promise.resolve(true);
  controller: ReactiveController | undefined;
  addController(controller: ReactiveController): void {
    this.controller = controller;
  }
  removeController(): void {}
  requestUpdate(): void {
    this.updates += 1;
  }
  connect(): void {
    this.controller?.hostConnected?.();
    this.controller?.hostUpdate?.();
  }
}

let host: FakeHost;
let inputs: { -readonly [Key in keyof PredictionInputs]: PredictionInputs[Key] };
let arrive: (client: Client) => void;
let controller: PredictionController;

beforeEach(() => {
  host = new FakeHost();
  inputs = { model: 'lead-score', recordId: 'lead:club:1', record: undefined, client: undefined };
  const client = new Promise<Client>((resolve) => {
    arrive = resolve;
  });
  controller = new PredictionController(
    host,
    () => ({ ...inputs }),
    () => client,
  );
});
afterEach(() => vi.useRealTimers());

const one = scoreState(0.3, 'medium');
const two = scoreState(0.7, 'high');
const set = (change: Partial<PredictionInputs>) => {
  Object.assign(inputs, change);
  controller.hostUpdate();
};

describe('a prediction', () => {
  it('is empty without a record, loads with one, and follows the client', () => {
    inputs.recordId = undefined;
    host.connect();
    expect(controller.current.state).toBe('empty');
    const client = new FakeClient();
    set({ recordId: ' lead:club:1 ', client });
    expect(controller.current.state).toBe('loading');
    expect([...client.watching].map(({ request }) => request)).toEqual([
      { model: 'lead-score', recordId: 'lead:club:1' },
    ]);
    client.tell(one);
    expect(controller.current).toBe(one);
    expect(controller.freshness).toBe('live');
  });

  it('drops what comes for a request that is over', () => {
    const client = new FakeClient();
    inputs.client = client;
    host.connect();
    set({ recordId: 'lead:club:2' });
    client.tell(two);
    client.watched[0]?.listener(one);
    expect(controller.current).toBe(two);
    controller.hostDisconnected();
    client.watched[1]?.listener(one);
    expect(controller.current).toBe(two);
    expect(client.watching.size).toBe(0);
    expect(client.statusListeners.size).toBe(0);
  });

  it('never shows a score in the row of another record', () => {
    inputs.client = new FakeClient(one);
    host.connect();
    expect(controller.current).toBe(one);
    set({ recordId: 'lead:club:2', client: new FakeClient() });
    expect(controller.current.state).toBe('loading');
  });

  it.each([
    ['the same record id', { recordId: 'lead:club:1' }, { recordId: 'lead:club:1' }, 'score'],
    ['the same id in the record', { id: 7 }, { id: 7 }, 'score'],
    ['another id in the record', { id: 7 }, { id: 8 }, 'loading'],
    ['records without an id', { spend: 1 }, { spend: 2 }, 'loading'],
  ])('on an edit of %s', (_, before, after, state) => {
    const client = new FakeClient(one);
    const split = ({ recordId, ...record }: { recordId?: string; id?: number; spend?: number }) => ({
      recordId,
      record,
    });
    Object.assign(inputs, split(before), { client });
    host.connect();
    client.answer = undefined;
    set(split(after));
    expect(controller.current.state).toBe(state);
  });

  it('asks nothing again while nothing changes', () => {
    const client = new FakeClient(one);
    inputs.client = client;
    host.connect();
    controller.hostUpdate();
    controller.hostUpdate();
    expect(client.watched).toHaveLength(1);
  });

  it('does not begin to watch for an element that is gone before its first paint', () => {
    const client = new FakeClient(one);
    inputs.client = client;
    controller.hostConnected();
    controller.hostDisconnected();
    controller.hostUpdate();
    expect(client.watched).toEqual([]);
    host.connect();
    expect(client.watching.size).toBe(1);
  });

  it('says what the line does beside the state', () => {
    const client = new FakeClient(one);
    inputs.client = client;
    host.connect();
    expect(controller.offline).toBe(false);
    client.goOffline();
    expect(controller.offline).toBe(true);
    expect(controller.current).toBe(one);
  });

  it('waits for the page to bring a client, and says when none comes', async () => {
    vi.useFakeTimers();
    host.connect();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(controller.current.state).toBe('loading');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(controller.current).toMatchObject({ state: 'error', problem: { title: 'no-client' } });
    const client = new FakeClient(one);
    arrive(client);
    await vi.advanceTimersByTimeAsync(0);
    expect(controller.current).toBe(one);
    // The page's default client is among the inputs from now on, and is not asked a second time.
    set({ client });
    expect(client.watched).toHaveLength(1);
  });

  it('turns a client that throws into an error, and tries again when asked', () => {
    const client = new FakeClient(one);
    const works = client.watch.bind(client);
    client.watch = () => {
      throw new Error('broken');
    };
    inputs.client = client;
    host.connect();
    expect(controller.current).toMatchObject({ state: 'error', problem: { detail: 'Error: broken' } });
    client.watch = works;
    controller.retry();
    controller.hostUpdate();
    expect(controller.current).toBe(one);
  });

  it('takes what is no record for an error, and tolerates one that throws', () => {
    const client = new FakeClient(one);
    Object.assign(inputs, { client, recordId: undefined, record: 'text' });
    host.connect();
    expect(controller.current).toMatchObject({ state: 'error', problem: { title: 'not-a-record' } });
    const trap = () => {
      throw new Error('trap');
    };
    set({ record: new Proxy({}, { get: trap }) });
    set({ record: new Proxy({}, { get: trap }) });
    expect(controller.current).toBe(one);
  });
});
