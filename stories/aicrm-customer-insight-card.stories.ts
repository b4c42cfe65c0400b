import '@aicrm/widgets/customer-insight-card/define';
import type { CustomerInsightCard } from '@aicrm/widgets/customer-insight-card/customer-insight-card';
import { FakeData, FakeDataClient, failed, insufficient, ready } from '@aicrm/widgets/testing/fake-data';
import {
  ada,
  analyses,
  asOf,
  type Customer,
  context,
  files,
  jonas,
  marta,
  silent,
  storeOf,
} from '@aicrm/widgets/testing/insight-fixtures';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, waitFor } from 'storybook/test';

interface Args {
  recordId?: string;
  density: 'comfortable' | 'compact';
  theme?: 'light' | 'dark';
  cardHref?: string;
}

type Story = StoryObj<Args>;

/** What a page's store has; a story says how the world is, and the element finds out. */
const world = (make: () => FakeData, online = true) => ({
  loaders: [
    () => {
      const client = new FakeDataClient(make());
      client.online = online;
      return { client };
    },
  ],
});
const client = (loaded: Record<string, unknown>) => loaded.client as FakeDataClient;
const whole = (): FakeData => storeOf(marta, jonas, ada, silent);
const change = (script: Parameters<FakeData['change']>[0]) => (): FakeData => {
  const data = whole();
  data.change(script);
  return data;
};
const everything = (state: ReturnType<typeof failed>) => (): FakeData =>
  new FakeData({
    views: { [marta.id]: state },
    timelines: { [marta.id]: state },
    messages: state,
    analyses: { 'customer-value': state, segments: state, 'action-rules': state },
  });

const card = (args: Args, of: FakeDataClient | undefined) => html`<aicrm-customer-insight-card
  .client=${of}
  .context=${context}
  record-id=${args.recordId ?? nothing}
  as-of=${asOf}
  density=${args.density}
  theme=${args.theme ?? nothing}
  card-href=${args.cardHref ?? nothing}
></aicrm-customer-insight-card>`;

const find = (canvas: HTMLElement): CustomerInsightCard => {
  const found = canvas.querySelector('aicrm-customer-insight-card');
  if (!found) throw new Error('no card in the story');
  return found;
};
const says = (text: string) => async (canvas: HTMLElement) =>
  waitFor(() => expect(find(canvas).shadowRoot?.textContent?.replace(/\s+/g, ' ')).toContain(text), {
    timeout: 10_000,
  });
const shows = (customer: Customer, text: string): Story => ({
  args: { recordId: customer.id },
  play: async ({ canvasElement }) => says(text)(canvasElement),
});
/** The card in the width of a side panel or of a phone. */
const narrow = (width: string): Pick<Story, 'render'> => ({
  render: (args, { loaded }) =>
    html`<div style="padding: 16px; inline-size: ${width}">${card(args, client(loaded))}</div>`,
});

const meta: Meta<Args> = {
  title: 'Elements/Customer insight card',
  component: 'aicrm-customer-insight-card',
  args: { density: 'comfortable', cardHref: '#card' },
  argTypes: {
    recordId: { control: 'inline-radio', options: [marta.id, jonas.id, ada.id, silent.id] },
    density: { control: 'inline-radio', options: ['comfortable', 'compact'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    cardHref: { control: 'text' },
    // What the element says about itself, and what a story injects, is nothing to be set by hand.
    ...Object.fromEntries(
      [
        ...['state', 'freshness', 'offline', 'client', 'record-id', 'card-href', 'as-of', 'asOf'],
        ...['record', 'timeline', 'messages', 'analyses', 'context', 'history'],
      ].map((name) => [name, { control: false }]),
    ),
  },
  ...world(whole),
  render: (args, { loaded }) => html`<div style="padding: 24px">${card(args, client(loaded))}</div>`,
};
export default meta;

/** Bought every few weeks, complained three times, and has been silent since. Open a figure to see its reasons. */
export const AtRisk: Story = shows(marta, 'At risk');

export const Healthy: Story = shows(jonas, 'Healthy');

/** A first order a week ago: what can be said of somebody new, and what cannot. */
export const NewCustomer: Story = shows(ada, 'No message of this customer is known.');

/** Nothing but a name: each part says what would be enough. */
export const NothingKnown: Story = shows(silent, 'No purchase of this customer is known.');

/** Each figure opens to signed reasons that add up to it. */
export const Reasons: Story = {
  args: { recordId: marta.id },
  play: async ({ canvasElement }) => {
    await says('Churn risk')(canvasElement);
    find(canvasElement).shadowRoot?.querySelector<HTMLElement>('[data-figure=lifetime]')?.click();
    await says('Typical repeat customer')(canvasElement);
  },
};

export const Compact: Story = {
  ...shows(jonas, 'Healthy'),
  args: { recordId: jonas.id, density: 'compact' },
};

/** In 200 pixels. */
export const Narrow: Story = { ...shows(marta, 'At risk'), ...narrow('200px') };

/** In 420 pixels, as a side panel of a CRM. */
export const SidePanel: Story = { ...shows(marta, 'At risk'), ...narrow('420px') };

export const Dark: Story = { ...shows(marta, 'At risk'), args: { recordId: marta.id, theme: 'dark' } };

export const German: Story = {
  ...shows(marta, 'Gefährdet'),
  render: (args, { loaded }) =>
    html`<div lang="de" style="padding: 24px">${card(args, client(loaded))}</div>`,
};

export const Arabic: Story = {
  ...shows(marta, 'معرّض للفقد'),
  render: (args, { loaded }) =>
    html`<div lang="ar" dir="rtl" style="padding: 24px">${card(args, client(loaded))}</div>`,
};

/** The host's own buttons and content in the card's slots. */
export const WithHostContent: Story = {
  ...shows(jonas, 'Healthy'),
  render: (args, { loaded }) => html`<div style="padding: 24px">
    <aicrm-customer-insight-card
      .client=${client(loaded)}
      .context=${context}
      record-id=${args.recordId ?? nothing}
      as-of=${asOf}
    >
      <button slot="actions">Open in the CRM</button>
      <p>Owner: Ines Roth. Next visit in Hamburg.</p>
    </aicrm-customer-insight-card>
  </div>`,
};

/** A host that has the record already hands it over; nothing is asked of the worker, and nothing leaves the page. */
export const HostData: Story = {
  ...world(() => new FakeData()),
  render: (args, { loaded }) => html`<div style="padding: 24px">
    <aicrm-customer-insight-card
      .client=${client(loaded)}
      .record=${jonas.view.fields}
      .timeline=${jonas.timeline}
      .messages=${jonas.messages}
      .analyses=${analyses}
      as-of=${asOf}
      density=${args.density}
    ></aicrm-customer-insight-card>
  </div>`,
  play: async ({ canvasElement, loaded }) => {
    await says('Healthy')(canvasElement);
    await expect(client(loaded).tenant.watching.size).toBe(0);
  },
};

export const Loading: Story = {
  ...world(() => new FakeData()),
  args: { recordId: marta.id },
  play: async ({ canvasElement }) => says('Loading this customer')(canvasElement),
};

export const Empty: Story = { play: async ({ canvasElement }) => says('No customer chosen.')(canvasElement) };

/** The tenant has too few customers for its models: what is known of this one is shown all the same. */
export const PartsMissing: Story = {
  ...shows(marta, 'There are 31 customers'),
  ...world(
    change({
      analyses: {
        'customer-value': insufficient(
          'There are 31 customers with a repeat purchase; 100 are needed for a model of value.',
        ),
        segments: insufficient('There are 31 customers; 50 are needed for quantiles to mean anything.'),
        'action-rules': ready({ schema: 1, kind: 'action-rules', rules: [] }),
      },
    }),
  ),
};

/** One part is refused, another did not load: the others stand. */
export const PartsFailed: Story = {
  ...shows(marta, 'This part did not load.'),
  ...world(
    change({ timelines: { [marta.id]: failed('error') }, messages: failed('permission'), analyses: files }),
  ),
};

export const StaleAndOffline: Story = {
  ...shows(marta, 'No connection to the service.'),
  ...world(change({ views: { [marta.id]: ready(marta.view, 'stale', '2026-11-20T09:00:00Z') } }), false),
};

export const Permission: Story = {
  ...shows(marta, 'You cannot see this customer.'),
  ...world(everything(failed('permission'))),
};

export const ErrorState: Story = {
  ...shows(marta, 'This customer cannot be shown right now.'),
  ...world(everything(failed('error'))),
};
