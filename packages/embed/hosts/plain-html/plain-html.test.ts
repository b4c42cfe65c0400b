import { createServer, type IncomingMessage } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { integrityOf, type PinnedFiles, pin } from '../../build/integrity.js';
import { badge, example, html, seen, text, World } from '../testing/world.js';

// The guide's own files in a real browser: a page under a strict policy, and the script as built on another origin.

const world = new World('vite.config.ts');
const strict = () =>
  `default-src 'none'; script-src ${world.site.worker}/embed/v1/; connect-src 'self' ${world.site.worker}; style-src 'self'`;

describe('plain HTML', () => {
  const serve = async (change: (page: string) => string = (same) => same): Promise<void> => {
    const filled = (await example('plain-html/index.html')).replaceAll(
      'https://YOUR-WORKER',
      world.site.worker,
    );
    const css = await example('plain-html/page.css');
    world.routes.set('/', () => html(change(filled), strict()));
    world.routes.set('/page.css', () => text(css, 'text/css'));
    world.routes.set('/aicrm/token', () => Response.json({ token: 'good' }));
  };

  it('scores under a strict policy, from the files of the guide alone', async () => {
    await serve();
    await world.page.goto(world.site.host);
    await world.page.waitForSelector(`${badge}[state="score"][freshness="live"]`, seen);
    await world.page.waitForSelector('aicrm-customer-insight-card[state]', seen);
    expect(world.said).toEqual([]);
    expect([...world.askedFrom]).toEqual([world.site.host]);
  });

  it('shows no number where the endpoint gives no token', async () => {
    await serve();
    world.routes.set('/aicrm/token', () => new Response(null, { status: 401 }));
    await world.page.goto(world.site.host);
    await world.page.waitForSelector(`${badge}[state="permission"]`, seen);
  });

  it('mints with the key of the environment, for people who are signed in', async () => {
    const minted: { authorization: string | undefined; body: string }[] = [];
    const mint = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        minted.push({ authorization: request.headers.authorization, body });
        response.writeHead(201).end('{"token":"minted"}');
      });
    });
    const own = createServer((request, response) => {
      const isSignedIn = ({ headers }: IncomingMessage) => headers.cookie === 'session=ada';
      endpoint(request, response, isSignedIn).catch(() => response.writeHead(502).end());
    });
    const listen = (server: typeof own): Promise<string> =>
      new Promise((ready) =>
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          ready(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
        }),
      );
    vi.stubEnv('AICRM_URL', await listen(mint));
    vi.stubEnv('AICRM_KEY', 'the-key');
    vi.stubEnv('SITE', 'https://crm.example');
    vi.resetModules();
    const { tokenEndpoint: endpoint } = await import('./token-server.js');
    const url = await listen(own);
    const cookie = { cookie: 'session=ada' };
    const good = await fetch(url, { method: 'POST', headers: cookie });
    expect([good.status, await good.json()]).toEqual([201, { token: 'minted' }]);
    expect(good.headers.get('cache-control')).toBe('no-store');
    expect((await fetch(url, { method: 'POST' })).status).toBe(401);
    expect((await fetch(url, { headers: cookie })).status).toBe(405);
    const body = JSON.stringify({
      scopes: ['sync:all', 'models:read', 'events:write'],
      origins: ['https://crm.example'],
    });
    expect(minted).toEqual([{ authorization: 'Bearer the-key', body }]);
    vi.unstubAllEnvs();
    mint.close();
    own.close();
  });
});

describe('an import map with integrity hashes', () => {
  const serve = async (pinned: PinnedFiles): Promise<void> => {
    const filled = (await example('plain-html/index.html'))
      .replaceAll('https://YOUR-WORKER', world.site.worker)
      .replace('<script', `${pinned.tag}<script`);
    const policy = strict().replace('script-src', `script-src ${pinned.source}`);
    world.routes.set('/', () => html(filled, policy));
    world.routes.set('/page.css', () => text('', 'text/css'));
    world.routes.set('/aicrm/token', () => Response.json({ token: 'good' }));
  };
  const pinned = () =>
    pin(
      integrityOf([...world.files].filter(([name]) => name.endsWith('.js'))),
      `${world.site.worker}/embed/v1`,
    );

  it('lets every file run as it was built', async () => {
    await serve(pinned());
    await world.page.goto(world.site.host);
    await world.page.waitForSelector(`${badge}[state="score"][freshness="live"]`, seen);
    expect(world.said).toEqual([]);
  });

  it.each([
    ['the entry', /^aicrm\.js$/],
    ['a chunk that the entry imports when it runs', /^assets\/start-/],
    ['a chunk that others import', /^assets\/base-/],
  ])('refuses %s that was changed by one character, which runs without it', async (_, which) => {
    const pins = pinned();
    const name = [...world.files.keys()].find((file) => which.test(file)) ?? '';
    const original = world.files.get(name) ?? '';
    world.files.set(name, `globalThis.changed=1;${original}`);
    try {
      await serve(pins);
      await world.page.goto(world.site.host);
      await expect.poll(() => world.said.join(' '), { timeout: 20_000 }).toMatch(/integrity/i);
      await world.page.waitForLoadState('networkidle');
      expect(await world.page.evaluate(() => Reflect.get(globalThis, 'changed'))).toBeUndefined();
      expect(await world.page.locator(`${badge}[state="score"]`).count()).toBe(0);
      await serve({ tag: '', source: '' });
      await world.page.goto(world.site.host);
      await world.page.waitForSelector(`${badge}[state="score"]`, seen);
      expect(await world.page.evaluate(() => Reflect.get(globalThis, 'changed'))).toBe(1);
    } finally {
      world.files.set(name, original);
    }
  });
});
