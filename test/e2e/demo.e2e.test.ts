import { join } from 'node:path';
import { must } from '@aicrm/schema/result';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.js';
import { type Captured, captureRequests, leaks } from './capture.js';
import { type Demo, root, secondsToStart, startDemo } from './demo-process.js';

const badge = 'aicrm-lead-score-badge';

let demo: Demo;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let captured: Captured[];
let lead: string;

beforeAll(
  async () => {
    demo = await startDemo(18_080, join(root, 'test/.out/demo'));
    browser = await chromium.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--no-first-run',
        '--disable-background-networking',
      ],
    });
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    captured = captureRequests(context);
    page = await context.newPage();
  },
  secondsToStart * 1000 + 30_000,
);

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
}, 30_000);

/** State, freshness and shown probability of the first badge with a score. */
const firstScore = () =>
  page.$eval(`${badge}[state=score]`, (element) => ({
    recordId: element.getAttribute('record-id') ?? '',
    freshness: element.getAttribute('freshness'),
    offline: element.hasAttribute('offline'),
  }));

describe('the demo, as its user sees it', () => {
  it('shows a score on the visible rows of the list', async () => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(demo.crm);
    await page.waitForSelector(`${badge}[state=score]`, { timeout: 30_000 });
    lead = (await firstScore()).recordId;
    expect(lead).toMatch(/^lead:club:/);
    expect(await axeViolations(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('computes in the page what the worker computes', async () => {
    const inPage = await page.evaluate(async () => {
      const key = Symbol.for('aicrm.client');
      type Ranked = { recordId: string; probability: number };
      const slot = (
        globalThis as unknown as Record<symbol, { client: { rank: (model: string) => Promise<Ranked[]> } }>
      )[key];
      return (await slot?.client.rank('lead-score'))?.slice(0, 500) ?? [];
    });
    expect(inPage.length).toBe(500);
    const { apiKey } = JSON.parse(
      await import('node:fs/promises').then(({ readFile }) =>
        readFile(join(demo.home, 'progress.json'), 'utf8'),
      ),
    ) as { apiKey: string };
    const answer = await fetch(`${demo.worker}/v1/predictions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'lead-score', records: inPage.map(({ recordId }) => recordId) }),
    });
    const { predictions } = (await answer.json()) as {
      predictions: { recordId: string; probability: number }[];
    };
    const worker = new Map(predictions.map(({ recordId, probability }) => [recordId, probability]));
    // Both take "now" as their moment, seconds apart: recency in days moves in the fifth decimal, trees rarely at all.
    const apart = inPage.map(({ recordId, probability }) =>
      Math.abs(probability - (worker.get(recordId) ?? Number.NaN)),
    );
    expect(apart.filter((difference) => !(difference < 1e-9)).length).toBeLessThan(5);
  });

  it('opens a record with its reasons, and the score moves as a field is edited', async () => {
    await page.goto(new URL(`/leads/${lead.split(':')[2]}`, demo.crm).href);
    await page.waitForSelector(`${badge}[state=score]`);
    const probability = () =>
      page.$eval(badge, (element) => element.shadowRoot?.textContent?.match(/\d+(\.\d+)?\s?%/)?.[0] ?? '');
    const before = await probability();
    expect(before).toMatch(/%/);
    await page.selectOption('[name=campaignType]', { index: 0 });
    const first = await probability();
    await page.selectOption('[name=campaignType]', { index: 2 });
    await page.waitForTimeout(300);
    expect(new Set([before, first, await probability()]).size).toBeGreaterThan(1);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('has sent no personal detail of the shown lead to the worker, from the first request on', async () => {
    const own = await (await fetch(new URL(`/crm/leads/${lead.split(':')[2]}`, demo.crm))).text();
    const email = /[\w.+-]+@[\w.-]+/.exec(own)?.[0] ?? '';
    const { name } = (JSON.parse(own) as { lead: { name: string } }).lead;
    expect(email).toContain('@');
    expect(name).toMatch(/\w \w/);
    const ours = captured.filter(({ url }) => url.startsWith(demo.worker) || url.includes('/aicrm/'));
    expect(ours.length).toBeGreaterThan(5);
    expect(leaks(ours, [email, name])).toEqual([]);
  });

  it('sends no field of a record to anyone, and a deliberate leak is caught', async () => {
    captured.length = 0;
    // Every input that the model reads gets a value that exists nowhere else.
    const canaries = await page.$eval(
      badge,
      async (element, recordId) => {
        type Spec = { from: string; as: 'number' | 'category' | 'days-since' };
        type Explained = { meta: { features: { spec: Spec }[] } };
        type Client = { explain: (request: object) => Promise<Explained> };
        const slot = (globalThis as unknown as Record<symbol, { client: Client }>)[
          Symbol.for('aicrm.client')
        ];
        const { meta } = (await slot?.client.explain({ model: 'lead-score', recordId })) ?? {
          meta: { features: [] },
        };
        const record = Object.fromEntries(
          meta.features.map(({ spec }, i) => {
            if (spec.as === 'category') return [spec.from, `canary-Qx7Zr1-${i}`];
            if (spec.as === 'number') return [spec.from, `7310417.0${313 + i}`];
            return [spec.from, `2026-01-13T09:30:17.${101 + i}Z`];
          }),
        );
        (element as unknown as { record: unknown }).record = record;
        return Object.values(record);
      },
      lead,
    );
    expect(canaries.length).toBeGreaterThan(20);
    await page.waitForTimeout(1_500);
    expect(await page.$eval(badge, (element) => element.getAttribute('state'))).toBe('score');
    expect(leaks(captured, canaries)).toEqual([]);
    await page.evaluate(
      (value) => fetch(`/crm/leads?q=${encodeURIComponent(value)}`).catch(() => undefined),
      canaries[0] ?? '',
    );
    await page.waitForTimeout(300);
    expect(leaks(captured, canaries).length).toBe(1);
  });

  it('shows no number, and why, to the bank whose model does not hold', async () => {
    const bank = await context.newPage();
    await bank.goto(new URL('/bank/', demo.crm).href);
    await bank.waitForSelector('body[data-ready]', { timeout: 30_000 });
    await bank.waitForSelector(`${badge}[state=insufficient-data]`);
    expect(await bank.$$(`${badge}:not([state=insufficient-data])`)).toEqual([]);
    const words = await bank.$$eval(badge, (all) => all.map((one) => one.shadowRoot?.textContent ?? ''));
    expect(words.length).toBeGreaterThan(3);
    for (const word of words) {
      expect(word).toContain('Not enough evidence');
      expect(word).not.toMatch(/\d/);
    }
    const text = await bank.textContent('main');
    expect(text).toContain('duration');
    expect(text).toContain('It does not hold in time');
    expect(await axeViolations(bank)).toEqual([]);
    await bank.close();
    // Whose data it is travels from the sample's description through the import to the card.
    const key = must(/its console: \S+#key=(\S+)/.exec(demo.output())?.[1], 'key of the bank');
    const answer = await fetch(`${demo.worker}/v1/models/lead-score/versions/v1/card`, {
      headers: { authorization: `Bearer ${key}`, accept: 'text/html' },
    });
    const card = await answer.text();
    expect(card).toContain('CC-BY-4.0');
    expect(card).toContain('S. Moro, P. Cortez and P. Rita');
  });

  it('still scores, after a reload too, when the worker has been killed', async () => {
    process.kill(-demo.workerPid, 'SIGKILL');
    await page.goto(demo.crm);
    await page.waitForSelector(`${badge}[state=score][offline]`, { timeout: 30_000 });
    expect((await firstScore()).freshness).not.toBe('live');
  });

  it('serves Storybook beside it', async () => {
    const stories = (await (await fetch(new URL('/index.json', demo.storybook))).json()) as {
      entries: Record<string, unknown>;
    };
    expect(Object.keys(stories.entries).some((id) => id.includes('lead-score-badge'))).toBe(true);
  });

  it('stops cleanly on a signal', async () => {
    expect(await demo.stop()).toBe(true);
  });
});
