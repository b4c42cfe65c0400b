import { clearDefaultClient, defaultClient } from '@aicrm/client/registry';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { autoload } from './autoloader.js';
import { tokenSource } from './host-token.js';
import { findScript, readScript } from './script-options.js';
import { start } from './start.js';

const moduleUrl = 'https://worker.example/embed/v1/aicrm.js?v=7';

function scriptTag(attributes: Record<string, string>): HTMLScriptElement {
  const script = document.createElement('script');
  // Of a type that no browser runs: only its attributes are of interest.
  script.type = 'text/plain';
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  document.head.append(script);
  return script;
}

afterEach(() => {
  for (const script of document.querySelectorAll('script[type="text/plain"]')) script.remove();
  document.body.replaceChildren();
  clearDefaultClient();
  vi.restoreAllMocks();
});

describe('the script tag', () => {
  it('is found by its mark and its source, the own one before any other', () => {
    const other = scriptTag({ 'data-aicrm': '', src: 'https://other.example/aicrm.js' });
    expect(findScript(document, moduleUrl)).toBe(other);
    const plain = scriptTag({ src: moduleUrl });
    expect(findScript(document, moduleUrl)).toBe(plain);
    const own = scriptTag({ 'data-aicrm': '', src: moduleUrl });
    expect(findScript(document, moduleUrl)).toBe(own);
  });

  it("has defaults for all it leaves out: the worker is the script's own origin", () => {
    expect(readScript(null, moduleUrl)).toEqual({
      api: 'https://worker.example',
      tokenUrl: undefined,
      token: undefined,
      cache: undefined,
      user: undefined,
    });
  });

  it('gives addresses of the page in full and ignores a cache that does not exist', () => {
    const script = scriptTag({
      'data-api': 'https://api.example/',
      'data-token-url': '/aicrm/token',
      'data-cache': 'forever',
      'data-user': 'ann',
    });
    expect(readScript(script, moduleUrl)).toEqual({
      api: 'https://api.example',
      tokenUrl: `${location.origin}/aicrm/token`,
      token: undefined,
      cache: undefined,
      user: 'ann',
    });
    script.dataset.cache = 'persistent';
    expect(readScript(script, moduleUrl).cache).toBe('persistent');
  });
});

describe("the host's token", () => {
  const options = readScript(null, moduleUrl);
  const url = 'https://host.example/token';
  const fromHost = tokenSource({ ...options, tokenUrl: url });

  it('is asked for by POST, without a referrer that could name a record', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ token: 'abc' }));
    expect(await fromHost()).toBe('abc');
    expect(fetched).toHaveBeenCalledWith(
      url,
      expect.objectContaining({ method: 'POST', referrerPolicy: 'no-referrer', credentials: 'same-origin' }),
    );
    expect(fetched.mock.calls[0]?.[1]?.body).toBeUndefined();
  });

  it.each([
    [401, 'permission'],
    [403, 'permission'],
    [429, 'temporary'],
    [503, 'temporary'],
  ])('that is refused with %i is a problem of the kind %s', async (status, kind) => {
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('', { status }));
    await expect(fromHost()).rejects.toMatchObject({ kind, status });
  });

  it('that is none is a temporary problem, as a broken host is mended one day', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({ token: 7 }));
    await expect(fromHost()).rejects.toMatchObject({ kind: 'temporary', status: 502 });
  });

  it('that stands in the page is used once: a second wish means that it has ended', async () => {
    const fromPage = tokenSource({ ...options, token: 'written' });
    expect(await fromPage()).toBe('written');
    await expect(fromPage()).rejects.toMatchObject({ kind: 'permission' });
    await expect(tokenSource(options)()).rejects.toMatchObject({ kind: 'permission' });
  });
});

describe('the autoloader', () => {
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const tagged = (tag: string) => document.createElement(tag);

  it('loads an element that is there and one that comes later, each once, and no other', async () => {
    document.body.append(tagged('x-now'));
    const loaded: string[] = [];
    const loader = (tag: string) => async () => {
      loaded.push(tag);
      return undefined;
    };
    const stop = autoload(document, {
      'x-now': loader('now'),
      'x-later': loader('later'),
      'x-never': loader('never'),
    });
    expect(loaded).toEqual(['now']);
    const row = document.createElement('div');
    row.append(tagged('x-later'), tagged('x-later'), tagged('x-now'));
    document.body.append(row);
    await settle();
    expect(loaded).toEqual(['now', 'later']);
    stop();
    document.body.append(tagged('x-never'));
    await settle();
    expect(loaded).toEqual(['now', 'later']);
  });

  it('leaves a tag to whoever defined it first, and says so once', async () => {
    customElements.define('x-taken', class extends HTMLElement {});
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const load = vi.fn(async () => undefined);
    document.body.append(tagged('x-taken'));
    const stop = autoload(document, { 'x-taken': load });
    document.body.append(tagged('x-taken'));
    await settle();
    stop();
    expect(load).not.toHaveBeenCalled();
    expect(warned).toHaveBeenCalledTimes(1);
  });

  it('fetches what an element opens when the page is idle, after it is defined', async () => {
    const loaded: string[] = [];
    document.body.append(tagged('x-opens'));
    const stop = autoload(document, {
      'x-opens': async () => {
        loaded.push('define');
        return async () => loaded.push('later');
      },
    });
    expect(loaded).toEqual(['define']);
    await vi.waitFor(() => expect(loaded).toEqual(['define', 'later']), 5_000);
    stop();
  });

  it('tries again with the next element when a chunk could not be fetched', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    let tries = 0;
    const stop = autoload(document, {
      'x-flaky': async () => {
        tries++;
        if (tries === 1) throw new TypeError('Failed to fetch dynamically imported module');
        return undefined;
      },
    });
    document.body.append(tagged('x-flaky'));
    await settle();
    document.body.append(tagged('x-flaky'));
    await settle();
    stop();
    expect(tries).toBe(2);
  });
});

describe('starting', () => {
  it('makes the default client; a second copy of the script changes nothing and says so', () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const first = start(document, moduleUrl);
    expect(defaultClient()).toBe(first);
    expect(warned).not.toHaveBeenCalled();
    expect(start(document, 'https://other.example/aicrm.js')).toBe(first);
    expect(warned).toHaveBeenCalledTimes(1);
  });
});
