import { env } from 'cloudflare:workers';
import { must } from '@aicrm/schema/result';
import type { ImportRequest, ImportRowsAnswer, ImportState, Scope, TokenAnswer } from '@aicrm/schema/wire';
import { createApp } from '../src/app.js';
import { openDatabase } from '../src/db/database.js';
import type { Dependencies, JobMessage } from '../src/dependencies.js';
import { runJob } from '../src/jobs/run.js';

export const tokenSecret = 'a secret of the tests, long enough for HS256';
export const operatorKey = 'the-operator-of-the-tests';
export const page = 'https://crm.example.com';

export interface Answer<T = never> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

interface Sent {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The app over the real database and store of the test, with a clock and a queue in the test's hands. */
export function makeWorld(overrides: Partial<Dependencies> = {}) {
  const queue: (JobMessage & { readonly delaySeconds?: number })[] = [];
  const lines: Record<string, unknown>[] = [];
  const files = new Map<string, Uint8Array>();
  const clock = { now: Date.parse('2026-11-20T12:00:00Z') };
  const deps: Dependencies = {
    db: openDatabase(env.DB),
    artefacts: {
      put: async (tenant, sha256, bytes) => {
        files.set(`${tenant}/${sha256}`, bytes);
      },
      get: async (tenant, sha256) => files.get(`${tenant}/${sha256}`) ?? null,
      drop: async (tenant, sha256) => {
        files.delete(`${tenant}/${sha256}`);
      },
    },
    enqueue: async (message, delaySeconds = 0) => {
      queue.push(delaySeconds === 0 ? message : { ...message, delaySeconds });
    },
    tokenSecret,
    operatorKey,
    now: () => clock.now,
    log: (line) => {
      lines.push({ ...line });
    },
    ...overrides,
  };
  const app = createApp(deps);

  const call = async <T = never>(method: string, path: string, sent: Sent = {}): Promise<Answer<T>> => {
    const response = await app.request(path, {
      method,
      headers: {
        ...(sent.key === undefined ? {} : { authorization: `Bearer ${sent.key}` }),
        ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...sent.headers,
      },
      ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      body: (json ? JSON.parse(text) : text) as T,
      headers: response.headers,
    };
  };

  return {
    app,
    deps,
    clock,
    queue,
    lines,
    files,
    call,

    /** A new tenant with a name of its own, and its first key. */
    async tenant(prefix = 'acme'): Promise<{ tenant: string; key: string }> {
      const tenant = `${prefix}-${crypto.randomUUID().slice(0, 8)}`;
      const made = await call<{ tenant: string; key: string }>('POST', '/v1/tenants', {
        key: operatorKey,
        body: { tenant, currency: 'EUR' },
      });
      return made.body;
    },

    async token(key: string, scopes: readonly Scope[], record?: string): Promise<string> {
      const made = await call<TokenAnswer>('POST', '/v1/tokens', {
        key,
        body: { scopes, origins: [page], ...(record === undefined ? {} : { record }) },
      });
      return made.body.token;
    },

    /** Runs what waits in the queue, and what that adds, until nothing does. Delays pass, then the clock is put back. */
    async drain(): Promise<void> {
      const before = clock.now;
      for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
        const { tenant, job, delaySeconds = 0 } = message;
        clock.now += 1_000 * delaySeconds;
        for (let attempt = 1; (await runJob(deps, { tenant, job }, attempt)) === 'again'; attempt++);
      }
      clock.now = before;
    },

    async importRows(
      key: string,
      request: Partial<ImportRequest> & Pick<ImportRequest, 'type' | 'header'>,
      rows: readonly (readonly string[])[],
    ): Promise<ImportState> {
      const fields = request.header.filter((column) => column !== 'id');
      const opened = await call<ImportState>('POST', '/v1/imports', {
        key,
        body: {
          connection: 'crm',
          key: ['id'],
          mapping: fields.map((field) => ({ column: field, field })),
          ...request,
        },
      });
      if (opened.status !== 201) throw new Error(JSON.stringify(opened.body));
      for (let offset = 0; offset < rows.length; offset += 1_000) {
        const sent = await call<ImportRowsAnswer>('POST', `/v1/imports/${opened.body.id}/rows`, {
          key,
          body: { offset, rows: rows.slice(offset, offset + 1_000) },
        });
        if (sent.status !== 200) throw new Error(JSON.stringify(sent.body));
      }
      await call('POST', `/v1/imports/${opened.body.id}/finish`, { key });
      await this.drain();
      const done = await call<ImportState>('GET', `/v1/imports/${opened.body.id}`, { key });
      return done.body;
    },
  };
}

export type World = ReturnType<typeof makeWorld>;

export const leadHeader = ['id', 'contact', 'status', 'createdAt', 'closedAt', 'source'];

/** The signature part of a token replaced, its header or payload changed: ways to tamper. */
export function tamper(token: string, part: 0 | 1 | 2, change: (json: string) => string): string {
  const parts = token.split('.');
  const old = must(parts[part], 'part of a token');
  const plain = part === 2 ? old : atob(old.replaceAll('-', '+').replaceAll('_', '/'));
  const changed = change(plain);
  parts[part] =
    part === 2 ? changed : btoa(changed).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return parts.join('.');
}
