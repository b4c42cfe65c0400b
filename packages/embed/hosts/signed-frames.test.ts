import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type PipedriveSettings, pipedriveToken } from './pipedrive/server.js';
import { type ZendeskSettings, zendeskPanel, zendeskToken } from './zendesk/server.js';

// The servers' parts of both panels: what a host signed is let in, and nothing else is.

const worker = 'https://crm-ai.example';
const record = 'contact:crm:7';
const secret = 'pipedrive-secret-of-this-test-only';
const audience = 'https://acme.zendesk.com/api/v2/apps/installations/42.json';
const agent = 'https://acme.zendesk.com/api/v2/users/9.json';

let minted: { url: string; authorization: string | null; body: unknown }[];
const fakeWorker = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
  const asked = new Request(input, init);
  minted.push({
    url: asked.url,
    authorization: asked.headers.get('authorization'),
    body: await asked.json(),
  });
  return Response.json({ token: 'minted', expiresAt: '2026-01-01T00:15:00Z' }, { status: 201 });
};
beforeEach(() => {
  minted = [];
});

const mintedOnce = {
  url: `${worker}/v1/tokens`,
  authorization: 'Bearer key',
  body: { scopes: ['sync:record', 'models:read', 'events:write'], record, origins: [worker] },
};
const post = (body: unknown, headers: Record<string, string> = {}): Request =>
  new Request('https://panel.example/token', { method: 'POST', body: JSON.stringify(body), headers });

/** Another payload under the same signature. */
const tampered = (token: string, change: Record<string, unknown>): string => {
  const [head, body, signature] = token.split('.');
  const payload = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
  const other = Buffer.from(JSON.stringify({ ...payload, ...change })).toString('base64url');
  return [head, other, signature].join('.');
};
/** A token that says it needs no signature. */
const unsigned = (payload: object): string => {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(payload)}.`;
};

describe("Pipedrive's panel", () => {
  const settings: PipedriveSettings = {
    worker,
    key: 'key',
    secret,
    companyId: 11,
    maySee: async (userId, asked) => userId === 3 && asked === record,
    fetch: fakeWorker,
  };
  const sign = (claims: object, end: string | number = '5m', by = secret): Promise<string> =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .setExpirationTime(end)
      .sign(new TextEncoder().encode(by));
  const person = { userId: 3, companyId: 11 };
  const ask = (signed: unknown, asked: unknown = record) =>
    pipedriveToken(post({ signed, record: asked }), settings);

  it('gives a token for one record to whom Pipedrive signed', async () => {
    const answer = await ask(await sign(person));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toHaveProperty('token', 'minted');
    expect(minted).toEqual([mintedOnce]);
  });

  it.each([
    ['a signature of somebody else', () => sign(person, '5m', 'another-secret-of-32-bytes-or-more')],
    ['one that ended', () => sign(person, Math.floor(Date.now() / 1000) - 60)],
    ['other words under a good signature', async () => tampered(await sign(person), { userId: 1 })],
    ['no signature', async () => unsigned({ ...person, exp: 4_000_000_000 })],
    ['another company', () => sign({ ...person, companyId: 12 })],
    [
      'a token that never ends',
      () => new SignJWT(person).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret)),
    ],
    ['no token at all', async () => 'not.a.token'],
  ])('gives none for %s', async (_, make) => {
    expect((await ask(await make())).status).toBe(401);
    expect(minted).toEqual([]);
  });

  it('gives none for a record that this person may not see, nor for half a question', async () => {
    expect((await ask(await sign(person), 'contact:crm:8')).status).toBe(403);
    expect((await ask(await sign({ ...person, userId: 4 }))).status).toBe(403);
    expect((await ask(await sign(person), 7)).status).toBe(400);
    expect((await pipedriveToken(new Request(worker, { method: 'POST' }), settings)).status).toBe(400);
    expect(minted).toEqual([]);
  });

  it('says that the worker refused, and no more of it', async () => {
    const refused = { ...settings, fetch: () => Promise.resolve(Response.json({}, { status: 401 })) };
    const request = post({ signed: await sign(person), record });
    expect((await pipedriveToken(request, refused)).status).toBe(502);
  });
});

describe("Zendesk's panel", async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256');
  const settings: ZendeskSettings = {
    worker,
    key: 'key',
    publicKey: await exportSPKI(pair.publicKey),
    audience,
    sessionSecret: new Uint8Array(32).fill(7),
    maySee: async (who, asked) => who === agent && asked === record,
    fetch: fakeWorker,
  };
  const sign = (by = pair.privateKey, end: string | number = '5m', to = audience): Promise<string> =>
    new SignJWT()
      .setProtectedHeader({ alg: 'RS256' })
      .setSubject(agent)
      .setAudience(to)
      .setIssuedAt()
      .setExpirationTime(end)
      .sign(by);
  const open = (token: string): Promise<Response> =>
    zendeskPanel(
      new Request('https://panel.example/zendesk/panel', {
        method: 'POST',
        body: new URLSearchParams({ token }),
      }),
      settings,
    );
  const session = (page: string): string => /name="aicrm-session" content="([^"]+)"/.exec(page)?.[1] ?? '';

  it('opens for a signed request, for frames of that Zendesk alone, and its session mints for one record', async () => {
    const panel = await open(await sign());
    expect(panel.status).toBe(200);
    expect(panel.headers.get('content-security-policy')).toContain(
      'frame-ancestors https://acme.zendesk.com',
    );
    const authorization = `Bearer ${session(await panel.text())}`;
    const answer = await zendeskToken(post({ record }, { authorization }), settings);
    expect(answer.status).toBe(200);
    expect(minted).toEqual([mintedOnce]);
    expect((await zendeskToken(post({ record: 'contact:crm:8' }, { authorization }), settings)).status).toBe(
      403,
    );
    const changed = tampered(authorization, { sub: 'somebody' });
    expect((await zendeskToken(post({ record }, { authorization: changed }), settings)).status).toBe(401);
  });

  it.each([
    ['a key of somebody else', () => sign(other.privateKey)],
    ['one that ended', () => sign(pair.privateKey, Math.floor(Date.now() / 1000) - 60)],
    ['another installation', () => sign(pair.privateKey, '5m', audience.replace('42', '43'))],
    ['other words under a good signature', async () => tampered(await sign(), { sub: 'somebody' })],
    ['no signature', async () => unsigned({ sub: agent, aud: audience, exp: 4_000_000_000 })],
    // The public key is no secret: it must not count as one of HS256.
    [
      'the public key used as a secret',
      () =>
        new SignJWT()
          .setProtectedHeader({ alg: 'HS256' })
          .setSubject(agent)
          .setAudience(audience)
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(settings.publicKey)),
    ],
  ])('stays shut for %s', async (_, make) => {
    expect((await open(await make())).status).toBe(401);
  });

  it('gives no token without a session of its own, also not for the signed request', async () => {
    expect((await zendeskToken(post({ record }), settings)).status).toBe(401);
    const authorization = `Bearer ${await sign()}`;
    expect((await zendeskToken(post({ record }, { authorization }), settings)).status).toBe(401);
    expect(minted).toEqual([]);
  });
});
