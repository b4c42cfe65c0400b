import '@aicrm/widgets/what-if/define';
import type { WhatIf } from '@aicrm/widgets/what-if/what-if';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { clubLeads } from './support/club-leads.js';
import { storyDeals } from './support/deals.js';
import { type FakeServer, type FakeServerOptions, fakeServer } from './support/fake-server.js';

interface Args {
  recordId?: string;
  record?: Readonly<Record<string, unknown>>;
  model: string;
  density: 'comfortable' | 'compact';
  theme?: 'light' | 'dark';
}
type Story = StoryObj<Args>;

const world = (options: FakeServerOptions = {}): Pick<Story, 'loaders'> => ({
  loaders: [async () => ({ server: await fakeServer(options) })],
});
const serverOf = (loaded: Record<string, unknown>): FakeServer => loaded.server as FakeServer;
const find = (canvas: HTMLElement): WhatIf => {
  const found = canvas.querySelector('aicrm-what-if');
  if (!found) throw new Error('no card in the story');
  return found;
};
const reaches = (state: string) => async (canvas: HTMLElement) =>
  waitFor(() => expect(find(canvas).getAttribute('state')).toBe(state), { timeout: 8_000 });
const slider = (canvas: HTMLElement): HTMLInputElement => {
  const found = find(canvas).shadowRoot?.querySelector<HTMLInputElement>('input[type="range"]');
  if (!found) throw new Error('no slider');
  return found;
};
/** A person's hand: the arrow keys on the first slider, until the other score is there. */
const move = async (canvas: HTMLElement) => {
  await reaches('score')(canvas);
  // Another language is a chunk, which may come after the score.
  await waitFor(() => slider(canvas));
  slider(canvas).focus();
  await userEvent.keyboard('{Home}');
  await waitFor(() => expect(find(canvas).shadowRoot?.querySelector('.after')).not.toBeNull());
};

const [high = '', medium = ''] = clubLeads.map(({ id }) => id);

const meta: Meta<Args> = {
  title: 'Elements/What if',
  component: 'aicrm-what-if',
  args: { model: 'lead-score', density: 'comfortable' },
  argTypes: {
    recordId: { control: 'text' },
    record: { control: 'object' },
    density: { control: 'inline-radio', options: ['comfortable', 'compact'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    ...Object.fromEntries(
      ['state', 'freshness', 'offline', 'client', 'record-id', 'model'].map((name) => [
        name,
        { control: false },
      ]),
    ),
  },
  ...world(),
  render: ({ recordId, record, model, density, theme }, { loaded }) =>
    html`<div style="padding: 24px; max-inline-size: 960px; margin-inline: auto">
      <aicrm-what-if
        .client=${serverOf(loaded).client}
        record-id=${recordId ?? nothing}
        .record=${record}
        model=${model}
        density=${density}
        theme=${theme ?? nothing}
      ></aicrm-what-if>
    </div>`,
};
export default meta;

/** A stored lead. Move a slider: score and reasons follow, computed in this page. */
export const Lead: Story = {
  args: { recordId: medium },
  play: async ({ canvasElement }) => reaches('score')(canvasElement),
};

/** With a change: the score as it is, as it would be, and the difference. */
export const Changed: Story = {
  args: { recordId: medium },
  play: async ({ canvasElement, loaded }) => {
    await move(canvasElement);
    const sent = serverOf(loaded).worker.requests.map(({ url, body }) => url + body);
    await expect(sent.join().includes('orders')).toBe(false);
  },
};

/** A deal of a made-up company, with the model that was trained of its deals. */
export const Deal: Story = {
  args: { model: 'deal-score' },
  loaders: [
    async () => {
      const { golden, views, ids } = await storyDeals();
      return { server: await fakeServer({ model: golden.model, views, start: golden.asOf }), id: ids.medium };
    },
  ],
  render: ({ model }, { loaded }) =>
    html`<div style="padding: 24px; max-inline-size: 960px; margin-inline: auto">
      <aicrm-what-if
        .client=${serverOf(loaded).client}
        record-id=${String(loaded.id)}
        model=${model}
      ></aicrm-what-if>
    </div>`,
  play: async ({ canvasElement }) => reaches('score')(canvasElement),
};

export const Compact: Story = { ...Changed, args: { recordId: medium, density: 'compact' } };
export const Dark: Story = { ...Changed, globals: { scheme: 'dark' } };
export const RightToLeft: Story = { ...Changed, globals: { language: 'ar' } };
export const German: Story = { ...Changed, globals: { language: 'de' } };

/** In 200 pixels. */
export const Narrow: Story = {
  ...Changed,
  render: ({ recordId, model }, { loaded }) =>
    html`<div style="padding: 8px; inline-size: 200px">
      <aicrm-what-if
        .client=${serverOf(loaded).client}
        record-id=${recordId ?? nothing}
        model=${model}
      ></aicrm-what-if>
    </div>`,
};

/** The host hands its own record over, under its own field names. */
export const HostData: Story = {
  args: {
    record: {
      id: 417,
      campaign: 'Type B',
      lastPurchase: new Date(Date.now() - 9 * 86_400_000).toISOString(),
      conversions: 1,
      spend: 456,
      offers: 14,
      'facts.orders.couponShare': 0.12,
    },
  },
  play: async ({ canvasElement }) => reaches('score')(canvasElement),
};

export const Empty: Story = { play: async ({ canvasElement }) => reaches('empty')(canvasElement) };
export const Loading: Story = {
  args: { recordId: high },
  ...world({ line: 'never' }),
  play: async ({ canvasElement }) => reaches('loading')(canvasElement),
};
export const TooLittleData: Story = {
  args: { record: { name: 'Household 77', offers: 4 } },
  play: async ({ canvasElement }) => reaches('insufficient-data')(canvasElement),
};
export const NoModelYet: Story = {
  args: { recordId: high },
  ...world({ published: 'none' }),
  play: async ({ canvasElement }) => reaches('insufficient-data')(canvasElement),
};
export const Permission: Story = {
  args: { recordId: high },
  ...world({ line: 'denied' }),
  play: async ({ canvasElement }) => reaches('permission')(canvasElement),
};
export const ErrorState: Story = {
  name: 'Error',
  args: { recordId: 'lead:club:nobody' },
  play: async ({ canvasElement }) => reaches('error')(canvasElement),
};
/** The worker dies after the first sync: what is tried is answered all the same. */
export const Offline: Story = {
  args: { recordId: medium },
  play: async ({ canvasElement, loaded }) => {
    await reaches('score')(canvasElement);
    const { client, setLine } = serverOf(loaded);
    setLine('dead');
    await client.sync();
    await waitFor(() => expect(find(canvasElement).hasAttribute('offline')).toBe(true));
    await move(canvasElement);
  },
};
