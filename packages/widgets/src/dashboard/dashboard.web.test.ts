import { smallBusiness } from '@aicrm/client/testing/small-business';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AboutDashboard, AboutSelection } from '../events.js';
import { asOf, BusinessClient, business, forecastFile } from '../testing/dashboard-fixtures.js';
import { elementSuite, mount, settle } from '../testing/element-suite.js';
import { FakeData, FakeDataClient, failed, insufficient } from '../testing/fake-data.js';
import { analyses } from '../testing/insight-fixtures.js';
import './define.js';
import type { Dashboard } from './dashboard.js';

const dated = (element: Dashboard): void => void Object.assign(element, { asOf });
const without = (): FakeDataClient => {
  const client = new FakeDataClient(
    new FakeData({
      analyses: {
        'customer-value': insufficient('Fewer than 20 customers bought twice.'),
        segments: failed(),
        'sales-forecast': failed('permission'),
        insights: failed(),
      },
      messages: failed(),
    }),
  );
  return client;
};

elementSuite('aicrm-dashboard', [
  { name: 'whole', client: () => new BusinessClient(), set: dated },
  { name: 'nothing but failures', client: without, set: dated },
  { name: 'loading', client: () => new FakeDataClient(), set: dated },
]);

const show = async (set: (element: Dashboard) => void): Promise<{ element: Dashboard; root: ShadowRoot }> => {
  const element = await mount('aicrm-dashboard', (one) => {
    dated(one);
    set(one);
  });
  await vi.waitFor(() => expect(element.getAttribute('state')).toBe('ready'), { timeout: 5_000 });
  await settle(element);
  const root = element.shadowRoot;
  if (!root) throw new Error('nothing was drawn');
  return { element, root };
};
const partText = (root: ShadowRoot, selector: string): string =>
  root.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const withClient =
  (client = new BusinessClient()) =>
  (one: Dashboard) =>
    void Object.assign(one, { client });
const choose = async (element: Dashboard, name: string, value: string): Promise<void> => {
  const select = element.shadowRoot?.querySelector<HTMLSelectElement>(`[data-filter=${name}]`);
  if (!select) throw new Error(`no filter ${name}`);
  select.value = value;
  select.dispatchEvent(new Event('change'));
  await settle(element);
};

afterEach(() => {
  document.documentElement.lang = 'en';
  document.body.replaceChildren();
});

describe('<aicrm-dashboard>', () => {
  it('shows figures, parts, and the elements within', async () => {
    const { root } = await show(withClient());
    expect(partText(root, '[data-figure=revenue]')).toContain('Sales in November 2026, so far');
    expect(partText(root, '[data-figure=pipeline] .big')).toMatch(/€/);
    expect(partText(root, '[data-figure=risk]')).toContain('More likely gone than back');
    expect(partText(root, '[part=funnel]')).toContain('Needs known');
    expect(root.querySelectorAll('[part=churn] tbody tr')).toHaveLength(8);
    for (const tag of ['aicrm-forecast-chart', 'aicrm-insights', 'aicrm-segments'])
      await vi.waitFor(() => expect(root.querySelector(tag)?.getAttribute('state')).toBe('ready'), 5_000);
    await vi.waitFor(() => expect(partText(root, '[data-figure=tone] .big')).toMatch(/%/), 10_000);
    await vi.waitFor(() => expect(partText(root, '[part=aspects]')).toContain('Delivery'), 10_000);
    expect(partText(root, '[part=reasons]')).toContain('Share of all reasons');
  });

  it('filters all that can follow, tells the host, and says of the others that they do not', async () => {
    const heard: AboutDashboard[] = [];
    document.body.addEventListener('aicrm-dashboard-view', ({ detail }) => heard.push(detail));
    const { element, root } = await show(withClient());
    const before = partText(root, '[data-figure=pipeline] .big');
    const list = partText(root, '[part=churn] tbody');
    expect(root.querySelector('.missed')).toBeNull();
    expect(heard).toEqual([]);
    await choose(element, 'since', '90');
    expect(heard).toEqual([{ since: '2026-08-24T00:00:00.000Z', segment: null, region: null, owner: null }]);
    expect(partText(root, '[data-figure=pipeline] .big')).not.toBe(before);
    expect(partText(root, '[data-figure=pipeline] .missed')).toBe('');
    expect(partText(root, '[data-figure=risk] .missed')).toBe('Not filtered by Date range.');
    expect(partText(root, '[part=churn] tbody')).toBe(list);
    await choose(element, 'region', 'North');
    expect(partText(root, '[part=churn] tbody')).not.toBe(list);
    expect(root.querySelector('aicrm-forecast-chart')?.level).toBe('region/North');
    const clear = [...root.querySelectorAll('button')].find((one) => one.textContent?.includes('Clear'));
    clear?.click();
    await settle(element);
    expect(partText(root, '[data-figure=pipeline] .big')).toBe(before);
  });

  it('lets each part fail alone', async () => {
    const { root } = await show(
      withClient(new BusinessClient({ ...business(), analyses: without().tenant.script.analyses ?? {} })),
    );
    expect(partText(root, '[data-figure=risk]')).toContain('Fewer than 20 customers bought twice.');
    expect(partText(root, '[data-figure=revenue]')).toContain('You may not see this.');
    expect(partText(root, '[data-figure=pipeline] .big')).toMatch(/€/);
    expect(partText(root, '[part=funnel]')).toContain('Converted');
  });

  it('takes all of a host and asks no client', async () => {
    const client = new FakeDataClient();
    const spy = vi.spyOn(client.tenant, 'eachView');
    const { root } = await show((one) =>
      Object.assign(one, {
        client,
        records: smallBusiness({ contacts: 40 }),
        value: analyses['customer-value'],
        segments: analyses.segments,
        forecast: forecastFile(),
        insights: { kind: 'insights', insights: [], judged: ['orders'] },
        messages: [],
        cards: [],
      }),
    );
    expect(spy).not.toHaveBeenCalled();
    expect(client.tenant.watching.size).toBe(0);
    expect(partText(root, '[data-figure=pipeline]')).toContain('No model gives chances yet');
    expect(partText(root, '[part=reasons]')).toContain('No model is published yet.');
  });

  it('hands a chosen customer to the host', async () => {
    const heard: AboutSelection[] = [];
    document.body.addEventListener('aicrm-select', ({ detail }) => heard.push(detail));
    const { element, root } = await show(withClient());
    root.querySelector<HTMLButtonElement>('[part=churn] .link')?.click();
    expect(heard).toEqual([
      { recordId: expect.stringMatching(/^contact:crm:/) as string, model: 'customer-value' },
    ]);
    const more = root.querySelector<HTMLButtonElement>('[part=churn] .under button');
    more?.click();
    await settle(element);
    expect(root.querySelectorAll('[part=churn] tbody tr')).toHaveLength(33);
  });

  it('exports what it shows as a file made in the page', async () => {
    const blobs: Blob[] = [];
    const make = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      blobs.push(blob as Blob);
      return 'about:blank';
    });
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const { element, root } = await show(withClient());
    const button = [...root.querySelectorAll('button')].find((one) => one.textContent?.includes('Export'));
    button?.click();
    await settle(element);
    const text = (await blobs[0]?.text()) ?? '';
    expect(text.split('\r\n').length).toBeGreaterThan(30);
    expect(text).toContain('Expected from open deals');
    expect(root.querySelector('[role=status]')?.textContent).toContain('Exported.');
    make.mockRestore();
    click.mockRestore();
  });

  it('has its words in German and Arabic', async () => {
    for (const [lang, word] of [
      ['de', 'Geschäftsüberblick'],
      ['ar', 'نظرة على الأعمال'],
    ] as const) {
      document.documentElement.lang = lang;
      const { element, root } = await show(withClient());
      await vi.waitFor(() => expect(partText(root, 'h2')).toBe(word));
      element.remove();
    }
  });

  it('says when there is no line', async () => {
    const client = new BusinessClient();
    client.online = false;
    const { element, root } = await show(withClient(client));
    expect(element.hasAttribute('offline')).toBe(true);
    expect(partText(root, '.note')).toContain('No connection');
  });

  it('reads again when a sync brought something', async () => {
    const client = new BusinessClient();
    const { element, root } = await show(withClient(client));
    expect(partText(root, '.top .fine')).toContain('860');
    client.tenant.change({ stored: { ...smallBusiness({ leads: 10 }) } });
    for (const tell of client.statusListeners) tell({ ...client.status, syncedAt: 5 });
    await vi.waitFor(() => expect(partText(root, '.top .fine')).toContain('470'), 5_000);
    expect(element.getAttribute('state')).toBe('ready');
  });
});
