import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page as browser, cdp } from 'vitest/browser';
import { renderCard } from './page.js';
import { sampleCard } from './testing/card.js';

const scheme = (value: string) =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });

const textOf = (dir: 'ltr' | 'rtl'): string => renderCard(sampleCard(), { label: 'Lead score', dir });

/** Opens the page in a frame of its own, under its own policy. */
async function open(width: number, dir: 'ltr' | 'rtl'): Promise<Document> {
  const frame = document.createElement('iframe');
  frame.style.cssText = `border:0;inline-size:${width}px;block-size:900px`;
  frame.title = 'card';
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
  frame.src = URL.createObjectURL(new Blob([textOf(dir)], { type: 'text/html' }));
  document.body.replaceChildren(frame);
  await loaded;
  const inner = frame.contentDocument;
  if (inner === null) throw new Error('no document');
  return inner;
}

/** Puts the page into the test's own document, which axe can look at. */
function adopt(dir: 'ltr' | 'rtl'): void {
  const made = new DOMParser().parseFromString(textOf(dir), 'text/html');
  document.body.replaceChildren(...made.querySelectorAll('style'), ...made.body.children);
  document.documentElement.dir = dir;
}

afterEach(async () => {
  document.body.replaceChildren();
  document.documentElement.dir = 'ltr';
  await scheme('');
});

describe('the card in a browser', () => {
  for (const [width, dir, look] of [
    [1_280, 'ltr', 'light'],
    [1_280, 'ltr', 'dark'],
    [390, 'rtl', 'light'],
  ] as const) {
    it(`has its style under its own policy and no sideways scroll: ${width} ${dir} ${look}`, async () => {
      await browser.viewport(width, 900);
      await scheme(look);
      const inner = await open(width, dir);
      for (const details of inner.querySelectorAll('details')) details.open = true;
      const ground = inner.defaultView?.getComputedStyle(inner.body).backgroundColor;
      expect(ground).toBe(look === 'dark' ? 'rgb(16, 19, 26)' : 'rgb(245, 246, 249)');
      expect(inner.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    });

    it(`has no fault that axe knows: ${width} ${dir} ${look}`, async () => {
      await browser.viewport(width, 900);
      await scheme(look);
      adopt(dir);
      for (const details of document.querySelectorAll('details')) details.open = true;
      const { violations } = await axe.run(document);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });
  }
});
