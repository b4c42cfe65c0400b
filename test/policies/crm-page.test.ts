import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { FakeWorker, leadView } from '@aicrm/client/testing/fake-worker';
import { smallModel } from '@aicrm/client/testing/small-model';
import { must } from '@aicrm/schema/result';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { card, model, version } from '../../packages/console/src/testing/fake-worker.js';
import { bankMount } from '../../stories/hosts/bank/server.mjs';
import { type Crm, start } from '../../stories/hosts/crm/server.mjs';
import { type Places, type Profile, policyOf, profiles } from './lib/profiles.js';
import { builtEmbed, embedFile, hostLit, meeting, openSite, type Site } from './lib/site.js';
import { keepReport, type Watched, watch } from './lib/watch.js';

// The demo CRM as it is served, its policy replaced by each of the profiles: its list, and a record with its score.
// And the bank's page that is mounted beside it, whose model was refused.

const root = resolve(import.meta.dirname, '../..');
const lead = '23-2421';
const badge = 'aicrm-lead-score-badge';
const seen = { state: 'attached' as const, timeout: 30_000 };
/** Event, report and console line of one violation come by three ways, in no order. */
const patience = { timeout: 20_000 };
/** What the CRM's own pages need beside us. */
const own = { 'img-src': "'self' data:", 'font-src': "'self'", 'form-action': "'self'" };

/** Words of a tenant that would be elements if a page parsed them. */
const hostile = '<img src="/x" onerror="canary()"> of the bank';
/** A refused model whose smallest group was rated highest. */
const refused = {
  ...version('v1', 'refused'),
  card: {
    ...card,
    evaluation: {
      ...must(card.evaluation, 'evaluation'),
      reliability: [
        { predicted: 0.05, observed: 0.44, rows: 300 },
        { predicted: 0.4, observed: 0.24, rows: 224 },
        { predicted: 0.6, observed: 0.9, rows: 15 },
      ],
    },
    leaks: [{ column: hostile, verdict: 'leak' as const, reason: hostile, auc: 0.82, used: false }],
    limits: [hostile],
    verdict: {
      publish: false,
      reason: hostile,
      checks: [{ name: 'in-time' as const, pass: false, detail: hostile }],
    },
  },
};

let answering: FakeWorker;
let club: FakeWorker;
let bank: FakeWorker;
let folder: string;
let crm: Crm;
let cdn: Site;
let api: Site;
let front: Site;
let browser: Browser;
let watched: Watched | undefined;

beforeAll(async () => {
  const files = await builtEmbed();
  folder = await mkdtemp(join(tmpdir(), 'aicrm-embed-'));
  for (const [name, code] of files) {
    // Twice, as two vendors would bring it: a copy has a Lit of its own.
    for (const file of [join(folder, name), join(folder, 'copy', name)]) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, code);
    }
  }
  [cdn, api, front] = await Promise.all([openSite(), openSite(), openSite()]);
  club = new FakeWorker();
  club.upsert(...[lead, '18-1', '13-3'].map((id) => leadView(`lead:club:${id}`)));
  club.publish(await smallModel());
  // The household of the record that is opened: its insight card asks for what happened with it.
  club.timelines.set('contact:club:2421', []);
  bank = new FakeWorker();
  bank.models.set('lead-score', { current: null, refusal: hostile });
  bank.intercept = ({ url }) =>
    url.endsWith('/v1/models/lead-score') ? Response.json(model([refused])) : undefined;
  cdn.answer = (request) =>
    embedFile(files, new URL(request.url).pathname) ?? new Response('', { status: 404 });
  api.answer = (request) =>
    request.url.endsWith('/v1/tokens')
      ? Response.json({ token: 'good', expiresAt: '2099-01-01T00:00:00Z' }, { status: 201 })
      : answering.fetch(request.url, { headers: request.headers });
  crm = await start({
    port: 0,
    sampleDir: join(root, 'packages/cli/samples/retail-club'),
    api: api.origin,
    apiKey: 'a-key-of-the-tests',
    embedDir: folder,
    mounts: [
      await bankMount({
        sampleDir: join(root, 'packages/cli/samples/drifting-bank'),
        api: api.origin,
        apiKey: 'another-key-of-the-tests',
      }),
    ],
  });
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await crm?.close();
  await Promise.all([cdn?.close(), api?.close(), front?.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** A proxy before the CRM: its pages get another policy, and the tag as the profile wants it pasted. */
function frontOf(profile: Profile): void {
  const places: Places = {
    host: front.origin,
    script: profile.cdn ? cdn.origin : front.origin,
    api: api.origin,
  };
  // The insight card of a record reads messages with a text model that lies beside the script, wherever that is.
  const models = profile.cdn ? { 'connect-src': `'self' ${api.origin} ${cdn.origin}` } : {};
  const policy = policyOf(profile, places, { ...own, ...models });
  const tag = /<script type="module" src="\/aicrm\/embed\/aicrm\.js"[^>]*><\/script>/;
  const paste = (found: string): string => {
    const here = profile.cdn ? found.replace('/aicrm/embed/', `${cdn.origin}/embed/`) : found;
    const lit = profile.hostLit ? '<script type="module" src="/host-lit.js"></script>' : '';
    return profile.copies === 2 ? lit + here + here.replace('/aicrm.js', '/copy/aicrm.js') : lit + here;
  };
  // The CDN has one copy, and hands it out by itself.
  const met = meeting(profile.copies);
  front.answer = async (request) => {
    const { pathname, search } = new URL(request.url);
    await met(pathname);
    if (pathname === '/csp-report') return keepReport(request, watched);
    if (pathname === '/host-lit.js') return hostLit();
    const headers = new Headers(request.headers);
    headers.delete('host');
    headers.delete('connection');
    const answer = await fetch(new URL(pathname + search, crm.url), { method: request.method, headers });
    const type = answer.headers.get('content-type') ?? '';
    if (!type.startsWith('text/html'))
      return new Response(await answer.arrayBuffer(), {
        status: answer.status,
        headers: { 'content-type': type },
      });
    const html = (await answer.text()).replace(tag, paste);
    return new Response(
      profile.nonce ? html.replaceAll('<script ', `<script nonce="${profile.nonce}" `) : html,
      { status: answer.status, headers: { 'content-type': type, 'content-security-policy': policy } },
    );
  };
}

describe.each(profiles)('the demo CRM under the policy "$name"', (profile) => {
  it('lists its leads, shows a score with its reasons and card, without a violation', async () => {
    answering = club;
    const page = await browser.newPage();
    watched = await watch(page);
    frontOf(profile);
    await page.goto(`${front.origin}/`);
    await page.locator('.lead').first().waitFor(seen);
    await page.locator(badge).first().locator('[part=pill]').waitFor(seen);
    // To the record as a click on its row would go there: without another load of the page.
    await page.evaluate((path) => {
      history.pushState(null, '', path);
      window.dispatchEvent(new PopStateEvent('popstate'));
    }, `/leads/${lead}`);

    const shown = page.locator(`#record-view ${badge}`);
    await page.locator(`#record-view ${badge}[state="score"]`).waitFor(seen);
    await shown.getByText('Orders so far').first().waitFor(seen);
    await shown.getByRole('button', { name: 'About this model' }).click();
    await shown.locator('[part=card]').getByText('CC0-1.0').waitFor(seen);
    await page.getByRole('heading', { name: 'Purchases' }).waitFor(seen);
    await page.waitForLoadState('networkidle');
    expect(await watched.events()).toEqual([]);
    expect(watched.reports).toEqual([]);
    expect(watched.errors).toEqual([]);
    const copies = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.includes('/assets/define-lead-score-badge-'))
        .map(({ name }) => name),
    );
    expect(new Set(copies).size).toBe(profile.copies);

    // The same page, and something that its policy forbids.
    await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'p { color: red }';
      document.head.append(style);
    });
    await expect.poll(() => watched?.reports, patience).toEqual(['style-src-elem inline']);
    await expect.poll(() => watched?.events(), patience).toEqual(['style-src-elem inline']);
    await expect.poll(() => watched?.errors, patience).toHaveLength(1);
    await page.close();
  });

  it('tells why the bank sees no number, in the card’s own words, without a violation', async () => {
    answering = bank;
    const page = await browser.newPage();
    watched = await watch(page);
    frontOf(profile);
    await page.goto(`${front.origin}/bank/`);
    await page.locator('body[data-ready]').waitFor(seen);
    await page.locator(`${badge}[state="insufficient-data"]`).first().waitFor(seen);
    // Without the marks that keep numbers in their direction.
    const text = must(await page.locator('main').textContent(), 'text').replace(/[\u2066-\u2069]/g, '');
    // The chart beside this sentence shows a group of 15 that was rated higher.
    expect(text).toMatch(
      /Among groups of 100 calls or more, .* lowest \(300 calls\) bought in 44\s%\sof calls, .* highest \(224 calls\) in 24\s%/,
    );
    expect(text.split(hostile).length - 1).toBeGreaterThan(3);
    expect(await page.locator('main img, main script').count()).toBe(0);
    await page.waitForLoadState('networkidle');
    expect(await watched.events()).toEqual([]);
    expect(watched.reports).toEqual([]);
    expect(watched.errors).toEqual([]);
    await page.close();
  });
});
