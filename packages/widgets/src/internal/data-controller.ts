import type { Client } from '@aicrm/client/client';
import type { Loaded, TenantData } from '@aicrm/client/data-types';
import type { Freshness } from '@aicrm/client/types';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** One thing that an element wants of a tenant's data. */
export interface DataRequest<T> {
  /** Names what is asked for: nothing is asked again while it stays the same. */
  readonly key: string;
  readonly watch: (data: TenantData, listener: (state: Loaded<T>) => void) => () => void;
  /** The client to ask, such as the element's own or the page's default; waited for where there is none yet. */
  readonly client: Client | undefined;
}

/** `empty`: the host asked for nothing yet. */
export type DataState<T> = Loaded<T> | { readonly state: 'empty' };

/** What can go wrong before the data answers; `problem.title` holds it, and the element has the words. */
export type DataProblem = 'no-client' | 'no-data' | 'unexpected';

/** How long an element waits for the page's client before it says that there is none: a slow script may still come. */
const CLIENT_PATIENCE_MS = 10_000;

const empty: DataState<never> = { state: 'empty' };
const loading: DataState<never> = { state: 'loading' };

const failure = (title: DataProblem, detail = ''): DataState<never> => ({
  state: 'error',
  problem: { kind: title === 'unexpected' ? 'temporary' : 'bad-data', title, status: 0, detail },
});

/** A client's data, asked for once a client whatever number of elements and parts want it. */
const asked = new WeakMap<Client, Promise<TenantData>>();

export function dataOf(client: Client): Promise<TenantData> {
  const known = asked.get(client);
  if (known) return known;
  // A page may still hold the client of an older copy of our script, which has no data.
  const data: unknown = Reflect.get(client, 'data');
  if (typeof data !== 'function') return Promise.reject(new NoData());
  const next = Promise.resolve(Reflect.apply(data, client, []) as Promise<TenantData>);
  asked.set(client, next);
  // A chunk that did not come is asked for again by the next element.
  next.catch(() => asked.delete(client));
  return next;
}

class NoData extends Error {}

/**
 * The async state of one thing that an element shows beside a prediction. It watches the tenant's data for what the
 * host element asks, drops answers of requests that are over, and turns whatever goes wrong into a state, so that
 * nothing is thrown into the page. An element has one for each part, because each part arrives and fails alone.
 */
export class DataController<T> implements ReactiveController {
  current: DataState<T> = empty;
  /** Whether the worker cannot be reached. */
  offline = false;
  /** The data in use, for `keep`; `undefined` until there is some. */
  data: TenantData | undefined;

  private key: string | undefined;
  private client: Client | undefined;
  /** Of what `current` tells; it outlives a disconnection, so that a row that comes back keeps its paint. */
  private shown: string | undefined;
  private connected = false;
  private call = 0;
  private stops: (() => void)[] = [];
  private readonly host: ReactiveControllerHost;
  private readonly request: () => DataRequest<T> | undefined;
  private readonly whenClient: () => Promise<Client>;

  constructor(
    host: ReactiveControllerHost,
    request: () => DataRequest<T> | undefined,
    whenClient: () => Promise<Client>,
  ) {
    this.host = host;
    this.request = request;
    this.whenClient = whenClient;
    host.addController(this);
  }

  get value(): T | undefined {
    return this.current.state === 'ready' ? this.current.value : undefined;
  }

  get freshness(): Freshness | undefined {
    return this.current.state === 'ready' ? this.current.freshness : undefined;
  }

  hostUpdate(): void {
    // An element that was removed before its first paint still has that paint coming; it must not begin to watch.
    if (!this.connected) return;
    const next = this.request();
    if (next?.key === this.key && (next === undefined || next.client === this.client)) return;
    this.start(next);
  }

  hostConnected(): void {
    this.connected = true;
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.connected = false;
    this.stop();
    this.key = undefined;
  }

  /** Asks again after a failure. */
  retry(): void {
    this.key = undefined;
    this.shown = undefined;
    this.set(loading);
  }

  private start(request: DataRequest<T> | undefined): void {
    this.stop();
    const { call } = this;
    this.key = request?.key;
    this.client = request?.client;
    if (!request) {
      this.shown = undefined;
      this.set(empty);
      return;
    }
    if (this.shown !== request.key) {
      this.shown = request.key;
      this.set(loading);
    }
    if (request.client) {
      void this.watch(request.client, request, call);
      return;
    }
    const patience = setTimeout(() => this.set(failure('no-client')), CLIENT_PATIENCE_MS);
    const stopWaiting = () => clearTimeout(patience);
    this.stops.push(stopWaiting);
    void this.whenClient().then((client) => {
      stopWaiting();
      if (call !== this.call) return;
      // From here on the request names this client too, which is no reason to ask again.
      this.client = client;
      return this.watch(client, request, call);
    });
  }

  private async watch(client: Client, request: DataRequest<T>, call: number): Promise<void> {
    const see = ({ online }: { readonly online: boolean }) => {
      if (call !== this.call || this.offline === !online) return;
      this.offline = !online;
      this.host.requestUpdate();
    };
    try {
      see(client);
      this.stops.push(client.onStatus(see));
      const data = await dataOf(client);
      if (call !== this.call) return;
      this.data = data;
      this.stops.push(
        request.watch(data, (state) => {
          if (call === this.call) this.set(state);
        }),
      );
    } catch (error) {
      if (call !== this.call) return;
      this.set(error instanceof NoData ? failure('no-data') : failure('unexpected', String(error)));
    }
  }

  private stop(): void {
    this.call += 1;
    for (const stop of this.stops.splice(0)) {
      try {
        stop();
      } catch {
        // Data that fail to stop have nothing to tell this element any more.
      }
    }
  }

  private set(state: DataState<T>): void {
    if (state === this.current) return;
    this.current = state;
    this.host.requestUpdate();
  }
}
