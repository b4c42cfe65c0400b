import type { AnalysisPointer } from '@aicrm/schema/analysis';
import type { ModelCard } from '@aicrm/schema/model';
import type { FeedbackMessage, MessagePage, TimelineItem, TimelinePage } from '@aicrm/schema/timeline';
import type { RecordView } from '@aicrm/schema/view';
import type { KeptEvents, WidgetEvent, WidgetEvents, WidgetEventsAnswer } from '@aicrm/schema/widget-event';
import type { ModelPointer, ModelSummary, SyncPage } from '@aicrm/schema/wire';
import type { SmallModel } from './small-model.js';

/** One request as it left the page: all that could carry a field of a record. */
export interface Captured {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/**
 * A worker in memory behind a `fetch`, for tests and stories: real pages, cursors, tombstones and 304 over a history of
 * changes. It checks what a worker would check (the token) and captures every request.
 */
export class FakeWorker {
  readonly requests: Captured[] = [];
  tenant = 'acme';
  /** A page cursor is the position in this history, behind the era. */
  history: { id: string; view: RecordView | null }[] = [];
  /** Grows when the database is made anew. */
  era = 1;
  models = new Map<string, { current: SmallModel | null; refusal: string | null }>();
  artefacts = new Map<string, Uint8Array>();
  /** Files of the whole tenant by name, or why there is none; told by sync where it has any. */
  analyses = new Map<string, { sha256: string; bytes: Uint8Array; computedAt: string } | string>();
  /** What was kept of the events, by id, and how often each came. */
  events = new Map<string, { event: WidgetEvent; times: number }>();
  /** By record id, the newest first. */
  timelines = new Map<string, TimelineItem[]>();
  /** The newest first. */
  messages: FeedbackMessage[] = [];
  pageSize = 1_000;
  tokens = new Set(['good']);
  /** Tokens that may read one record only. */
  bound = new Map<string, string>();
  /** Answers before the worker does; `undefined` lets the request through, an Error is a dead line. */
  intercept: (request: Captured) => Response | Error | undefined = () => undefined;

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const asked = new Request(input, init);
    const captured: Captured = {
      method: asked.method,
      url: asked.url,
      headers: Object.fromEntries(asked.headers),
      body: await asked.clone().text(),
    };
    this.requests.push(captured);
    init?.signal?.throwIfAborted();
    const early = this.intercept(captured);
    if (early instanceof Error) throw early;
    return early ?? this.#answer(captured);
  };

  /** Requests so far, by path and query. */
  get paths(): string[] {
    return this.requests.map(({ url }) => url.slice(new URL(url).origin.length));
  }

  publish(model: SmallModel): void {
    this.models.set(model.name, { current: model, refusal: null });
    this.artefacts.set(model.sha256, model.bytes);
  }

  upsert(...views: Omit<RecordView, 'seq'>[]): void {
    for (const view of views)
      this.history.push({ id: view.id, view: { ...view, seq: this.history.length + 1 } });
  }

  remove(id: string): void {
    this.history.push({ id, view: null });
  }

  /** The views that a synced store holds, by id. */
  get views(): ReadonlyMap<string, RecordView> {
    const views = new Map<string, RecordView>();
    for (const { id, view } of this.history) {
      if (view) views.set(id, view);
      else views.delete(id);
    }
    return views;
  }

  /** The cursor of a store that has everything. */
  get cursor(): string {
    return this.#cursor(
      this.history.length,
      'all',
      stampOfAll([...this.pointers, ...this.#analysisPointers]),
    );
  }

  get pointers(): ModelPointer[] {
    return [...this.models].map(([name, { current, refusal }]) => ({
      name,
      recordType: 'lead',
      current: current && { version: current.version, sha256: current.sha256, bytes: current.bytes.length },
      refusal,
    }));
  }

  startAnew(): void {
    this.era++;
    this.history = [];
  }

  #keepEvents(body: string): Response {
    const { events }: WidgetEvents = JSON.parse(body);
    const answer: WidgetEventsAnswer = { kept: [], refused: [] };
    for (const event of events) {
      if (event.record === 'nobody') {
        answer.refused.push({ id: event.id, why: '"nobody" is no record id.' });
        continue;
      }
      const times = (this.events.get(event.id)?.times ?? 0) + 1;
      this.events.set(event.id, { event, times });
      answer.kept.push(event.id);
    }
    return Response.json(answer);
  }

  #kept(wanted: (event: WidgetEvent) => boolean): Response {
    const events = [...this.events.values()].map(({ event }) => event).filter(wanted);
    const answer: KeptEvents = { events: events.sort((a, b) => (a.at < b.at ? 1 : -1)) };
    return Response.json(answer);
  }

  #writerOf({ kind, record }: WidgetEvent): string | null {
    const of = kind === 'correction' ? this.messages.find(({ id }) => id === record) : undefined;
    return of?.contact ?? null;
  }

  #answer({ method, url, headers, body }: Captured): Response {
    const { pathname, searchParams } = new URL(url);
    const token = (headers.authorization ?? '').replace('Bearer ', '');
    if (!this.tokens.has(token)) return problem('permission', 401, 'This token is not good.');
    if (pathname === '/v1/events' && method === 'POST') return this.#keepEvents(body);
    if (pathname === '/v1/sync')
      return this.#sync(searchParams.get('cursor'), this.bound.get(token) ?? 'all');
    const [, , collection, id = '', part] = pathname.split('/').map(decodeURIComponent);
    const bound = this.bound.get(token);
    if (collection === 'records' && part === 'timeline') {
      if (bound !== undefined && bound !== id) return problem('permission', 403, 'Another record.');
      const items = this.timelines.get(id);
      if (!items) return problem('not-found', 404, 'No such record.');
      const page: TimelinePage = { record: id, items, next: null };
      return Response.json(page);
    }
    if (collection === 'records' && part === 'events') {
      if (bound !== undefined && bound !== id) return problem('permission', 403, 'Another record.');
      return this.#kept((event) => event.record === id || this.#writerOf(event) === id);
    }
    if (collection === 'corrections')
      return bound === undefined
        ? this.#kept(({ kind }) => kind === 'correction')
        : problem('permission', 403, 'One record only.');
    if (collection === 'messages') return this.#messages(searchParams, bound);
    if (collection === 'models') {
      const model = this.models.get(id);
      return model ? Response.json(summaryOf(id, model)) : problem('not-found', 404, 'No such model.');
    }
    const bytes = collection === 'artefacts' ? this.artefacts.get(id) : undefined;
    return bytes ? new Response(new Uint8Array(bytes)) : problem('not-found', 404, 'No such thing.');
  }

  get #analysisPointers(): AnalysisPointer[] {
    return [...this.analyses].map(([name, found]) =>
      typeof found === 'string'
        ? { name, current: null, refusal: found }
        : {
            name,
            current: { sha256: found.sha256, bytes: found.bytes.length, computedAt: found.computedAt },
            refusal: null,
          },
    );
  }

  /** Points to a file, under its own hash or, for a test of damage, another. */
  async analyse(name: string, file: unknown, computedAt: string, sha256?: string): Promise<void> {
    const bytes = new TextEncoder().encode(JSON.stringify(file));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha = sha256 ?? Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    this.analyses.set(name, { sha256: sha, bytes, computedAt });
    this.artefacts.set(sha, bytes);
  }

  #messages(query: URLSearchParams, bound: string | undefined): Response {
    const record = query.get('record') ?? bound;
    const limit = Number(query.get('limit'));
    const found = this.messages.filter(
      ({ contact, at }) => (record === undefined || contact === record) && at >= (query.get('since') ?? ''),
    );
    const from = found.findIndex(({ id }) => id === query.get('before')) + 1;
    const items = found.slice(from, from + limit);
    const more = from + limit < found.length;
    const page: MessagePage = { items, next: more ? (items.at(-1)?.id ?? null) : null };
    return Response.json(page);
  }

  #sync(cursor: string | null, filter: string): Response {
    const [era, from, seen] = cursor?.split('|') ?? [this.#era, '0', filter];
    const reset = era !== this.#era;
    // A cursor of another filter begins anew without a reset, as the worker does.
    const start = reset || seen !== filter ? 0 : Number(from);
    const end = Math.min(this.history.length, start + this.pageSize);
    const { pointers } = this;
    const stamp = stampOfAll([...pointers, ...this.#analysisPointers]);
    if (cursor === this.#cursor(end, filter, stamp) && !reset) return new Response(null, { status: 304 });
    // Like the worker, which keeps only the newest state of a record: what is superseded is never sent.
    const newest = new Map(this.history.map(({ id }, at) => [id, at]));
    const shown = this.history
      .slice(start, end)
      .filter(({ id }, i) => newest.get(id) === start + i && (filter === 'all' || id === filter));
    const latest = new Map(shown.map(({ id, view }) => [id, view]));
    const page: SyncPage = {
      protocol: 1,
      tenant: this.tenant,
      cursor: this.#cursor(end, filter, stamp),
      more: end < this.history.length,
      reset,
      upserts: [...latest.values()].filter((view) => view !== null),
      tombstones: [...latest].filter(([, view]) => view === null).map(([id]) => id),
      models: pointers,
      ...(this.analyses.size === 0 ? {} : { analyses: this.#analysisPointers }),
      serverTime: new Date().toISOString(),
    };
    return Response.json(page);
  }

  /** No two tenants share a cursor, or one could be answered 304 with the other's. */
  get #era(): string {
    return `${this.tenant}-${this.era}`;
  }

  #cursor(position: number, filter: string, models: string): string {
    return [this.#era, position, filter, models].join('|');
  }
}

const stampOfAll = (pointers: readonly (ModelPointer | AnalysisPointer)[]): string =>
  pointers.map((pointer) => pointer.current?.sha256 ?? pointer.refusal).join();

const problem = (kind: string, status: number, detail: string): Response =>
  Response.json({ kind, title: 'Refused', status, detail }, { status });

function summaryOf(
  name: string,
  model: { current: SmallModel | null; refusal: string | null },
): ModelSummary {
  const { current, refusal } = model;
  const version = current?.version ?? '1';
  const card: ModelCard = {
    name,
    version,
    synthetic: false,
    meta: {
      schemaVersion: 1,
      name,
      version,
      kind: 'trees',
      recordType: 'lead',
      outcome: 'buys within 90 days',
      calibration: { a: 1, b: 0 },
      baseMargin: 0,
      baseRate: 0.3,
      bands: { high: 0.6, medium: 0.3 },
      trainedAt: '2026-01-01',
      trainingWindow: { from: '2025-01-01', to: '2025-12-31', rows: 100, positives: 30 },
      dataLicence: 'CC0-1.0',
      hostFields: {},
    },
    features: [],
    choice: [],
    leaks: [],
    verdict: { publish: current !== null, reason: refusal ?? 'Better than the base rate.', checks: [] },
    limits: [],
    seed: 1,
  };
  const status = current ? 'published' : 'refused';
  const sha256 = current?.sha256 ?? '';
  const bytes = current?.bytes.length ?? 0;
  return {
    name,
    label: name,
    recordType: 'lead',
    current: current ? version : null,
    versions: [{ version, sha256, bytes, status, createdAt: '2026-01-01T00:00:00Z', card }],
  };
}

/** A lead's view that the small model can score: 0.85 or so with the defaults. */
export const leadView = (
  id: string,
  facts: RecordView['facts'] = {},
  fields: RecordView['fields'] = {},
): Omit<RecordView, 'seq'> => ({
  id,
  type: 'lead',
  viewAt: '2026-03-01T00:00:00Z',
  fields: { segment: 'loyal', ...fields },
  facts: { 'orders.count': 5, 'orders.lastAt': '2026-02-20T00:00:00Z', ...facts },
});
