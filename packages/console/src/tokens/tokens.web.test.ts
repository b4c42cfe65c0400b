import { afterEach, describe, expect, it } from 'vitest';
import { apiKey, fakeWorker, testKey } from '../testing/fake-worker.js';
import { deepAll, deepText, expectAccessible, openConsole, type, waitForElement } from '../testing/page.js';

afterEach(() => sessionStorage.clear());

function worker() {
  let keys = [apiKey];
  return fakeWorker({
    'GET /v1/models': () => [],
    'GET /v1/keys': () => keys,
    'POST /v1/keys': () => {
      keys = [...keys, { ...apiKey, id: 'bbbbbbbbbbbb', label: 'CRM server' }];
      return { ...apiKey, id: 'bbbbbbbbbbbb', label: 'CRM server', key: 'aicrm_acme_bbbbbbbbbbbb_secret' };
    },
    'DELETE /v1/keys/bbbbbbbbbbbb': () => {
      keys = keys.map((key) => (key.id === 'bbbbbbbbbbbb' ? { ...key, revokedAt: key.createdAt } : key));
      return null;
    },
    'POST /v1/tokens': () => ({ token: 'eyJ.test.token', expiresAt: '2026-11-20T10:15:00Z' }),
  });
}

async function openTokens(send: typeof fetch) {
  openConsole(send, `#key=${testKey}`);
  location.hash = '#/tokens';
  await waitForElement('th', 'first key');
}

describe('tokens and keys', () => {
  it('mints a token for the origins and scopes that were chosen, and shows it', async () => {
    const { send, asked } = worker();
    await openTokens(send);
    await expectAccessible();
    type(
      await waitForElement('textarea[name=origins]'),
      'https://crm.example.com\nhttps://portal.example.com',
    );
    (await waitForElement('button', 'Mint a token')).click();
    await waitForElement('code', 'eyJ.test.token');
    expect(asked.find(({ route }) => route === 'POST /v1/tokens')?.body).toEqual({
      scopes: ['sync:all', 'models:read'],
      origins: ['https://crm.example.com', 'https://portal.example.com'],
      expiresIn: 900,
    });
    await expectAccessible();
  });

  it('asks for the one record that a narrow token is for', async () => {
    const { send, asked } = worker();
    await openTokens(send);
    const [form] = deepAll(document, 'mint-form');
    const box = (scope: string) => form?.shadowRoot?.querySelector<HTMLInputElement>(`[value="${scope}"]`);
    box('sync:all')?.click();
    box('sync:record')?.click();
    type(await waitForElement('input[name=record]'), 'lead:odoo:42');
    type(await waitForElement('textarea[name=origins]'), 'https://crm.example.com');
    (await waitForElement('button', 'Mint a token')).click();
    await waitForElement('code', 'eyJ.test.token');
    expect(asked.find(({ route }) => route === 'POST /v1/tokens')?.body).toMatchObject({
      scopes: ['sync:record', 'models:read'],
      record: 'lead:odoo:42',
    });
  });

  it('makes a key, shows its secret once, and revokes it after a second press', async () => {
    const { send, asked } = worker();
    await openTokens(send);
    type(await waitForElement('input[name=label]'), 'CRM server');
    (await waitForElement('button', 'Make the key')).click();
    await waitForElement('code', 'aicrm_acme_bbbbbbbbbbbb_secret');
    const revoke = await waitForElement('button', 'Revoke CRM server');
    revoke.click();
    expect(asked.map(({ route }) => route)).not.toContain('DELETE /v1/keys/bbbbbbbbbbbb');
    await waitForElement('button', 'Press again to revoke');
    revoke.click();
    await waitForElement('.pill', 'revoked');
    expect(asked.map(({ route }) => route)).toContain('DELETE /v1/keys/bbbbbbbbbbbb');
  });

  it('shows the embed snippet with the worker’s own address', async () => {
    await openTokens(worker().send);
    expect(deepText(document)).toContain(`src="${location.origin}/embed/v1/aicrm.js"`);
  });
});
