import { env, exports } from 'cloudflare:workers';
import { parseTenantId } from '@aicrm/schema/ids';
import type { Problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import type { ImportState, JobState } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { leadHeader, makeWorld, operatorKey, page } from '../test/world.js';
import { makeApiKey } from './auth/secrets.js';
import { openScope } from './db/scope.js';
import { maxBodyBytes } from './http/middleware.js';

const world = makeWorld();
let ours = { tenant: '', key: '' };
let theirs = { tenant: '', key: '' };
let made = { importId: '', jobId: '', keyId: '' };
beforeAll(async () => {
  ours = await world.tenant('ours');
  theirs = await world.tenant('theirs');
  const state = await world.importRows(theirs.key, { type: 'lead', header: leadHeader }, [
    ['secret-lead', '', 'open', '2026-10-01', '', 'canary-source'],
  ]);
  const job = await world.call<JobState>('POST', '/v1/models/lead-score/train', {
    key: theirs.key,
    body: {},
  });
  await world.drain();
  made = { importId: state.id, jobId: job.body.id, keyId: must(theirs.key.split('_')[2], 'key id') };
});

describe('health', () => {
  it('answers without a credential, with the headers of every answer', async () => {
    const answer = await world.call('GET', '/v1/health');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      status: 'ok',
      protocol: 1,
      serverTime: new Date(world.clock.now).toISOString(),
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    });
  });

  it('is not well when the database is not', async () => {
    const ping = () => Promise.reject(new Error('D1_ERROR: away'));
    const broken = makeWorld({ db: { ...world.deps.db, ping } });
    const answer = await broken.call<Problem>('GET', '/v1/health');
    expect(answer.status).toBe(500);
    expect(answer.body.kind).toBe('temporary');
  });
});

/** Every route that a credential opens; ids are those of the other tenant's things. */
const routes = (): [string, string, unknown?][] => [
  ['POST', '/v1/tokens', { scopes: ['sync:all'], origins: [page] }],
  ['GET', '/v1/keys'],
  ['POST', '/v1/keys', { label: 'x', scopes: ['sync:all'] }],
  ['DELETE', `/v1/keys/${made.keyId}`],
  ['GET', '/v1/imports'],
  ['POST', '/v1/imports', { type: 'product', connection: 'crm', key: ['id'], header: ['id'], mapping: [] }],
  ['GET', `/v1/imports/${made.importId}`],
  [
    'POST',
    `/v1/imports/${made.importId}/rows`,
    { offset: 5, rows: [['x', '', 'open', '2026-10-01', '', '']] },
  ],
  ['POST', `/v1/imports/${made.importId}/finish`],
  ['GET', `/v1/imports/${made.importId}/errors.csv`],
  ['GET', '/v1/sync'],
  ['GET', '/v1/records/lead:crm:secret-lead'],
  ['GET', '/v1/records/lead:crm:secret-lead/trend'],
  ['GET', '/v1/records/lead:crm:secret-lead/timeline'],
  ['GET', '/v1/records/lead:crm:secret-lead/events'],
  ['GET', '/v1/records/lead:crm:secret-lead/badge.svg'],
  ['DELETE', '/v1/records/lead:crm:secret-lead'],
  ['GET', '/v1/messages'],
  ['GET', '/v1/corrections'],
  ['GET', '/v1/models'],
  ['GET', '/v1/models/lead-score'],
  ['GET', '/v1/models/lead-score/drift'],
  ['GET', '/v1/models/lead-score/versions/v1/card'],
  ['POST', '/v1/models/lead-score/recalibrate'],
  ['POST', '/v1/models/lead-score/train', {}],
  ['POST', '/v1/models/lead-score/publish', { version: 'v1' }],
  ['POST', '/v1/models/lead-score/revert'],
  ['POST', '/v1/models', { name: 'mine', target: 'y', table: { upload: 'secret-table' } }],
  ['POST', '/v1/models/lead-score/score', { table: { columns: { x: [1] } } }],
  ['DELETE', '/v1/models/lead-score'],
  ['POST', '/v1/tables'],
  ['GET', '/v1/tables/secret-table'],
  ['POST', '/v1/tables/secret-table/rows', { offset: 0, part: { columns: { x: [1] } } }],
  ['DELETE', '/v1/tables/secret-table'],
  ['GET', '/v1/analyses'],
  ['PUT', '/v1/action-rules', { rules: [] }],
  ['POST', '/v1/analyses/segments'],
  ['POST', '/v1/events', { events: [{ id: 'x', kind: 'nothing', record: 'lead:crm:secret-lead' }] }],
  ['GET', `/v1/artefacts/${'a'.repeat(64)}`],
  ['GET', `/v1/jobs/${made.jobId}`],
  ['POST', '/v1/predictions', { model: 'lead-score', records: ['lead:crm:secret-lead'] }],
];
/** Routes that name a thing of a tenant: another tenant's answers 404. The others answer with the caller's own. */
const named = /\/(imports|keys|records|jobs|artefacts|tables)\/[^/]+|predictions|publish/;

describe('every route', () => {
  it('is in the list that follows', () => {
    const known = new Set(
      world.app.routes
        .filter((route) => route.method !== 'ALL' && route.path.startsWith('/v1/'))
        .map((route) => `${route.method} ${route.path}`),
    );
    const open = ['GET /v1/health', 'POST /v1/tenants'];
    const listed = routes().map(([method, path]) => {
      const pattern = path
        .replace(/\/(imports|keys|records|jobs|tables)\/[^/]+/, '/$1/:id')
        .replace(/artefacts\/.+/, 'artefacts/:sha256')
        .replace('analyses/segments', 'analyses/:name')
        .replace('lead-score', ':name')
        .replace('versions/v1', 'versions/:version');
      return `${method} ${pattern}`;
    });
    expect([...known].sort()).toEqual([...listed, ...open].sort());
  });

  it('refuses to answer without a credential, or with a made-up one', async () => {
    for (const [method, path, body] of routes())
      for (const headers of [
        {},
        { authorization: 'Basic abc' },
        { authorization: 'Bearer nonsense' },
      ] as Record<string, string>[]) {
        const answer = await world.call<Problem>(method, path, { body, headers });
        expect([method, path, answer.status, answer.body.kind]).toEqual([method, path, 401, 'permission']);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
  });

  it('shows and changes nothing of another tenant', async () => {
    const foreign = (text: string) =>
      text.includes('secret-lead') || text.includes('canary-source') || text.includes(theirs.tenant);
    for (const [method, path, body] of routes()) {
      const answer = await world.call<unknown>(method, path, { key: ours.key, body });
      const text = JSON.stringify(answer.body);
      if (named.test(path)) expect([method, path, answer.status]).toEqual([method, path, 404]);
      else expect(answer.status).toBeLessThan(500);
      // The name the caller itself wrote may come back in a refusal; nothing else may.
      if (!path.includes('secret-lead') && path !== '/v1/predictions')
        expect([path, foreign(text)]).toEqual([path, false]);
    }
    const state = await world.call<ImportState>('GET', `/v1/imports/${made.importId}`, { key: theirs.key });
    expect(state.body.counts.read).toBe(1);
    expect((await world.call('GET', '/v1/records/lead:crm:secret-lead', { key: theirs.key })).status).toBe(
      200,
    );
  });

  it('refuses a credential whose scopes are others', async () => {
    // A key that was left without any scope opens nothing.
    const tenant = parseTenantId(theirs.tenant);
    const scope = openScope(world.deps.db, must(tenant.ok ? tenant.value : null, 'tenant'));
    const { id, key, hash } = await makeApiKey(scope.tenant);
    await scope.keys.add({ id, label: 'narrow', scopes: [], hash }, '2026-01-01T00:00:00Z');
    for (const [method, path, body] of routes()) {
      const answer = await world.call<Problem>(method, path, { key, body });
      expect([method, path, answer.status, answer.body.kind]).toEqual([method, path, 403, 'permission']);
    }
  });

  it('that is none answers 404 as a problem', async () => {
    const answer = await world.call<Problem>('GET', '/v1/nothing', { key: ours.key });
    expect([answer.status, answer.body.kind]).toEqual([404, 'not-found']);
  });

  it('answers 405 and what it allows to any other method, with or without a credential', async () => {
    const methods = new Map<string, Set<string>>();
    for (const [method, path] of routes()) methods.set(path, (methods.get(path) ?? new Set()).add(method));
    for (const [path, taken] of methods)
      for (const method of ['PATCH', 'PUT', 'GET', 'POST', 'DELETE']) {
        if (taken.has(method)) continue;
        for (const sent of [{}, { key: ours.key }]) {
          const answer = await world.call<Problem>(method, path, sent);
          expect([method, path, answer.status, answer.body.status]).toEqual([method, path, 405, 405]);
          for (const one of taken) expect(answer.headers.get('allow')?.split(', ')).toContain(one);
          expect(answer.headers.get('allow')?.split(', ')).not.toContain(method);
        }
      }
    expect((await world.call('PATCH', '/v1/nothing', { key: ours.key })).status).toBe(404);
    expect((await world.app.request('/v1/health', { method: 'HEAD' })).status).toBe(200);
  });
});

describe('bodies', () => {
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    world.app.request('/v1/tokens', {
      method: 'POST',
      headers: { authorization: `Bearer ${ours.key}`, ...headers },
      body,
    });
  /** A body whose length nobody states, in pieces of 64 kB. */
  const chunked = (bytes: number): ReadableStream<Uint8Array> => {
    let left = bytes;
    return new ReadableStream({
      pull(controller) {
        const size = Math.min(left, 65_536);
        if (size === 0) return controller.close();
        left -= size;
        controller.enqueue(new Uint8Array(size).fill(0x20));
      },
    });
  };

  it('over the limit are refused, whether their length is stated or not', async () => {
    const stated = await post(' '.repeat(maxBodyBytes + 1), { 'content-length': String(maxBodyBytes + 1) });
    expect(stated.status).toBe(413);
    expect(((await stated.json()) as Problem).kind).toBe('bad-data');
    expect((await post(chunked(maxBodyBytes + 1))).status).toBe(413);
    // Just within it the body is read, and found to be no JSON.
    expect((await post(chunked(maxBodyBytes))).status).toBe(400);
  });

  it('that are no JSON, or of another shape, are 400 and say where', async () => {
    expect((await post('{"scopes":')).status).toBe(400);
    const shape = await post(JSON.stringify({ scopes: ['sync:some'], origins: 'x' }));
    const found = (await shape.json()) as Problem;
    expect(found.issues?.map((issue) => issue.at).sort()).toEqual(['origins', 'scopes.0']);
    expect(found.issues?.every((issue) => issue.message !== 'Invalid input')).toBe(true);
  });
});

describe('pages of other origins', () => {
  it('get their preflight answered for /v1, without cookies', async () => {
    const answer = await world.app.request('/v1/sync', {
      method: 'OPTIONS',
      headers: {
        origin: page,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(page);
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it('may read why they were refused', async () => {
    const answer = await world.call<Problem>('GET', '/v1/sync', {
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://evil.example');
    expect(answer.headers.get('access-control-expose-headers')).toContain('X-Request-Id');
  });
});

describe('tenants', () => {
  const create = (tenant: unknown, key?: string, w = world) =>
    w.call<Problem>('POST', '/v1/tenants', { body: { tenant }, ...(key === undefined ? {} : { key }) });

  it('are made by the operator, once, with an id that fits', async () => {
    const id = `new-${crypto.randomUUID().slice(0, 8)}`;
    expect((await create(id, operatorKey)).status).toBe(201);
    expect((await create(id, operatorKey)).status).toBe(409);
    for (const odd of ['A', 'x', '../x', 'a_b', '', 'a'.repeat(41)])
      expect((await create(odd, operatorKey)).status).toBe(400);
  });

  it('are made by nobody else, and by nobody where no operator key is set', async () => {
    for (const key of [undefined, `${operatorKey}x`, ours.key, 'x'])
      expect((await create('other', key)).status).toBe(401);
    for (const unset of [undefined, '', 'short']) {
      const closed = makeWorld({ operatorKey: unset });
      for (const key of [operatorKey, 'short', undefined])
        expect((await create('other', key, closed)).status).toBe(401);
    }
  });
});

describe('the log', () => {
  it('has one line a request with route, tenant and status, and nothing of a record, a query or a credential', async () => {
    const watched = makeWorld();
    await watched.call('GET', '/v1/records/lead:crm:secret-lead?canary=query', { key: theirs.key });
    await watched.call('GET', '/v1/nothing/canary', { key: 'canary-credential' });
    expect(watched.lines).toHaveLength(2);
    expect(watched.lines[0]).toMatchObject({
      event: 'request',
      method: 'GET',
      route: '/v1/records/:id',
      tenant: theirs.tenant,
      status: 200,
    });
    expect(watched.lines[1]).toMatchObject({ tenant: null, status: 404 });
    expect(JSON.stringify(watched.lines)).not.toMatch(/canary|secret-lead|aicrm_/);
  });

  it('of an error has its place and not its words, which may hold somebody’s data', async () => {
    const ping = () => Promise.reject(new Error('near "Ada Lovelace"'));
    const broken = makeWorld({ db: { ...world.deps.db, ping } });
    await broken.call('GET', '/v1/health');
    expect(broken.lines.map((line) => line.event)).toEqual(['error', 'request']);
    expect(broken.lines[0]).toMatchObject({ name: 'Error' });
    expect(JSON.stringify(broken.lines)).not.toContain('Ada');
  });
});

describe('the worker as it is deployed', () => {
  const ask = (path: string, init?: RequestInit) =>
    exports.default.fetch(new Request(`http://api.test${path}`, init));

  it('wires its bindings: database, store, queue and secrets', async () => {
    expect((await ask('/v1/health')).status).toBe(200);
    const headers = { authorization: `Bearer ${ours.key}`, 'content-type': 'application/json' };
    const asked = await ask('/v1/models/lead-score/train', { method: 'POST', headers, body: '{}' });
    expect(asked.status).toBe(202);
    const { id } = (await asked.json()) as JobState;
    const ends = async (): Promise<JobState> => {
      for (;;) {
        const state = (await (await ask(`/v1/jobs/${id}`, { headers })).json()) as JobState;
        if (state.status === 'done' || state.status === 'failed') return state;
        await scheduler.wait(50);
      }
    };
    expect(await ends()).toMatchObject({ status: 'failed', error: { kind: 'not-enough-data' } });
    await env.ARTEFACTS.put(`${ours.tenant}/x`, 'y');
    expect(await (await env.ARTEFACTS.get(`${ours.tenant}/x`))?.text()).toBe('y');
  });

  it('sends those who come to its door to the console', async () => {
    const answer = await ask('/', { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/console/']);
  });
});
