import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { cdp } from 'vitest/browser';
import type { AicrmElement } from '../internal/aicrm-element.js';
import type { FakeClient } from './fake-client.js';

/** One way an element can look: the client that makes it so, and what the host sets. */
export interface Look<Element> {
  readonly name: string;
  readonly client: () => FakeClient;
  readonly set: (element: Element) => void;
}

type Widget = AicrmElement & { client: unknown };

/** Mounts an element into the page and waits until it is painted. */
export async function mount<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  set: (element: HTMLElementTagNameMap[Tag]) => void = () => undefined,
): Promise<HTMLElementTagNameMap[Tag]> {
  const element = document.createElement(tag);
  set(element);
  document.body.append(element);
  await settle(element);
  return element;
}

/** Waits for chunks, answers and the paints that follow them. */
export async function settle(element: HTMLElement): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await (element as Partial<AicrmElement>).updateComplete;
  }
}

/** What axe finds wrong, as one line a finding; opacity that still moves would make colours look paler than they are. */
export async function findings(element: Element): Promise<string[]> {
  await Promise.allSettled(
    document.getAnimations().map((animation) => animation.finished.catch(() => undefined)),
  );
  const { violations } = await axe.run(element, { rules: { region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/**
 * The same checks for every element: it renders with nothing set, axe finds nothing in any look (light and dark), Lit
 * has no warning for it, and nothing of it is left after it is gone.
 */
export function elementSuite<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  looks: readonly Look<HTMLElementTagNameMap[Tag]>[],
): void {
  type Element = HTMLElementTagNameMap[Tag];
  const dress =
    (look: Look<Element>, client = look.client()) =>
    (element: Element) => {
      (element as Element & Widget).client = client;
      look.set(element);
    };

  describe(`<${tag}> as every element of ours`, () => {
    it('renders with nothing set', async () => {
      const element = await mount(tag);
      expect(element.shadowRoot?.textContent?.trim()).not.toBe('');
      element.remove();
    });

    for (const look of looks)
      for (const scheme of ['light', 'dark'])
        it(`passes axe: ${look.name}, ${scheme}`, async () => {
          document.documentElement.style.colorScheme = scheme;
          // axe takes a page without a background for a white one.
          document.body.style.background = 'Canvas';
          const element = await mount(tag, dress(look));
          expect(await findings(element)).toEqual([]);
          element.remove();
          document.documentElement.style.colorScheme = '';
          document.body.style.background = '';
        });

    it('gives Lit nothing to warn of', () => {
      const { litIssuedWarnings } = globalThis as { litIssuedWarnings?: Set<string> };
      const known = ['dev-mode', 'Lit is in dev mode'];
      const others = [...(litIssuedWarnings ?? [])].filter(
        (text) => !known.some((one) => text.startsWith(one)),
      );
      expect(litIssuedWarnings, 'the development build of Lit').toBeDefined();
      expect(others).toEqual([]);
    });

    it('leaves nothing behind after 200 mounts', async () => {
      const [look] = looks;
      if (!look) throw new Error('a suite needs at least one look');
      const client = look.client();
      const gone: WeakRef<Element>[] = [];
      for (let i = 0; i < 200; i++) {
        const element = document.createElement(tag);
        dress(look, client)(element);
        document.body.append(element);
        if (i % 20 === 0) await settle(element);
        element.remove();
        gone.push(new WeakRef(element));
      }
      expect(client.watching.size).toBe(0);
      expect(client.statusListeners.size).toBe(0);
      client.watched.length = 0;
      await new Promise((resolve) => setTimeout(resolve, 50));
      await cdp().send('HeapProfiler.collectGarbage');
      // The engine may keep the last few in its own caches; what grows with the mounts would keep them all.
      expect(gone.filter((ref) => ref.deref()).length).toBeLessThan(5);
    });
  });
}
