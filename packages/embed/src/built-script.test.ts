import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { FakeWorker, leadView } from '@aicrm/client/testing/fake-worker';
import { smallModel } from '@aicrm/client/testing/small-model';
import { must } from '@aicrm/schema/result';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

// The script as a host gets it: built, in pages with a strict policy, in a frame with no storage, and without a network.

const configFile = resolve(import.meta.dirname, '../vite.config.ts');
const files = new Map<string, { code: string; imports: readonly string[]; modules: readonly string[] }>();
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'";
const recordId = 'lead:club:7';
const badge = 'aicrm-lead-score-badge';

let server: Server;
let origin: string;
let worker: FakeWorker;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let violations: string[];

const html = (query: string, attributes = ''): string => `<!doctype html><title>CRM</title>
<script type="module" src="/embed/aicrm.js${query}" data-aicrm data-api="${origin}" data-token-url="/token" ${attributes}></script>
<${badge} record-id="${recordId}"></${badge}>`;

async function answer(method: string, url: string, headers: Headers): Promise<Response> {
  const { pathname } = new URL(url);
  if (method === 'OPTIONS') return new Response(null, { status: 204 });
  const file = files.get(pathname.replace('/embed/', ''));
  const type = { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' };
  if (file) return new Response(file.code, { headers: type });
  if (pathname.startsWith('/v1/')) return worker.fetch(url, { headers });
  if (pathname === '/token') return Response.json({ token: 'good' });
  const asHtml = { 'content-type': 'text/html', 'content-security-policy': policy };
  if (pathname === '/frame')
    return new Response('<iframe sandbox="allow-scripts" src="/sandboxed"></iframe>', { headers: asHtml });
  if (pathname === '/sandboxed')
    // An opaque origin is nobody's "self"; its host names the script's origin.
    return new Response(html('', 'data-token="good"').replace('data-token-url="/token"', ''), {
      headers: { ...asHtml, 'content-security-policy': policy.replaceAll("'self'", origin) },
    });
  if (pathname === '/twice') return new Response(html('') + html('?v=2'), { headers: asHtml });
  if (pathname === '/') return new Response(html('?v=1', 'data-cache="persistent"'), { headers: asHtml });
  return new Response('', { status: pathname === '/blank' ? 200 : 404, headers: asHtml });
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new Headers({ authorization: request.headers.authorization ?? '' });
  const reply = await answer(request.method ?? 'GET', `${origin}${request.url}`, headers);
  response.writeHead(reply.status, {
    ...Object.fromEntries(reply.headers),
    'access-control-allow-headers': 'authorization',
    'access-control-allow-origin': '*',
  });
  response.end(Buffer.from(await reply.arrayBuffer()));
}

beforeAll(async () => {
  const built = await build({ configFile, logLevel: 'error', build: { write: false } });
  for (const one of [built].flat())
    for (const file of 'output' in one ? one.output : [])
      if (file.type === 'chunk')
        files.set(file.fileName, {
          code: file.code,
          imports: file.imports,
          modules: Object.keys(file.modules),
        });
  server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  worker = new FakeWorker();
  worker.upsert(...Array.from({ length: 30 }, (_, i) => leadView(`lead:club:${i}`)));
  worker.publish(await smallModel());
  context = await browser.newContext();
  page = await context.newPage();
  violations = [];
  page.on('console', (message) => message.type() !== 'log' && violations.push(message.text()));
  page.on('pageerror', (error) => violations.push(String(error)));
});
afterEach(() => context.close());

const shows = (state: string, freshness = '') =>
  `${badge}[state="${state}"]${freshness && `[freshness="${freshness}"]`}`;
const seen = { state: 'attached' as const, timeout: 15_000 };

describe('the built script', () => {
  it('scores under a strict policy, from one tag, and leaves nothing global behind', async () => {
    await page.goto(`${origin}/blank`);
    const before = await page.evaluate(() => Object.keys(globalThis));
    await page.goto(origin);
    await page.waitForSelector(shows('score', 'live'), seen);
    const after = await page.evaluate(() => Object.keys(globalThis));
    // Lit and zod note their versions; of ours there is nothing but the registry's symbol.
    const theirs = /^lit(Html|Element)Versions$|^litPropertyMetadata$|^reactiveElementVersions$|^__zod_/;
    expect(after.filter((key) => !before.includes(key) && !theirs.test(key))).toEqual([]);
    expect(violations).toEqual([]);
  });

  it('paints the stored score with the worker dead, and opens its reasons', async () => {
    await page.goto(origin);
    await page.waitForSelector(shows('score', 'live'), seen);
    await page.waitForLoadState('networkidle');
    worker.intercept = () => new Response(null, { status: 503 });
    await page.reload();
    await page.waitForSelector(shows('score', 'cached'), seen);
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await page.waitForSelector(`${badge}[offline]`, seen);
    const explained = await page.evaluate(async (id) => {
      const slot = Reflect.get(globalThis, Symbol.for('aicrm.client'));
      return slot.client.explain({ model: 'lead-score', recordId: id });
    }, recordId);
    expect(explained).toHaveProperty('explanation.reasons');
    await page.locator(`${badge} button`).first().click();
    await page.locator(badge).getByText('Orders so far').first().waitFor(seen);
    expect(await page.locator(badge).getAttribute('state')).toBe('score');
  });

  it('works in a sandboxed frame that has no storage at all', async () => {
    await page.goto(`${origin}/frame`);
    const frame = page.frameLocator('iframe');
    await frame.locator(shows('score', 'live')).waitFor(seen);
    const child = must(page.frames()[1], 'frame');
    const denied = await child.evaluate(() => {
      try {
        return localStorage.length;
      } catch (error) {
        return String(error);
      }
    });
    expect(denied).toContain('SecurityError');
    const status = await child.evaluate(
      () => Reflect.get(globalThis, Symbol.for('aicrm.client')).client.status,
    );
    expect(status).toMatchObject({ store: 'memory', online: true });
  });

  it('pasted twice, with another URL, sets the page up once and says so once', async () => {
    await page.goto(`${origin}/twice`);
    await page.waitForFunction(
      (tag) => document.querySelectorAll(`${tag}[state="score"]`).length === 2,
      badge,
    );
    expect(violations.filter((text) => text.includes('set up already'))).toHaveLength(1);
    expect(worker.paths.filter((path) => path.startsWith('/v1/artefacts/'))).toHaveLength(1);
  });
});

describe('what the first paint loads', () => {
  const closure = (roots: RegExp): string[] => {
    const found = new Set<string>();
    const walk = (name: string): void => {
      if (found.has(name)) return;
      found.add(name);
      for (const next of must(files.get(name), name).imports) walk(next);
    };
    for (const name of files.keys()) if (roots.test(name)) walk(name);
    return [...found].flatMap((name) => must(files.get(name), name).modules);
  };
  const heavy = /\/dexie|\/zod|learn\/src\/train|attribution|write-artefact|\/engine\.ts/;

  it('has no Dexie, no zod, no trainer and no explanation in it; the engine has, so they would be seen', () => {
    const first = closure(/^aicrm\.js|\/(start|define-lead-score-badge)-/);
    expect(
      first.filter((module) => /client\/src\/client\.ts|runtime\/src\/predict\.ts/.test(module)),
    ).toHaveLength(2);
    expect(first.filter((module) => heavy.test(module))).toEqual([]);
    expect(closure(/\/engine-/).filter((module) => /\/dexie|\/zod/.test(module)).length).toBeGreaterThan(1);
  });

  it('imports the entry from nowhere, so that a `?v=` on it does no harm', () => {
    expect([...files.values()].filter(({ code }) => /["'`]\.\.?\/aicrm\.js/.test(code))).toEqual([]);
  });
});
