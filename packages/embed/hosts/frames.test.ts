import type { Frame } from 'playwright';
import { expect, it } from 'vitest';
import { badge, example, html, lead, seen, text, World } from './testing/world.js';

// The panels of hosts that show us in a frame, with a stand-in for the host's own kit where the host's script would be.

const world = new World('vite.frame.config.ts');

async function guest(depth: number): Promise<Frame> {
  await expect.poll(() => world.page.frames().length, { timeout: 20_000 }).toBe(depth + 1);
  const frame = world.page.frames()[depth];
  if (!frame) throw new Error('no frame');
  return frame;
}
const policy = () =>
  `default-src 'none'; script-src 'self' ${world.site.worker}/embed/v1/; frame-src 'self' ${world.site.worker}; connect-src 'self'`;
const here = async (file: string): Promise<string> =>
  (await example(file)).replaceAll('https://YOUR-WORKER', world.site.worker);

it("Pipedrive: the panel's own files ask with a fresh signature and show the record beside them", async () => {
  const sdk = `window.AppExtensionsSDK = class {
    async initialize({ size }) { window.asked = [size]; return this; }
    async execute(command) { window.asked.push(command); return { token: 'signed' }; }
  };`;
  const asked: unknown[] = [];
  const panel = (await here('pipedrive/panel.html'))
    .replace(/https:\/\/cdn\.jsdelivr[^"]+/, 'sdk.js')
    .replace('aicrm-customer-insight-card', badge);
  world.routes.set('/panel', () => html(panel, policy()));
  world.routes.set('/sdk.js', () => text(sdk, 'text/javascript'));
  const script = (await here('pipedrive/panel.js'))
    .replaceAll('pipedrive:', 'crm:')
    .replace("'contact'", "'lead'");
  world.routes.set('/panel.js', () => text(script, 'text/javascript'));
  world.routes.set('/pipedrive/token', async (request) => {
    asked.push(await request.json());
    return Response.json({ token: 'good' });
  });
  await world.page.goto(`${world.site.host}/panel?resource=person&selectedIds=7&id=abc`);
  const frame = await guest(1);
  await frame.waitForSelector(`${badge}[state="score"]`, seen);
  expect(asked).toEqual([{ signed: 'signed', record: lead }]);
  expect(await world.page.evaluate(() => Reflect.get(window, 'asked'))).toEqual([
    { height: 500 },
    'get_signed_token',
  ]);
  expect([...world.askedFrom]).toEqual([world.site.worker]);
  expect(world.said).toEqual([]);
});

it('Pipedrive: a list names no single record, so nothing is asked', async () => {
  const panel = (await here('pipedrive/panel.html')).replace(/https:\/\/cdn\.jsdelivr[^"]+/, 'sdk.js');
  world.routes.set('/panel', () => html(panel, policy()));
  world.routes.set('/sdk.js', () => text('', 'text/javascript'));
  const script = await here('pipedrive/panel.js');
  world.routes.set('/panel.js', () => text(script, 'text/javascript'));
  await world.page.goto(`${world.site.host}/panel?resource=person&selectedIds=7,8`);
  await world.page.waitForLoadState('networkidle');
  expect(await world.page.getAttribute('aicrm-frame', 'record-id')).toBeNull();
  expect(world.askedFrom.size).toBe(0);
});

it("Zendesk: the panel asks for the ticket's requester with the session of its page", async () => {
  const kit = `window.ZAFClient = { init: () => ({
    get: async (name) => ({ [name]: 7 }), invoke: async () => undefined,
  }) };`;
  const page = `<!doctype html><meta name="aicrm-session" content="session-of-ada">
    <script src="kit.js"></script><script type="module" src="${world.site.worker}/embed/v1/frame-host.js"></script>
    <script type="module" src="panel.js"></script>
    <aicrm-frame element="${badge}" same-origin label="Insight"></aicrm-frame>`;
  const script = (await here('zendesk/panel.js')).replace('contact:zendesk', 'lead:crm');
  const asked: unknown[] = [];
  world.routes.set('/', () => html(page, policy()));
  world.routes.set('/kit.js', () => text(kit, 'text/javascript'));
  world.routes.set('/panel.js', () => text(script, 'text/javascript'));
  world.routes.set('/zendesk/token', async (request) => {
    asked.push(request.headers.get('authorization'), await request.json());
    return Response.json({ token: 'good' });
  });
  await world.page.goto(world.site.host);
  await (await guest(1)).waitForSelector(`${badge}[state="score"]`, seen);
  expect(asked).toEqual(['Bearer session-of-ada', { record: lead }]);
  expect(world.said).toEqual([]);
});

it('EspoCRM: the dashlet is sent on to the frame with its token, and works in the sandbox with no origin', async () => {
  const shown = new URLSearchParams({ element: badge, 'record-id': lead, display: 'inline', token: 'good' });
  world.worker.tokens = new Set(['good']);
  world.worker.bound.set('good', lead);
  world.routes.set('/', (request) =>
    // As Aicrm.php answers.
    new URL(request.url).searchParams.get('entryPoint') === 'aicrm'
      ? new Response(null, {
          status: 302,
          headers: { location: `${world.site.worker}/embed/v1/frame#${shown}`, 'cache-control': 'no-store' },
        })
      : html('<iframe sandbox="allow-scripts" src="/?entryPoint=aicrm"></iframe>', policy()),
  );
  await world.page.goto(world.site.host);
  const frame = await guest(1);
  await frame.waitForSelector(`${badge}[state="score"]`, seen);
  expect([...world.askedFrom]).toEqual(['null']);
  expect(await frame.evaluate(() => location.hash)).not.toContain('good');
  expect(world.said).toEqual([]);
});

it('HubSpot and Salesforce: an address alone opens the frame, in its own origin, with all reasons shown', async () => {
  const shown = new URLSearchParams({
    element: badge,
    'record-id': lead,
    display: 'inline',
    open: '',
    token: 'good',
  });
  world.routes.set('/', () =>
    html(
      `<iframe src="${world.site.worker}/embed/v1/frame#${shown}" width="480" height="720"></iframe>`,
      policy(),
    ),
  );
  await world.page.goto(world.site.host);
  const frame = await guest(1);
  await frame.waitForSelector(`${badge}[state="score"][open]`, seen);
  await frame.locator(badge).getByText('Orders so far').first().waitFor(seen);
  expect([...world.askedFrom]).toEqual([world.site.worker]);
  expect(world.said).toEqual([]);
});
