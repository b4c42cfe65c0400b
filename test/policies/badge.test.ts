import { FakeWorker, leadView } from '@aicrm/client/testing/fake-worker';
import { smallModel } from '@aicrm/client/testing/small-model';
import { must } from '@aicrm/schema/result';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Places, type Profile, policyOf, profiles } from './lib/profiles.js';
import { builtEmbed, embedFile, hostLit, meeting, openSite, type Site } from './lib/site.js';
import { keepReport, type Watched, watch } from './lib/watch.js';

// The built script and an open badge under the policies that hosts have. A violation is counted by three ways that do
// not depend on each other, and each policy is shown to block what it says it blocks.

const tag = 'aicrm-lead-score-badge';
const seen = { state: 'attached' as const, timeout: 30_000 };
/** Event, report and console line of one violation come by three ways, in no order. */
const patience = { timeout: 20_000 };

let files: Awaited<ReturnType<typeof builtEmbed>>;
let host: Site;
let cdn: Site;
let api: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let watched: Watched;
let worker: FakeWorker;

beforeAll(async () => {
  [files, host, cdn, api, browser] = await Promise.all([
    builtEmbed(),
    openSite(),
    openSite(),
    openSite(),
    chromium.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    }),
  ]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await Promise.all([host?.close(), cdn?.close(), api?.close()]);
});

beforeEach(async () => {
  worker = new FakeWorker();
  worker.upsert(...Array.from({ length: 8 }, (_, i) => leadView(`lead:club:${i}`)));
  worker.publish(await smallModel());
  context = await browser.newContext();
  page = await context.newPage();
  watched = await watch(page);
});
afterEach(() => context.close());

const loaded = (part: string): Promise<string[]> =>
  page.evaluate(
    (wanted) =>
      performance.getEntriesByType('resource').flatMap(({ name }) => (name.includes(wanted) ? [name] : [])),
    part,
  );

const ask = (request: Request) => worker.fetch(request.url, { headers: request.headers });

/** Puts a profile's page, script and worker where the profile wants them. */
function serve(profile: Profile): Places {
  const places: Places = {
    host: host.origin,
    script: profile.cdn ? cdn.origin : host.origin,
    api: profile.cdn ? api.origin : host.origin,
  };
  const nonce = profile.nonce ? `nonce="${profile.nonce}"` : '';
  const script = (folder: string) =>
    `<script type="module" ${nonce} src="${places.script}/${folder}/aicrm.js" data-aicrm data-api="${places.api}" data-token-url="/token"></script>`;
  const html = (body: string) =>
    new Response(`<!doctype html><html lang="en"><meta charset="utf-8"><title>CRM</title>${body}`, {
      headers: { 'content-type': 'text/html', 'content-security-policy': policyOf(profile, places) },
    });
  const badges = `<${tag} record-id="lead:club:7"></${tag}><${tag} record-id="lead:club:3" display="inline"></${tag}>`;
  const before = profile.hostLit ? `<script type="module" ${nonce} src="/host-lit.js"></script>` : '';
  const scripts = before + script('embed') + (profile.copies === 2 ? script('copy') : '');
  cdn.answer = (request) =>
    embedFile(files, new URL(request.url).pathname) ?? new Response('', { status: 404 });
  api.answer = ask;
  const met = meeting(profile.copies);
  host.answer = async (request) => {
    const { pathname } = new URL(request.url);
    await met(pathname);
    if (pathname === '/csp-report') return keepReport(request, watched);
    if (pathname === '/token') return Response.json({ token: 'good' });
    if (pathname.startsWith('/v1/')) return ask(request);
    if (pathname === '/host-lit.js') return hostLit();
    if (pathname === '/page') return html(scripts + badges);
    if (pathname === '/control') return html('<style>p { color: red }</style><script>inlineRan = 1</script>');
    return embedFile(files, pathname) ?? new Response('', { status: 404 });
  };
  return places;
}

describe.each(profiles)('under the policy "$name"', (profile) => {
  it('a badge is scored, opened and shows its card, without a violation', async () => {
    serve(profile);
    await page.goto(`${host.origin}/page`);
    for (const badge of await page.locator(tag).all()) {
      await badge.locator('button.pill').waitFor(seen);
      expect(await badge.getAttribute('state')).toBe('score');
      await badge.locator('button.pill').click();
      await badge.getByText('Orders so far').first().waitFor(seen);
      await badge.getByRole('button', { name: 'About this model' }).click();
      await badge.locator('[part=card]').getByText('CC0-1.0').waitFor(seen);
      const bars = await badge
        .locator('[part~=bar]')
        .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
      expect(Math.max(...bars), 'a bar whose size a policy let through').toBeGreaterThan(1);
      await badge.locator('button.pill').press('Escape');
    }
    await page.waitForLoadState('networkidle');
    expect(await watched.events()).toEqual([]);
    expect(watched.reports).toEqual([]);
    expect(watched.errors).toEqual([]);
    // Each copy really came, or two of them would prove nothing.
    expect(await loaded('/aicrm.js')).toHaveLength(profile.copies);
    expect(new Set(await loaded('/assets/define-')).size).toBe(profile.copies);
  });

  it('inline script and style are reported by all three ways, and it blocks what it says and no more', async () => {
    serve(profile);
    await page.goto(`${host.origin}/control`);
    const both = ['script-src-elem inline', 'style-src-elem inline'];
    await expect.poll(async () => (await watched.events()).sort(), patience).toEqual(both);
    await expect.poll(() => [...watched.reports].sort(), patience).toEqual(both);
    await expect.poll(() => watched.errors, patience).toHaveLength(2);
    expect(await page.evaluate(() => 'inlineRan' in globalThis)).toBe(false);
    const found = await page.evaluate(async () => {
      const works = async (attempt: () => unknown): Promise<boolean> => {
        try {
          await attempt();
          return true;
        } catch {
          return false;
        }
      };
      const emptyModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
      const types = Reflect.get(globalThis, 'trustedTypes');
      return {
        wasm: await works(() => WebAssembly.compile(emptyModule)),
        markup: await works(() => {
          document.createElement('p').innerHTML = '<b>bold</b>';
        }),
        secondLit: await works(() => {
          types.createPolicy('lit-html', {});
          types.createPolicy('lit-html', {});
        }),
      };
    });
    expect(found).toEqual(profile.allows);
    const blocked = Object.values(profile.allows).filter((allowed) => !allowed).length;
    await expect.poll(() => watched.events(), patience).toHaveLength(both.length + blocked);
  });
});

describe('under Trusted Types without duplicates', () => {
  const trusted = must(
    profiles.find(({ name }) => name === 'Trusted Types'),
    'profile',
  );
  const shown = async (): Promise<void> => {
    await page.goto(`${host.origin}/page`);
    await page.locator(tag).first().locator('button.pill').waitFor(seen);
    await page.waitForLoadState('networkidle');
    expect(await page.locator(tag).first().getAttribute('state')).toBe('score');
  };

  it('a second copy does no harm: only the one in use brings its Lit', async () => {
    serve({ ...trusted, copies: 2 });
    await shown();
    await page.locator(tag).first().locator('button.pill').click();
    await page.locator(tag).first().getByText('Orders so far').first().waitFor(seen);
    expect(await watched.events()).toEqual([]);
    expect(watched.reports).toEqual([]);
    expect(new Set(await loaded('/assets/define-')).size).toBe(2);
  });

  it("a host's own Lit keeps ours out, and the score is still shown: that is what the profile with duplicates is for", async () => {
    serve({ ...trusted, hostLit: true });
    await shown();
    await page.locator(tag).first().locator('button.pill').click();
    const refused = 'trusted-types trusted-types-policy';
    await expect.poll(() => watched.events(), patience).toContain(refused);
    await expect.poll(() => watched.reports, patience).toContain(refused);
    expect(await page.locator(tag).first().locator('button.pill').textContent()).toMatch(/\d\s?%/);
  });
});
