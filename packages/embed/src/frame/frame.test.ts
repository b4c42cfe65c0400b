import { createServer, type Server } from 'node:http';
import { resolve } from 'node:path';
import { FakeWorker, leadView } from '@aicrm/client/testing/fake-worker';
import { smallModel } from '@aicrm/client/testing/small-model';
import { must } from '@aicrm/schema/result';
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from 'playwright';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

// Host page and frame on two origins, as built, the host under a policy that allows it no script of ours but one file.

const files = new Map<string, string>();
let server: Server;
let port: number;
let host: string;
let far: string;
let worker: FakeWorker;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let said: string[];
let tokensAsked: number;
let hostHtml: string;

const framePolicy = () =>
  `default-src 'none'; script-src ${far}; style-src ${far}; connect-src ${far}; require-trusted-types-for 'script'; trusted-types lit-html`;
const badge = 'aicrm-lead-score-badge';
const seen = { state: 'attached' as const, timeout: 15_000 };

async function answer(url: URL, headers: Headers): Promise<Response> {
  const asHtml = { 'content-type': 'text/html' };
  if (url.host.startsWith('127.')) {
    const csp = `default-src 'none'; script-src ${far}/embed/v1/; frame-src ${far}; connect-src 'self'; style-src 'none'`;
    if (url.pathname === '/token') {
      tokensAsked++;
      return Response.json({ token: 'good' });
    }
    return new Response(hostHtml, { headers: { ...asHtml, 'content-security-policy': csp } });
  }
  const file = files.get(url.pathname.replace('/embed/v1/', ''));
  if (file !== undefined) return new Response(file, { headers: { 'content-type': 'text/javascript' } });
  if (url.pathname === '/embed/v1/frame')
    return new Response(
      '<!doctype html><title>AI-CRM</title><script type="module" src="frame.js"></script>',
      {
        headers: { ...asHtml, 'content-security-policy': framePolicy() },
      },
    );
  if (url.pathname.startsWith('/v1/')) return worker.fetch(url.href, { headers });
  return new Response(null, { status: 404 });
}

beforeAll(async () => {
  const configFile = resolve(import.meta.dirname, '../../vite.frame.config.ts');
  const built = await build({ configFile, logLevel: 'error', build: { write: false } });
  for (const one of [built].flat())
    for (const file of 'output' in one ? one.output : [])
      if (file.type === 'chunk') files.set(file.fileName, file.code);
  server = createServer((request, response) => {
    const headers = new Headers({ authorization: request.headers.authorization ?? '' });
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const preflight = request.method === 'OPTIONS';
    const reply = preflight ? Promise.resolve(new Response(null)) : answer(url, headers);
    void reply.then(async (given) => {
      response.writeHead(given.status, {
        ...Object.fromEntries(given.headers),
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'authorization',
      });
      response.end(Buffer.from(await given.arrayBuffer()));
    });
  });
  await new Promise<void>((ready) => server.listen(0, ready));
  const address = server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  host = `http://127.0.0.1:${port}`;
  far = `http://localhost:${port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}, 90_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  worker = new FakeWorker();
  worker.upsert(...Array.from({ length: 30 }, (_, i) => leadView(`lead:club:${i}`)));
  worker.publish(await smallModel());
  tokensAsked = 0;
  said = [];
  hostHtml = `<!doctype html><html lang="de"><title>CRM</title>
    <script type="module" src="${far}/embed/v1/frame-host.js"></script>
    <aicrm-frame element="${badge}" record-id="lead:club:7" display="inline" token-url="/token" label="Chance"></aicrm-frame>`;
  context = await browser.newContext({ colorScheme: 'dark' });
  page = await context.newPage();
  page.on('console', (message) => message.type() !== 'log' && said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
});
afterEach(() => context.close());

async function guest(): Promise<Frame> {
  // A frame in a shadow tree is none of `window.frames`.
  await expect.poll(() => page.frames().length, { timeout: 15_000 }).toBe(2);
  return must(page.frames()[1], 'frame');
}

describe('an element in a frame', () => {
  it('scores a stored record in a sandbox with no storage, under both strict policies', async () => {
    await page.goto(host);
    const frame = await guest();
    await frame.waitForSelector(`${badge}[state="score"][freshness="live"]`, seen);
    expect(await frame.evaluate(() => origin)).toBe('null');
    expect(tokensAsked).toBe(1);
    expect(said).toEqual([]);
  });

  it('wears the language, scheme and tokens of its host, and follows when they change', async () => {
    await page.goto(host);
    const frame = await guest();
    await frame.waitForSelector(`${badge}[state="score"]`, seen);
    const root = () =>
      frame.evaluate(() => [
        document.documentElement.lang,
        document.documentElement.style.colorScheme,
        document.documentElement.style.getPropertyValue('--aicrm-color-text'),
      ]);
    expect(await root()).toEqual(['de', 'light', '']);
    await page.evaluate(() => {
      document.documentElement.lang = 'ar';
      document.documentElement.dir = 'rtl';
      document.documentElement.style.setProperty('--aicrm-color-text', 'rgb(1, 2, 3)');
      document.documentElement.style.setProperty('color-scheme', 'light dark');
    });
    await frame.waitForFunction(() => document.documentElement.dir === 'rtl');
    await expect.poll(root).toEqual(['ar', 'dark', 'rgb(1, 2, 3)']);
  });

  it('grows with what it shows and tells what a person does', async () => {
    await page.goto(host);
    const frame = await guest();
    await frame.waitForSelector(`${badge}[state="score"]`, seen);
    const height = () =>
      page.evaluate(
        () => document.querySelector('aicrm-frame')?.shadowRoot?.querySelector('iframe')?.clientHeight,
      );
    await expect.poll(height).toBeLessThan(80);
    await page.evaluate(() => {
      Reflect.set(window, 'heard', []);
      document.addEventListener('aicrm-open', (event) =>
        Reflect.get(window, 'heard').push(Object(event).detail),
      );
    });
    await frame.locator(`${badge} button`).first().click();
    await expect.poll(height).toBeGreaterThan(150);
    expect(await page.evaluate(() => Reflect.get(window, 'heard'))).toEqual([
      { recordId: 'lead:club:7', model: 'lead-score' },
    ]);
  });

  it("shows a host's own record, of which nothing is sent", async () => {
    await page.goto(host);
    const frame = await guest();
    await page.evaluate(() => {
      const shown = document.querySelector('aicrm-frame');
      shown?.removeAttribute('record-id');
      Object.assign(shown ?? {}, { properties: { record: { 'facts.orders.count': 4321 } } });
    });
    await frame.waitForFunction((tag) => {
      const element = document.querySelector(tag);
      return Object(element).record?.['facts.orders.count'] === 4321;
    }, badge);
    expect(worker.paths.join()).not.toContain('4321');
  });

  it('needs no host script: an address alone shows an element, and the token is taken out of it', async () => {
    hostHtml = `<!doctype html><title>CRM</title><iframe sandbox="allow-scripts allow-same-origin" src="${far}/embed/v1/frame#element=${badge}&record-id=lead:club:7&token=good&theme=dark&onclick=alert(1)"></iframe>`;
    await page.goto(host);
    const frame = await guest();
    await frame.waitForSelector(`${badge}[state="score"]`, seen);
    expect(await frame.evaluate(() => location.hash)).not.toContain('good');
    expect(await frame.locator(badge).getAttribute('onclick')).toBeNull();
  });

  it('listens to nobody but the page around it, once', async () => {
    await page.goto(host);
    const frame = await guest();
    await frame.waitForSelector(`${badge}[state="score"]`, seen);
    // The frame's own window posts to itself, as a script that got into it might: it is not the host.
    await frame.evaluate(() => {
      const channel = new MessageChannel();
      window.postMessage({ aicrm: 'connect', version: 1 }, '*', [channel.port2]);
      channel.port1.postMessage({ type: 'theme', theme: { lang: 'xx' } });
    });
    // A second word of the host itself comes too late.
    await page.evaluate(() => {
      const channel = new MessageChannel();
      const inner = document.querySelector('aicrm-frame')?.shadowRoot?.querySelector('iframe')?.contentWindow;
      inner?.postMessage({ aicrm: 'connect', version: 1 }, '*', [channel.port2]);
      channel.port1.postMessage({ type: 'theme', theme: { lang: 'yy' } });
    });
    await frame.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    expect(await frame.evaluate(() => document.documentElement.lang)).toBe('de');
  });

  it('says so where the host has no token, and shows no number', async () => {
    hostHtml = hostHtml.replace(' token-url="/token"', '');
    await page.goto(host);
    const frame = await guest();
    await frame.waitForSelector(`${badge}[state="permission"]`, seen);
  });
});
