import { smallForecast, smallForecastFile } from '@aicrm/client/testing/small-forecast';
import { must } from '@aicrm/schema/result';
import { afterEach, describe, expect, it } from 'vitest';
import type { AboutForecast } from '../events.js';
import { languageReady } from '../locales/locale.js';
import { elementSuite, findings, mount, settle } from '../testing/element-suite.js';
import { FakeData, FakeDataClient, failed, insufficient, ready } from '../testing/fake-data.js';
import './define.js';
import type { ForecastChart } from './forecast-chart.js';

const file = smallForecastFile();
const short = smallForecast('Orders', { months: 24 });
const withState = (state: NonNullable<FakeData['script']['analyses']>['sales-forecast']) => () =>
  new FakeDataClient(new FakeData(state ? { analyses: { 'sales-forecast': state } } : {}));
const none = () => undefined;
const offline = () => {
  const client = withState(ready(file, 'stale'))();
  client.online = false;
  return client;
};

elementSuite('aicrm-forecast-chart', [
  { name: 'ready', client: withState(ready(file)), set: none },
  {
    name: 'all layers, compact',
    client: withState(ready(file)),
    set: (element) => Object.assign(element, { backtest: true, pipeline: true, density: 'compact' }),
  },
  {
    name: 'not tested',
    client: withState(undefined),
    set: (element) => Object.assign(element, { forecast: short }),
  },
  { name: 'loading', client: withState(undefined), set: none },
  { name: 'empty', client: withState(ready({ ...file, series: [] })), set: none },
  { name: 'too little', client: withState(insufficient('There are 3 months.')), set: none },
  { name: 'permission', client: withState(failed('permission')), set: none },
  { name: 'error', client: withState(failed()), set: none },
  { name: 'offline and stale', client: offline, set: none },
]);

const show = async (
  set: (element: ForecastChart) => void,
): Promise<{ element: ForecastChart; root: ShadowRoot }> => {
  const element = await mount('aicrm-forecast-chart', set);
  await settle(element);
  return { element, root: must(element.shadowRoot, 'root') };
};
const text = (root: ShadowRoot): string => (root.textContent ?? '').replace(/\s+/g, ' ');
const pick = (root: ShadowRoot, place: number, value: string): void => {
  const select = must(root.querySelectorAll('select')[place], 'select');
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};
const toggle = (root: ShadowRoot, name: string): HTMLElement | undefined =>
  [...root.querySelectorAll<HTMLElement>('.toggle')].find((one) => one.textContent?.trim() === name);

afterEach(() => {
  document.body.replaceChildren();
  document.documentElement.lang = '';
});

describe('<aicrm-forecast-chart>', () => {
  it('shows what the host hands over, and asks for nothing', async () => {
    const client = withState(ready(file))();
    const { element, root } = await show((one) => Object.assign(one, { client, forecast: file }));
    expect(element.getAttribute('state')).toBe('ready');
    expect(client.tenant.watching.size).toBe(0);
    expect(text(root)).toContain('Orders in EUR');
    expect(text(root)).toContain('Better than repeating last year');
    expect(root.querySelectorAll('[style]')).toHaveLength(0);
    // The same file without the host: from the tenant's data.
    const other = await show((one) => Object.assign(one, { client }));
    expect(text(other.root)).toBe(text(root));
    expect(client.tenant.watching.size).toBe(1);
    other.element.remove();
    expect(client.tenant.watching.size).toBe(0);
  });

  it('says what became of targets, and how likely those to come are', async () => {
    const { root } = await show((one) => Object.assign(one, { forecast: file }));
    const rows = [...root.querySelectorAll('.goals li')].map((row) =>
      row.textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/November 2025 €1(\.00)? reached$/);
    expect(rows[1]).toMatch(/December 2025 €1B missed$/);
    expect(rows[2]).toMatch(/March 2026 €20K .*\d% likely$/);
  });

  it('tells a person’s choices, all four as they are, and nothing that a script set', async () => {
    const { element, root } = await show((one) => Object.assign(one, { forecast: file }));
    const heard: AboutForecast[] = [];
    element.addEventListener('aicrm-forecast-view', ({ detail }) => heard.push(detail));
    Object.assign(element, { level: 'region/South', horizon: 6, backtest: true });
    await settle(element);
    expect(heard).toEqual([]);
    expect(text(root)).toContain('South');
    pick(root, 0, 'region/North');
    await settle(element);
    pick(root, 1, '3');
    await settle(element);
    must(toggle(root, 'Look back'), 'toggle').click();
    await settle(element);
    expect(heard).toEqual([
      { level: 'region/North', horizon: 6, backtest: true, pipeline: false },
      { level: 'region/North', horizon: 3, backtest: true, pipeline: false },
      { level: 'region/North', horizon: 3, backtest: false, pipeline: false },
    ]);
    expect(element.level).toBe('region/North');
    expect(root.querySelector('select')?.value).toBe('region/North');
    // Open deals and targets are the total's.
    expect(toggle(root, 'Open deals')).toBeUndefined();
    expect(root.querySelector('.goals')).toBeNull();
  });

  it('draws levels that were made to add up, and says whether they do', async () => {
    const [total, north, south] = file.series;
    const size = must(total, 'total').model.horizon;
    const flat = (mean: number) => ({
      ...{ mean: Array<number>(size).fill(mean), low80: Array<number>(size).fill(mean - 10) },
      ...{ high80: Array<number>(size).fill(mean + 10), low95: Array<number>(size).fill(mean - 20) },
      high95: Array<number>(size).fill(mean + 20),
    });
    const of = (one: typeof total, mean: number) => ({ ...must(one, 'series'), ahead: flat(mean) });
    const added = { ...file, series: [of(total, 1_000), of(north, 700), of(south, 300)] };
    const { element, root } = await show((one) => Object.assign(one, { forecast: added }));
    expect(root.textContent).toContain('the parts add up to the total');
    expect(root.textContent).not.toContain('need not add up');
    expect(root.querySelector('table')?.textContent).toMatch(/1,000/);
    element.forecast = file;
    await expect.poll(() => root.textContent).toContain('need not add up');
    element.forecast = { ...added, series: added.series.slice(0, 2) };
    await expect.poll(() => root.querySelector('table')?.textContent).toMatch(/1,000/);
    expect(root.textContent).toContain('need not add up');
  });

  it('takes a level that is not there for the total, and a horizon beyond reach for all', async () => {
    const { root } = await show((one) => {
      one.setAttribute('level', 'region/Nowhere');
      one.setAttribute('horizon', '999');
      one.setAttribute('pipeline', '');
      Object.assign(one, { forecast: file });
    });
    expect(root.querySelector('select')?.value).toBe('total');
    expect(text(root)).toContain('Next 18 months');
    expect(text(root)).toContain('Expected from open deals');
  });

  it('draws earlier forecasts only where it is asked to', async () => {
    const { element, root } = await show((one) => Object.assign(one, { forecast: file }));
    expect(text(root)).not.toContain('Forecast at the time');
    element.backtest = true;
    await settle(element);
    expect(text(root)).toContain('Forecast at the time');
    expect(text(root)).toContain('A year before');
  });

  it('names what is no forecast, and tries again only what can be', async () => {
    const { element, root } = await show((one) => Object.assign(one, { forecast: { kind: 'other' } }));
    expect(element.getAttribute('state')).toBe('error');
    expect(text(root)).toContain('not a forecast');
    expect(root.querySelector('.retry')).toBeNull();
    element.forecast = file;
    await settle(element);
    await settle(element);
    expect(element.getAttribute('state')).toBe('ready');
    const client = withState(failed())();
    const other = await show((one) => Object.assign(one, { client }));
    client.tenant.change({ analyses: { 'sales-forecast': ready(file) } });
    must(other.root.querySelector<HTMLElement>('.retry'), 'retry').click();
    await settle(other.element);
    expect(other.element.getAttribute('state')).toBe('ready');
  });

  it.each(['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:alert(1)', '{{7*7}}'])(
    'shows the words of data as words: %s',
    async (bad) => {
      const model = { ...must(file.series[0], 'series').model, label: bad, name: bad };
      const { root } = await show((one) =>
        Object.assign(one, {
          forecast: {
            ...file,
            currency: bad,
            computedAt: bad,
            series: [
              { path: [], label: bad, model },
              { path: [bad, bad], label: bad, model },
            ],
          },
          level: `${bad}/${bad}`,
        }),
      );
      expect(root.querySelector('img, script, a, iframe')).toBeNull();
      expect(root.querySelector('h3')?.textContent).toBe(bad);
      expect(await findings(must(root.host, 'host'))).toEqual([]);
    },
  );

  it('speaks the language around it, and lies the way its words do', async () => {
    document.documentElement.lang = 'ar';
    await languageReady('ar');
    const { element, root } = await show((one) => Object.assign(one, { forecast: file }));
    for (let round = 0; round < 20 && !text(root).includes('ما مدى ثقتنا؟'); round++) await settle(element);
    expect(text(root)).toContain('ما مدى ثقتنا؟');
    expect(root.querySelector('.card')?.getAttribute('dir')).toBe('rtl');
  });
});
