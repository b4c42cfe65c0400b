import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chooseOffers } from '@aicrm/models/offers/offers';
import { readCatalogue } from '@aicrm/models/offers/read-catalogue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Crm, start } from '../crm/server.mjs';
import { portalMount } from './server.mjs';

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
  const api = `http://127.0.0.1:${port}`;
  crm = await start({
    port: 0,
    sampleDir,
    api,
    apiKey: 'aicrm_club',
    mounts: [await portalMount({ sampleDir, api, apiKey: 'aicrm_club' })],
  });
});
afterAll(async () => {
  await crm.close();
  worker.close();
});

const get = (path: string, init?: RequestInit) => fetch(new URL(path, crm.url), init);
const as = (id: string): RequestInit => ({ headers: { cookie: `portal-member=${id}` } });
const me = async (init?: RequestInit) => (await get('/portal/me', init)).json();

describe('the customer portal, in the CRM’s process', () => {
  it('serves its page under the same policy without exceptions', async () => {
    const page = await get('/portal');
    expect(new URL(page.url).pathname).toBe('/portal/');
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    const html = await page.text();
    expect(html).toMatch(/data-token-url="\/portal\/token"/);
    expect(html).not.toMatch(/ style=|<style|<script>|onclick=|\{\{/);
    // What listens to requests is there before whatever could send one.
    expect(html.indexOf('network-guard.js')).toBeLessThan(html.indexOf('aicrm.js'));
    expect((await get('/portal/assets/portal.js')).headers.get('content-type')).toContain('text/javascript');
    expect((await get('/portal/assets/..%2fserver.mjs')).status).toBe(404);
  });

  it('gives whoever is signed in their own orders and nobody else’s', async () => {
    const { member, members } = await me(as('266'));
    expect(member).toMatchObject({ record: 'contact:club:266', name: 'Ana Papadakis', group: 'Members' });
    expect(member.orders).toHaveLength(14);
    expect(member.orders[0].at > member.orders[13].at).toBe(true);
    expect(member.orders.flatMap((one: { lines: unknown[] }) => one.lines).length).toBeGreaterThan(14);
    expect(members).toHaveLength(4);
    expect(JSON.stringify(members)).not.toContain('orders');
    // A cookie that names nobody is no key to anybody.
    expect((await me(as('999999'))).member.id).toBe(members[0].id);
  });

  it('signs in by POST only, with a cookie that no script reads', async () => {
    const answer = await get('/portal/sign-in/1179', { method: 'POST' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toBe(
      'portal-member=1179; Path=/portal; HttpOnly; SameSite=Strict',
    );
    expect((await get('/portal/sign-in/1179')).status).toBe(405);
    expect((await get('/portal/sign-in/1', { method: 'POST' })).status).toBe(404);
  });

  it('swaps its key for a token that is bound to the record of whoever is signed in', async () => {
    const token = (id: string, site = 'same-origin') =>
      get('/portal/token', {
        method: 'POST',
        headers: { cookie: `portal-member=${id}`, 'sec-fetch-site': site },
      });
    expect(await (await token('1179')).json()).toMatchObject({ token: 'short-lived' });
    expect(asked.at(-1)?.authorization).toBe('Bearer aicrm_club');
    expect(JSON.parse(asked.at(-1)?.body ?? '')).toEqual({
      scopes: ['sync:record', 'events:write'],
      origins: [`http://127.0.0.1:${crm.port}`, `http://localhost:${crm.port}`],
      record: 'contact:club:1179',
    });
    const before = asked.length;
    expect((await token('1179', 'cross-site')).status).toBe(403);
    expect((await get('/portal/token')).status).toBe(405);
    expect(asked).toHaveLength(before);
  });
});

describe('the portal’s offers', () => {
  it('are a catalogue, and its rules name shelves that customers buy from', async () => {
    const read = readCatalogue(await (await get('/portal/catalogue')).json());
    if (!read.ok) throw new Error(read.error.detail);
    const { value: catalogue } = read;
    expect(catalogue).toEqual(
      JSON.parse(await readFile(join(import.meta.dirname, 'catalogue.json'), 'utf8')),
    );
    const chosen = await Promise.all(
      ['1453', '1179', '266', '2362'].map(async (id) => {
        const { member } = await me(as(id));
        const purchases = member.orders.flatMap((order: { at: string; lines: { shelf?: string }[] }) =>
          order.lines.flatMap(({ shelf }) => (shelf ? [{ product: shelf, at: Date.parse(order.at) }] : [])),
        );
        const { group, kids } = member;
        const signals = { group, orders: member.orders.length, ...(kids === undefined ? {} : { kids }) };
        const at = Date.parse('2018-01-02T12:00:00Z');
        return chooseOffers(
          catalogue,
          { consent: 'given', signals, purchases, effects: [], chances: [], history: [] },
          { at },
        ).chosen.map(({ offer }) => offer.id);
      }),
    );
    // Four customers who are as different as the samples see four different things, and none the fallback alone.
    expect(new Set(chosen.map(String)).size).toBe(4);
    expect(chosen.flat()).not.toContain('delivery');
    expect(chosen[3]).toEqual(['welcome-back']);
  });
});
