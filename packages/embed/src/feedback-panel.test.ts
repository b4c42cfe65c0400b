import { resolve } from 'node:path';
import { must } from '@aicrm/schema/result';
import { madeUpFeedback } from '@aicrm/widgets/testing/made-up-feedback';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSite, type Site } from '../../../test/policies/lib/site.js';

// The feedback panel as a host gets it: built, under a strict policy with Trusted Types, its model a file beside the script.

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; trusted-types lit-html; require-trusted-types-for 'script'";
const files = new Map<string, string | Uint8Array<ArrayBuffer>>();
const tag = 'aicrm-feedback-sentiment-panel';

let browser: Browser;
let site: Site;
let asked: string[];

const page = `<!doctype html><html lang="en"><title>CRM</title>
<script type="module" src="/embed/aicrm.js" data-aicrm data-token="good"></script>
<script type="module" src="/host.js"></script><${tag}></${tag}>`;
const host = `document.querySelector('${tag}').messages = ${JSON.stringify(madeUpFeedback({ count: 600 }))};`;

beforeAll(async () => {
  const configFile = resolve(import.meta.dirname, '../vite.config.ts');
  const built = await build({ configFile, logLevel: 'error', build: { write: false } });
  for (const one of [built].flat())
    for (const file of 'output' in one ? one.output : [])
      files.set(
        file.fileName,
        file.type === 'chunk'
          ? file.code
          : typeof file.source === 'string'
            ? file.source
            : new Uint8Array(file.source),
      );
  site = await openSite();
  site.answer = ({ url }) => {
    const { pathname } = new URL(url);
    asked.push(pathname);
    const headers = { 'content-security-policy': policy };
    if (pathname === '/') return new Response(page, { headers: { ...headers, 'content-type': 'text/html' } });
    const script = { 'content-type': 'text/javascript' };
    if (pathname === '/host.js') return new Response(host, { headers: script });
    const file = files.get(pathname.replace('/embed/', ''));
    const type = pathname.endsWith('.js') ? script : { 'content-type': 'application/octet-stream' };
    return file === undefined ? new Response('', { status: 404 }) : new Response(file, { headers: type });
  };
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** Opens the page; `violations` is what the browser blocked or complained of. */
async function open(): Promise<{ view: Page; violations: string[] }> {
  asked = [];
  const violations: string[] = [];
  const view = await (await browser.newContext()).newPage();
  view.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  view.on('pageerror', (error) => violations.push(String(error)));
  await view.goto(site.origin);
  return { view, violations };
}

it('reads messages under a strict policy, with its model from beside the script and nothing sent', async () => {
  const { view, violations } = await open();
  await view.waitForFunction((name) => document.querySelector(name)?.getAttribute('state') === 'ready', tag);
  const panel = view.locator(tag);
  await panel.locator('.row').first().waitFor();
  expect(await panel.locator('.drawing .part-negative').count()).toBeGreaterThan(3);
  // Rows are placed by script, since a strict policy refuses style attributes.
  const [first, second] = await panel
    .locator('.row')
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top));
  expect(must(second, 'a row')).toBeGreaterThan(must(first, 'a row') + 20);
  await panel.locator('textarea').fill('The delivery was awful.');
  await panel.locator('.clauses').waitFor();
  expect(await panel.locator('.clauses').textContent()).toContain('Delivery');
  // The host sets no worker up, so the client's own requests find nothing; the browser says so as an error.
  expect(violations.filter((text) => !text.includes('status of 404'))).toEqual([]);
  const models = asked.filter((path) => path.endsWith('.bin'));
  expect(models).toEqual([expect.stringMatching(/^\/embed\/assets\/sentiment-en-[\w-]{8}\.bin$/)]);
  expect(asked.filter((path) => path.endsWith('.wasm'))).toEqual([]);
  expect([...files.keys()].filter((name) => name.endsWith('.bin')).length).toBe(3);
  await view.close();
});

it('says that it cannot read where the model does not come, and reads when it is tried again', async () => {
  const [name, bytes] = must(
    [...files].find(([path]) => path.startsWith('assets/sentiment-en')),
    'model',
  );
  files.delete(name);
  const { view } = await open();
  await view.waitForFunction(
    (element) => document.querySelector(element)?.getAttribute('state') === 'error',
    tag,
  );
  const panel = view.locator(tag);
  expect(await panel.locator('.blank').textContent()).toContain('did not load');
  files.set(name, bytes);
  await panel.locator('.blank button').click();
  await panel.locator('.row').first().waitFor();
  await view.close();
});
