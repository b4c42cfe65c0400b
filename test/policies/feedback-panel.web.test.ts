import { openEngine } from '@aicrm/client/feedback/text-engine';
import '@aicrm/widgets/feedback-sentiment-panel/define';
import { must } from '@aicrm/schema/result';
import type { FeedbackSentimentPanel } from '@aicrm/widgets/feedback-sentiment-panel/feedback-sentiment-panel';
import { beforeAll, describe, expect, it } from 'vitest';
import { difference, inventory, oddLinks } from './lib/inventory.js';
import { generatedMarkup, naughtyStrings, seeded } from './lib/naughty-strings.js';

// Whatever customers write, and whatever a host names its channels and topics: the panel shows it as words. Evidence is
// marked, so its elements differ from text to text; what must not be there is anything that is not ours.

const ours = new Set(
  'article,b,bdi,button,circle,dd,details,div,dl,dt,g,h2,h3,h4,i,input,label,li,mark,option,p,path,progress,rect,section,select,slot,span,summary,svg,table,tbody,td,text,textarea,th,thead,time,tr,ul,caption'.split(
    ',',
  ),
);
/** Attributes that run or load something; the panel has none of them. */
const forbidden = /^(?:on.*|href|xlink:href|src|srcset|srcdoc|action|formaction|data|style|is)$/;

let ran = 0;

const panelOf = async (text: string): Promise<FeedbackSentimentPanel> => {
  const panel = document.createElement('aicrm-feedback-sentiment-panel');
  panel.heading = text;
  panel.taxonomy = [{ id: text, label: text, terms: { en: ['delivery'] } }];
  panel.messages = [
    { id: text, text, channel: text, contact: text, at: text },
    { id: `${text} 2`, text: `The delivery was awful. ${text} It was wonderful.`, channel: 'email' },
    ...Array.from({ length: 12 }, () => ({ text: `The delivery was awful, ${text}`, channel: text, at: 0 })),
  ];
  document.body.append(panel);
  await expect.poll(() => panel.state, { interval: 10 }).toBe('ready');
  await expect.poll(() => panel.hasAttribute('reading'), { interval: 10 }).toBe(false);
  await expect.poll(() => panel.shadowRoot?.querySelector('.row'), { interval: 10 }).toBeTruthy();
  await panel.updateComplete;
  return panel;
};

/** What is in a panel that is not ours: elements of other names, attributes that act. */
function strange(panel: Element): string[] {
  const found: string[] = [];
  const walk = (element: Element): void => {
    if (element !== panel && !ours.has(element.localName)) found.push(`<${element.localName}>`);
    // Rows and tooltips are placed by script, which the browser writes into their style.
    for (const { name, value } of element.attributes)
      if (
        forbidden.test(name) &&
        !(name === 'style' && /^(?:inset-block-start|block-size|left|top)/.test(value))
      )
        found.push(`${element.localName} ${name}=${value}`);
    for (const child of element.shadowRoot?.children ?? []) walk(child);
    for (const child of element.children) walk(child);
  };
  walk(panel);
  return [...found, ...oddLinks(panel)];
}

beforeAll(async () => {
  Object.assign(globalThis, {
    canary: () => {
      ran++;
    },
  });
  expect((await openEngine()).ok).toBe(true);
});

describe('the feedback panel', () => {
  const drawn = async (text: string): Promise<{ strange: string[]; words: string }> => {
    const panel = await panelOf(text);
    const words = must(panel.shadowRoot, 'root').textContent ?? '';
    const found = strange(panel);
    panel.remove();
    return { strange: found, words };
  };

  it(`shows ${naughtyStrings.length} naughty strings as words, wherever they stand`, {
    timeout: 120_000,
  }, async () => {
    for (const text of naughtyStrings) {
      const { strange: found, words } = await drawn(text);
      expect(found, text.slice(0, 80)).toEqual([]);
      if (text.isWellFormed()) expect(words.includes(text), text.slice(0, 80)).toBe(true);
    }
    await new Promise((done) => setTimeout(done, 300));
    expect(ran).toBe(0);
  });

  it('and generated ones', { timeout: 120_000 }, async () => {
    const random = seeded(1);
    for (let i = 0; i < 150; i++) {
      const text = generatedMarkup(random);
      expect((await drawn(text)).strange, text.slice(0, 80)).toEqual([]);
    }
    expect(ran).toBe(0);
  });

  it('holds the same elements for two texts whose evidence is the same', async () => {
    const [one, other] = [await panelOf('zzz'), await panelOf('yyy')];
    const inside = (panel: Element) => inventory(panel).filter((line) => !line.includes('aria-label'));
    // Both are drawn when their charts and rows know their sizes.
    await expect.poll(() => difference(inside(one), inside(other)), { timeout: 10_000 }).toEqual([]);
    one.remove();
    other.remove();
  });

  it('is looked at by a check that sees what parses its words', () => {
    const careless = document.createElement('div');
    careless.attachShadow({ mode: 'open' }).innerHTML = '<img src="x" alt=""><p onclick="canary()">x</p>';
    expect(strange(careless)).toEqual(expect.arrayContaining(['<img>', 'p onclick=canary()']));
  });
});
