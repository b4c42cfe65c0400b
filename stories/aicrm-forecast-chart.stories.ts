import '@aicrm/widgets/forecast-chart/define';
import type { Loaded } from '@aicrm/client/data-types';
import { forecastSales } from '@aicrm/models/forecast/train';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import type { ForecastChart } from '@aicrm/widgets/forecast-chart/forecast-chart';
import { FakeData, FakeDataClient, failed, insufficient, ready } from '@aicrm/widgets/testing/fake-data';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { madeUpSales, salesForecast, storyNow, train } from './support/forecasts.js';

interface Args {
  forecast?: unknown;
  level: string;
  horizon?: string;
  backtest: boolean;
  pipeline: boolean;
  density: 'comfortable' | 'compact';
  theme?: 'light' | 'dark';
}
type Story = StoryObj<Args>;
type State = Loaded<SalesForecastFile>;

const withData = (state: () => State | undefined, online = true): Pick<Story, 'loaders'> => ({
  loaders: [
    () => {
      const given = state();
      const client = new FakeDataClient(new FakeData(given ? { analyses: { 'sales-forecast': given } } : {}));
      client.online = online;
      return Promise.resolve({ client });
    },
  ],
});

const element = (args: Args, client: unknown) => html`<aicrm-forecast-chart
  .client=${client}
  .forecast=${args.forecast}
  level=${args.level}
  horizon=${args.horizon ?? nothing}
  ?backtest=${args.backtest}
  ?pipeline=${args.pipeline}
  density=${args.density}
  theme=${args.theme ?? nothing}
></aicrm-forecast-chart>`;

const find = (canvas: HTMLElement): ForecastChart => {
  const found = canvas.querySelector('aicrm-forecast-chart');
  if (!found) throw new Error('no forecast in the story');
  return found;
};
const inside = (canvas: HTMLElement): ShadowRoot => {
  const { shadowRoot } = find(canvas);
  if (!shadowRoot) throw new Error('not drawn yet');
  return shadowRoot;
};
const reaches = (state: string, text?: string) => async (canvas: HTMLElement) => {
  await waitFor(() => expect(find(canvas).getAttribute('state')).toBe(state), { timeout: 10_000 });
  if (text) await waitFor(() => expect(inside(canvas).textContent).toContain(text));
};

const meta: Meta<Args> = {
  title: 'Elements/Forecast chart',
  component: 'aicrm-forecast-chart',
  args: { level: 'total', backtest: false, pipeline: false, density: 'comfortable' },
  argTypes: {
    level: { control: 'text' },
    horizon: { control: 'number' },
    backtest: { control: 'boolean' },
    pipeline: { control: 'boolean' },
    density: { control: 'inline-radio', options: ['comfortable', 'compact'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    ...Object.fromEntries(
      ['state', 'freshness', 'offline', 'client', 'forecast'].map((name) => [name, { control: false }]),
    ),
  },
  ...withData(() => ready(salesForecast())),
  render: (args, { loaded }) =>
    html`<div style="padding: 24px; max-inline-size: 1100px">${element(args, loaded.client)}</div>`,
};
export default meta;

/** Trained here and now, by the real trainer, from sales of a company that does not exist. */
export const Total: Story = {
  play: async ({ canvasElement }) => {
    await reaches('ready', 'How sure are we?')(canvasElement);
    await expect(inside(canvasElement).querySelectorAll('.band, .fill').length).toBeGreaterThan(1);
  },
};

/** Earlier forecasts beside what came, and beside what last year's numbers would have said. */
export const LookingBack: Story = {
  args: { backtest: true },
  play: async ({ canvasElement }) => reaches('ready', 'Forecast at the time')(canvasElement),
};

/** What today's open deals are expected to bring. */
export const OpenDeals: Story = {
  args: { pipeline: true, horizon: '6' },
  play: async ({ canvasElement }) => reaches('ready', 'Expected from open deals')(canvasElement),
};

export const OneRegion: Story = {
  args: { level: 'region/West', horizon: '18' },
  play: async ({ canvasElement }) => reaches('ready', 'West')(canvasElement),
};

/** The page hands a model over; nothing is asked of the network. */
export const FromThePage: Story = {
  args: { forecast: train(madeUpSales(), 'Orders') },
  render: (args) => html`<div style="padding: 24px">${element(args, undefined)}</div>`,
  play: async ({ canvasElement }) => reaches('ready', 'Orders')(canvasElement),
};

/** Sales that jump about: looking back does not show that the forecast beats last year's numbers, so both are drawn. */
export const NoBetterThanLastYear: Story = {
  args: { forecast: train(madeUpSales({ noise: 0.3, count: 52 }), 'Orders') },
  play: async ({ canvasElement }) => reaches('ready', 'No better than repeating last year')(canvasElement),
};

/** Two seasons and no more: a first guess that nothing has tested. */
export const NotTestedYet: Story = {
  args: { forecast: train(madeUpSales({ count: 24 }), 'Orders') },
  play: async ({ canvasElement }) => reaches('ready', 'Not tested yet')(canvasElement),
};

/** Less than two seasons: the trainer's own refusal, which says what would be enough. */
export const TooLittleHistory: Story = {
  ...withData(() => {
    const refused = forecastSales(madeUpSales({ count: 14 }), { asOf: storyNow });
    return insufficient(refused.ok ? '' : `${refused.error.detail} ${refused.error.action ?? ''}`);
  }),
  play: async ({ canvasElement }) => reaches('insufficient-data', 'Too little history')(canvasElement),
};

export const Compact: Story = {
  args: { density: 'compact', horizon: '6' },
  render: (args, { loaded }) =>
    html`<div style="padding: 16px; inline-size: 400px">${element(args, loaded.client)}</div>`,
  play: async ({ canvasElement }) => reaches('ready')(canvasElement),
};

/** In 220 pixels. */
export const Narrow: Story = {
  render: (args, { loaded }) =>
    html`<div style="padding: 8px; inline-size: 220px">${element(args, loaded.client)}</div>`,
  play: async ({ canvasElement }) => reaches('ready')(canvasElement),
};

export const Dark: Story = {
  args: { backtest: true },
  globals: { scheme: 'dark' },
  play: async ({ canvasElement }) => reaches('ready')(canvasElement),
};

export const RightToLeft: Story = {
  args: { pipeline: true },
  globals: { language: 'ar' },
  play: async ({ canvasElement }) => reaches('ready', 'ما مدى ثقتنا؟')(canvasElement),
};

export const German: Story = {
  globals: { language: 'de' },
  play: async ({ canvasElement }) => reaches('ready', 'Wie sicher ist das?')(canvasElement),
};

/** With keys: the level, a layer, then from point to point in the chart. */
export const ByKeyboard: Story = {
  play: async ({ canvasElement }) => {
    await reaches('ready')(canvasElement);
    const heard: unknown[] = [];
    canvasElement.addEventListener('aicrm-forecast-view', ({ detail }) => heard.push(detail));
    const root = inside(canvasElement);
    root.querySelector('select')?.focus();
    await expect(root.activeElement?.localName).toBe('select');
    root.querySelector<HTMLElement>('.toggle')?.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(root.querySelector('.toggle')?.getAttribute('aria-pressed')).toBe('true'));
    await expect(heard).toEqual([{ level: 'total', horizon: 12, backtest: true, pipeline: false }]);
    root.querySelector<HTMLElement>('.keys')?.focus();
    await userEvent.keyboard('{End}');
    await waitFor(() =>
      expect(root.querySelector('.keys ~ [role=status], .plot [role=status]')?.textContent).toContain(
        '95% range',
      ),
    );
  },
};

export const Loading: Story = {
  ...withData(() => undefined),
  play: async ({ canvasElement }) => reaches('loading')(canvasElement),
};

/** The worker has nothing to forecast yet. */
export const Empty: Story = {
  ...withData(() => ready({ ...salesForecast(), series: [] })),
  play: async ({ canvasElement }) => reaches('empty')(canvasElement),
};

export const Permission: Story = {
  ...withData(() => failed('permission')),
  play: async ({ canvasElement }) => reaches('permission')(canvasElement),
};

export const ErrorState: Story = {
  name: 'Error',
  ...withData(() => failed()),
  play: async ({ canvasElement }) => reaches('error', 'Try again')(canvasElement),
};

/** What the page handed over is not a forecast. */
export const NotAForecast: Story = {
  args: { forecast: { kind: 'sales-forecast', series: 'many' } },
  play: async ({ canvasElement }) => reaches('error', 'not a forecast')(canvasElement),
};

/** The service is gone and the data is old: the forecast stays, and says so. */
export const OfflineAndStale: Story = {
  ...withData(() => ready(salesForecast(), 'stale'), false),
  play: async ({ canvasElement }) => reaches('ready', 'No connection')(canvasElement),
};
