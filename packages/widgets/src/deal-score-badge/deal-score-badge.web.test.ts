import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { elementSuite, mount, settle } from '../testing/element-suite.js';
import { explained, problem, refusalState, scoreState } from '../testing/fake-client.js';
import { FakeDataClient, failed, ready, type Script } from '../testing/fake-data.js';
import type { DealScoreBadge } from './deal-score-badge.js';
import { later } from './define.js';

const tag = 'aicrm-deal-score-badge';
const id = 'deal:crm:1';

beforeAll(() =>
  Promise.all([
    later(),
    ...[import('../locales/ar.js'), import('../locales/de.js')],
    ...[import('../locales/deal-ar.js'), import('../locales/deal-de.js')],
  ]),
);

const view: RecordView = {
  id,
  type: 'deal',
  seq: 1,
  viewAt: '2026-11-22T00:00:00Z',
  fields: { status: 'open', stage: 'Offer', amount: 20_000, currency: 'EUR', closeAt: '2026-11-17' },
  facts: {
    'stage.enteredAt': '2026-11-02T10:00:00Z',
    'stage.wonDeals': 40,
    'stage.usualDays': 4,
    'stage.longDays': 9,
  },
};
const score = scoreState(0.3, 'medium', 'live', id);
const client = (
  script: Script = { views: { [id]: ready(view) } },
  answer: FakeDataClient['answer'] = score,
) => {
  const made = new FakeDataClient(script);
  made.answer = answer;
  made.explained = explained(0.3);
  return made;
};
const named = (element: DealScoreBadge): void => {
  element.recordId = id;
};
const inline = (element: DealScoreBadge): void => {
  named(element);
  element.open = true;
  element.display = 'inline';
};
const without = (fields: RecordView['fields'], facts: RecordView['facts']) =>
  client({ views: { [id]: ready({ ...view, fields, facts }) } });

elementSuite(tag, [
  { name: 'closed', client: () => client(), set: named },
  { name: 'stalled', client: () => client(), set: inline },
  {
    name: 'in motion',
    client: () => without({ ...view.fields, closeAt: '2026-12-24' }, { ...view.facts, 'stage.longDays': 60 }),
    set: inline,
  },
  { name: 'nothing known', client: () => without({ status: 'open' }, {}), set: inline },
  { name: 'facts loading', client: () => client({}), set: inline },
  { name: 'facts failed', client: () => client({ views: { [id]: failed() } }), set: inline },
  { name: 'too little data', client: () => client({}, refusalState('inputs', ['Amount'])), set: inline },
  {
    name: 'permission',
    client: () => client({}, { state: 'permission', problem: problem('permission', 'Expired.') }),
    set: inline,
  },
]);

const text = (element: HTMLElement, css = '*'): string =>
  [...must(element.shadowRoot, 'shadow root').querySelectorAll(css)]
    .map(({ textContent }) => textContent ?? '')
    .join(' ')
    .replace(/[\s\u2068\u2069]+/g, ' ')
    .trim();
const opened = async (with_: FakeDataClient, set: (element: DealScoreBadge) => void = inline) => {
  const element = await mount(tag, (one) => {
    one.client = with_;
    set(one);
  });
  await settle(element);
  return element;
};

afterEach(() => {
  for (const element of document.querySelectorAll(tag)) element.remove();
  document.documentElement.lang = 'en';
});

describe('the badge of a deal', () => {
  it('asks the deal model, and is called what it says', async () => {
    const fake = client();
    const element = await opened(fake, named);
    expect(fake.watched[0]?.request).toEqual({ model: 'deal-score', recordId: id });
    expect(text(element, '.pill')).toBe('Win chance: 30%Medium');
  });

  it('opens to the expected value, the planned close and the time in the stage', async () => {
    const facts = text(await opened(client()), '[part="facts"]');
    expect(facts).toContain('Expected value €6,000 30% of €20,000');
    expect(facts).toContain('5 days overdue');
    expect(facts).toContain('In stage Offer 20 days Stalled');
    expect(facts).toContain(
      'Of 40 won deals, half left this stage within 4 days, nine in ten within 9 days.',
    );
  });

  it('says nothing of a stall where the deal moves, and no number where nothing is known', async () => {
    const moving = await opened(without(view.fields, { ...view.facts, 'stage.longDays': 60 }));
    expect(text(moving, '.signal')).toBe('In motion');
    const bare = text(await opened(without({ status: 'open' }, { 'stage.wonDeals': 3 })), '[part="facts"]');
    expect(bare).toContain('not known');
    expect(bare).toContain('not known since when');
    expect(bare).not.toMatch(/\d/);
  });

  it('compares with nothing where fewer than 20 won deals passed the stage', async () => {
    const { 'stage.usualDays': _, 'stage.longDays': __, ...facts } = view.facts;
    const few = text(await opened(without(view.fields, { ...facts, 'stage.wonDeals': 7 })), '[part="facts"]');
    expect(few).toContain('7 passed this stage, 20 are needed');
    expect(few).not.toContain('Stalled');
  });

  it('lays the host’s amount over the stored deal', async () => {
    const element = await opened(client(), (one) => {
      inline(one);
      one.record = { amount: 1_000 };
    });
    expect(text(element, '[part="facts"]')).toContain('€300 30% of €1,000');
  });

  it('needs no data of the tenant for a host’s own deal', async () => {
    const fake = client({});
    const element = await opened(fake, (one) => {
      inline(one);
      one.recordId = undefined;
      one.record = { amount: 1_000, currency: 'USD', stage: 'Talks' };
    });
    expect(text(element, '[part="facts"]')).toContain('$300');
    expect(fake.tenant.watching.size).toBe(0);
  });

  it('leaves the reasons alone where the facts fail', async () => {
    const element = await opened(client({ views: { [id]: failed() } }));
    expect(text(element, '.fine')).toContain('Amount and stage of this deal cannot be shown');
    expect(element.shadowRoot?.querySelectorAll('tbody tr').length).toBeGreaterThan(3);
  });

  it('stops watching the deal when it closes', async () => {
    const fake = client();
    const element = await opened(fake);
    expect(fake.tenant.watching.size).toBe(1);
    element.open = false;
    await settle(element);
    expect(fake.tenant.watching.size).toBe(0);
  });

  it.each([
    ['de', 'Gewinnchance', 'Erwarteter Wert 6.000 €'],
    ['ar', 'فرصة الفوز', 'القيمة المتوقعة'],
  ])('speaks %s', async (language, name, value) => {
    document.documentElement.lang = language;
    const element = await opened(client());
    expect(text(element, '.pill')).toContain(name);
    expect(text(element, '[part="facts"]')).toContain(value);
  });
});
