import type { Problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import { grantableScopes, type SyncPage } from '@aicrm/schema/wire';
import { type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { leadHeader, makeWorld, page, tamper, tokenSecret } from '../../test/world.js';

const world = makeWorld();
let ours = { tenant: '', key: '' };
let theirs = { tenant: '', key: '' };
const lead = ['7', '', 'open', '2026-10-01', '', 'web'];

beforeAll(async () => {
  ours = await world.tenant('ours');
  theirs = await world.tenant('theirs');
  for (const { key } of [ours, theirs])
    await world.importRows(key, { type: 'lead', header: leadHeader }, [lead]);
});

const sync = (token: string, headers: Record<string, string> = { origin: page }) =>
  world.call<SyncPage & Problem>('GET', '/v1/sync', { key: token, headers });

const claims = (keyId: string, more: JWTPayload = {}): JWTPayload => ({
  tenant: ours.tenant,
  scopes: ['sync:all'],
  origins: [page],
  key: keyId,
  jti: crypto.randomUUID(),
  ...more,
});
const keyId = () => must(ours.key.split('_')[2], 'id of a key');

const sign = (
  payload: JWTPayload,
  options: { secret?: string; audience?: string; issuer?: string; exp?: number } = {},
) => {
  const now = Math.floor(world.clock.now / 1000);
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(options.audience ?? 'aicrm')
    .setIssuer(options.issuer ?? 'aicrm-api')
    .setIssuedAt(now)
    .setExpirationTime(options.exp ?? now + 900)
    .sign(new TextEncoder().encode(options.secret ?? tokenSecret));
};

describe('the scope events:write', () => {
  it.each([
    ['/v1/tokens', { scopes: ['sync:all', 'events:write'], origins: [page] }],
    ['/v1/keys', { label: 'server', scopes: ['sync:all', 'events:write'] }],
  ])('is given out by %s, and a made-up one is not', async (path, body) => {
    expect((await world.call('POST', path, { key: ours.key, body })).status).toBe(201);
    const madeUp = { ...body, scopes: ['events:read'] };
    expect((await world.call('POST', path, { key: ours.key, body: madeUp })).status).toBe(400);
  });

  it('is held by the first key, which can give every scope', async () => {
    const { body } = await world.call<{ scopes: string[] }[]>('GET', '/v1/keys', { key: theirs.key });
    expect(body[0]?.scopes).toEqual([...grantableScopes]);
  });
});

describe('tokens that are accepted', () => {
  it('a minted one, on the page it was minted for', async () => {
    const answer = await sync(await world.token(ours.key, ['sync:all']));
    expect(answer.status).toBe(200);
    expect(answer.body.tenant).toBe(ours.tenant);
    expect(answer.body.upserts).toHaveLength(1);
    expect(answer.headers.get('access-control-allow-origin')).toBe(page);
  });

  it('one that is bound to a record, for that record', async () => {
    const token = await world.token(ours.key, ['sync:record'], 'lead:crm:7');
    const answer = await world.call('GET', '/v1/records/lead:crm:7', {
      key: token,
      headers: { origin: page },
    });
    expect(answer.status).toBe(200);
    expect((await sync(token)).body.upserts).toHaveLength(1);
  });

  it('one of a sandboxed frame, whose origin is opaque, where it is bound to a record', async () => {
    const body = { scopes: ['sync:record'], origins: ['null'], record: 'lead:crm:7' };
    const minted = await world.call<{ token: string }>('POST', '/v1/tokens', { key: ours.key, body });
    expect(minted.status).toBe(201);
    const { token } = minted.body;
    const answer = await sync(token, { origin: 'null' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('null');
    expect(answer.body.upserts).toHaveLength(1);
    expect((await sync(token)).status).toBe(403);
  });

  it('one signed by hand with the same claims, so that the refusals below refuse for their own reason', async () => {
    expect((await sync(await sign(claims(keyId())))).status).toBe(200);
  });

  it('one that expired within the clock skew of a minute', async () => {
    const exp = Math.floor(world.clock.now / 1000) - 50;
    expect((await sync(await sign(claims(keyId()), { exp }))).status).toBe(200);
  });

  it('a GET from the API’s own origin, which browsers send without Origin', async () => {
    const token = await sign(claims(keyId(), { origins: ['http://localhost'] }));
    expect((await sync(token, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });
});

const unsigned = (header: object, payload: object): string => {
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `${part(header)}.${part(payload)}.`;
};
const standard = () => ({
  aud: 'aicrm',
  iss: 'aicrm-api',
  iat: Math.floor(world.clock.now / 1000),
  exp: Math.floor(world.clock.now / 1000) + 900,
});

describe('tokens that are refused', () => {
  const minted = () => world.token(ours.key, ['sync:all']);
  const refused: [string, number, () => Promise<string>][] = [
    ['alg none', 401, async () => unsigned({ alg: 'none' }, { ...claims(keyId()), ...standard() })],
    ['alg None with a signature', 401, async () => tamper(await minted(), 0, () => '{"alg":"None"}')],
    ['another algorithm', 401, async () => tamper(await minted(), 0, () => '{"alg":"RS256"}')],
    [
      'a tampered payload',
      401,
      async () => tamper(await minted(), 1, (json) => json.replace(ours.tenant, theirs.tenant)),
    ],
    [
      'a tampered signature',
      401,
      async () => tamper(await minted(), 2, (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)),
    ],
    ['no signature', 401, async () => tamper(await minted(), 2, () => '')],
    [
      'another secret',
      401,
      () => sign(claims(keyId()), { secret: 'another secret that is long enough to sign' }),
    ],
    [
      'expired beyond the skew',
      401,
      () => sign(claims(keyId()), { exp: Math.floor(world.clock.now / 1000) - 61 }),
    ],
    ['another audience', 401, () => sign(claims(keyId()), { audience: 'other' })],
    ['another issuer', 401, () => sign(claims(keyId()), { issuer: 'other' })],
    ['the tenant of another with our key id', 401, () => sign(claims(keyId(), { tenant: theirs.tenant }))],
    ['a tenant id that is none', 401, () => sign(claims(keyId(), { tenant: '../x' }))],
    ['no origins claim', 401, () => sign(claims(keyId(), { origins: undefined }))],
    ['a scope too narrow', 403, () => world.token(ours.key, ['models:read'])],
    [
      'a page that is not the token’s',
      403,
      () => sign(claims(keyId(), { origins: ['https://other.example.com'] })),
    ],
    ['not a token', 401, async () => 'abc.def.ghi'],
    ['not even that', 401, async () => 'x'],
  ];
  it.each(refused)('%s: %i', async (_, status, make) => {
    const answer = await sync(await make());
    expect(answer.status).toBe(status);
    expect(answer.body.kind).toBe('permission');
    expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.stringify(answer.body)).not.toContain('lead:crm:7');
  });

  it('a good token from another page, and from no page', async () => {
    const token = await minted();
    expect((await sync(token, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await sync(token, { origin: 'null' })).status).toBe(403);
    expect((await sync(token, {})).status).toBe(403);
    expect((await sync(token, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await sync(token)).status).toBe(200);
  });

  it('the token of a key that was revoked, and the key itself', async () => {
    const created = await world.call<{ id: string; key: string }>('POST', '/v1/keys', {
      key: ours.key,
      body: { label: 'second', scopes: ['sync:all', 'tokens:mint'] },
    });
    const token = await world.token(created.body.key, ['sync:all']);
    expect((await sync(token)).status).toBe(200);
    expect((await sync(created.body.key, {})).status).toBe(200);
    expect((await world.call('DELETE', `/v1/keys/${created.body.id}`, { key: ours.key })).status).toBe(204);
    expect((await sync(token)).status).toBe(401);
    expect((await sync(created.body.key, {})).status).toBe(401);
  });

  it('a record-bound token for any other record, whether it exists or not', async () => {
    const token = await world.token(ours.key, ['sync:record'], 'lead:crm:8');
    for (const id of ['lead:crm:7', 'lead:crm:999']) {
      const answer = await world.call<Problem>('GET', `/v1/records/${id}`, {
        key: token,
        headers: { origin: page },
      });
      expect(answer.status).toBe(403);
    }
    expect((await sync(token)).body.upserts).toEqual([]);
  });

  it('another tenant’s record answers as one that does not exist', async () => {
    await world.importRows(theirs.key, { type: 'lead', header: leadHeader }, [
      ['only-theirs', '', 'open', '2026-10-01', '', ''],
    ]);
    const token = await world.token(ours.key, ['sync:all']);
    const ask = (id: string) =>
      world.call<Problem>('GET', `/v1/records/${id}`, { key: token, headers: { origin: page } });
    const [foreign, absent] = [await ask('lead:crm:only-theirs'), await ask('lead:crm:nowhere')];
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
    expect((await world.call('GET', '/v1/records/lead:crm:only-theirs', { key: theirs.key })).status).toBe(
      200,
    );
  });
});

describe('minting', () => {
  const mint = (body: object, key = ours.key, headers = {}) =>
    world.call<Problem>('POST', '/v1/tokens', { key, body, headers });

  it.each([
    ['a scope that no page may hold', { scopes: ['import:write'], origins: [page] }, 400],
    [
      'all records and one',
      { scopes: ['sync:all', 'sync:record'], origins: [page], record: 'lead:crm:7' },
      400,
    ],
    ['one record without naming it', { scopes: ['sync:record'], origins: [page] }, 400],
    ['a record without its scope', { scopes: ['models:read'], origins: [page], record: 'lead:crm:7' }, 400],
    ['a wildcard', { scopes: ['sync:all'], origins: ['https://*.example.com'] }, 400],
    ['an origin with a path', { scopes: ['sync:all'], origins: [`${page}/app`] }, 400],
    ['no origin', { scopes: ['sync:all'], origins: [] }, 400],
    ['the opaque origin', { scopes: ['sync:all'], origins: ['null'] }, 400],
    ['a life of a day', { scopes: ['sync:all'], origins: [page], expiresIn: 86_400 }, 400],
  ])('refuses %s', async (_, body, status) => {
    const answer = await mint(body);
    expect(answer.status).toBe(status);
    expect(answer.body.kind).toBe('bad-data');
  });

  it('gives no more than the key has, and only to servers', async () => {
    const narrow = await world.call<{ key: string }>('POST', '/v1/keys', {
      key: ours.key,
      body: { label: 'narrow', scopes: ['tokens:mint', 'models:read'] },
    });
    expect((await mint({ scopes: ['models:read'], origins: [page] }, narrow.body.key)).status).toBe(201);
    expect((await mint({ scopes: ['sync:all'], origins: [page] }, narrow.body.key)).status).toBe(403);
    const token = await world.token(ours.key, ['sync:all']);
    expect((await mint({ scopes: ['sync:all'], origins: [page] }, token, { origin: page })).status).toBe(403);
    // A key that a page of a customer holds is refused, and works from the API's own console.
    expect((await mint({ scopes: ['sync:all'], origins: [page] }, ours.key, { origin: page })).status).toBe(
      403,
    );
    expect(
      (await mint({ scopes: ['sync:all'], origins: [page] }, ours.key, { origin: 'http://localhost' }))
        .status,
    ).toBe(201);
  });

  it('says so where the worker has no secret or a short one', async () => {
    for (const tokenSecret of [undefined, 'short']) {
      const bare = makeWorld({ tokenSecret });
      const answer = await bare.call<Problem>('POST', '/v1/tokens', {
        key: ours.key,
        body: { scopes: ['sync:all'], origins: [page] },
      });
      expect(answer.status).toBe(503);
      expect(
        (await bare.call('GET', '/v1/sync', { key: await minted(), headers: { origin: page } })).status,
      ).toBe(401);
    }
    async function minted() {
      return world.token(ours.key, ['sync:all']);
    }
  });
});

describe('API keys', () => {
  it('a wrong secret, a wrong tenant and a wrong id are refused alike', async () => {
    const [, , id, secret] = ours.key.split('_');
    const wrong = [
      `aicrm_${ours.tenant}_${id}_${'0'.repeat(64)}`,
      `aicrm_${theirs.tenant}_${id}_${secret}`,
      `aicrm_${ours.tenant}_${'0'.repeat(12)}_${secret}`,
      'aicrm_x',
    ];
    const bodies = [];
    for (const key of wrong) {
      const answer = await world.call<Problem>('GET', '/v1/models', { key });
      expect(answer.status).toBe(401);
      bodies.push(answer.body.detail);
    }
    expect(new Set(bodies).size).toBe(1);
    expect((await world.call('GET', '/v1/models', { key: ours.key })).status).toBe(200);
  });

  it('are never stored or listed with their secret', async () => {
    const listed = await world.call<unknown[]>('GET', '/v1/keys', { key: ours.key });
    const secret = must(ours.key.split('_')[3], 'secret');
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    const { results } = await world.deps.db
      .batch([{ sql: 'select * from api_keys', parameters: [] }])
      .then((r) => ({ results: r[0] }));
    expect(JSON.stringify(results)).not.toContain(secret);
    expect(Object.keys(must(listed.body[0], 'a key') as object).sort()).toEqual([
      'createdAt',
      'id',
      'label',
      'revokedAt',
      'scopes',
    ]);
  });
});
