import '@aicrm/widgets/record-list/define';
import type { RecordList } from '@aicrm/widgets/record-list/record-list';
import type { ListedRecord } from '@aicrm/widgets/record-list/rows';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { clubLeads, manyLeads, viewOf } from './support/club-leads.js';
import { storyDeals } from './support/deals.js';
import { type FakeServer, type FakeServerOptions, fakeServer } from './support/fake-server.js';

interface Args {
  type: string;
  model: string;
  columns?: string;
  nameField?: string;
  sort: 'score' | 'name';
  records?: readonly ListedRecord[];
  density: 'comfortable' | 'compact';
  theme?: 'light' | 'dark';
  width?: string;
}
type Story = StoryObj<Args>;

const leads = (count: number) => {
  const now = Date.now();
  return [...clubLeads, ...manyLeads(count)].map((lead, i) => {
    const view = viewOf(lead, now);
    return { ...view, seq: i + 1, fields: { ...view.fields, name: lead.name } };
  });
};
const world = (count: number, options: FakeServerOptions = {}): Pick<Story, 'loaders'> => ({
  loaders: [async () => ({ server: await fakeServer({ views: count > 0 ? leads(count) : [], ...options }) })],
});
const serverOf = (loaded: Record<string, unknown>): FakeServer => loaded.server as FakeServer;
const find = (canvas: HTMLElement): RecordList => {
  const found = canvas.querySelector('aicrm-record-list');
  if (!found) throw new Error('no list in the story');
  return found;
};
const reaches = (state: string) => async (canvas: HTMLElement) =>
  waitFor(() => expect(find(canvas).getAttribute('state')).toBe(state), { timeout: 15_000 });
/** All records and all scores are there. */
const settled = async (canvas: HTMLElement) =>
  waitFor(
    () => expect(find(canvas).shadowRoot?.querySelector('article')?.getAttribute('aria-busy')).toBe('false'),
    { timeout: 30_000 },
  );

const meta: Meta<Args> = {
  title: 'Elements/Record list',
  component: 'aicrm-record-list',
  args: {
    type: 'lead',
    model: 'lead-score',
    sort: 'score',
    density: 'comfortable',
    columns:
      'fields.campaignKind:Campaign,facts.orders.sum90:Spend in 90 days:USD,facts.orders.count90:Purchases',
  },
  argTypes: {
    columns: { control: 'text' },
    sort: { control: 'inline-radio', options: ['score', 'name'] },
    density: { control: 'inline-radio', options: ['comfortable', 'compact'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    ...Object.fromEntries(
      [
        'state',
        'freshness',
        'offline',
        'client',
        'type',
        'model',
        'records',
        'width',
        'name-field',
        'selected',
      ].map((name) => [name, { control: false }]),
    ),
  },
  ...world(60),
  render: ({ type, model, columns, sort, records, density, theme, nameField, width }, { loaded }) =>
    html`<div style="padding: 16px; max-inline-size: ${width ?? '960px'}; box-sizing: border-box">
      <aicrm-record-list
        .client=${serverOf(loaded).client}
        .records=${records}
        type=${type}
        model=${model}
        columns=${columns ?? nothing}
        name-field=${nameField ?? nothing}
        sort=${sort}
        density=${density}
        theme=${theme ?? nothing}
      ></aicrm-record-list>
    </div>`,
};
export default meta;

/** Stored leads, the best first. */
export const Leads: Story = { play: async ({ canvasElement }) => settled(canvasElement) };

/** Ten thousand and three: only rows near what is seen are drawn. */
export const TenThousand: Story = {
  ...world(10_000),
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    const root = find(canvasElement).shadowRoot;
    await expect(root?.querySelector('.grid')?.getAttribute('aria-rowcount')).toBe('10004');
    await expect(root?.querySelectorAll('.row').length).toBeLessThan(60);
  },
};

/** With the keys: End, back up, Enter. */
export const Chosen: Story = {
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    find(canvasElement).shadowRoot?.querySelector<HTMLElement>('.grid')?.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await waitFor(() => expect(find(canvasElement).selected).toBeTruthy());
  },
};

/** Open deals of a made-up company, with the model that was trained of its deals. */
export const Deals: Story = {
  args: {
    type: 'deal',
    model: 'deal-score',
    columns: 'fields.stage:Stage,fields.amount:Amount:EUR',
  },
  loaders: [
    async () => {
      const { golden, views } = await storyDeals();
      return { server: await fakeServer({ model: golden.model, views, start: golden.asOf }) };
    },
  ],
  play: async ({ canvasElement }) => settled(canvasElement),
};

/** The host's own list; nothing is asked for. */
export const HostRecords: Story = {
  args: {
    columns: 'fields.city:City',
    records: [
      { id: 'a', name: 'Alder & Sons', probability: 0.81, band: 'high', values: { 'fields.city': 'Leeds' } },
      { id: 'b', name: 'Birch GmbH', probability: 0.34, band: 'medium', values: { 'fields.city': 'Köln' } },
      { id: 'c', name: 'Cedar SA', values: { 'fields.city': 'Lyon' } },
    ],
  },
  play: async ({ canvasElement }) => settled(canvasElement),
};

export const Compact: Story = { ...Leads, args: { density: 'compact' } };
export const Dark: Story = { ...Chosen, globals: { scheme: 'dark' } };
export const RightToLeft: Story = { ...Chosen, globals: { language: 'ar' } };
export const German: Story = { ...Leads, globals: { language: 'de' } };
/** In 200 pixels: columns move under the name, the band's word makes room. */
export const Narrow: Story = { ...Leads, args: { width: '232px' } };

export const Empty: Story = {
  ...world(0),
  play: async ({ canvasElement }) => reaches('empty')(canvasElement),
};
export const Loading: Story = {
  ...world(3, { line: 'never' }),
  play: async ({ canvasElement }) => reaches('loading')(canvasElement),
};
/** Without a model the records are there all the same. */
export const NoModelYet: Story = {
  ...world(20, { published: 'none' }),
  play: async ({ canvasElement }) => settled(canvasElement),
};
export const Permission: Story = {
  ...world(3, { line: 'denied' }),
  play: async ({ canvasElement }) => reaches('permission')(canvasElement),
};
export const ErrorState: Story = {
  name: 'Error',
  ...world(3, { line: 'failing' }),
  play: async ({ canvasElement }) => reaches('error')(canvasElement),
};
/** The worker dies after the first sync: list, sorting and filter go on. */
export const Offline: Story = {
  play: async ({ canvasElement, loaded }) => {
    await settled(canvasElement);
    const { client, setLine } = serverOf(loaded);
    setLine('dead');
    await client.sync();
    await waitFor(() => expect(find(canvasElement).hasAttribute('offline')).toBe(true));
  },
};
