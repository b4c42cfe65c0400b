import '@aicrm/widgets/deal-score-badge/define';
import type { Client } from '@aicrm/client/client';
import type { DealScoreBadge } from '@aicrm/widgets/deal-score-badge/deal-score-badge';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { type StoryDeals, storyDeals } from './support/deals.js';
import { type FakeServer, type FakeServerOptions, fakeServer } from './support/fake-server.js';

interface Args {
  deal?: keyof StoryDeals['ids'] | 'nobody';
  record?: Readonly<Record<string, unknown>>;
  open: boolean;
  display: 'popover' | 'inline';
  theme?: 'light' | 'dark';
}
type Story = StoryObj<Args>;

const loaded = (loaded: Record<string, unknown>) => loaded as { deals: StoryDeals; server: FakeServer };
const world = (options: FakeServerOptions = {}): Pick<Story, 'loaders'> => ({
  loaders: [
    async () => {
      const deals = await storyDeals();
      const { golden, views } = deals;
      const server = await fakeServer({ model: golden.model, views, start: golden.asOf, ...options });
      return { deals, server };
    },
  ],
});

const badge = (args: Args, client: Client, recordId: string | undefined) => html`<aicrm-deal-score-badge
  .client=${client}
  record-id=${recordId ?? nothing}
  .record=${args.record}
  ?open=${args.open}
  display=${args.display}
  theme=${args.theme ?? nothing}
></aicrm-deal-score-badge>`;
const idOf = ({ deal }: Args, { ids }: StoryDeals): string | undefined =>
  deal === undefined ? undefined : deal === 'nobody' ? 'deal:crm:nobody' : ids[deal];

const find = (canvas: HTMLElement): DealScoreBadge => {
  const found = canvas.querySelector('aicrm-deal-score-badge');
  if (!found) throw new Error('no badge in the story');
  return found;
};
const text = (canvas: HTMLElement): string => find(canvas).shadowRoot?.textContent ?? '';
const reaches = (state: string) => async (canvas: HTMLElement) =>
  waitFor(() => expect(find(canvas).getAttribute('state')).toBe(state), { timeout: 8_000 });
const opened = async (canvas: HTMLElement) =>
  waitFor(() => expect(find(canvas).shadowRoot?.querySelector('.deal:not(.bones)')).not.toBeNull(), {
    timeout: 8_000,
  });

const meta: Meta<Args> = {
  title: 'Elements/Deal score badge',
  component: 'aicrm-deal-score-badge',
  args: { open: false, display: 'popover' },
  argTypes: {
    deal: { control: 'select', options: ['high', 'medium', 'low', 'stalled', 'thin', 'nobody'] },
    record: { control: 'object' },
    display: { control: 'inline-radio', options: ['popover', 'inline'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    ...Object.fromEntries(
      ['state', 'freshness', 'offline', 'client', 'record-id', 'card-href', 'cardHref', 'model'].map(
        (name) => [name, { control: false }],
      ),
    ),
  },
  ...world(),
  render: (args, { loaded: given }) => {
    const { deals, server } = loaded(given);
    return html`<div style="padding: 24px">${badge(args, server.client, idOf(args, deals))}</div>`;
  },
};
export default meta;

const inline = { open: true, display: 'inline' } as const;

/** A stored deal by its id. Press it to see what it is worth, how it moves, and why. */
export const High: Story = {
  args: { deal: 'high' },
  play: async ({ canvasElement }) => reaches('score')(canvasElement),
};
export const Medium: Story = {
  args: { deal: 'medium' },
  play: async ({ canvasElement }) => reaches('score')(canvasElement),
};
export const Low: Story = {
  args: { deal: 'low' },
  play: async ({ canvasElement }) => reaches('score')(canvasElement),
};

export const OpenedInline: Story = {
  args: { deal: 'high', ...inline },
  play: async ({ canvasElement }) => opened(canvasElement),
};

/** Longer in its stage than nine in ten deals that were won. */
export const Stalled: Story = {
  args: { deal: 'stalled', ...inline },
  play: async ({ canvasElement }) => {
    await opened(canvasElement);
    await expect(text(canvasElement)).toContain('Stalled');
  },
};

/** Seven won deals passed this stage: too few to say what is long. */
export const NewStage: Story = {
  args: { deal: 'thin', ...inline },
  play: async ({ canvasElement }) => {
    await opened(canvasElement);
    await expect(text(canvasElement)).toContain('Too few won deals');
  },
};

/** Floating over the page, as in a table. */
export const OpenedFloating: Story = {
  args: { deal: 'medium', open: true },
  parameters: { docs: { story: { inline: false, height: '780px' } } },
  render: (args, { loaded: given }) => {
    const { deals, server } = loaded(given);
    return html`<div style="padding: 24px; min-block-size: 740px">
      ${badge(args, server.client, idOf(args, deals))}
    </div>`;
  },
  play: async ({ canvasElement }) => opened(canvasElement),
};

/** In 200 pixels. */
export const Narrow: Story = {
  ...Stalled,
  render: (args, { loaded: given }) => {
    const { deals, server } = loaded(given);
    return html`<div style="padding: 8px; inline-size: 200px">
      ${badge(args, server.client, idOf(args, deals))}
    </div>`;
  },
};

/** On a wide record page, in two columns. */
export const Wide: Story = {
  ...Stalled,
  render: (args, { loaded: given }) => {
    const { deals, server } = loaded(given);
    return html`<div style="padding: 24px; --aicrm-panel-inline-size: 100%">
      ${badge(args, server.client, idOf(args, deals))}
    </div>`;
  },
};

export const Dark: Story = { ...Stalled, globals: { scheme: 'dark' } };
export const RightToLeft: Story = {
  args: { deal: 'stalled', ...inline },
  globals: { language: 'ar' },
  play: async ({ canvasElement }) => opened(canvasElement),
};
export const German: Story = { ...RightToLeft, globals: { language: 'de' } };

/** The host lays an amount of its own over the stored deal: the value to expect follows, computed in the page. */
export const HostAmount: Story = {
  args: { deal: 'medium', ...inline, record: { amount: 100_000 } },
  play: async ({ canvasElement }) => {
    await opened(canvasElement);
    await expect(text(canvasElement)).toContain('100,000');
  },
};

export const Empty: Story = { play: async ({ canvasElement }) => reaches('empty')(canvasElement) };
export const Loading: Story = {
  args: { deal: 'high' },
  ...world({ line: 'never' }),
  play: async ({ canvasElement }) => reaches('loading')(canvasElement),
};
/** Too little is known about this deal; the missing inputs are named, the weightiest first. */
export const TooLittleData: Story = {
  args: { record: { amount: 4_000 }, ...inline },
  play: async ({ canvasElement }) => reaches('insufficient-data')(canvasElement),
};
export const NoModelYet: Story = {
  args: { deal: 'high', ...inline },
  ...world({ published: 'none' }),
  play: async ({ canvasElement }) => reaches('insufficient-data')(canvasElement),
};
export const NotEnoughEvidence: Story = {
  args: { deal: 'high', ...inline },
  ...world({ published: 'refused' }),
  play: async ({ canvasElement }) => reaches('insufficient-data')(canvasElement),
};
export const Permission: Story = {
  args: { deal: 'high', ...inline },
  ...world({ line: 'denied' }),
  play: async ({ canvasElement }) => reaches('permission')(canvasElement),
};
/** A deal that the worker does not know. */
export const ErrorState: Story = {
  name: 'Error',
  args: { deal: 'nobody', ...inline },
  play: async ({ canvasElement }) => reaches('error')(canvasElement),
};
/** The worker dies after the first sync: score, value and stage stay. */
export const Offline: Story = {
  args: { deal: 'medium', ...inline },
  play: async ({ canvasElement, loaded: given }) => {
    await reaches('score')(canvasElement);
    const { server } = loaded(given);
    server.setLine('dead');
    await server.client.sync();
    await waitFor(() => expect(find(canvasElement).hasAttribute('offline')).toBe(true));
    await opened(canvasElement);
  },
};
