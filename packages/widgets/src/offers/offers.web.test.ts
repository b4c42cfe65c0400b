import { must } from '@aicrm/schema/result';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { AboutOffer } from '../events.js';
import { elementSuite, findings, mount, settle } from '../testing/element-suite.js';
import { FakeData, FakeDataClient, failed, insufficient, ready } from '../testing/fake-data.js';
import { madeUpCustomer, madeUpOffers, offersAt } from '../testing/made-up-offers.js';
import { undoMs } from './acts.js';
import './define.js';
import type { Offers } from './offers.js';

const tag = 'aicrm-offers';
const id = 'contact:shop:17';

beforeAll(() => import('@aicrm/client/offers/offers'));

const set =
  (more: Partial<Offers> = {}) =>
  (element: Offers): void => {
    Object.assign(element, {
      catalogue: madeUpOffers,
      customer: madeUpCustomer,
      consent: 'given',
      asOf: offersAt,
    });
    Object.assign(element, more);
  };
const client = () => new FakeDataClient();
const offline = () => Object.assign(client(), { online: false });
const withView = (state: Parameters<typeof ready>[0] | ReturnType<typeof failed>) => () =>
  new FakeDataClient(new FakeData({ views: { [id]: state as ReturnType<typeof failed> } }));

elementSuite(tag, [
  { name: 'chosen', client, set: set() },
  { name: 'asked', client, set: set({ consent: 'asked' }) },
  { name: 'refused', client, set: set({ consent: 'refused' }) },
  { name: 'offline', client: offline, set: set() },
  {
    name: 'nothing on offer',
    client,
    set: set({ catalogue: { ...madeUpOffers, offers: [], fallback: null } }),
  },
  { name: 'loading', client, set: set({ customer: undefined, recordId: id }) },
  { name: 'no customer', client: withView(failed('error')), set: set({ customer: undefined, recordId: id }) },
  { name: 'error', client, set: set({ catalogue: { kind: 'other' } }) },
]);

const all = (element: HTMLElement, css: string): HTMLElement[] => [
  ...must(element.shadowRoot, 'shadow root').querySelectorAll<HTMLElement>(css),
];
const find = (element: HTMLElement, css: string): HTMLElement => must(all(element, css)[0], css);
const cards = (element: HTMLElement) => all(element, '[data-offer]').map((one) => one.dataset.offer);
const text = (element: HTMLElement) => element.shadowRoot?.textContent ?? '';

async function shown(more: Partial<Offers> = {}, data = new FakeData()) {
  const told: AboutOffer[] = [];
  const element = await mount(tag, (one) => {
    one.client = new FakeDataClient(data);
    one.recordId = id;
    set(more)(one);
    one.addEventListener('aicrm-offer', ({ detail }) => told.push(detail));
  });
  await settle(element);
  return { element, told, data, whats: () => told.map(({ offer, what }) => `${what} ${offer}`) };
}

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
  document.documentElement.lang = 'en';
});

describe('what is shown', () => {
  it('puts the measured effect first, then the chance, then the shop’s weight', async () => {
    const { element } = await shown();
    expect(cards(element)).toEqual(['filters', 'coffee', 'bakery']);
    expect(element.getAttribute('state')).toBe('ready');
    expect(text(element)).toContain('for 6.1 of 100 customers like you (2.4 to 9.8)');
    expect(text(element)).toContain('Because you bought whole-bean coffee: 3×, last on November 11');
    expect(element.choice?.refused.find(({ offer }) => offer === 'advent')?.refusal.why).toBe('not-yet');
  });

  it('asks first, follows the answer, and tells it', async () => {
    const { element } = await shown({ consent: 'asked' });
    const answers: string[] = [];
    element.addEventListener('aicrm-offer-consent', ({ detail }) => answers.push(detail.consent));
    expect(cards(element)).toEqual(['delivery']);
    await userEvent.click(must(all(element, '.answers button')[0], 'yes'));
    await settle(element);
    expect(cards(element)).toHaveLength(3);
    await userEvent.click(find(element, '.consent button'));
    await settle(element);
    expect(cards(element)).toEqual(['delivery']);
    expect(answers).toEqual(['given', 'refused']);
  });

  it('takes what is no answer for none', async () => {
    const { element } = await shown({ consent: 'true' as 'given' });
    expect(cards(element)).toEqual(['delivery']);
    expect(find(element, '.ask')).toBeDefined();
  });

  it('reads a record of the client with consent only', async () => {
    const view = {
      id,
      type: 'contact',
      seq: 1,
      viewAt: offersAt,
      fields: { store: 'Larimer Street' },
      facts: {},
    };
    const data = new FakeData({ views: { [id]: ready(view) } });
    const { element } = await shown({ customer: undefined, consent: 'refused' }, data);
    expect(data.watching.size).toBe(0);
    element.consent = 'given';
    await settle(element);
    expect(data.watching.size).toBe(1);
    expect(cards(element)).toEqual(['bakery']);
    data.change({ views: { [id]: insufficient('Nothing is known of this customer.') } });
    await settle(element);
    expect(cards(element)).toEqual(['delivery']);
    expect(text(element)).toContain('you see what everyone sees');
  });

  it('follows http and https only, without an opener', async () => {
    const offers = ['javascript:window.top.pwned=1', 'data:text/html,x', 'https://shop.example/x'].map(
      (url, i) => ({ id: `x${i}`, title: '<img src=x onerror=pwned=1>', url }),
    );
    const { element } = await shown({ catalogue: { ...madeUpOffers, offers } });
    expect(cards(element)).toHaveLength(3);
    const links = all(element, 'a') as HTMLAnchorElement[];
    expect(links.map(({ href, rel, target }) => [href, rel, target])).toEqual([
      ['https://shop.example/x', 'noopener noreferrer', '_blank'],
    ]);
    expect(all(element, 'img')).toEqual([]);
    expect(find(element, 'h4').textContent).toBe('<img src=x onerror=pwned=1>');
  });

  it('leaves room for pictures where the host has any', async () => {
    const { element } = await shown();
    expect(all(element, '.picture')).toEqual([]);
    const image = document.createElement('img');
    image.slot = 'image-coffee';
    image.alt = '';
    element.append(image);
    element.requestUpdate();
    await settle(element);
    expect(all(element, '.picture')).toHaveLength(3);
    expect(image.assignedSlot?.name).toBe('image-coffee');
  });

  it('speaks German and Arabic', async () => {
    document.documentElement.lang = 'de';
    const { element } = await shown();
    await vi.waitFor(() => expect(text(element)).toContain('Weil Sie whole-bean coffee gekauft haben'));
    document.documentElement.lang = 'ar';
    await vi.waitFor(() => expect(text(element)).toContain('لماذا أرى هذا؟'));
    expect(find(element, '.card').getAttribute('dir')).toBe('rtl');
    expect(await findings(element)).toEqual([]);
  });

  it('says what of a host’s it cannot read', async () => {
    const { element } = await shown({ history: [{ offer: 'x', what: 'looked', at: 1 }] });
    expect(element.getAttribute('state')).toBe('error');
    expect(text(element)).toContain('history.0.what');
  });

  it('fits 200 pixels', async () => {
    const frame = document.createElement('div');
    frame.style.inlineSize = '200px';
    document.body.append(frame);
    const { element } = await shown({ consent: 'asked' });
    frame.append(element);
    await settle(element);
    expect(element.scrollWidth).toBeLessThanOrEqual(200);
    expect(find(element, '.card').scrollWidth).toBeLessThanOrEqual(200);
  });

  it('moves nothing when the offers come', async () => {
    const shifts: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as PerformanceEntry & { value: number }).value);
    });
    observer.observe({ type: 'layout-shift', buffered: false });
    const element = document.createElement(tag);
    const below = document.createElement('p');
    below.textContent = 'What the page has below.';
    document.body.append(element, below);
    element.style.cssText = 'display: block; inline-size: 1000px';
    set({ customer: undefined, recordId: id })(element);
    const view = {
      id,
      type: 'contact',
      seq: 1,
      viewAt: offersAt,
      fields: { store: 'Larimer Street' },
      facts: {},
    };
    const data = new FakeData();
    element.client = new FakeDataClient(data);
    await settle(element);
    expect(element.getAttribute('state')).toBe('loading');
    const top = below.getBoundingClientRect().top;
    await new Promise((done) => setTimeout(done, 100));
    data.change({ views: { [id]: ready(view) } });
    await settle(element);
    await new Promise((done) => setTimeout(done, 100));
    expect(cards(element)).toEqual(['bakery']);
    expect(below.getBoundingClientRect().top).toBe(top);
    expect(shifts).toEqual([]);
    observer.disconnect();
  });
});

describe('what is counted', () => {
  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

  it('counts an impression once, after a second in sight, and keeps it once', async () => {
    const { element, whats, data, told } = await shown({ most: 1 });
    await wait(600);
    expect(whats()).toEqual([]);
    await vi.waitFor(() => expect(whats()).toEqual(['impression filters']), { timeout: 5_000 });
    element.requestUpdate();
    element.customer = { ...madeUpCustomer };
    // A move in the page is no second look.
    document.body.append(element);
    await settle(element);
    await wait(1_300);
    expect(whats()).toEqual(['impression filters']);
    expect(data.kept).toEqual([{ kind: 'offer', record: id, offer: 'filters', what: 'impression' }]);
    expect(told[0]?.recordId).toBe(id);
  });

  it('counts nothing that is out of sight or left within the second', async () => {
    const { element, whats } = await shown({ most: 1 });
    element.style.cssText = 'display: block; position: fixed; inset-block-start: -2000px';
    await wait(1_400);
    expect(whats()).toEqual([]);
  });

  it('keeps nothing without consent, and names nobody', async () => {
    const { element, told, data } = await shown({ consent: 'refused' });
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 5_000 });
    find(element, '.hide').click();
    await settle(element);
    element.remove();
    expect(told.map(({ recordId, what }) => [recordId, what])).toEqual([
      [null, 'impression'],
      [null, 'dismissed'],
    ]);
    expect(data.kept).toEqual([]);
  });

  it('keeps a click once, and tells each', async () => {
    const { element, whats, data } = await shown({ most: 1 });
    const link = find(element, 'a');
    link.addEventListener('click', (event) => event.preventDefault());
    link.click();
    link.click();
    await settle(element);
    expect(whats()).toEqual(['click filters', 'click filters']);
    expect(data.kept.map((one) => one.kind === 'offer' && one.what)).toEqual(['click']);
  });

  it('leaves a note in the place of what was dismissed, and takes it back by key', async () => {
    const { element, whats, data } = await shown();
    find(element, '[data-offer="coffee"] .hide').focus();
    await userEvent.keyboard('{Enter}');
    await settle(element);
    expect(cards(element)).toEqual(['filters', 'bakery']);
    expect(element.shadowRoot?.activeElement?.textContent).toBe('Undo');
    expect(await findings(element)).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await settle(element);
    expect(cards(element)).toEqual(['filters', 'coffee', 'bakery']);
    expect(element.shadowRoot?.activeElement?.className).toBe('hide');
    expect(whats()).toEqual(['dismissed coffee', 'undone coffee']);
    expect(data.kept).toEqual([]);
  });

  it('keeps a dismissal once when its time is over, and does not bring it back', async () => {
    const { element, data } = await shown();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    find(element, '[data-offer="coffee"] .hide').click();
    await element.updateComplete;
    find(element, '.gone button').blur();
    await vi.advanceTimersByTimeAsync(undoMs);
    vi.useRealTimers();
    await settle(element);
    expect(all(element, '.gone button')).toEqual([]);
    expect(text(element)).toContain('It does not come back for 30 days.');
    element.remove();
    const dismissals = data.kept.filter((one) => one.kind === 'offer' && one.what === 'dismissed');
    expect(dismissals).toEqual([{ kind: 'offer', record: id, offer: 'coffee', what: 'dismissed' }]);
  });

  it('keeps a dismissal when the element is taken away, and shows one that could not be kept', async () => {
    const first = await shown();
    find(first.element, '[data-offer="coffee"] .hide').click();
    first.element.remove();
    await settle(first.element);
    expect(first.data.kept).toHaveLength(1);
    const data = Object.assign(new FakeData(), { keepFails: true });
    const { element } = await shown({}, data);
    find(element, '[data-offer="coffee"] .hide').click();
    await settle(element);
    const parent = must(element.parentElement, 'parent');
    element.remove();
    parent.append(element);
    await settle(element);
    expect(cards(element)).toContain('coffee');
    expect(text(element)).toContain('could not be stored');
  });

  it('leaves what is looked at when the host hands our own events back', async () => {
    const capped = {
      ...madeUpOffers,
      offers: madeUpOffers.offers.map((one) => ({ ...one, cap: { perDay: 1 } })),
    };
    const { element, told } = await shown({ catalogue: capped, asOf: undefined, most: 2 });
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), { timeout: 5_000 });
    const before = cards(element);
    element.history = told.map(({ offer, what, at }) => ({ offer, what, at }));
    await settle(element);
    expect(cards(element)).toEqual(before);
    // The next view begins after what was seen.
    const next = await shown({ catalogue: capped, asOf: undefined, most: 4, history: element.history });
    expect(cards(next.element)).not.toContain(must(told[0], 'an impression').offer);
  });
});
