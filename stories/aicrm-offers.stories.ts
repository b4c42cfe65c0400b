import '@aicrm/widgets/offers/define';
import type { OfferCatalogue } from '@aicrm/schema/offer';
import type { RecordView } from '@aicrm/schema/view';
import type { Offers } from '@aicrm/widgets/offers/offers';
import { FakeData, FakeDataClient, failed, ready } from '@aicrm/widgets/testing/fake-data';
import { madeUpCustomer, madeUpOffers, offersAt } from '@aicrm/widgets/testing/made-up-offers';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';

interface Args {
  catalogue?: unknown;
  customer?: unknown;
  history?: unknown;
  recordId?: string;
  consent: 'asked' | 'given' | 'refused';
  most: number;
  density: 'comfortable' | 'compact';
  theme?: 'light' | 'dark';
  lang?: string;
}
type Story = StoryObj<Args>;

const id = 'contact:shop:17';
const view: RecordView = {
  id,
  type: 'contact',
  seq: 1,
  viewAt: offersAt,
  fields: { store: 'Larimer Street' },
  facts: { segment: 'Regulars' },
};

const withData = (data: () => FakeData, online = true): Pick<Story, 'loaders'> => ({
  loaders: [() => Promise.resolve({ client: Object.assign(new FakeDataClient(data()), { online }) })],
});

const element = (args: Args, client: unknown) => html`<aicrm-offers
  .client=${client}
  .catalogue=${args.catalogue}
  .customer=${args.customer}
  .history=${args.history}
  record-id=${args.recordId ?? nothing}
  consent=${args.consent}
  most=${args.most}
  as-of=${offersAt}
  density=${args.density}
  theme=${args.theme ?? nothing}
></aicrm-offers>`;

const find = (canvas: HTMLElement): Offers => {
  const found = canvas.querySelector('aicrm-offers');
  if (!found) throw new Error('no offers in the story');
  return found;
};
const inside = (canvas: HTMLElement): ShadowRoot => {
  const { shadowRoot } = find(canvas);
  if (!shadowRoot) throw new Error('not drawn yet');
  return shadowRoot;
};
const reaches =
  (state: string, ...texts: string[]) =>
  async ({ canvasElement }: { canvasElement: HTMLElement }) => {
    await waitFor(() => expect(find(canvasElement).getAttribute('state')).toBe(state), { timeout: 10_000 });
    for (const text of texts) await waitFor(() => expect(inside(canvasElement).textContent).toContain(text));
  };

const meta: Meta<Args> = {
  title: 'Elements/Offers',
  component: 'aicrm-offers',
  args: {
    catalogue: madeUpOffers,
    customer: madeUpCustomer,
    recordId: id,
    consent: 'given',
    most: 3,
    density: 'comfortable',
  },
  argTypes: {
    consent: { control: 'inline-radio', options: ['asked', 'given', 'refused'] },
    most: { control: { type: 'number', min: 1, max: 24 } },
    density: { control: 'inline-radio', options: ['comfortable', 'compact'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    ...Object.fromEntries(
      ['state', 'offline', 'client', 'catalogue', 'customer', 'history'].map((name) => [
        name,
        { control: false },
      ]),
    ),
  },
  ...withData(() => new FakeData()),
  render: (args, { loaded }) =>
    html`<div lang=${args.lang ?? 'en'} style="padding: 24px; max-inline-size: 1100px">${element(args, loaded.client)}</div>`,
};
export default meta;

/** A measured effect first, then a product's chance, then the shop's own order; each says which. */
export const Chosen: Story = { play: reaches('ready', 'Paper filters', 'Because you bought') };

/** There is no answer yet: the element asks, and shows what everyone sees. */
export const Asked: Story = {
  args: { consent: 'asked' },
  play: reaches('ready', 'May we choose offers', 'Free delivery'),
};

export const Refused: Story = {
  args: { consent: 'refused' },
  play: reaches('ready', 'Nothing about you is used', 'Free delivery'),
};

/** Why it is there, and what data was used. */
export const WhyThisOffer: Story = {
  play: async (context) => {
    await reaches('ready')(context);
    const summary = inside(context.canvasElement).querySelector('summary');
    if (summary) await userEvent.click(summary);
    await reaches('ready', '6.1 of 100 customers', 'Data used')(context);
  },
};

/** A note in its place, with a way back. */
export const Dismissed: Story = {
  play: async (context) => {
    await reaches('ready')(context);
    const hide = inside(context.canvasElement).querySelectorAll<HTMLElement>('.hide')[1];
    if (hide) await userEvent.click(hide);
    await reaches('ready', 'is hidden.', 'Undo')(context);
  },
};

/** It was shown as often as it may be, so the next ones are there. */
export const CapReached: Story = {
  args: {
    history: ['08:00', '08:30', '09:00'].map((time) => ({
      offer: 'coffee',
      what: 'impression',
      at: `2026-11-18T${time}:00Z`,
    })),
  },
  play: async (context) => {
    await reaches('ready', 'Cellar evening')(context);
    await expect(find(context.canvasElement).choice?.refused).toContainEqual({
      offer: 'coffee',
      refusal: { why: 'cap', per: 'day', shown: 3, most: 3 },
    });
  },
};

/** Nothing applies to this customer: what everyone sees stands there. */
export const Fallback: Story = {
  args: { customer: { store: 'Pearl Street' } },
  play: reaches('ready', 'Free delivery', 'Offers for you'),
};

/** No customer is handed over: the record that is named is asked of the client. */
export const FromTheRecord: Story = {
  args: { customer: undefined },
  ...withData(() => new FakeData({ views: { [id]: ready(view, 'stale') } })),
  play: reaches('ready', 'Six rolls', 'older than usual'),
};

export const Loading: Story = {
  args: { customer: undefined },
  play: reaches('loading'),
};

export const NoCustomer: Story = {
  args: { customer: undefined },
  ...withData(() => new FakeData({ views: { [id]: failed('error') } })),
  play: reaches('ready', 'Free delivery', 'could not be read'),
};

export const SignedOut: Story = {
  args: { customer: undefined },
  ...withData(() => new FakeData({ views: { [id]: failed('permission') } })),
  play: reaches('ready', 'You are signed out'),
};

export const Offline: Story = {
  ...withData(() => new FakeData(), false),
  play: reaches('ready', 'No connection'),
};

const none: OfferCatalogue = { ...madeUpOffers, offers: [], fallback: null };
export const NothingOnOffer: Story = {
  args: { catalogue: none },
  play: reaches('empty', 'no offer right now'),
};

/** The page handed over something else: the sentence says what. */
export const NotACatalogue: Story = {
  args: { catalogue: { ...madeUpOffers, zone: 'Mars/Olympus' } },
  play: reaches('error', 'There is no time zone'),
};

export const German: Story = { args: { lang: 'de' }, play: reaches('ready', 'Warum sehe ich das?') };

/** Words from right to left; what the shop wrote keeps its own direction. */
export const Arabic: Story = { args: { lang: 'ar' }, play: reaches('ready', 'لماذا أرى هذا؟') };

export const Dark: Story = {
  args: { theme: 'dark' },
  render: (args, { loaded }) =>
    html`<div style="padding: 24px; background: #10141a; color-scheme: dark">${element(args, loaded.client)}</div>`,
  play: reaches('ready'),
};

export const Compact: Story = {
  args: { density: 'compact', most: 4 },
  play: reaches('ready', 'Cellar evening'),
};

/** As narrow as a side bar gets. */
export const Narrow: Story = {
  args: { consent: 'asked' },
  render: (args, { loaded }) => html`<div style="inline-size: 200px">${element(args, loaded.client)}</div>`,
  play: async (context) => {
    await reaches('ready')(context);
    await expect(find(context.canvasElement).scrollWidth).toBeLessThanOrEqual(200);
  },
};
