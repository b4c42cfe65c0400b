import type { Client } from '@aicrm/client/client';
import type { LeadScoreBadge } from '@aicrm/widgets/lead-score-badge/lead-score-badge';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { clubLeads, manyLeads } from './support/club-leads.js';
import { type FakeServer, fakeServer } from './support/fake-server.js';
import { type GoldenCase, goldenModel } from './support/published-model.js';

interface Args {
  recordId?: string;
  record?: Readonly<Record<string, unknown>>;
  open: boolean;
  display: 'popover' | 'inline';
  theme?: 'light' | 'dark';
  cardHref?: string;
}

type Story = StoryObj<Args>;

const badge = (args: Args, client: Client) => html`<aicrm-lead-score-badge
  .client=${client}
  record-id=${args.recordId ?? nothing}
  .record=${args.record}
  ?open=${args.open}
  display=${args.display}
  theme=${args.theme ?? nothing}
  card-href=${args.cardHref ?? nothing}
></aicrm-lead-score-badge>`;

const server = (loaded: Record<string, unknown>): FakeServer => loaded.server as FakeServer;
const first = (loaded: Record<string, unknown>): GoldenCase => {
  const [one] = (loaded.golden as { cases: GoldenCase[] }).cases;
  if (!one) throw new Error('no golden case');
  return one;
};
const padded = (content: unknown) => html`<div style="padding: 24px">${content}</div>`;
const find = (canvas: HTMLElement): LeadScoreBadge => {
  const found = canvas.querySelector('aicrm-lead-score-badge');
  if (!found) throw new Error('no badge in the story');
  return found;
};
const reaches = (state: string) => async (canvas: HTMLElement) =>
  waitFor(() => expect(find(canvas).getAttribute('state')).toBe(state), { timeout: 5_000 });
const opened = async (canvas: HTMLElement) =>
  waitFor(() => expect(find(canvas).shadowRoot?.querySelector('table')).not.toBeNull(), { timeout: 5_000 });

const [high = '', medium = '', low = ''] = clubLeads.map(({ id }) => id);

const meta: Meta<Args> = {
  title: 'Elements/Lead score badge',
  component: 'aicrm-lead-score-badge',
  args: { open: false, display: 'popover' },
  argTypes: {
    recordId: { control: 'text' },
    record: { control: 'object' },
    display: { control: 'inline-radio', options: ['popover', 'inline'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    cardHref: { control: 'text' },
    // What the element says about itself, and what a story injects, is nothing to be set by hand.
    ...Object.fromEntries(
      ['state', 'freshness', 'offline', 'client', 'record-id', 'card-href', 'model'].map((name) => [
        name,
        { control: false },
      ]),
    ),
  },
  loaders: [async () => ({ server: await fakeServer() })],
  render: (args, { loaded }) => padded(badge(args, server(loaded).client)),
};
export default meta;

/** A stored lead by its id. Press it to see the reasons. */
export const High: Story = {
  args: { recordId: high },
  play: async ({ canvasElement }) => {
    await reaches('score')(canvasElement);
    await expect(find(canvasElement).shadowRoot?.textContent).toContain('High');
  },
};

export const Medium: Story = {
  args: { recordId: medium },
  play: async ({ canvasElement }) => reaches('score')(canvasElement),
};

export const Low: Story = {
  args: { recordId: low },
  play: async ({ canvasElement }) => reaches('score')(canvasElement),
};

/** In the page's flow, as on a record page. */
export const ReasonsInline: Story = {
  args: { recordId: medium, open: true, display: 'inline', cardHref: '#card' },
  play: async ({ canvasElement }) => opened(canvasElement),
};

/** Floating over the page, as in a table. */
export const ReasonsFloating: Story = {
  args: { recordId: high, open: true },
  parameters: { docs: { story: { inline: false, height: '720px' } } },
  render: (args, { loaded }) =>
    html`<div style="padding: 24px; min-block-size: 680px">${badge(args, server(loaded).client)}</div>`,
  play: async ({ canvasElement }) => opened(canvasElement),
};

/** In 200 pixels. */
export const Narrow: Story = {
  ...ReasonsInline,
  render: (args, { loaded }) =>
    html`<div style="padding: 8px; inline-size: 200px">${badge(args, server(loaded).client)}</div>`,
};

/** On a wide record page, in two columns. */
export const Wide: Story = {
  ...ReasonsInline,
  render: (args, { loaded }) =>
    html`<div style="padding: 24px; --aicrm-panel-inline-size: 100%">${badge(args, server(loaded).client)}</div>`,
};

/** A host's own brand: properties above, one part. */
export const Branded: Story = {
  ...ReasonsInline,
  render: (args, { loaded }) => html`<style>
      .brand {
        padding: 24px;
        font-family: Georgia, 'DejaVu Serif', serif;
        --aicrm-badge-radius: 4px;
        --aicrm-panel-radius: 4px;
        --aicrm-color-medium: light-dark(#4a1f8f, #d6c2ff);
        --aicrm-color-medium-surface: light-dark(#f0e9ff, #2c1e4a);
        --aicrm-color-raise: light-dark(#5b2bd9, #a78bfa);
        --aicrm-color-raise-text: light-dark(#4a1f8f, #cbb5ff);
        --aicrm-color-accent: light-dark(#5b2bd9, #cbb5ff);
      }
      .brand ::part(value) {
        font-weight: 800;
      }
    </style>
    <div class="brand">${badge(args, server(loaded).client)}</div>`,
};

export const Dark: Story = {
  ...ReasonsInline,
  globals: { scheme: 'dark' },
};

export const RightToLeft: Story = {
  ...ReasonsInline,
  globals: { language: 'ar' },
};

export const German: Story = {
  ...ReasonsInline,
  globals: { language: 'de' },
};

/** No record is named yet. */
export const Empty: Story = {
  play: async ({ canvasElement }) => reaches('empty')(canvasElement),
};

/** The worker has not answered yet. */
export const Loading: Story = {
  args: { recordId: high },
  loaders: [async () => ({ server: await fakeServer({ line: 'never' }) })],
  play: async ({ canvasElement }) => reaches('loading')(canvasElement),
};

/** Too little is known about this record; the missing inputs are named, the weightiest first. */
export const TooLittleData: Story = {
  args: { record: { name: 'Household 77', offers: 4 }, open: true, display: 'inline' },
  play: async ({ canvasElement }) => reaches('insufficient-data')(canvasElement),
};

export const NoModelYet: Story = {
  args: { recordId: high, open: true, display: 'inline' },
  loaders: [async () => ({ server: await fakeServer({ published: 'none' }) })],
  play: async ({ canvasElement }) => reaches('insufficient-data')(canvasElement),
};

/** The gate refused every model: none did better than the average. */
export const NotEnoughEvidence: Story = {
  args: { recordId: high, open: true, display: 'inline' },
  loaders: [async () => ({ server: await fakeServer({ published: 'refused' }) })],
  play: async ({ canvasElement }) => reaches('insufficient-data')(canvasElement),
};

export const Permission: Story = {
  args: { recordId: high, open: true, display: 'inline' },
  loaders: [async () => ({ server: await fakeServer({ line: 'denied' }) })],
  play: async ({ canvasElement }) => reaches('permission')(canvasElement),
};

/** A record that the worker does not know. */
export const ErrorState: Story = {
  name: 'Error',
  args: { recordId: 'lead:club:nobody', open: true, display: 'inline' },
  play: async ({ canvasElement }) => reaches('error')(canvasElement),
};

/** The worker dies after the first sync: the state stays `score`, and `offline` says the rest. */
export const Offline: Story = {
  args: { recordId: medium, open: true, display: 'inline' },
  play: async ({ canvasElement, loaded }) => {
    await reaches('score')(canvasElement);
    const { client, setLine } = server(loaded);
    setLine('dead');
    await client.sync();
    await waitFor(() => expect(find(canvasElement).hasAttribute('offline')).toBe(true));
    await expect(find(canvasElement).getAttribute('state')).toBe('score');
    await opened(canvasElement);
  },
};

/** The last sync is two days old. */
export const Stale: Story = {
  args: { recordId: medium, open: true, display: 'inline' },
  play: async ({ canvasElement, loaded }) => {
    await reaches('score')(canvasElement);
    const { client, setLine, setHoursLater } = server(loaded);
    setLine('dead');
    setHoursLater(50);
    await client.sync();
    await waitFor(() => expect(find(canvasElement).getAttribute('freshness')).toBe('stale'));
  },
};

/** A table with a badge in every row: same width in every state, no shift while they come in. */
export const InATable: Story = {
  loaders: [async () => ({ server: await fakeServer({ leads: [...clubLeads, ...manyLeads(9)] }) })],
  render: (_, { loaded }) => {
    const { client } = server(loaded);
    const rows = [...clubLeads, ...manyLeads(9)].map(({ id, name, fields, facts }) => ({
      id,
      name,
      campaign: fields.campaignKind,
      spend: facts['orders.sum90'],
    }));
    return padded(html`<table style="border-collapse: collapse; inline-size: 100%; max-inline-size: 720px">
      <thead>
        <tr style="text-align: start">
          ${['Lead', 'Campaign', 'Spend in 90 days', 'Score'].map(
            (name) => html`<th scope="col" style="text-align: start; padding: 8px">${name}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${[...rows, { id: 'lead:club:nobody', name: 'Household 5', campaign: '–', spend: '–' }].map(
          (
            row,
          ) => html`<tr style="border-block-start: 1px solid color-mix(in srgb, currentColor 15%, transparent)">
            <td style="padding: 8px">${row.name}</td>
            <td style="padding: 8px">${row.campaign}</td>
            <td style="padding: 8px; font-variant-numeric: tabular-nums">${row.spend}</td>
            <td style="padding: 6px 8px">
              <aicrm-lead-score-badge .client=${client} record-id=${row.id}></aicrm-lead-score-badge>
            </td>
          </tr>`,
        )}
      </tbody>
    </table>`);
  },
  play: async ({ canvasElement }) => reaches('score')(canvasElement),
};

/** The file that the lead score's own recipe trained: the page paints what its golden cases say. */
export const TrainedModel: Story = {
  args: { open: true, display: 'inline' },
  loaders: [
    async () => {
      const golden = await goldenModel();
      const views = golden.cases.map(({ view }) => view);
      return { golden, server: await fakeServer({ model: golden.model, views, start: golden.asOf }) };
    },
  ],
  render: (args, { loaded }) =>
    padded(badge({ ...args, recordId: first(loaded).view.id }, server(loaded).client)),
  play: async ({ canvasElement, loaded }) => {
    await opened(canvasElement);
    const shown = find(canvasElement).shadowRoot?.querySelector('b')?.textContent;
    await expect(shown).toBe(`${Math.round(first(loaded).probability * 100)}%`);
  },
};

interface LiveArgs extends Args {
  campaign: 'Type A' | 'Type B' | 'Type C';
  daysSinceLastPurchase: number;
  conversions: number;
  spend: number;
  offers: number;
}

/**
 * The host hands its own record over, under its own field names. Edit it in the controls: the model scores in this
 * page, and no field of the record leaves it.
 */
export const HostData: StoryObj<LiveArgs> = {
  args: {
    open: true,
    display: 'inline',
    campaign: 'Type B',
    daysSinceLastPurchase: 9,
    conversions: 1,
    spend: 456,
    offers: 14,
  },
  argTypes: {
    campaign: { control: 'inline-radio', options: ['Type A', 'Type B', 'Type C'] },
    daysSinceLastPurchase: { control: { type: 'range', min: 0, max: 90 } },
    conversions: { control: { type: 'range', min: 0, max: 6 } },
    spend: { control: { type: 'range', min: 0, max: 2_000, step: 10 } },
    offers: { control: { type: 'range', min: 0, max: 24 } },
  },
  render: ({ campaign, daysSinceLastPurchase, conversions, spend, offers, ...args }, { loaded }) => {
    const lastPurchase = new Date(Date.now() - daysSinceLastPurchase * 86_400_000).toISOString();
    const record = {
      id: 417,
      campaign,
      lastPurchase,
      conversions,
      spend,
      offers,
      'facts.orders.couponShare': 0.12,
    };
    return padded(badge({ ...args, record }, server(loaded).client));
  },
  play: async ({ canvasElement, loaded }) => {
    await reaches('score')(canvasElement);
    await opened(canvasElement);
    const found = find(canvasElement);
    const before = found.shadowRoot?.querySelector('b')?.textContent;
    found.record = { ...found.record, campaign: 'Type A' };
    await waitFor(() => expect(found.shadowRoot?.querySelector('b')?.textContent).not.toBe(before));
    const left = server(loaded).worker.requests.map(({ url, body }) => url + body);
    await expect(left.join().includes('Type')).toBe(false);
  },
};
