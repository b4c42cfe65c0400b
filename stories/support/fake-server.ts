import { type Client, createClient } from '@aicrm/client/client';
import { FakeWorker } from '@aicrm/client/testing/fake-worker';
import type { RecordView } from '@aicrm/schema/view';
import type { ModelSummary } from '@aicrm/schema/wire';
import { type ClubLead, clubLeads, viewOf } from './club-leads.js';
import { clubModel } from './club-model.js';
import type { PublishedModel } from './published-model.js';

/** How the line to the worker behaves. A story chooses this and the data; the state that is painted follows from them. */
export type Line = 'good' | 'dead' | 'denied' | 'never' | 'failing';

export interface FakeServerOptions {
  readonly leads?: readonly ClubLead[];
  /** Views as they are, in place of `leads`. */
  readonly views?: readonly RecordView[];
  /** Another model than the club's. */
  readonly model?: PublishedModel;
  /** Epoch milliseconds at which the page's clock starts; now where it is not set. */
  readonly start?: number;
  readonly line?: Line;
  /** What is published: the club's model, none yet, or a refusal of the gate. */
  readonly published?: 'model' | 'none' | 'refused';
  /** Hours by which the page's clock is ahead of the data's when the badge paints. */
  readonly hoursLater?: number;
}

export interface FakeServer {
  readonly client: Client;
  readonly worker: FakeWorker;
  /** Changes how the line behaves from now on. */
  setLine(line: Line): void;
  /** Puts the page's clock forward. */
  setHoursLater(hours: number): void;
}

/**
 * The worker in memory, behind the real client: sync pages, the model's real bytes, problem documents. A story never
 * sets a state on an element; it says how the world is, and the element finds out.
 */
export async function fakeServer(options: FakeServerOptions = {}): Promise<FakeServer> {
  const worker = new FakeWorker();
  const model = options.model ?? (await clubModel());
  const opened = Date.now();
  const start = options.start ?? opened;
  let line = options.line ?? 'good';
  let hoursLater = options.hoursLater ?? 0;
  worker.tenant = 'retail-club';
  worker.upsert(...(options.views ?? (options.leads ?? clubLeads).map((one) => viewOf(one, start))));
  publish(worker, model, options.published ?? 'model');
  worker.intercept = (request) => {
    if (line === 'dead') return new TypeError('Failed to fetch');
    if (line === 'denied')
      return problem(401, 'permission', 'The embed token has expired.', 'Sign in again.');
    if (line === 'failing') return problem(500, 'temporary', 'The worker met an unexpected error.');
    return new URL(request.url).pathname === `/v1/models/${model.name}` && options.published === undefined
      ? Response.json(summaryOf(model))
      : undefined;
  };
  const fetcher: typeof fetch = (input, init) =>
    line === 'never' ? new Promise<Response>(() => {}) : worker.fetch(input, init);
  return {
    worker,
    client: createClient({
      // A host of its own for each story, because what is remembered in a page is remembered by the worker's address.
      api: `https://ai-crm-${nextServer()}.example`,
      getToken: async () => 'good',
      cache: 'memory',
      fetch: fetcher,
      now: () => start + (Date.now() - opened) + hoursLater * 3_600_000,
    }),
    setLine: (next) => {
      line = next;
    },
    setHoursLater: (hours) => {
      hoursLater = hours;
    },
  };
}

let servers = 0;
function nextServer(): number {
  servers += 1;
  return servers;
}

function publish(worker: FakeWorker, model: PublishedModel, what: 'model' | 'none' | 'refused'): void {
  if (what === 'model') worker.publish(model);
  const refusal =
    what === 'refused'
      ? 'On the newest leads it did no better than the average: the log loss of .372 against .371.'
      : null;
  if (what !== 'model') worker.models.set(model.name, { current: null, refusal });
}

function summaryOf({ name, version, sha256, bytes, card }: PublishedModel): ModelSummary {
  const published = {
    version,
    sha256,
    bytes: bytes.length,
    status: 'published',
    createdAt: card.meta.trainedAt,
    card,
  };
  return {
    name,
    label: card.meta.recordType === 'deal' ? 'Deal score' : 'Lead score',
    recordType: card.meta.recordType,
    current: version,
    versions: [{ ...published, status: 'published' }],
  };
}

const problem = (status: number, kind: string, detail: string, action?: string): Response =>
  Response.json({ kind, title: 'Refused', status, detail, ...(action ? { action } : {}) }, { status });
