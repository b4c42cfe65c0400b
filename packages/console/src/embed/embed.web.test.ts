import { ok } from '@aicrm/schema/result';
import { afterEach, describe, expect, it } from 'vitest';
import { Api } from '../api.js';
import { fakeWorker, Refusal, testKey } from '../testing/fake-worker.js';
import { deepAll, deepText, expectAccessible, openConsole, type, waitForElement } from '../testing/page.js';
import { EmbedPreview } from './embed-preview.js';
import { openPreview } from './preview-client.js';

afterEach(() => sessionStorage.clear());

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const worker = (more: Record<string, (body: unknown) => unknown> = {}) =>
  fakeWorker({
    'GET /v1/models': () => [],
    'POST /v1/tokens': () => ({ token: 'eyJ.test.token', expiresAt: inAnHour() }),
    ...more,
  });

async function openEmbed(send: typeof fetch) {
  openConsole(send, `#key=${testKey}`);
  location.hash = '#/embed';
  await waitForElement('h2', 'What goes where');
  await waitForElement('pre', 'aicrm-customer-insight-card');
}

/** Presses the radio button of a host, as the keyboard does. */
function choose(host: string) {
  const radio = deepAll(document, `input[value="${host}"]`)[0];
  if (!(radio instanceof HTMLInputElement)) throw new Error(`no host ${host}`);
  radio.click();
}

describe('the embed page', () => {
  it('gives the page’s tags and the endpoint with this worker’s address and the record that was typed in', async () => {
    await openEmbed(worker().send);
    await expectAccessible();
    type(await waitForElement('input[name=source]'), '4711');
    await waitForElement('pre', 'record-id="contact:crm:4711"');
    const text = deepText(document);
    expect(text).toContain(`src="${location.origin}/embed/v1/aicrm.js"`);
    expect(text).toContain(`script-src ${location.origin}/embed/v1/`);
    expect(text).toContain('hosts/plain-html/README.md');
  });

  it('changes the snippets, the connection and the token with the host', async () => {
    const { send, asked } = worker();
    await openEmbed(send);
    choose('espocrm');
    await waitForElement('pre', "'origins' => ['null']");
    expect(await waitForElement('input[name=connection]')).toHaveProperty('value', 'espo');
    (await waitForElement('button', 'Make a token for this origin')).click();
    await waitForElement('code', 'eyJ.test.token');
    expect(asked.find(({ route }) => route === 'POST /v1/tokens')?.body).toEqual({
      scopes: ['sync:record', 'models:read', 'events:write'],
      record: 'contact:espo:7',
      origins: ['null'],
    });
    await expectAccessible();
  });

  it('keeps a connection that a person wrote', async () => {
    await openEmbed(worker().send);
    type(await waitForElement('input[name=connection]'), 'shop');
    choose('odoo');
    await waitForElement('pre', 'connection="shop"');
  });

  it('says why an element cannot stand in a host', async () => {
    await openEmbed(worker().send);
    choose('salesforce');
    type(await waitForElement('select[name=element]'), 'aicrm-segments');
    await waitForElement('.note.warn', 'beside one record');
    expect(deepAll(document, 'code-block')).toHaveLength(0);
    expect(deepText(document)).not.toContain('Make a token for this origin');
    await expectAccessible();
  });

  it('says what an origin is, and what the worker said of a token', async () => {
    const refusal = {
      kind: 'bad-data',
      title: 'Not possible',
      status: 400,
      detail: '"https://a.example/x" is not the origin of a page.',
    };
    await openEmbed(worker({ 'POST /v1/tokens': () => new Refusal(400, refusal) }).send);
    expect(deepAll(document, '.note.warn')).toHaveLength(0);
    type(await waitForElement('input[name=origin]'), 'https://a.example/x');
    await waitForElement('.note.warn', 'An origin is a scheme and a name');
    (await waitForElement('button', 'Make a token for this origin')).click();
    await waitForElement('[role=alert]', 'is not the origin of a page');
  });
});

describe('the preview', () => {
  it('says so where the worker serves no script, and shows the element with its record where it does', async () => {
    const { send, asked } = worker();
    await openEmbed(send);
    (await waitForElement('button', 'Show it here')).click();
    await waitForElement('[role=alert]', 'does not serve /embed/v1/aicrm.js');
    expect(document.querySelector('script[data-aicrm]')).toBeNull();
    expect(asked.find(({ route }) => route === 'POST /v1/tokens')?.body).toEqual({
      scopes: ['sync:all', 'models:read'],
      origins: [location.origin],
      expiresIn: 3_600,
    });

    const [preview] = deepAll(document, 'embed-preview');
    if (!(preview instanceof EmbedPreview)) throw new Error('no preview');
    const tokens: string[] = [];
    preview.load = async (token) => {
      tokens.push(token);
    };
    (await waitForElement('button', 'Show it here')).click();
    const shown = await waitForElement('aicrm-customer-insight-card');
    expect(tokens).toEqual(['eyJ.test.token']);
    expect(shown.getAttribute('record-id')).toBe('contact:crm:7');
    type(await waitForElement('input[name=source]'), '8');
    await expect.poll(() => shown.getAttribute('record-id')).toBe('contact:crm:8');
    await expectAccessible();
    type(await waitForElement('select[name=element]'), 'aicrm-segments');
    await expect.poll(() => deepAll(document, 'aicrm-customer-insight-card')).toHaveLength(0);

    // A page has one client for its life: another key must not be shown the first one's records.
    const other = new Api(`${testKey}b`, send);
    const refused = await openPreview(other, async () => {});
    expect(refused).toMatchObject({ ok: false, error: { title: 'Reload the page for a preview' } });
    expect(await openPreview(new Api(testKey, send), async () => {})).toEqual(ok(null));
  });
});
