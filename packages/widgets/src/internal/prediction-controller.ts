import type { Client, Freshness, PredictionState, ScoreRequest } from '@aicrm/client/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What the element asks for, as its host set it: none of it is trusted to have the right type. */
export interface PredictionInputs {
  readonly model: string;
  readonly recordId: unknown;
  readonly record: unknown;
  readonly client: Client | undefined;
}

/** How long a badge waits for the page's client before it says that there is none: a slow script may still come. */
const CLIENT_PATIENCE_MS = 10_000;

const nothingYet: PredictionState = { state: 'loading' };
const empty: PredictionState = { state: 'empty' };

/** What can go wrong before a client answers; the opened part has the words. */
export type OwnProblem = 'not-a-record' | 'no-client' | 'unexpected';

const failure = (title: OwnProblem, detail = ''): PredictionState => ({
  state: 'error',
  problem: { kind: title === 'unexpected' ? 'temporary' : 'bad-data', title, status: 0, detail },
});

/**
 * The async state of one prediction. It watches the client for what the host element asks, drops answers of requests
 * that are over, and turns whatever goes wrong into a state, so that nothing is thrown into the page.
 *
 * A new request for the same record (a field was edited) keeps the painted score until its answer is here; for
 * another record it never does, because one person's score must not stand in another person's row.
 */
export class PredictionController implements ReactiveController {
  current: PredictionState = empty;
  offline = false;
  /** The client in use and what was asked of it; both are `undefined` until there is one. */
  client: Client | undefined;
  request: ScoreRequest | undefined;

  private asked: PredictionInputs | undefined;
  private connected = false;
  private call = 0;
  private stops: (() => void)[] = [];
  private readonly host: ReactiveControllerHost;
  private readonly inputs: () => PredictionInputs;
  private readonly whenClient: () => Promise<Client>;

  constructor(
    host: ReactiveControllerHost,
    inputs: () => PredictionInputs,
    whenClient: () => Promise<Client>,
  ) {
    this.host = host;
    this.inputs = inputs;
    this.whenClient = whenClient;
    host.addController(this);
  }

  get freshness(): Freshness | undefined {
    return 'freshness' in this.current ? this.current.freshness : undefined;
  }

  hostUpdate(): void {
    // An element that was removed before its first paint still has that paint coming; it must not begin to watch.
    if (!this.connected) return;
    const next = this.inputs();
    const last = this.asked;
    if (last && keys.every((key) => next[key] === last[key])) return;
    this.start(next);
  }

  hostConnected(): void {
    this.connected = true;
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.connected = false;
    this.stop();
    // A row of a virtual list comes back: it asks again, and keeps its paint until then.
    this.asked = undefined;
  }

  /** Asks again after a failure. */
  retry(): void {
    this.asked = undefined;
    this.set(nothingYet);
  }

  private start(inputs: PredictionInputs): void {
    this.stop();
    const { call } = this;
    const before = this.request;
    const request = toRequest(inputs);
    this.asked = inputs;
    this.request = request;
    if (!request) {
      this.set(inputs.record === undefined || inputs.record === null ? empty : failure('not-a-record'));
      return;
    }
    if (this.current === empty || !isSameRecord(before, request)) this.set(nothingYet);
    if (inputs.client) {
      this.watch(inputs.client, request, call);
      return;
    }
    const patience = setTimeout(() => this.set(failure('no-client')), CLIENT_PATIENCE_MS);
    const stopWaiting = () => clearTimeout(patience);
    this.stops.push(stopWaiting);
    void this.whenClient().then((client) => {
      stopWaiting();
      if (call !== this.call) return;
      // From here on the inputs name this client too, which is no reason to ask again.
      this.asked = { ...inputs, client };
      this.watch(client, request, call);
    });
  }

  private watch(client: Client, request: ScoreRequest, call: number): void {
    const see = ({ online }: { readonly online: boolean }) => {
      if (call !== this.call || this.offline === !online) return;
      this.offline = !online;
      this.host.requestUpdate();
    };
    this.client = client;
    try {
      see(client);
      this.stops.push(client.onStatus(see));
      this.stops.push(
        client.watch(request, (state) => {
          if (call === this.call) this.set(state);
        }),
      );
    } catch (error) {
      this.set(failure('unexpected', String(error)));
    }
  }

  private stop(): void {
    this.call += 1;
    for (const stop of this.stops.splice(0)) {
      try {
        stop();
      } catch {
        // A client that fails to stop has nothing to tell this element any more.
      }
    }
  }

  private set(state: PredictionState): void {
    this.current = state;
    this.host.requestUpdate();
  }
}

const keys = ['recordId', 'record', 'model', 'client'] as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function toRequest({ model, recordId, record }: PredictionInputs): ScoreRequest | undefined {
  const id = typeof recordId === 'string' || typeof recordId === 'number' ? String(recordId).trim() : '';
  const data = isObject(record) ? record : undefined;
  if (!id && !data) return undefined;
  return { model, ...(id ? { recordId: id } : {}), ...(data ? { record: data } : {}) };
}

function isSameRecord(a: ScoreRequest | undefined, b: ScoreRequest): boolean {
  if (!a || a.model !== b.model || a.recordId !== b.recordId) return false;
  return b.recordId !== undefined || (hostId(b) !== undefined && hostId(a) === hostId(b));
}

function hostId({ record }: ScoreRequest): unknown {
  try {
    return record?.id;
  } catch {
    // A proxy or a getter of the host's may throw; then the record has no name for us.
    return undefined;
  }
}
