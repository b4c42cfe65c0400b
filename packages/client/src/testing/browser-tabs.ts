import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { FakeWorker, leadView } from './fake-worker.js';
import { smallModel } from './small-model.js';
import type { TabPage } from './tab-page.js';

declare global {
  interface Window {
    tab: TabPage;
  }
}

/** A real browser, a host page with the real client in it, and a worker whose log says which tab asked. */
export interface BrowserTabs {
  readonly worker: FakeWorker;
  readonly origin: string;
  readonly context: BrowserContext;
  /** What the network does to the worker's answers; true where it took the answer upon itself. */
  trouble: (response: ServerResponse) => boolean;
  open(name: string): Promise<Page>;
  /** Names of the tabs that asked for a sync, in order. */
  syncs(): string[];
  close(): Promise<void>;
}

async function scripts(): Promise<Map<string, string>> {
  const result = await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      target: 'es2022',
      rollupOptions: {
        input: { page: join(import.meta.dirname, 'tab-page.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const files = outputs.flatMap((one) => ('output' in one ? one.output : []));
  return new Map(files.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one.code]] : [])));
}

let shared: Promise<{ files: Map<string, string>; browser: Browser }> | undefined;

/** One build and one browser for all that a run opens. */
async function start(): Promise<{ files: Map<string, string>; browser: Browser }> {
  const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium';
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--no-first-run'];
  const [files, browser] = await Promise.all([scripts(), chromium.launch({ executablePath, args })]);
  return { files, browser };
}

export async function stopBrowser(): Promise<void> {
  const running = await shared?.catch(() => undefined);
  shared = undefined;
  await running?.browser.close();
}

/** @param count Records on the worker. */
export async function browserTabs(count = 50): Promise<BrowserTabs> {
  shared ??= start();
  const { files, browser } = await shared;
  const worker = new FakeWorker();
  worker.tokens = new Set(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `token-${name}`));
  worker.upsert(...Array.from({ length: count }, (_, i) => leadView(`lead:club:${i}`)));
  worker.publish(await smallModel());

  const server = createServer((request, response) => {
    const asks = request.method !== 'OPTIONS' && request.url?.startsWith('/v1/');
    if (asks && tabs.trouble(response)) return;
    void answer(request.url ?? '/', request.headers.authorization ?? '').then(async (reply) => {
      response.writeHead(request.method === 'OPTIONS' ? 204 : reply.status, {
        ...Object.fromEntries(reply.headers),
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'authorization',
      });
      response.end(request.method === 'OPTIONS' ? '' : Buffer.from(await reply.arrayBuffer()));
    });
  });
  async function answer(url: string, authorization: string): Promise<Response> {
    const { pathname, search } = new URL(url, 'http://x');
    const code = files.get(pathname.slice(1));
    if (code !== undefined) return new Response(code, { headers: { 'content-type': 'text/javascript' } });
    if (pathname.startsWith('/v1/') && authorization === '') return new Response('');
    if (pathname.startsWith('/v1/')) return worker.fetch(origin + url, { headers: { authorization } });
    const inner =
      pathname === '/frame'
        ? `<iframe sandbox="allow-scripts" src="/${search}"></iframe>`
        : '<script type="module" src="/page.js"></script>';
    return new Response(`<!doctype html><title>Host</title>${inner}`, {
      headers: { 'content-type': 'text/html' },
    });
  }
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const context = await browser.newContext();
  const tabs: BrowserTabs = {
    worker,
    origin,
    context,
    trouble: () => false,
    async open(name) {
      const page = await context.newPage();
      await page.goto(`${origin}/?name=${name}`);
      await page.waitForFunction(() => {
        const last = window.tab?.told.at(-1);
        return last?.state === 'score' && last.freshness === 'live';
      });
      return page;
    },
    syncs: () =>
      worker.requests
        .filter(({ url }) => url.includes('/v1/sync'))
        .map(({ headers }) => (headers.authorization ?? '').replace('Bearer token-', '')),
    async close() {
      await context.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return tabs;
}

/**
 * Milliseconds from the end of the leading tab until the other has asked the worker.
 * @param how `close` as a person does it, `crash` as a renderer that ran out of memory.
 */
export async function takeover(
  tabs: BrowserTabs,
  leader: Page,
  heir: string,
  how: 'close' | 'crash',
): Promise<number> {
  const before = tabs.syncs().filter((name) => name === heir).length;
  const cdp = await tabs.context.newCDPSession(leader);
  const start = performance.now();
  if (how === 'close') await leader.close();
  // The answer to a crash never comes.
  else void cdp.send('Page.crash').catch(() => {});
  while (tabs.syncs().filter((name) => name === heir).length === before) {
    if (performance.now() - start > 20_000) return Number.POSITIVE_INFINITY;
    await new Promise((done) => setTimeout(done, 2));
  }
  return performance.now() - start;
}
