import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FakeWorker, leadView } from '@aicrm/client/testing/fake-worker';
import { smallModel } from '@aicrm/client/testing/small-model';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { builtFiles, openBrowser, openSite, type Site } from './site.js';

export const lead = 'lead:crm:7';
export const badge = 'aicrm-lead-score-badge';
export const seen = { state: 'attached' as const, timeout: 20_000 };
export const example = (file: string): Promise<string> =>
  readFile(join(import.meta.dirname, '..', file), 'utf8');

export const html = (body: string, policy = "default-src 'none'"): Response =>
  new Response(body, { headers: { 'content-type': 'text/html', 'content-security-policy': policy } });
export const text = (body: string, type: string): Response =>
  new Response(body, { headers: { 'content-type': type } });

const frameHtml = '<!doctype html><title>AI-CRM</title><script type="module" src="frame.js"></script>';

/** A host and a worker on two origins, the embed files as built, and a browser: anew for each test, the build once. */
export class World {
  files = new Map<string, string | Uint8Array>();
  worker = new FakeWorker();
  /** The host's answers by path. */
  routes = new Map<string, (request: Request) => Response | Promise<Response>>();
  /** Origins that requests to the API came from, as the worker checks them. */
  askedFrom = new Set<string>();
  /** What the browser complains of. */
  said: string[] = [];
  #site: Site | undefined;
  #browser: Browser | undefined;
  #context: BrowserContext | undefined;
  #page: Page | undefined;

  constructor(...configs: string[]) {
    beforeAll(async () => {
      this.files = await builtFiles(...configs);
      this.#site = await openSite((request) => this.#answer(request));
      this.#browser = await openBrowser();
    }, 120_000);
    afterAll(async () => {
      await this.#browser?.close();
      this.#site?.server.close();
    });
    beforeEach(() => this.#begin());
    afterEach(() => this.#context?.close());
  }

  get page(): Page {
    if (!this.#page) throw new Error('no test has begun');
    return this.#page;
  }
  get site(): Site {
    if (!this.#site) throw new Error('no test has begun');
    return this.#site;
  }

  async #begin(): Promise<void> {
    this.worker = new FakeWorker();
    this.worker.upsert(leadView(lead), ...Array.from({ length: 30 }, (_, i) => leadView(`lead:club:${i}`)));
    this.worker.timelines.set('contact:crm:7', []);
    this.worker.publish(await smallModel());
    this.routes = new Map([['/favicon.ico', () => new Response(null)]]);
    this.askedFrom = new Set();
    this.said = [];
    this.#context = await this.#browser?.newContext();
    this.#page = await this.#context?.newPage();
    this.page.on('console', (message) => {
      if (message.type() !== 'log') this.said.push([message.text(), message.location().url].join(' '));
    });
    this.page.on('pageerror', (error) => this.said.push(String(error)));
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const { host, worker: only } = this.site;
    if (url.origin === host)
      return this.routes.get(url.pathname)?.(request) ?? new Response(null, { status: 404 });
    const file = this.files.get(url.pathname.replace('/embed/v1/', ''));
    if (typeof file === 'string') return text(file, 'text/javascript');
    if (file !== undefined) return new Response(Uint8Array.from(file));
    if (url.pathname === '/embed/v1/frame') {
      const own = `script-src ${only}; style-src ${only}; connect-src ${only}`;
      return html(
        frameHtml,
        `default-src 'none'; ${own}; require-trusted-types-for 'script'; trusted-types lit-html`,
      );
    }
    if (!url.pathname.startsWith('/v1/')) return new Response(null, { status: 404 });
    // Browsers leave Origin out of a GET to the page's own, and mark it so.
    const own = request.headers.get('sec-fetch-site') === 'same-origin' ? only : '';
    this.askedFrom.add(request.headers.get('origin') ?? own);
    return this.worker.fetch(request);
  }
}
