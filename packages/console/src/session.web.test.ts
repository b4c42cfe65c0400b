import { afterEach, describe, expect, it } from 'vitest';
import { fakeWorker, model, Refusal, testKey, version } from './testing/fake-worker.js';
import { deepAll, expectAccessible, openConsole, type, waitForElement } from './testing/page.js';

const routes = { 'GET /v1/models': () => [model([version('v1', 'published')])] };
const refused = {
  'GET /v1/models': () =>
    new Refusal(401, {
      kind: 'permission',
      title: 'Not signed in',
      status: 401,
      detail: 'The API key is not valid.',
      action: 'Use a key of this tenant that was not revoked.',
    }),
};

afterEach(() => sessionStorage.clear());

describe('the accessibility check of these tests', () => {
  it('finds a fault within the console’s shadow roots', async () => {
    openConsole(fakeWorker(routes).send);
    const form = await waitForElement('form');
    form.append(document.createElement('button'));
    await expect(expectAccessible()).rejects.toThrow('button-name');
  });
});

describe('the address', () => {
  it.each(['#/models/%E0%A4%A', '#/nothing'])('says that %s names no page', async (hash) => {
    const errors: unknown[] = [];
    const note = (event: ErrorEvent) => errors.push(event.message);
    window.addEventListener('error', note);
    sessionStorage.setItem('aicrm.console.key', testKey);
    openConsole(fakeWorker(routes).send, '#/models');
    await waitForElement('h2', 'Lead score');
    location.hash = hash;
    await waitForElement('[role=alert]', 'There is no such page');
    expect(deepAll(document, 'model-page')).toEqual([]);
    location.hash = '#/models';
    await waitForElement('h2', 'Lead score');
    window.removeEventListener('error', note);
    expect(errors).toEqual([]);
  });
});

describe('signing in', () => {
  it('asks for a key, tries it, and shows the models', async () => {
    const { send, asked } = fakeWorker(routes);
    openConsole(send);
    type(await waitForElement('input[name=key]'), testKey);
    await expectAccessible();
    (await waitForElement('button', 'Sign in')).click();
    await waitForElement('h2', 'Lead score');
    expect(asked.at(-1)?.authorization).toBe(`Bearer ${testKey}`);
    expect(sessionStorage.getItem('aicrm.console.key')).toBe(testKey);
    await expectAccessible();
  });

  it('says what is wrong with a key that the worker refuses, and keeps nothing', async () => {
    openConsole(fakeWorker(refused).send);
    type(await waitForElement('input[name=key]'), 'aicrm_wrong');
    (await waitForElement('button', 'Sign in')).click();
    await waitForElement('[role=alert]', 'The API key is not valid.');
    expect(sessionStorage.length).toBe(0);
  });

  it('takes a key from the address and removes it from there at once', async () => {
    const { send } = fakeWorker(routes);
    openConsole(send, `#key=${testKey}`);
    expect(location.href).not.toContain('aicrm_acme');
    await waitForElement('h2', 'Lead score');
  });

  it('forgets the key at sign-out', async () => {
    openConsole(fakeWorker(routes).send, `#key=${testKey}`);
    (await waitForElement('button', 'Sign out')).click();
    await waitForElement('input[name=key]');
    expect(sessionStorage.length).toBe(0);
    expect(deepAll(document, 'models-page')).toEqual([]);
  });

  it('says so when the worker cannot be reached', async () => {
    openConsole(() => Promise.reject(new TypeError('Failed to fetch')), `#key=${testKey}`);
    await waitForElement('[role=alert]', 'The worker does not answer');
  });

  it('says so when an answer has another shape than the wire', async () => {
    openConsole(fakeWorker({ 'GET /v1/models': () => [{ name: 'lead-score' }] }).send, `#key=${testKey}`);
    await waitForElement('[role=alert]', 'The answer cannot be read');
  });
});
