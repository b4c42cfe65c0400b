import type { Correction, Loaded } from '@aicrm/client/data-types';
import { openEngine } from '@aicrm/client/feedback/text-engine';
import { must } from '@aicrm/schema/result';
import { beforeAll, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { elementSuite, findings, mount, settle } from '../testing/element-suite.js';
import { FakeDataClient, failed, insufficient, ready } from '../testing/fake-data.js';
import { madeUpFeedback } from '../testing/made-up-feedback.js';
import './define.js';
import type { FeedbackSentimentPanel } from './feedback-sentiment-panel.js';

const tag = 'aicrm-feedback-sentiment-panel';
const now = Date.UTC(2026, 10, 22, 10);
const some = madeUpFeedback({ count: 240 });

type Panel = FeedbackSentimentPanel;

const root = (panel: Panel) => must(panel.shadowRoot, 'shadow root');
const all = <E extends Element = HTMLElement>(panel: Panel, css: string) => [
  ...root(panel).querySelectorAll<E>(css),
];
const one = <E extends Element = HTMLElement>(panel: Panel, css: string) =>
  must(root(panel).querySelector<E>(css), css);
const textOf = (panel: Panel, css: string) =>
  all(panel, css)
    .map((element) => element.textContent?.replace(/\s+/g, ' ').trim())
    .join(' | ');
const named = (panel: Panel, css: string, name: string) =>
  must(
    all(panel, css).find((element) => element.textContent?.includes(name)),
    name,
  );

async function panelOf(set: (panel: Panel) => void): Promise<Panel> {
  const panel = await mount(tag, (element) => {
    element.now = now;
    set(element);
  });
  await expect.poll(() => panel.state, { timeout: 10_000 }).not.toBe('loading');
  await expect.poll(() => panel.hasAttribute('reading'), { timeout: 10_000 }).toBe(false);
  await settle(panel);
  return panel;
}

const tenantOf = (client: FakeDataClient) =>
  panelOf((panel) => {
    panel.client = client;
    panel.tenant = true;
  });

async function press(panel: Panel, element: HTMLElement): Promise<void> {
  element.click();
  await settle(panel);
}

beforeAll(async () => {
  expect((await openEngine()).ok).toBe(true);
});

elementSuite(tag, [
  {
    name: 'read',
    client: () => new FakeDataClient({ messages: ready(some.slice(0, 60)) }),
    set: (panel) => {
      panel.tenant = true;
      panel.now = now;
    },
  },
  {
    name: 'stale, offline',
    client: () =>
      Object.assign(new FakeDataClient({ messages: ready(some.slice(0, 60), 'stale') }), { online: false }),
    set: (panel) => {
      panel.tenant = true;
      panel.now = now;
      panel.setAttribute('density', 'compact');
    },
  },
  { name: 'loading', client: () => new FakeDataClient(), set: (panel) => (panel.tenant = true) },
  { name: 'nothing asked', client: () => new FakeDataClient(), set: () => undefined },
  {
    name: 'no messages',
    client: () => new FakeDataClient({ messages: ready([]) }),
    set: (panel) => (panel.tenant = true),
  },
  {
    name: 'too few',
    client: () => new FakeDataClient({ messages: ready(some.slice(0, 5)) }),
    set: (panel) => (panel.tenant = true),
  },
  {
    name: 'insufficient',
    client: () => new FakeDataClient({ messages: insufficient('Connect an account.') }),
    set: (panel) => (panel.tenant = true),
  },
  {
    name: 'permission',
    client: () => new FakeDataClient({ messages: failed('permission') }),
    set: (panel) => (panel.tenant = true),
  },
  {
    name: 'error',
    client: () => new FakeDataClient({ messages: failed() }),
    set: (panel) => (panel.tenant = true),
  },
]);

describe('what it is of', () => {
  it('says in words how many are negative, what changed beyond chance, and what they complain about', async () => {
    const panel = await panelOf((element) => (element.messages = madeUpFeedback({ count: 900 })));
    expect(panel.getAttribute('state')).toBe('ready');
    expect(textOf(panel, '.headline')).toMatch(
      /^\d+% of messages in the last 4 weeks are negative, up \d+ points\. People complain most about delivery\.$/,
    );
    expect(textOf(panel, '.facts')).toMatch(/\d+ scored.*not scored \(.*German \d+/);
    panel.remove();
  });

  it('calls no change a change where nothing was planted', async () => {
    const panel = await panelOf(
      (element) => (element.messages = madeUpFeedback({ count: 900, trouble: false, seed: 3 })),
    );
    expect(textOf(panel, '.headline')).toContain('no clear change');
    expect(all(panel, '.change')).toHaveLength(0);
    panel.remove();
  });

  it('shows no share of too few, and says what would be enough', async () => {
    const panel = await panelOf((element) => (element.messages = some.slice(0, 5)));
    expect(textOf(panel, '.headline')).toContain('ten would be enough');
    expect(textOf(panel, '.breakdown')).not.toMatch(/\d+%/);
    panel.remove();
  });

  it('takes a host’s list, refuses what is none, and asks the store for nothing', async () => {
    const client = new FakeDataClient({ messages: ready(some) });
    const panel = await panelOf((element) => {
      element.client = client;
      element.tenant = true;
      element.messages = [{ text: 'I love it' }, { text: 'I hate it, terrible' }];
    });
    expect(all(panel, '.row')).toHaveLength(2);
    expect(client.tenant.watching.size).toBe(0);
    Reflect.set(panel, 'messages', 'not a list');
    await settle(panel);
    expect(panel.state).toBe('error');
    expect(textOf(panel, '.blank')).toContain('not a list of messages');
    panel.remove();
  });

  it('shows a record’s messages, and follows new ones without losing the place', async () => {
    const client = new FakeDataClient({
      messages: ready(madeUpFeedback({ count: 12, contact: 'contact:1' })),
    });
    const panel = await panelOf((element) => {
      element.client = client;
      element.recordId = 'contact:1';
    });
    expect(textOf(panel, '.head .fine')).toContain('12 messages');
    one<HTMLInputElement>(panel, '.search').focus();
    client.tenant.change({ messages: ready(madeUpFeedback({ count: 13, contact: 'contact:1' })) });
    await expect.poll(() => textOf(panel, '.head .fine')).toContain('13 messages');
    expect(root(panel).activeElement?.className).toBe('search');
    panel.remove();
  });

  it('tries again after an error', async () => {
    const client = new FakeDataClient({ messages: failed() });
    const panel = await tenantOf(client);
    client.tenant.script = { messages: ready(some.slice(0, 20)) };
    await press(panel, one(panel, '.blank .button'));
    await expect.poll(() => panel.state).toBe('ready');
    panel.remove();
  });
});

describe('filters', () => {
  it('by channel count for all parts, by topic, tone and words for the list', async () => {
    const panel = await panelOf((element) => (element.messages = some));
    const count = () => Number(textOf(panel, '#verbatims-title .count'));
    expect(count()).toBe(240);
    await press(panel, named(panel, '.filters .chip', 'Chat'));
    const chats = some.filter(({ channel }) => channel === 'chat').length;
    expect(count()).toBe(chats);
    expect(textOf(panel, '.head .fine')).toContain(`${chats} messages`);
    await press(panel, named(panel, '.filters .chip', 'All channels'));
    await press(panel, named(panel, '.breakdown .name', 'Delivery'));
    const about = count();
    expect(about).toBeLessThan(240);
    expect(textOf(panel, '#course-title')).toBe('Tone over time: Delivery');
    await press(panel, named(panel, '.focus-filters .segments button', 'Negative'));
    expect(count()).toBeLessThan(about);
    const search = one<HTMLInputElement>(panel, '.search');
    search.value = 'nothing has these words';
    search.dispatchEvent(new Event('input'));
    await settle(panel);
    expect(textOf(panel, '.none')).toContain('No message passes');
    await press(panel, one(panel, '.none .button'));
    expect(count()).toBe(240);
    panel.remove();
  });

  it('by time begin at the newest message of an old list', async () => {
    const panel = await panelOf((element) => (element.messages = some));
    const select = one<HTMLSelectElement>(panel, '.filters select');
    await userEvent.selectOptions(select, '28');
    await settle(panel);
    const since = now - 28 * 86_400_000;
    expect(Number(textOf(panel, '#verbatims-title .count'))).toBe(
      some.filter(({ at }) => Date.parse(at) >= since).length,
    );
    panel.remove();
  });
});

describe('the list', () => {
  it('draws what is near the visible part only, by script and without style attributes', async () => {
    const panel = await panelOf((element) => (element.messages = madeUpFeedback({ count: 2_000 })));
    const drawn = () => all(panel, '.row').map((row) => Number(row.dataset.at));
    expect(drawn()[0]).toBe(0);
    expect(drawn().length).toBeLessThan(40);
    const scroller = one(panel, '.scroller');
    scroller.scrollTop = scroller.scrollHeight / 2;
    await expect.poll(() => must(drawn()[0], 'a row')).toBeGreaterThan(500);
    expect(drawn().length).toBeLessThan(40);
    // Rows lie one below the other, whatever they hold.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const boxes = all(panel, '.row').map((row) => row.getBoundingClientRect());
    for (const [i, box] of boxes.entries())
      if (i > 0) expect(Math.abs(box.top - must(boxes[i - 1], 'a row').bottom)).toBeLessThanOrEqual(1);
    panel.remove();
  });

  it('is walked by Page Down, Control and End, and keeps the row that has the focus', async () => {
    const panel = await panelOf((element) => (element.messages = some));
    const focused = () => (root(panel).activeElement as HTMLElement | null)?.dataset.at;
    one(panel, '.row').focus();
    await userEvent.keyboard('{PageDown}');
    await expect.poll(focused).toBe('1');
    await userEvent.keyboard('{Control>}{End}{/Control}');
    await expect.poll(focused).toBe('239');
    one(panel, '.scroller').scrollTop = 0;
    await expect.poll(() => all(panel, '.row')[0]?.dataset.at).toBe('0');
    expect(focused()).toBe('239');
    panel.remove();
  });

  it('marks the words that decided, in words too, and leaves out what was quoted', async () => {
    const text = 'The chair is wonderful.\n\nOn 3 Oct 2026, Shop wrote:\n> terrible terrible';
    const panel = await panelOf((element) => (element.messages = [{ text, channel: 'email' }]));
    expect(textOf(panel, '.row mark')).toContain('wonderful (speaks for Positive)');
    expect(textOf(panel, '.row .text')).toContain('[quoted or signature, not read]');
    expect(textOf(panel, '.row .text')).not.toContain('terrible');
    panel.remove();
  });
});

describe('a correction', () => {
  const listen = (panel: Panel) => {
    const heard: unknown[] = [];
    panel.addEventListener('aicrm-correct', ({ detail }) => heard.push(detail));
    return heard;
  };
  const texts = [
    { id: 'm:1', text: 'This is wonderful' },
    { id: 'm:2', text: 'Das ist leider alles sehr schlecht geworden' },
  ];

  it('counts at once, is kept with its event, and can be taken back', async () => {
    const client = new FakeDataClient();
    const panel = await panelOf((element) => {
      element.client = client;
      element.messages = texts;
    });
    const heard = listen(panel);
    await press(panel, one(panel, '.row .correct'));
    expect(root(panel).activeElement?.closest('.correction')).not.toBeNull();
    await press(panel, named(panel, '.correction button', 'Negative'));
    expect(textOf(panel, '.row[data-at="0"] .tone')).toBe('Negative');
    await expect.poll(() => textOf(panel, '.corrected')).toContain('only where your organisation allows it');
    expect(textOf(panel, '.corrected')).toContain('the model said Positive');
    expect(client.tenant.kept).toEqual([
      { kind: 'correction', record: 'm:1', model: 'sentiment-en', said: 'positive', meant: 'negative' },
    ]);
    expect(textOf(panel, '.facts')).toContain('1 corrected by a person');
    await press(panel, named(panel, '.corrected button', 'Undo'));
    expect(textOf(panel, '.row[data-at="0"] .tone')).toBe('Positive');
    expect(heard).toEqual([
      { recordId: 'm:1', model: 'sentiment-en', said: 'positive', meant: 'negative' },
      { recordId: 'm:1', model: 'sentiment-en', said: 'positive', meant: null },
    ]);
    await expect.poll(() => client.tenant.kept.at(-1)).toMatchObject({ said: 'negative', meant: 'positive' });
    panel.remove();
  });

  it('of what the model could not score counts, too; the model’s own word is none', async () => {
    const panel = await panelOf((element) => (element.messages = texts));
    const heard = listen(panel);
    expect(textOf(panel, '.row[data-at="1"]')).toContain('written in German');
    await press(panel, one(panel, '.row[data-at="0"] .correct'));
    await press(panel, named(panel, '.correction button', 'Positive'));
    expect(heard).toEqual([]);
    await press(panel, one(panel, '.row[data-at="1"] .correct'));
    await press(panel, named(panel, '.correction button', 'Negative'));
    expect(heard).toEqual([
      { recordId: 'm:2', model: 'sentiment-en', said: 'not-scored', meant: 'negative' },
    ]);
    await expect.poll(() => textOf(panel, '.corrected')).toContain('Handed over to this page');
    panel.remove();
  });

  it('of an earlier page view is shown, and can be taken back; one of another message counts nowhere', async () => {
    const client = new FakeDataClient({ messages: ready(some.slice(0, 3)) });
    const { id } = must(some[0], 'a message');
    const said = (record: string): Correction => ({
      id: crypto.randomUUID(),
      at: '2026-11-20T10:00:00Z',
      kind: 'correction',
      model: 'sentiment-en',
      said: 'positive',
      meant: 'neutral',
      record,
    });
    const asked: unknown[] = [];
    Object.assign(client.tenant, {
      watchCorrections(recordId: string | undefined, listener: (state: Loaded<Correction[]>) => void) {
        asked.push(recordId);
        listener(ready([said(id), said('message:crm:elsewhere')]));
        return () => undefined;
      },
    });
    const panel = await tenantOf(client);
    await expect.poll(() => textOf(panel, '.row[data-at="0"] .tone')).toBe('Neutral');
    expect(asked).toEqual([undefined]);
    expect(textOf(panel, '.facts')).toContain('1 corrected by a person');
    await press(panel, named(panel, '.corrected button', 'Undo'));
    expect(textOf(panel, '.row[data-at="0"] .tone')).not.toBe('Neutral');
    expect(textOf(panel, '.facts')).not.toContain('corrected by a person');
    panel.remove();
  });

  it('that cannot be stored says so, and setting earlier ones fires nothing', async () => {
    const client = new FakeDataClient({ messages: ready(some.slice(0, 12)) });
    client.tenant.keepFails = true;
    const panel = await tenantOf(client);
    const heard = listen(panel);
    const [first] = some;
    panel.corrections = { [must(first, 'a message').id]: 'neutral' };
    await settle(panel);
    expect(textOf(panel, '.row[data-at="0"] .tone')).toBe('Neutral');
    expect(heard).toEqual([]);
    await press(panel, one(panel, '.row[data-at="1"] .correct'));
    const other = textOf(panel, '.row[data-at="1"] .tone') === 'Negative' ? 'Neutral' : 'Negative';
    await press(panel, named(panel, '.correction button', other));
    await expect.poll(() => textOf(panel, '.corrected')).toContain('Could not be stored');
    expect(heard).toHaveLength(1);
    panel.remove();
  });
});

describe('the box to try a text', () => {
  it('reads as one types, by clause and channel, and says what was not read', async () => {
    const panel = await panelOf(() => undefined);
    expect(panel.state).toBe('empty');
    const area = one<HTMLTextAreaElement>(panel, 'textarea');
    await userEvent.fill(area, 'The sofa is beautiful, but the delivery was awful.\n\n> I am so sorry');
    await expect.poll(() => textOf(panel, '.clauses')).toContain('Delivery');
    expect(textOf(panel, '.clauses')).toContain('Negative');
    expect(textOf(panel, '.try-out .text mark')).toContain('beautiful');
    expect(textOf(panel, '.unread')).toContain('I am so sorry');
    await userEvent.selectOptions(one<HTMLSelectElement>(panel, '.try select'), 'review');
    await expect.poll(() => textOf(panel, '.unread')).toBe('');
    await userEvent.fill(area, 'Ich bin mit der Lieferung sehr zufrieden und komme gerne wieder');
    await expect.poll(() => textOf(panel, '.verdict')).toContain('Not scored');
    expect(textOf(panel, '.verdict')).toContain('German');
    panel.remove();
  });

  it('passes axe with an answer, and names what is asked for when its model is loaded', async () => {
    const panel = await panelOf(() => undefined);
    await userEvent.fill(
      one(panel, 'textarea'),
      'please cancel my reservation for tonight, this is terrible',
    );
    await expect.poll(() => textOf(panel, '.more')).toContain('Load the model of requests (2 MB)');
    await press(panel, one(panel, '.more .link'));
    await expect.poll(() => textOf(panel, '.more'), { timeout: 15_000 }).toContain('Cancel reservation');
    expect(await findings(panel)).toEqual([]);
    panel.remove();
  });
});

describe('requests', () => {
  it('are read when a person asks, and filter the list', async () => {
    const panel = await panelOf(
      (element) =>
        (element.messages = [
          ...Array.from({ length: 4 }, (_, i) => ({
            text: `please cancel my reservation for tonight${'!'.repeat(i)}`,
          })),
          { text: 'I like it' },
        ]),
    );
    await press(panel, named(panel, '.about .segments button', 'Requests'));
    expect(textOf(panel, '.offer')).toContain('stay in this page');
    await press(panel, one(panel, '.offer .button'));
    await expect.poll(() => textOf(panel, '.breakdown'), { timeout: 15_000 }).toContain('Cancel reservation');
    await press(panel, named(panel, '.breakdown .name', 'Cancel reservation'));
    expect(textOf(panel, '#verbatims-title .count')).toBe('4');
    panel.remove();
  });
});

describe('languages', () => {
  it.each([
    ['de', 'Rückmeldungen', 'ltr'],
    ['ar', 'آراء العملاء', 'rtl'],
  ])('are words and direction in %s', async (language, title, direction) => {
    document.documentElement.lang = language;
    const panel = await panelOf((element) => (element.messages = some.slice(0, 30)));
    await expect.poll(() => textOf(panel, 'h2')).toBe(title);
    expect(one(panel, '.panel').dir).toBe(direction);
    expect(await findings(panel)).toEqual([]);
    panel.remove();
    document.documentElement.lang = 'en';
  });
});
