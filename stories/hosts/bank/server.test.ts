import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Crm, start } from '../crm/server.mjs';
import { bankMount } from './server.mjs';

const samples = join(import.meta.dirname, '../../../packages/cli/samples');
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
  const api = `http://127.0.0.1:${port}`;
  const sampleDir = join(samples, 'drifting-bank');
  crm = await start({
    port: 0,
    sampleDir: join(samples, 'retail-club'),
    api,
    apiKey: 'aicrm_club',
    mounts: [await bankMount({ sampleDir, api, apiKey: 'aicrm_bank' })],
  });
});
afterAll(async () => {
  await crm.close();
  worker.close();
});

const get = (path: string, init?: RequestInit) => fetch(new URL(path, crm.url), init);

describe('the bank, in the CRM’s process', () => {
  it('serves its page under the same policy without exceptions', async () => {
    const page = await get('/bank');
    expect(new URL(page.url).pathname).toBe('/bank/');
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    const html = await page.text();
    expect(html).toMatch(/data-token-url="\/bank\/token"/);
    expect(html).not.toMatch(/ style=|<style|<script>|onclick=|\{\{/);
    expect((await get('/bank/assets/story.js')).headers.get('content-type')).toContain('text/javascript');
    expect((await get('/bank/assets/..%2fserver.mjs')).status).toBe(404);
  });

  it('gives the newest calls without what is known only after them, and the drift by quarter', async () => {
    const { about, quarters, calls } = await (await get('/bank/calls')).json();
    expect(about).toMatchObject({ calls: 13_730, sampled: { every: 3, of: 41_188 } });
    expect(calls).toHaveLength(30);
    expect(calls[0]).toMatchObject({ id: '41188', before: { age: 74, job: 'retired', month: 'nov' } });
    expect(calls[0].before).not.toHaveProperty('duration');
    const total = quarters.reduce((sum: number, one: { calls: number }) => sum + one.calls, 0);
    expect(total).toBe(13_730);
    const rate = (quarter: string) => {
      const found = quarters.find((one: { quarter: string }) => one.quarter === quarter);
      return found.subscribed / found.calls;
    };
    expect(rate('2008-Q2')).toBeLessThan(0.05);
    expect(rate('2010-Q2')).toBeGreaterThan(0.5);
  });

  it('swaps its own key, not the club’s, for a token that reads models and no record', async () => {
    const answer = await get('/bank/token', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
    expect(await answer.json()).toMatchObject({ token: 'short-lived' });
    expect(asked.at(-1)?.authorization).toBe('Bearer aicrm_bank');
    expect(JSON.parse(asked.at(-1)?.body ?? '')).toMatchObject({
      scopes: ['models:read'],
      origins: [`http://127.0.0.1:${crm.port}`, `http://localhost:${crm.port}`],
    });
    expect((await get('/bank/token')).status).toBe(405);
  });
});
