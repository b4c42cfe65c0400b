import { must } from '@aicrm/schema/result';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { elementSuite, findings, mount, settle } from '../testing/element-suite.js';
import { FakeData, FakeDataClient, failed, insufficient, ready } from '../testing/fake-data.js';
import {
  ada,
  analyses,
  asOf,
  type Customer,
  context,
  files,
  jonas,
  marta,
  storeOf,
} from '../testing/insight-fixtures.js';
import type { CustomerInsightCard } from './customer-insight-card.js';
import { later } from './define.js';

const tag = 'aicrm-customer-insight-card';

// The chunks are here before the tests, so that no test waits for a line.
beforeAll(() =>
  Promise.all([
    later(),
    import('../locales/insight-ar.js'),
    import('../locales/insight-de.js'),
    import('../locales/ar.js'),
    import('../locales/de.js'),
  ]),
);

const of = (customer: Customer) => (element: CustomerInsightCard) => {
  element.recordId = customer.id;
  element.asOf = asOf;
  element.context = context;
};
const store = (change: ConstructorParameters<typeof FakeData>[0] = {}) => {
  const data = storeOf(marta, jonas, ada);
  data.change(change);
  return data;
};
const everything = (state: ReturnType<typeof failed>): FakeData =>
  new FakeData({
    views: { [marta.id]: state },
    timelines: { [marta.id]: state },
    messages: state,
    analyses: { 'customer-value': state, segments: state, 'action-rules': state },
  });
const partial = () =>
  store({
    analyses: {
      'customer-value': insufficient('There are 31 customers; 100 are needed.'),
      segments: insufficient('There are 31 customers; 50 are needed.'),
      'action-rules': failed('error'),
    },
    messages: failed('permission'),
  });
const offline = () => {
  const client = new FakeDataClient(
    store({ views: { [marta.id]: ready(marta.view, 'stale', '2026-11-20T09:00:00Z') } }),
  );
  client.online = false;
  return client;
};

elementSuite(tag, [
  { name: 'at risk', client: () => new FakeDataClient(store()), set: of(marta) },
  {
    name: 'healthy, compact',
    client: () => new FakeDataClient(store()),
    set: (element) => {
      of(jonas)(element);
      element.density = 'compact';
      element.cardHref = '/cards';
    },
  },
  { name: 'new customer', client: () => new FakeDataClient(store()), set: of(ada) },
  { name: 'each part alone', client: () => new FakeDataClient(partial()), set: of(marta) },
  { name: 'stale and offline', client: offline, set: of(marta) },
  { name: 'loading', client: () => new FakeDataClient(), set: of(marta) },
  { name: 'empty', client: () => new FakeDataClient(), set: () => undefined },
  { name: 'permission', client: () => new FakeDataClient(everything(failed('permission'))), set: of(marta) },
  { name: 'error', client: () => new FakeDataClient(everything(failed('error'))), set: of(marta) },
]);

const root = (element: CustomerInsightCard): ShadowRoot => must(element.shadowRoot, 'shadow root');
const find = (element: CustomerInsightCard, css: string): HTMLElement =>
  must(root(element).querySelector<HTMLElement>(css), css);
const all = (element: CustomerInsightCard, css: string): HTMLElement[] => [
  ...root(element).querySelectorAll<HTMLElement>(css),
];
const text = (element: CustomerInsightCard, css = '.card'): string =>
  find(element, css).textContent?.replace(/\s+/g, ' ').trim() ?? '';
const shown = async (
  client: FakeDataClient,
  set: (element: CustomerInsightCard) => void = of(marta),
): Promise<CustomerInsightCard> => {
  const element = await mount(tag, (one) => {
    one.client = client;
    set(one);
  });
  await settle(element);
  return element;
};
const button = (element: CustomerInsightCard, label: string): HTMLElement =>
  must(
    all(element, 'button').find((one) => one.textContent?.trim() === label),
    label,
  );

afterEach(() => {
  for (const element of document.querySelectorAll(tag)) element.remove();
  document.documentElement.lang = 'en';
});

describe('what it tells', () => {
  it('says health as a word with the weightiest reason, and shows the other signs', async () => {
    const element = await shown(new FakeDataClient(store()));
    expect(element.state).toBe('ready');
    expect(text(element, '.verdict')).toMatch(
      /^At risk Buying: \d+% likely still a customer; last purchase 104 days ago$/,
    );
    expect(text(element, '.signs')).toContain('Tone At risk. 3 of the last 4 messages negative');
    expect(text(element, 'header')).toContain('Marta Oduya');
    expect(text(element, 'header')).toContain('Loyal');
  });

  it('opens each figure to reasons that add up as they are shown', async () => {
    const element = await shown(new FakeDataClient(store()));
    for (const figure of ['churn', 'lifetime', 'expected']) {
      await userEvent.click(find(element, `[data-figure=${figure}]`));
      const numbers = all(element, '.reasons .number').map((one) =>
        Number(one.textContent?.replace('−', '-').replace(/[^\d.-]/g, '')),
      );
      expect(numbers.length).toBeGreaterThan(3);
      const sum = numbers.slice(0, -1).reduce((total, one) => total + one, 0);
      expect(sum).toBeCloseTo(numbers.at(-1) ?? Number.NaN, 9);
      expect(find(element, `[data-figure=${figure}]`).getAttribute('aria-expanded')).toBe('true');
      expect(await findings(element)).toEqual([]);
    }
    await userEvent.click(find(element, '[data-figure=expected]'));
    expect(all(element, '.reasons')).toEqual([]);
  });

  it('narrows the timeline to a kind, and shows more of it', async () => {
    const element = await shown(new FakeDataClient(store()));
    expect(all(element, '.entry')).toHaveLength(6);
    await userEvent.click(button(element, 'Orders'));
    expect(all(element, '.entry.order')).toHaveLength(6);
    await userEvent.click(button(element, 'Show 8 more'));
    expect(all(element, '.entry.order')).toHaveLength(14);
    expect(text(element, '.more')).toBe('14 of 14');
    await userEvent.click(button(element, 'All'));
    expect(all(element, '.entry')).toHaveLength(6);
  });

  it('lets each part fail alone, in its words', async () => {
    const element = await shown(new FakeDataClient(partial()));
    expect(element.state).toBe('ready');
    expect(text(element, '.figures')).toContain('There are 31 customers; 100 are needed.');
    expect(text(element, '.tone')).toContain('You have no access to this part.');
    expect(text(element, '.actions')).toContain('This part did not load.');
    expect(all(element, '.entry').length).toBeGreaterThan(0);
  });

  it('asks nobody for what the host hands over', async () => {
    const data = new FakeData();
    const element = await shown(new FakeDataClient(data), (one) => {
      one.record = { name: 'Ada', ordersCount: 9, ordersFirstAt: '2026-02-01', ordersLastAt: '2026-09-20' };
      one.timeline = [];
      one.messages = [];
      one.analyses = analyses;
      one.asOf = asOf;
    });
    expect(element.state).toBe('ready');
    expect(element.freshness).toBe('live');
    expect(text(element, '.tiles')).toContain('Churn risk');
    expect(data.watching.size).toBe(0);
  });

  it.each([
    ['', undefined, 'empty'],
    ['x', undefined, 'loading'],
    ['', 'Marta', 'error'],
  ])('with the record %s or %s is %s', async (id, own, state) => {
    const element = await shown(new FakeDataClient(), (one) => {
      one.recordId = id;
      Reflect.set(one, 'record', own);
    });
    expect(element.getAttribute('state')).toBe(state);
  });

  it('never shows one customer for another', async () => {
    const data = store();
    const element = await shown(new FakeDataClient(data));
    element.recordId = 'contact:shop:nobody';
    await settle(element);
    expect(text(element)).not.toContain('Marta');
    expect(text(element)).not.toContain('negative');
    expect(element.state).toBe('loading');
    element.recordId = jonas.id;
    await settle(element);
    expect(text(element, '.verdict')).toContain('Healthy');
  });

  it('marks old data and a cut line', async () => {
    const element = await shown(offline());
    expect(element.getAttribute('freshness')).toBe('stale');
    expect(element.hasAttribute('offline')).toBe(true);
    expect(text(element, '.note')).toContain('No connection to the service.');
  });

  it('leaves out of a host’s lists what is none of their kind', async () => {
    const element = await shown(new FakeDataClient(), (one) => {
      one.record = { name: 'Ada' };
      Reflect.set(one, 'timeline', [null, 7, { kind: 'order', id: 'x', at: '2026-01-01' }, ...ada.timeline]);
      Reflect.set(one, 'messages', [{}, 'text', { id: 'x', at: '2026-01-01', channel: 'email', text: null }]);
      one.analyses = analyses;
      one.asOf = asOf;
    });
    expect(element.state).toBe('ready');
    expect(all(element, '.entry')).toHaveLength(1);
    expect(text(element, '.tone')).toContain('No message of this customer is known.');
  });

  it('writes markup in a tenant’s words as words, and links to http only', async () => {
    const bad = '<img src=x onerror=alert(1)>';
    const element = await shown(
      new FakeDataClient(store({ views: { [marta.id]: ready({ ...marta.view, fields: { name: bad } }) } })),
      (one) => {
        of(marta)(one);
        one.cardHref = 'javascript:alert(1)';
      },
    );
    expect(text(element, 'h2')).toBe(bad);
    expect(all(element, 'img, a')).toEqual([]);
  });

  it.each([
    ['de', 'Gefährdet', 'ltr'],
    ['ar', 'معرّض للفقد', 'rtl'],
  ])('speaks %s', async (lang, word, dir) => {
    document.documentElement.lang = lang;
    const element = await shown(new FakeDataClient(store()));
    expect(text(element, '.verdict')).toContain(word);
    expect(find(element, '.card').dir).toBe(dir);
    expect(await findings(element)).toEqual([]);
  });
});

describe('its room', () => {
  it.each([
    [jonas, 380],
    [marta, 380],
    [jonas, 1_200],
    [marta, 1_200],
  ])('is held while parts come, so that nothing jumps (%#)', async (customer, width) => {
    const data = new FakeData({ views: { [customer.id]: ready(customer.view) } });
    const element = await shown(new FakeDataClient(data), (one) => {
      of(customer)(one);
      one.style.inlineSize = `${width}px`;
    });
    expect(element.getAttribute('state')).toBe('loading');
    const tops = () =>
      new Map(
        all(element, 'section').flatMap((one) =>
          getComputedStyle(one).visibility === 'visible'
            ? [[one.className, Math.round(one.getBoundingClientRect().top)] as const]
            : [],
        ),
      );
    const moved: string[] = [];
    let before = tops();
    expect(before.size).toBeGreaterThan(2);
    const arrive = async (change: Parameters<FakeData['change']>[0]) => {
      data.change(change);
      await settle(element);
      const after = tops();
      for (const [name, top] of before)
        if (Math.abs((after.get(name) ?? 0) - top) > 2) moved.push(`${name}: ${top} to ${after.get(name)}`);
      before = after;
    };
    await arrive({ analyses: files });
    await arrive({ timelines: { [customer.id]: ready(customer.timeline) } });
    await arrive({ messages: ready(customer.messages) });
    expect(before.size).toBe(5);
    expect(moved).toEqual([]);
  });

  it.each([200, 320, 768, 1440])('fits %i pixels without a word beyond its edge', async (width) => {
    const element = await shown(new FakeDataClient(store()), (one) => {
      of(marta)(one);
      one.style.inlineSize = `${width}px`;
    });
    await userEvent.click(find(element, '[data-figure=lifetime]'));
    const edge = find(element, '.card').getBoundingClientRect();
    for (const one of all(element, '.card :not(.sr):not(.sr *)')) {
      const box = one.getBoundingClientRect();
      if (box.width === 0) continue;
      expect(box.right, `${one.localName}.${one.className}`).toBeLessThanOrEqual(edge.right + 1);
      expect(box.left, `${one.localName}.${one.className}`).toBeGreaterThanOrEqual(edge.left - 1);
    }
  });
});
