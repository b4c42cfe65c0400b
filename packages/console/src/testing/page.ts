import { must } from '@aicrm/schema/result';
import axe from 'axe-core';
import { expect } from 'vitest';
import { ConsoleApp } from '../console-app.js';
import { define } from '../ui/element.js';
import '../console.css';

define('aicrm-console', ConsoleApp);

/** Puts a console over a fake worker into the page; `hash` is the address it is opened with. */
export function openConsole(send: typeof fetch, hash = ''): ConsoleApp {
  document.body.replaceChildren();
  document.title = 'console';
  document.documentElement.lang = 'en';
  history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
  const app = document.createElement('aicrm-console');
  if (!(app instanceof ConsoleApp)) throw new Error('the console is not defined');
  app.send = send;
  document.body.append(app);
  return app;
}

/** All elements under a node that fit, through every shadow root. */
export function deepAll(root: ParentNode, selector: string): Element[] {
  const here = [...root.querySelectorAll(selector)];
  const below = [...root.querySelectorAll('*')].flatMap((one) =>
    one.shadowRoot ? deepAll(one.shadowRoot, selector) : [],
  );
  return [...here, ...below];
}

export const deepText = (root: ParentNode): string =>
  deepAll(root, 'p, h1, h2, h3, td, th, dd, dt, span, button, li, code, pre, strong, a')
    .map((one) => one.textContent ?? '')
    .join(' ')
    .replace(/\s+/g, ' ');

/** Waits for an element by selector, and by its text where one is given. */
export const waitForElement = async (selector: string, text = ''): Promise<HTMLElement> => {
  await expect
    .poll(() => deepAll(document, selector).some((one) => one.textContent?.includes(text)), {
      timeout: 5_000,
    })
    .toBe(true);
  const found = deepAll(document, selector).find((one) => one.textContent?.includes(text));
  if (!(found instanceof HTMLElement)) throw new Error(`${selector} is no element of a page`);
  return found;
};

export const type = (element: HTMLElement, value: string): void => {
  if (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  )
    element.value = value;
  element.dispatchEvent(new Event('input', { bubbles: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
};

/** Fails with axe's own words where the page has a fault. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document, { rules: { 'landmark-one-main': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${must(nodes[0], 'node').html}`)).toEqual([]);
}
