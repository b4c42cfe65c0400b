import { must } from '@aicrm/schema/result';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { consoleLists } from './lib/console-lists.js';
import { hostilePage, wordsOf } from './lib/hostile-page.js';
import { difference, inventory, oddLinks } from './lib/inventory.js';
import { generatedMarkup, naughtyStrings, seeded } from './lib/naughty-strings.js';

// A tenant's words, a model file's words and a worker's words end up in elements. Whatever they say, the page holds the
// same elements and attributes as for a harmless word, no link leads out of http, and nothing of theirs runs.

declare global {
  interface ImportMeta {
    /** Vite hands over the variables of the process that begin with `VITE_`. */
    readonly env: Readonly<Record<string, string | undefined>>;
  }
}

/** How many generated texts are shown; a campaign asks for more, with another seed. */
const RENDERS = Number(import.meta.env.VITE_AICRM_RENDERS ?? 2_000);
const SEED = Number(import.meta.env.VITE_AICRM_SEED ?? 1);
const TOGETHER = 20;

let ran = 0;
let harmless: { readonly everything: string[]; readonly core: string[] };
const prototypes = [Object, Array, Function, String, Number, Map, Promise, Element].map(
  ({ prototype }) => prototype as object,
);
const names = () => prototypes.map((one) => Reflect.ownKeys(one));
const before = names();

beforeAll(async () => {
  Object.assign(globalThis, {
    canary: () => {
      ran++;
    },
  });
  const plain = (page: HTMLElement): string[] => {
    expect(oddLinks(page)).toEqual([]);
    return inventory(page);
  };
  harmless = {
    everything: await inspect('Harmless', true, plain),
    core: await inspect('Harmless', false, plain),
  };
});
afterEach(() => {
  ran = 0;
});

async function inspect<T>(text: string, everything: boolean, look: (page: HTMLElement) => T): Promise<T> {
  const page = await hostilePage(() => text, everything);
  try {
    return look(page);
  } finally {
    page.remove();
  }
}

/** What is wrong with a page that shows a text; nothing, one hopes. */
const faults = (text: string, everything: boolean): Promise<string[]> =>
  inspect(text, everything, (page) => {
    const plain = everything ? harmless.everything : harmless.core;
    const found = difference(plain, inventory(page));
    // An inventory holds the addresses of links too, so equal ones have none that is odd.
    if (found.length > 0) found.push(...oddLinks(page));
    // A lone surrogate cannot be written into a model file; everything else is shown as it is.
    if (everything && text.isWellFormed() && !wordsOf(page).includes(text))
      found.push('the text itself is not shown');
    return found.map((fault) => `${JSON.stringify(text.slice(0, 80))}: ${fault}`);
  });

/** @param every Each so many-th text is shown in everything, the others in a scored badge and the console's card. */
async function faultsOf(texts: readonly string[], every: number): Promise<string[]> {
  const found: string[] = [];
  for (let from = 0; from < texts.length; from += TOGETHER)
    found.push(
      ...(
        await Promise.all(
          texts.slice(from, from + TOGETHER).map((text, i) => faults(text, (from + i) % every === 0)),
        )
      ).flat(),
    );
  // A handler of a broken image runs later than the image is inserted.
  await new Promise((done) => setTimeout(done, 300));
  return found;
}

describe('a page that shows foreign words', () => {
  it('shows those of every field that people read, so that the checks below reach them', async () => {
    const asked = new Set<string>();
    const page = await hostilePage((field) => {
      asked.add(field);
      return `[[${field}]]`;
    });
    const words = wordsOf(page);
    page.remove();
    const unseen = [...asked].filter((field) => !words.includes(`[[${field}]]`));
    expect(unseen.sort()).toEqual([
      'another level',
      'card feature id',
      'card host field',
      'card host path',
      'card model name',
      'card name',
      'data licence',
      'feature id',
      'host field',
      'model',
      'model label',
      'model name',
      'model version',
      'record field',
      'record id',
      'record value',
    ]);
    expect(asked.size - unseen.length).toBeGreaterThan(30);
  });

  it(`holds the same elements for ${naughtyStrings.length} naughty strings in all fields, and runs none`, async () => {
    expect(await faultsOf(naughtyStrings, 1)).toEqual([]);
    expect(ran).toBe(0);
    expect(names()).toEqual(before);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it(`and for ${RENDERS} generated ones (seed ${SEED})`, { timeout: 60_000 + RENDERS * 60 }, async () => {
    const random = seeded(SEED);
    const texts = Array.from({ length: RENDERS }, () => generatedMarkup(random));
    expect(new Set(texts).size).toBeGreaterThan(RENDERS * 0.95);
    expect(await faultsOf(texts, 8)).toEqual([]);
    expect(ran).toBe(0);
    expect(names()).toEqual(before);
  });

  it('holds the same elements in the console’s lists of keys, files, rejected rows, drift and predictions', async () => {
    const asked = new Set<string>();
    const named = await consoleLists((field) => {
      asked.add(field);
      return `[[${field}]]`;
    });
    const seen = wordsOf(named);
    named.remove();
    expect([...asked].filter((field) => !seen.includes(`[[${field}]]`))).toEqual(['connection']);
    const found: string[] = [];
    let plain: string[] | undefined;
    for (const text of ['Harmless', ...naughtyStrings]) {
      const page = await consoleLists(() => text);
      const words = wordsOf(page);
      plain ??= inventory(page);
      found.push(...difference(plain, inventory(page)).map((line) => `${text.slice(0, 80)}: ${line}`));
      if (!words.includes(text)) found.push(`${text.slice(0, 80)}: is not shown`);
      page.remove();
    }
    expect(found).toEqual([]);
    expect(plain?.filter((line) => / t(?:d|h) /.test(line)).length).toBeGreaterThan(15);
    expect(ran).toBe(0);
  });

  it('links to nothing but http, whatever address a host sets', async () => {
    const links: string[] = [];
    const page = await hostilePage(() => 'Harmless');
    const badge = must(page.querySelector('aicrm-lead-score-badge'), 'badge');
    for (const text of [...naughtyStrings, '/card', 'https://example.org/card']) {
      badge.cardHref = text;
      await badge.updateComplete;
      expect(oddLinks(page)).toEqual([]);
      links.push(...[...(badge.shadowRoot?.querySelectorAll('a') ?? [])].map((link) => link.protocol));
    }
    page.remove();
    // `:` is what Chromium says of an address that it cannot parse, such as a lone surrogate: it leads nowhere.
    expect(links.filter((protocol) => !['http:', 'https:', ':'].includes(protocol))).toEqual([]);
    expect(links.length).toBeGreaterThan(2);
    expect(links.length).toBeLessThan(naughtyStrings.length);
  });
});

describe('the checks themselves', () => {
  /** What no element of ours does. */
  class Careless extends HTMLElement {
    show(text: string): void {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      root.innerHTML = `<p title="${text}">${text}</p><a href="/x">card</a>`;
    }
  }
  customElements.define('x-careless', Careless);
  const shown = async (text: string): Promise<{ changed: boolean; odd: boolean }> => {
    const page = document.createElement('main');
    const element = new Careless();
    page.append(element);
    document.body.append(page);
    element.show('Harmless');
    const plain = inventory(page);
    element.show(text);
    const changed = difference(plain, inventory(page)).length > 0;
    const odd = oddLinks(page).length > 0;
    page.remove();
    return { changed, odd };
  };

  it('see an element that parses its words: other elements, a script that ran, a link that is none', async () => {
    expect(await shown('Only words')).toEqual({ changed: false, odd: false });
    expect(await shown('<img src=x onerror=canary()>')).toMatchObject({ changed: true });
    await expect.poll(() => ran, { timeout: 5_000 }).toBe(1);
    expect(await shown('<a href="javascript:canary()">go</a>')).toMatchObject({ changed: true, odd: true });
    expect(await shown('" onclick="canary()')).toMatchObject({ changed: true });
  });

  it('see it for most of the generated texts', async () => {
    const random = seeded(SEED);
    let changed = 0;
    const element = new Careless();
    element.show('Harmless');
    const plain = inventory(element);
    for (let i = 0; i < 200; i++) {
      // In a document of its own, where nothing runs: only the shape counts here.
      const root = new DOMParser().parseFromString(`<p title="${generatedMarkup(random)}"></p>`, 'text/html');
      if (root.body.innerHTML !== '<p title=""></p>' && difference(plain, inventory(root.body)).length > 0)
        changed++;
    }
    expect(changed).toBeGreaterThan(150);
  });
});
