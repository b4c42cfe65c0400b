import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../../../test/e2e/axe.js';
import { builtEmbed, openSite, type Site } from '../../../test/policies/lib/site.js';
import { type Crm, start } from '../crm/server.mjs';
import { portalMount } from './server.mjs';

// The portal as it is served, with the script as it is built, under its own policy, before a worker that keeps events.

const sampleDir = join(import.meta.dirname, '../../../packages/cli/samples/retail-club');
interface Kept {
  readonly id: string;
  readonly record: string;
  readonly offer: string;
  readonly what: string;
}
const kept: Kept[] = [];
const asked: string[] = [];
let api: Site;
let folder: string;
let crm: Crm;
let browser: Browser;
let page: Page;
let problems: string[] = [];

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = () => {
  const exp = Math.floor(Date.now() / 1000) + 900;
  return `${encode({ alg: 'HS256' })}.${encode({ tenant: 'retail-club', exp })}.signed`;
};
const json = (status: number, value: unknown) =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-portal-'));
  for (const [name, code] of await builtEmbed()) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), code);
  }
  api = await openSite();
  api.answer = async (request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname}`);
    if (pathname === '/v1/tokens')
      return json(201, { token: token(), expiresAt: new Date(Date.now() + 900_000).toISOString() });
    if (pathname !== '/v1/events')
      return json(404, { kind: 'not-found', title: 'Nothing', status: 404, detail: '' });
    const { events }: { events: Kept[] } = await request.json();
    kept.push(...events);
    return json(200, { kept: events.map(({ id }) => id), refused: [] });
  };
  const options = { sampleDir, api: api.origin, apiKey: 'aicrm_club' };
  crm = await start({ port: 0, ...options, embedDir: folder, mounts: [await portalMount(options)] });
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});
afterAll(async () => {
  await browser.close();
  await crm.close();
  await api.close();
  await rm(folder, { recursive: true });
});

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  kept.length = 0;
  asked.length = 0;
  problems = [];
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    bypassCSP: false,
    ...options,
  });
  page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.addInitScript(() => {
    const seen: unknown[] = [];
    Object.assign(globalThis, { violations: seen, shift: 0 });
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => seen.push(violatedDirective));
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
        };
        if (!hadRecentInput)
          Object.assign(globalThis, { shift: (Reflect.get(globalThis, 'shift') as number) + value });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(new URL('/portal/', crm.url).href);
  await page.waitForSelector('body[data-ready]');
}
afterEach(async () => {
  await page.context().close();
});

const read = (name: string) => page.evaluate((key) => Reflect.get(globalThis, key) as unknown, name);
const cards = () =>
  page.$$eval('aicrm-offers [data-offer]', (all) => all.map((one) => one.getAttribute('data-offer')));
describe('the portal in a browser', () => {
  it('sends nothing and shows nothing personal before there is a yes, and moves nothing', async () => {
    await open();
    expect(await cards()).toEqual(['delivery']);
    await page.waitForTimeout(1_500);
    expect(asked).toEqual([]);
    expect(await page.textContent('#sends-sum')).toMatch(/^0 messages/);
    expect(await read('violations')).toEqual([]);
    expect(await read('shift')).toBe(0);
    expect(problems).toEqual([]);
  });

  it('chooses after a yes, keeps what was seen once under the customer’s own record, and forgets with a no', async () => {
    await open();
    await page.click('.answers button >> nth=0');
    await expect.poll(cards).toEqual(['salad-friday', 'lunch-boxes', 'sparkling-case']);
    expect(await page.isChecked('#consent')).toBe(true);
    await expect.poll(() => kept.length, { timeout: 10_000 }).toBe(3);
    expect(new Set(kept.map(({ record, what }) => `${record} ${what}`))).toEqual(
      new Set(['contact:club:1453 impression']),
    );
    expect(await page.textContent('#sends')).toContain('impression: salad-friday, by contact:club:1453');
    expect(await page.textContent('#not')).toContain('Ten dollars off your second shop: it is for others');
    await page.uncheck('#consent');
    await expect.poll(cards).toEqual(['delivery']);
    await page.waitForTimeout(1_500);
    expect(kept).toHaveLength(3);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['portal-consent-1453']);
    expect(await read('violations')).toEqual([]);
  });

  it('follows an offer in a new tab, keeps the click, and remembers a dismissal in the next visit', async () => {
    await open();
    await page.check('#consent');
    await expect.poll(cards).toHaveLength(3);
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.click('aicrm-offers [data-offer=sparkling-case] a'),
    ]);
    await opened.waitForSelector('#opened:not([hidden])');
    expect(await opened.textContent('#opened')).toContain('Sparkling water');
    expect(await opened.evaluate(() => globalThis.opener)).toBeNull();
    await opened.close();
    await page.click('aicrm-offers [data-offer=salad-friday] .hide');
    await page.reload();
    await page.waitForSelector('body[data-ready]');
    expect(await cards()).toEqual(['lunch-boxes', 'sparkling-case', 'frozen-pair']);
    expect(await read('shift')).toBe(0);
    expect(await page.textContent('#not')).toContain('you hid it');
    expect(kept.filter(({ what }) => what === 'click').map(({ offer }) => offer)).toEqual(['sparkling-case']);
  });

  it.each(['light', 'dark'] as const)('passes axe, %s', async (colorScheme) => {
    await open({ colorScheme, bypassCSP: true });
    await page.click('.answers button >> nth=0');
    await expect.poll(cards).toHaveLength(3);
    await page.click('aicrm-offers summary');
    await page.click('#orders summary');
    expect(await axeViolations(page)).toEqual([]);
  });

  it('fits a telephone', async () => {
    await open({ viewport: { width: 320, height: 640 } });
    await page.check('#consent');
    await expect.poll(cards).toHaveLength(3);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});
