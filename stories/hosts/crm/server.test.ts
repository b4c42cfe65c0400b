import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Crm, start } from './server.mjs';

const sampleDir = join(import.meta.dirname, '../../../packages/cli/samples/retail-club');
const asked: { readonly authorization: string | undefined; readonly body: string }[] = [];
let worker: Server;
let crm: Crm;

beforeAll(async () => {
  worker = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      asked.push({ authorization: request.headers.authorization, body });
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ token: 'short-lived', expiresAt: '2026-11-22T10:15:00Z' }));
    });
  });
  await new Promise<void>((done) => worker.listen(0, '127.0.0.1', done));
  const { port } = worker.address() as AddressInfo;
  crm = await start({
    port: 0,
    sampleDir,
    api: `http://127.0.0.1:${port}`,
    apiKey: 'aicrm_secret',
    embedDir: join(import.meta.dirname, 'public'),
    shiftWeeks: 1,
  });
});
afterAll(async () => {
  await crm.close();
  worker.close();
});

const get = (path: string, init?: RequestInit) => fetch(new URL(path, crm.url), init);

describe('the CRM’s server', () => {
  it('lists its leads, with dates moved by whole weeks', async () => {
    const { leads, campaigns, about } = await (await get('/crm/leads')).json();
    expect(leads).toHaveLength(6_589);
    expect(campaigns).toHaveLength(27);
    expect(about.shiftWeeks).toBe(1);
    expect(campaigns.find((one: { id: string }) => one.id === '18')).toMatchObject({
      startsAt: '2017-11-06',
    });
  });

  it('gives one lead with its purchases, and a problem for one that does not exist', async () => {
    const record = await (await get('/crm/leads/18-1029')).json();
    expect(record).toMatchObject({
      lead: { id: '18-1029' },
      campaign: { id: '18' },
      contact: { id: '1029' },
    });
    expect(record.orders[0].lines[0].product).toEqual(expect.any(String));
    const missing = await get('/crm/leads/none');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ kind: 'not-found' });
  });

  it.each([
    ['/crm/leads/%E0%A4%A', 400],
    ['/nothing', 404],
  ])('answers a bad address with a problem and goes on: %s', async (path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('survives an address that is none, and refuses other methods', async () => {
    const status = await new Promise<string>((done) => {
      const socket = connect(crm.port, '127.0.0.1', () => socket.write('GET // HTTP/1.0\r\n\r\n'));
      socket.once('data', (data) => {
        done(data.toString().split('\r\n')[0] ?? '');
        socket.destroy();
      });
    });
    expect(status).toContain('404');
    expect((await get('/crm/leads', { method: 'POST' })).status).toBe(405);
  });

  it.each(['/leads/18-1029', '/business'])(
    'serves %s under a policy without exceptions, and tells it the worker’s address',
    async (path) => {
      const page = await get(path);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).toMatch(/connect-src 'self' http:\/\/127\.0\.0\.1:\d+;/);
      expect(policy).not.toContain('unsafe');
      const html = await page.text();
      expect(html).toMatch(/data-api="http:\/\/127\.0\.0\.1:\d+"/);
      expect(html).not.toMatch(/ style=|<style|<script>|onclick=/);
    },
  );

  it('swaps its key for a token of its own origins, and never shows the key', async () => {
    const answer = await get('/aicrm/token', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ token: 'short-lived' });
    expect(text).not.toContain('aicrm_secret');
    const sent = asked.at(-1);
    expect(sent?.authorization).toBe('Bearer aicrm_secret');
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      scopes: ['sync:all', 'models:read', 'events:write'],
      origins: [`http://127.0.0.1:${crm.port}`, `http://localhost:${crm.port}`],
    });
  });

  it.each(['GET', 'HEAD', 'PUT'])(
    'gives no token for %s: what is prefetched or linked is no page asking',
    async (method) => {
      const before = asked.length;
      const answer = await get('/aicrm/token', { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST');
      expect(asked).toHaveLength(before);
    },
  );

  it('gives no token to a page of another site', async () => {
    const answer = await get('/aicrm/token', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } });
    expect(answer.status).toBe(403);
  });

  it('says that AI-CRM cannot be reached, as a problem', async () => {
    const alone = await start({ port: 0, sampleDir, api: 'http://127.0.0.1:9', apiKey: 'aicrm_secret' });
    const answer = await fetch(new URL('/aicrm/token', alone.url), { method: 'POST' });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ kind: 'temporary' });
    await alone.close();
  });

  it('serves the embed files to other origins too, and nothing outside their folder', async () => {
    const file = await get('/aicrm/embed/app.js');
    expect(file.headers.get('access-control-allow-origin')).toBe('*');
    expect(file.headers.get('content-type')).toContain('text/javascript');
    for (const path of [
      '/aicrm/embed/..%2fserver.mjs',
      '/aicrm/embed/%2e%2e/server.mjs',
      '/assets/..%2fserver.mjs',
    ])
      expect((await get(path)).status).toBe(404);
  });
});
