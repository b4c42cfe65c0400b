import type { Loaded } from '@aicrm/client/data-types';
import { quietInsights, smallInsights } from '@aicrm/client/testing/small-insights';
import type { InsightsFile } from '@aicrm/schema/analysis';
import type { Insights } from '@aicrm/widgets/insights/insights';
import '@aicrm/widgets/insights/define';
import { FakeData, FakeDataClient, failed, insufficient, ready } from '@aicrm/widgets/testing/fake-data';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, waitFor } from 'storybook/test';

interface Args {
  density: 'comfortable' | 'compact';
  theme?: 'light' | 'dark';
}
type Story = StoryObj<Args>;

const withData = (state: () => Loaded<InsightsFile> | undefined, online = true): Pick<Story, 'loaders'> => ({
  loaders: [
    () => {
      const given = state();
      const client = new FakeDataClient(new FakeData(given ? { analyses: { insights: given } } : {}));
      client.online = online;
      return Promise.resolve({ client });
    },
  ],
});

const find = (canvas: HTMLElement): Insights => {
  const found = canvas.querySelector('aicrm-insights');
  if (!found) throw new Error('no insights in the story');
  return found;
};
const reaches = (state: string, text?: string) => async (canvas: HTMLElement) => {
  await waitFor(() => expect(find(canvas).getAttribute('state')).toBe(state), { timeout: 10_000 });
  if (text) await waitFor(() => expect(find(canvas).shadowRoot?.textContent).toContain(text));
};

const meta: Meta<Args> = {
  title: 'Elements/Insights',
  component: 'aicrm-insights',
  args: { density: 'comfortable' },
  argTypes: {
    density: { control: 'inline-radio', options: ['comfortable', 'compact'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    ...Object.fromEntries(
      ['state', 'freshness', 'offline', 'client', 'insights'].map((name) => [name, { control: false }]),
    ),
  },
  ...withData(() => ready(smallInsights())),
  render: (args, { loaded }) => html`<div style="padding: 24px; max-inline-size: 900px">
    <aicrm-insights
      .client=${loaded.client}
      density=${args.density}
      theme=${args.theme ?? nothing}
    ></aicrm-insights>
  </div>`,
};
export default meta;

/** Found here and now, by the real detector, in the weeks of a company that does not exist. */
export const ThreeChanges: Story = {
  play: async ({ canvasElement }) => reaches('ready', 'Who made the change')(canvasElement),
};

export const Dark: Story = {
  ...ThreeChanges,
  globals: { scheme: 'dark' },
};

export const RightToLeft: Story = {
  globals: { language: 'ar' },
  play: async ({ canvasElement }) => reaches('ready', 'الطلبات')(canvasElement),
};

export const German: Story = {
  globals: { language: 'de' },
  play: async ({ canvasElement }) => reaches('ready', 'Bestellungen')(canvasElement),
};

/** All metrics were looked at, and none was beyond what weeks do by themselves. */
export const QuietWeek: Story = {
  ...withData(() => ready(quietInsights())),
  play: async ({ canvasElement }) => reaches('ready', 'Nothing moved')(canvasElement),
};

export const Loading: Story = {
  ...withData(() => undefined),
  play: async ({ canvasElement }) => reaches('loading')(canvasElement),
};

export const TooLittleHistory: Story = {
  ...withData(() =>
    insufficient('Not enough history: 5 whole weeks before the last one; 8 would be enough.'),
  ),
  play: async ({ canvasElement }) => reaches('insufficient-data', '8 would be enough')(canvasElement),
};

export const Permission: Story = {
  ...withData(() => failed('permission')),
  play: async ({ canvasElement }) => reaches('permission')(canvasElement),
};

export const ErrorState: Story = {
  name: 'Error',
  ...withData(() => failed()),
  play: async ({ canvasElement }) => reaches('error')(canvasElement),
};

export const OfflineAndStale: Story = {
  ...withData(() => ready(smallInsights(), 'stale'), false),
  play: async ({ canvasElement }) => reaches('ready', 'No connection')(canvasElement),
};
