import type { Client } from '@aicrm/client/client';
import type { RecordView } from '@aicrm/schema/view';
import type { ReactiveController } from 'lit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeClient } from '../testing/fake-client.js';
import { FakeData, FakeDataClient, failed, ready } from '../testing/fake-data.js';
import { DataController, type DataRequest } from './data-controller.js';

const never = () => new Promise<Client>(() => undefined);
const viewOf = (id: string): RecordView => ({
  id,
  type: 'contact',
  seq: 1,
  viewAt: '2026-11-22',
  fields: {},
  facts: {},
});

/** An element cut down to what controllers need; `update` is its next paint. */
function host() {
  const controllers: ReactiveController[] = [];
  let updates = 0;
  return {
    addController: (one: ReactiveController) => void controllers.push(one),
    removeController: () => undefined,
    requestUpdate: () => {
      updates += 1;
    },
    updateComplete: Promise.resolve(true),
    get updates() {
      return updates;
    },
    connect: () => controllers.forEach((one) => void one.hostConnected?.()),
    disconnect: () => controllers.forEach((one) => void one.hostDisconnected?.()),
    async update() {
      for (const one of controllers) one.hostUpdate?.();
      for (let turn = 0; turn < 4; turn++) await Promise.resolve();
    },
  };
}

function watchView(client?: Client, whenClient: () => Promise<Client> = never) {
  const element = host();
  const wanted: { id: string | undefined; client: Client | undefined } = { id: 'contact:1', client };
  const request = (): DataRequest<RecordView> | undefined => {
    const { id } = wanted;
    if (id === undefined) return undefined;
    return {
      key: id,
      watch: (data, listener) => data.watchView(id, listener),
      client: wanted.client,
    };
  };
  return { element, wanted, controller: new DataController(element, request, whenClient) };
}

const data = () =>
  new FakeData({
    views: { 'contact:1': ready(viewOf('contact:1')), 'contact:2': ready(viewOf('contact:2')) },
  });

describe('DataController', () => {
  afterEach(() => vi.useRealTimers());

  it('is empty while nothing is asked, loading until the data answers, then follows it', async () => {
    const tenant = new FakeData();
    const { element, wanted, controller } = watchView(new FakeDataClient(tenant));
    wanted.id = undefined;
    element.connect();
    await element.update();
    expect(controller.current).toEqual({ state: 'empty' });
    wanted.id = 'contact:1';
    await element.update();
    expect(controller.current).toEqual({ state: 'loading' });
    tenant.change({ views: { 'contact:1': ready(viewOf('contact:1'), 'cached') } });
    expect(controller.value?.id).toBe('contact:1');
    expect(controller.freshness).toBe('cached');
    tenant.change({ views: { 'contact:1': failed('permission') } });
    expect(controller.current.state).toBe('permission');
    expect(controller.value).toBeUndefined();
  });

  it('asks again only where the request is another, and never shows one record for another', async () => {
    const tenant = data();
    const { element, wanted, controller } = watchView(new FakeDataClient(tenant));
    element.connect();
    await element.update();
    await element.update();
    expect(tenant.watching.size).toBe(1);
    const { updates } = element;
    await element.update();
    expect(element.updates).toBe(updates);
    wanted.id = 'contact:3';
    await element.update();
    expect(controller.current).toEqual({ state: 'loading' });
    expect([...tenant.watching].map(({ what }) => what)).toEqual(['view contact:3']);
  });

  it('lets go on disconnection, and keeps its paint for the way back', async () => {
    const tenant = data();
    const client = new FakeDataClient(tenant);
    const { element, controller } = watchView(client);
    element.connect();
    await element.update();
    element.disconnect();
    expect(tenant.watching.size).toBe(0);
    expect(client.statusListeners.size).toBe(0);
    await element.update();
    expect(tenant.watching.size).toBe(0);
    element.connect();
    expect(controller.value?.id).toBe('contact:1');
    await element.update();
    expect(tenant.watching.size).toBe(1);
  });

  it('does not begin to watch for an element that left while the data were on their way', async () => {
    const tenant = data();
    const { element } = watchView(new FakeDataClient(tenant));
    element.connect();
    const update = element.update();
    element.disconnect();
    await update;
    expect(tenant.watching.size).toBe(0);
  });

  it('waits for a client, ten seconds, and takes one that comes later all the same', async () => {
    vi.useFakeTimers();
    let come: (client: Client) => void = () => undefined;
    const { element, controller } = watchView(
      undefined,
      () =>
        new Promise((resolve) => {
          come = resolve;
        }),
    );
    element.connect();
    await element.update();
    vi.advanceTimersByTime(9_999);
    expect(controller.current).toEqual({ state: 'loading' });
    vi.advanceTimersByTime(1);
    expect(controller.current).toMatchObject({ state: 'error', problem: { title: 'no-client' } });
    come(new FakeDataClient(data()));
    await vi.runAllTimersAsync();
    expect(controller.value?.id).toBe('contact:1');
  });

  it('turns a client without data, and data that throw, into states; retry asks again', async () => {
    const older = new FakeClient();
    Reflect.set(older, 'data', undefined);
    const old = watchView(older);
    old.element.connect();
    await old.element.update();
    expect(old.controller.current).toMatchObject({ state: 'error', problem: { title: 'no-data' } });

    const tenant = data();
    const watch = vi.spyOn(tenant, 'watchView').mockImplementationOnce(() => {
      throw new Error('no');
    });
    const { element, controller } = watchView(new FakeDataClient(tenant));
    element.connect();
    await element.update();
    expect(controller.current).toMatchObject({ state: 'error', problem: { title: 'unexpected' } });
    watch.mockRestore();
    controller.retry();
    expect(controller.current).toEqual({ state: 'loading' });
    await element.update();
    expect(controller.value?.id).toBe('contact:1');
  });

  it('says whether the worker can be reached', async () => {
    const client = new FakeDataClient(data());
    const { element, controller } = watchView(client);
    element.connect();
    await element.update();
    expect(controller.offline).toBe(false);
    client.goOffline();
    expect(controller.offline).toBe(true);
  });
});
