import type { ServerResponse } from 'node:http';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BrowserTabs, browserTabs, stopBrowser } from './testing/browser-tabs.js';
import { leadView } from './testing/fake-worker.js';

// A real browser on a real socket: what a network, a clock and a hidden tab do to a page. After each of them nothing that
// was stored is lost, the page still shows its score, and the host's window has seen no error and no rejection.

declare global {
  interface Window {
    /** Sets the machine's clock off by so many milliseconds. */
    setClockOff(ms: number): void;
  }
}

const day = 86_400_000;
const patience = { timeout: 20_000 };

let tabs: BrowserTabs;
beforeEach(async () => {
  tabs = await browserTabs();
});
afterEach(() => tabs.close());
afterAll(stopBrowser);

const errorsOf = (page: Page): Promise<string[]> => page.evaluate(() => window.tab.errors);
const sync = (page: Page) => page.evaluate(() => window.tab.client.sync());
const rankOf = (page: Page) => page.evaluate(async () => (await window.tab.client.rank('lead-score')).length);
const lastTold = (page: Page) => page.evaluate(() => window.tab.told.at(-1));
const change = (n: number) => {
  const viewAt = new Date(Date.UTC(2026, 2, 2) + n * 1_000).toISOString();
  tabs.worker.upsert({ ...leadView('lead:club:7', { 'orders.count': n % 3 }), viewAt });
  return viewAt;
};
const until = (page: Page, wanted: object) =>
  vi.waitFor(async () => expect(await lastTold(page)).toMatchObject(wanted), patience);

/** What each line does to an answer of the worker. */
const lines: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
  'is reset': ({ socket }) => socket?.resetAndDestroy(),
  'is cut in the middle of an answer': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"protocol":1,"tenant":"acme","upserts":[{"id":"lead:', () => response.destroy());
  },
  'ends an answer too early': (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"protocol":1,"tenant":"acme","ups'),
  'answers 500': (response) => response.writeHead(500).end('oops'),
  'answers with a page of a proxy': (response) =>
    response.writeHead(503, { 'content-type': 'text/html' }).end('<html>bad gateway'),
  'answers with a log-in page': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel'),
  'asks for a quarter of an hour': (response) => response.writeHead(429, { 'retry-after': '900' }).end('{}'),
};

describe('a line that', () => {
  it.each(Object.keys(lines))(
    '%s costs nothing that is stored, and what it held up comes after it',
    async (line) => {
      const page = await tabs.open('a');
      const viewAt = change(1);
      tabs.trouble = (response) => {
        lines[line]?.(response);
        return true;
      };
      expect(await sync(page)).toMatchObject({ state: 'failed' });
      expect(await lastTold(page)).toMatchObject({ state: 'score', dataAt: '2026-03-01T00:00:00Z' });
      expect(await rankOf(page)).toBe(50);
      // A page that is loaded now has only the store.
      await page.reload();
      await page.waitForFunction(() => window.tab?.told.at(-1)?.state === 'score');
      expect(await rankOf(page)).toBe(50);
      tabs.trouble = () => false;
      expect(await sync(page)).toMatchObject({ state: 'synced', upserts: 1 });
      await until(page, { state: 'score', freshness: 'live', dataAt: viewAt });
      expect(await errorsOf(page)).toEqual([]);
    },
  );

  it.each([
    ['in seconds', { 'retry-after': '2' }],
    [
      "as a date, by the server's own clock",
      { date: 'Sun, 01 Mar 2026 12:00:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 12:00:02 GMT' },
    ],
  ])(
    'answers 429 with a Retry-After %s is left alone for that long, then asked again',
    async (_, headers) => {
      const page = await tabs.open('a');
      const viewAt = change(2);
      let asked = 0;
      tabs.trouble = (response) => {
        if (++asked > 1) return false;
        response.writeHead(429, headers).end('{}');
        return true;
      };
      expect(await sync(page)).toMatchObject({ state: 'synced', upserts: 1 });
      // By the page's own clock, from the end of the refusal: a busy machine can only make it longer.
      const waited = await page.evaluate(() => {
        const [refused, next] = performance
          .getEntriesByType('resource')
          .filter(({ name }) => name.includes('/v1/sync'))
          .slice(-2);
        return refused instanceof PerformanceResourceTiming && next
          ? next.startTime - refused.responseEnd
          : 0;
      });
      expect(waited).toBeGreaterThan(1_990);
      await until(page, { state: 'score', dataAt: viewAt });
      expect(await errorsOf(page)).toEqual([]);
    },
  );

  it('is so slow that answers come in by drops lets a page paint from its store, and brings all of them in the end', async () => {
    const page = await tabs.open('a');
    const viewAt = change(3);
    let drops = 0;
    tabs.trouble = (response) => {
      const end = response.end.bind(response);
      const drip = (body: Buffer, at: number): void => {
        if (at >= body.length) return void end();
        drops++;
        response.write(body.subarray(at, at + 100));
        setTimeout(drip, 100, body, at + 100);
      };
      Object.assign(response, { end: (body: Buffer) => drip(body, 0) });
      return false;
    };
    await page.reload();
    await until(page, { state: 'score', freshness: 'cached', dataAt: '2026-03-01T00:00:00Z' });
    await until(page, { state: 'score', freshness: 'live', dataAt: viewAt });
    expect(drops).toBeGreaterThan(3);
    expect(await rankOf(page)).toBe(50);
    expect(await errorsOf(page)).toEqual([]);
  });

  it('swallows every request lets a page paint from its store, and is tried again once it lets go', async () => {
    const page = await tabs.open('a');
    const viewAt = change(4);
    const held: ServerResponse[] = [];
    tabs.trouble = (response) => held.push(response) > 0;
    await page.reload();
    await until(page, { state: 'score', freshness: 'cached', dataAt: '2026-03-01T00:00:00Z' });
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), patience);
    tabs.trouble = () => false;
    for (const response of held) response.socket?.destroy();
    await until(page, { state: 'score', freshness: 'live', dataAt: viewAt });
    expect(await rankOf(page)).toBe(50);
    expect(await errorsOf(page)).toEqual([]);
  });
});

describe('time', () => {
  beforeEach(() =>
    tabs.context.addInitScript(() => {
      let off = Number(new URLSearchParams(location.search).get('off') ?? 0);
      const real = Date.now;
      Date.now = () => real() + off;
      window.setClockOff = (ms) => {
        off = ms;
      };
    }),
  );

  it.each([3, -3])('a clock %i days off, later set right, costs nothing', async (days) => {
    const page = await tabs.open(`a&off=${days * day}`);
    expect(await rankOf(page)).toBe(50);
    const viewAt = change(5);
    expect(await sync(page)).toMatchObject({ state: 'synced', upserts: 1 });
    await page.evaluate(() => window.setClockOff(0));
    change(6);
    expect(await sync(page)).toMatchObject({ state: 'synced', upserts: 1 });
    const right = await tabs.open('b');
    expect((await lastTold(right)) ?? {}).not.toMatchObject({ dataAt: viewAt });
    expect(await rankOf(right)).toBe(50);
    expect([...(await errorsOf(page)), ...(await errorsOf(right))]).toEqual([]);
  });

  it('a week without a line turns the score stale, and what came meanwhile is there as soon as the line is', async () => {
    const page = await tabs.open('a');
    await tabs.context.setOffline(true);
    const viewAt = change(7);
    tabs.worker.remove('lead:club:3');
    await page.evaluate((ms) => window.setClockOff(ms), 7 * day);
    expect(await sync(page)).toMatchObject({ state: 'failed' });
    await until(page, { freshness: 'stale', dataAt: '2026-03-01T00:00:00Z' });
    expect(await rankOf(page)).toBe(50);
    expect(await page.evaluate(() => window.tab.client.online)).toBe(false);
    await tabs.context.setOffline(false);
    // Nobody asks for it: the browser says that the line is back.
    await until(page, { freshness: 'live', dataAt: viewAt });
    expect(await rankOf(page)).toBe(49);
    expect(await errorsOf(page)).toEqual([]);
  });
});

describe('a leader that nobody looks at', () => {
  const show = (page: Page, state: 'visible' | 'hidden') =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  const asks = (name: string) => tabs.syncs().filter((one) => one === name).length;

  it('gives way to a tab in sight, and follows when it is seen again', async () => {
    const [leader, other] = [await tabs.open('a'), await tabs.open('b')];
    const before = { a: asks('a'), b: asks('b') };
    const viewAt = change(8);
    await show(leader, 'hidden');
    // The lock is free, and its heir asks at once.
    await vi.waitFor(() => expect(asks('b')).toBe(before.b + 1), patience);
    await until(other, { freshness: 'live', dataAt: viewAt });
    // Out of sight it still reads what the other commits, and asks nobody, then and when it is seen again.
    await until(leader, { freshness: 'live', dataAt: viewAt });
    await show(leader, 'visible');
    change(9);
    expect(await sync(other)).toMatchObject({ state: 'synced' });
    expect(asks('a')).toBe(before.a);
    await show(other, 'hidden');
    await vi.waitFor(() => expect(asks('a')).toBe(before.a + 1), patience);
    expect([...(await errorsOf(leader)), ...(await errorsOf(other))]).toEqual([]);
  });

  it('and is frozen misses nothing: the other leads, and it catches up when it is thawed', async () => {
    const [leader, other] = [await tabs.open('a'), await tabs.open('b')];
    const cdp = await tabs.context.newCDPSession(leader);
    await show(leader, 'hidden');
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    const viewAt = change(10);
    // Elected a moment ago, it may be in a sync of its own, from before the change or after it: a second one has seen it.
    await sync(other);
    expect(await sync(other)).not.toMatchObject({ state: 'failed' });
    await until(other, { freshness: 'live', dataAt: viewAt });
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await show(leader, 'visible');
    await until(leader, { freshness: 'live', dataAt: viewAt });
    expect([...(await errorsOf(leader)), ...(await errorsOf(other))]).toEqual([]);
  });
});

it('the counters see what is thrown into the host', async () => {
  const page = await tabs.open('a');
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error('thrown');
    });
    void Promise.reject(new Error('rejected'));
  });
  await vi.waitFor(async () => expect((await errorsOf(page)).length).toBe(2), patience);
});
