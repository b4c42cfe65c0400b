import '@aicrm/widgets/segments/define';
import type { Loaded } from '@aicrm/client/data-types';
import { segmentsOf, smallSegments } from '@aicrm/client/testing/small-segments';
import type { SegmentsFile } from '@aicrm/schema/analysis';
import type { Segments } from '@aicrm/widgets/segments/segments';
import { FakeData, FakeDataClient, failed, insufficient, ready } from '@aicrm/widgets/testing/fake-data';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, waitFor } from 'storybook/test';

interface Args {
  open?: string;
  density: 'comfortable' | 'compact';
  theme?: 'light' | 'dark';
}
type Story = StoryObj<Args>;

const withData = (state: () => Loaded<SegmentsFile> | undefined, online = true): Pick<Story, 'loaders'> => ({
  loaders: [
    () => {
      const given = state();
      const client = new FakeDataClient(new FakeData(given ? { analyses: { segments: given } } : {}));
      client.online = online;
      return Promise.resolve({ client });
    },
  ],
});

const find = (canvas: HTMLElement): Segments => {
  const found = canvas.querySelector('aicrm-segments');
  if (!found) throw new Error('no segments in the story');
  return found;
};
const reaches = (state: string, text?: string) => async (canvas: HTMLElement) => {
  await waitFor(() => expect(find(canvas).getAttribute('state')).toBe(state), { timeout: 10_000 });
  if (text) await waitFor(() => expect(find(canvas).shadowRoot?.textContent).toContain(text));
};

const meta: Meta<Args> = {
  title: 'Elements/Segments',
  component: 'aicrm-segments',
  args: { density: 'comfortable' },
  argTypes: {
    open: { control: 'text' },
    density: { control: 'inline-radio', options: ['comfortable', 'compact'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    ...Object.fromEntries(
      ['state', 'freshness', 'offline', 'client', 'segments'].map((name) => [name, { control: false }]),
    ),
  },
  ...withData(() => ready(smallSegments())),
  render: (args, { loaded }) => html`<div style="padding: 24px; max-inline-size: 900px">
    <aicrm-segments
      .client=${loaded.client}
      open=${args.open ?? nothing}
      density=${args.density}
      theme=${args.theme ?? nothing}
    ></aicrm-segments>
  </div>`,
};
export default meta;

/** Cut here and now, by the real rules, from the orders of a company that does not exist. */
export const AllSegments: Story = {
  play: async ({ canvasElement }) => reaches('ready', 'What sets them apart')(canvasElement),
};

/** One is opened: what sets its customers apart, and what helps. */
export const Opened: Story = {
  args: { open: smallSegments().segments[0]?.id ?? '' },
  play: async ({ canvasElement }) => reaches('ready')(canvasElement),
};

export const Dark: Story = {
  ...Opened,
  globals: { scheme: 'dark' },
};

export const RightToLeft: Story = {
  ...Opened,
  globals: { language: 'ar' },
};

export const German: Story = {
  globals: { language: 'de' },
  play: async ({ canvasElement }) => reaches('ready', 'Kundensegmente')(canvasElement),
};

export const Loading: Story = {
  ...withData(() => undefined),
  play: async ({ canvasElement }) => reaches('loading')(canvasElement),
};

export const Empty: Story = {
  ...withData(() => ready({ ...smallSegments(), segments: [] })),
  play: async ({ canvasElement }) => reaches('empty')(canvasElement),
};

/** The rules' own refusal, which says what would be enough. */
export const TooFewCustomers: Story = {
  ...withData(() => {
    const refused = segmentsOf(12);
    return insufficient(refused.ok ? '' : refused.error.detail);
  }),
  play: async ({ canvasElement }) => reaches('insufficient-data')(canvasElement),
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
  ...withData(() => ready(smallSegments(), 'stale'), false),
  play: async ({ canvasElement }) => reaches('ready', 'No connection')(canvasElement),
};
