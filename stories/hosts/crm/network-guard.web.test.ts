import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Entry {
  readonly api: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly bodySize: number;
  readonly blocked: boolean;
  readonly status: string;
}
interface Guard {
  readonly entries: readonly Entry[];
  online: boolean;
  startOver(): void;
}
type Page = Window & typeof globalThis & { networkGuard: Guard };

const isGuarded = (page: Window | null): page is Page => page !== null && 'networkGuard' in page;

let frame: HTMLIFrameElement;
let page: Page;

// A page of its own, because the guard changes the functions of the page it is in.
beforeEach(async () => {
  frame = document.createElement('iframe');
  const source = new URL('./public/network-guard.js', import.meta.url).href;
  frame.srcdoc = `<!doctype html><base href="${location.href}"><script src="${source}"></script>`;
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
  document.body.append(frame);
  await loaded;
  const window = frame.contentWindow;
  if (!isGuarded(window)) throw new Error('the guard did not load');
  page = window;
  page.networkGuard.startOver();
});
afterEach(() => frame.remove());

const last = () => page.networkGuard.entries.at(-1);

describe('the network guard', () => {
  it('lists a fetch with its headers and body, and lets it through', async () => {
    const answer = await page.fetch('/somewhere?a=1', {
      method: 'POST',
      headers: { 'x-note': 'hello' },
      body: JSON.stringify({ name: 'Zoë' }),
    });
    expect(answer.status).toBeGreaterThan(0);
    await expect.poll(() => last()?.body).toBe('{"name":"Zoë"}');
    expect(last()).toMatchObject({ api: 'fetch', method: 'POST', blocked: false, bodySize: 15 });
    expect(last()?.url).toMatch(/\/somewhere\?a=1$/);
    expect(last()?.headers).toContainEqual(['x-note', 'hello']);
  });

  it('refuses everything while the switch is off, lists what was tried, and goes on afterwards', async () => {
    page.networkGuard.online = false;
    expect(page.navigator.onLine).toBe(false);
    await expect(page.fetch('/one')).rejects.toThrow('Failed to fetch');
    expect(page.navigator.sendBeacon('/two', 'x')).toBe(false);
    expect(() => new page.WebSocket(`ws://${location.host}/three`)).toThrow('network switch is off');
    expect(() => new page.EventSource('/four')).toThrow('network switch is off');
    expect(() => new page.Worker('/five')).toThrow('network switch is off');
    const request = new page.XMLHttpRequest();
    request.open('PUT', '/six');
    const failed = new Promise((done) => request.addEventListener('error', done));
    request.send('y');
    await failed;
    const tried = page.networkGuard.entries.map(({ api, blocked }) => [api, blocked]);
    expect(tried).toEqual(
      ['fetch', 'sendBeacon', 'WebSocket', 'EventSource', 'Worker', 'XMLHttpRequest'].map((api) => [
        api,
        true,
      ]),
    );
    page.networkGuard.online = true;
    await expect(page.fetch('/seven')).resolves.toBeInstanceOf(page.Response);
  });

  it('cuts off what is under way', async () => {
    const under = page.fetch(`/slow?${Math.random()}`);
    page.networkGuard.online = false;
    await expect(under).rejects.toThrow('Failed to fetch');
    expect(last()?.status).toBe('cut off');
  });

  it('leaves a request that the page aborted to the page', async () => {
    const stop = new page.AbortController();
    const under = page.fetch('/aborted', { signal: stop.signal });
    stop.abort();
    await expect(under).rejects.toMatchObject({ name: 'AbortError' });
  });
});
