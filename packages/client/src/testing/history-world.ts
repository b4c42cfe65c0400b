import { type Artefact, readArtefact } from '@aicrm/runtime/artefact';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { FakeWorker, leadView } from './fake-worker.js';
import { type SmallModel, smallModel } from './small-model.js';

export const api = 'https://worker.example';
export const modelName = 'lead-score';
export const recordIds = Array.from({ length: 9 }, (_, i) => `lead:club:${i}`);
export const tenants = ['ants', 'bees'] as const;
export type Tenant = (typeof tenants)[number];

/** What the network does to requests; `fine` now and then in between, as real trouble comes and goes. */
export const networkFaults = [
  'fine',
  'reset',
  'cut-body',
  'half-json',
  'black-hole',
  'error-500',
  'proxy-503',
  'busy-seconds',
  'busy-date',
  'other-protocol',
] as const;
export type NetworkFault = (typeof networkFaults)[number];

export interface Version {
  readonly tenant: Tenant;
  readonly model: SmallModel;
  readonly artefact: Artefact;
}
export interface Models {
  readonly byTenant: Record<Tenant, readonly Version[]>;
  readonly bySha: ReadonlyMap<string, Version>;
}

/** Six versions for each tenant, no two with the same scores. */
export async function makeModels(): Promise<Models> {
  const byTenant: Record<Tenant, Version[]> = { ants: [], bees: [] };
  const bySha = new Map<string, Version>();
  for (const [which, tenant] of tenants.entries())
    for (let i = 0; i < 6; i++) {
      const model = await smallModel(`${tenant}-${i}`, which / 20 + i / 7, modelName);
      const read = readArtefact(model.bytes, model.sha256);
      const version = { tenant, model, artefact: must(read.ok ? read.value : null, 'small model') };
      byTenant[tenant].push(version);
      bySha.set(model.sha256, version);
    }
  // Chunks that a page loads later; a history has no time for the disk they come from.
  await Promise.all([import('../engine.js'), import('../explain.js')]);
  return { byTenant, bySha };
}

export type Random = () => number;

/** The servers of two tenants, the host that hands out tokens for the one that is signed in, and a network in between. */
export class World {
  readonly random: Random;
  readonly models: Models;
  readonly workers: Record<Tenant, FakeWorker>;
  /** Every view that was ever on a server, by its unique `viewAt`. */
  readonly issued = new Map<string, { readonly tenant: Tenant; readonly view: Omit<RecordView, 'seq'> }>();
  login: Tenant = 'ants';
  network: NetworkFault = 'fine';
  /** Share of the requests that the fault hits. */
  share = 1;
  host: 'fine' | 'down' | 'silent' | 'refuses' = 'fine';
  /** Artefacts arrive with a byte changed. */
  tampered = false;
  /** What the clock of the machine is off, milliseconds. */
  skew = 0;
  requests = 0;
  readonly #opaque: boolean;
  readonly #tokens = new Map<string, Tenant>();
  #count = 0;

  constructor(random: Random, models: Models) {
    this.random = random;
    this.models = models;
    this.#opaque = random() < 0.3;
    this.workers = { ants: new FakeWorker(), bees: new FakeWorker() };
    for (const tenant of tenants) {
      const worker = this.workers[tenant];
      worker.tenant = tenant;
      worker.tokens.clear();
      worker.pageSize = this.pick([2, 3, 5, 1_000]);
      this.change(tenant, 6);
      if (random() < 0.8) this.publish(tenant);
    }
  }

  pick<T>(from: readonly T[]): T {
    return must(from[Math.floor(this.random() * from.length)], 'one of none');
  }

  /** New versions of `count` records, or their removal. */
  change(tenant: Tenant, count: number): void {
    const worker = this.workers[tenant];
    for (let i = 0; i < count; i++) {
      const id = this.pick(recordIds);
      if (this.random() < 0.2) {
        worker.remove(id);
        continue;
      }
      const facts: Record<string, number | string> = { 'orders.count': Math.floor(this.random() * 9) };
      if (this.random() < 0.8)
        facts['orders.lastAt'] = this.pick(['2026-02-20T00:00:00Z', '2025-11-01T00:00:00Z']);
      const made = leadView(id, facts, { segment: this.pick(['loyal', 'new', 'other']), tenant });
      const { 'orders.lastAt': _last, ...kept } = made.facts;
      const view = {
        ...made,
        facts: 'orders.lastAt' in facts ? made.facts : kept,
        viewAt: new Date(Date.UTC(2026, 0, 1) + ++this.#count * 1_000).toISOString(),
      };
      this.issued.set(view.viewAt, { tenant, view });
      worker.upsert(view);
    }
  }

  publish(tenant: Tenant): void {
    this.workers[tenant].publish(this.pick(this.models.byTenant[tenant]).model);
  }

  startAnew(tenant: Tenant): void {
    this.workers[tenant].startAnew();
    this.change(tenant, 5);
  }

  /** No token handed out before now is good any more. */
  revoke(): void {
    for (const tenant of tenants) this.workers[tenant].tokens.clear();
  }

  heal(): void {
    this.network = 'fine';
    this.host = 'fine';
    this.tampered = false;
    this.revoke();
  }

  readonly getToken = async (): Promise<string> => {
    await this.#latency();
    if (this.host === 'down') throw new TypeError('Failed to fetch');
    if (this.host === 'silent') return new Promise(() => {});
    if (this.host === 'refuses')
      throw { kind: 'permission', title: 'No token', status: 403, detail: 'Not this person.' };
    const claims = { tenant: this.login, iat: 1_000, exp: 1_900, n: ++this.#count };
    const token = this.#opaque ? `opaque-${this.#count}` : `x.${btoa(JSON.stringify(claims))}.y`;
    this.#tokens.set(token, this.login);
    this.workers[this.login].tokens.add(token);
    return token;
  };

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    this.requests++;
    const bearer = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? '';
    const worker = this.workers[this.#tokens.get(bearer) ?? 'ants'];
    const hit = this.network !== 'fine' && this.random() < this.share;
    if (hit && this.network === 'black-hole')
      return new Promise((_, reject) => {
        const { signal } = init ?? {};
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    if (hit && this.network === 'reset') throw new TypeError('Failed to fetch');
    await this.#latency();
    const answer = await worker.fetch(input, init);
    await this.#latency();
    if (hit) return this.#spoil(answer);
    if (!this.tampered || !String(input).includes('/v1/artefacts/') || !answer.ok) return answer;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const at = Math.floor(this.random() * bytes.length);
    return new Response(bytes.with(at, (bytes[at] ?? 0) ^ 1));
  };

  #latency(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 10 + this.random() ** 4 * 1_500));
  }

  async #spoil(answer: Response): Promise<Response> {
    const busy = (retryAfter: string): Response =>
      new Response('{}', { status: 429, headers: { 'retry-after': retryAfter } });
    if (this.network === 'error-500')
      return Response.json(
        { kind: 'temporary', title: 'Broken', status: 500, detail: 'A bug.' },
        { status: 500 },
      );
    if (this.network === 'proxy-503') return new Response('<html>bad gateway', { status: 503 });
    if (this.network === 'busy-seconds') return busy(this.pick(['0', '2', '20', '900']));
    if (this.network === 'busy-date') return busy(new Date(Date.now() + 20_000).toUTCString());
    if (this.network === 'other-protocol') return Response.json({ protocol: 99, hello: 'world' });
    if (answer.status !== 200) return answer;
    const body = new Uint8Array(await answer.arrayBuffer());
    const half = body.subarray(0, Math.floor(body.length * this.random()));
    if (this.network === 'half-json') return new Response(half);
    const stream = new ReadableStream<Uint8Array>({
      start(sink) {
        sink.enqueue(half);
        sink.error(new TypeError('network error'));
      },
    });
    return new Response(stream);
  }
}
