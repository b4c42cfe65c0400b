import type { Dashboard } from '@aicrm/widgets/dashboard/dashboard';
import '@aicrm/widgets/dashboard/define';
import { asOf, BusinessClient, business } from '@aicrm/widgets/testing/dashboard-fixtures';
import { FakeDataClient, failed, insufficient, type Script } from '@aicrm/widgets/testing/fake-data';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, waitFor } from 'storybook/test';

interface Args {
  theme?: 'light' | 'dark';
}
type Story = StoryObj<Args>;

const withClient = (make: () => FakeDataClient, online = true): Pick<Story, 'loaders'> => ({
  loaders: [
    () => {
      const client = make();
      client.online = online;
      return Promise.resolve({ client });
    },
  ],
});

const find = (canvas: HTMLElement): Dashboard => {
  const found = canvas.querySelector('aicrm-dashboard');
  if (!found) throw new Error('no dashboard in the story');
  return found;
};
const reaches = (state: string, text: string) => async (canvas: HTMLElement) => {
  await waitFor(() => expect(find(canvas).getAttribute('state')).toBe(state), { timeout: 10_000 });
  await waitFor(() => expect(find(canvas).shadowRoot?.textContent).toContain(text), { timeout: 10_000 });
};

const meta: Meta<Args> = {
  title: 'Elements/Dashboard',
  component: 'aicrm-dashboard',
  argTypes: {
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    ...Object.fromEntries(
      [
        ...['state', 'offline', 'client', 'records', 'value', 'segments', 'forecast', 'insights'],
        ...['messages', 'cards', 'asOf'],
      ].map((name) => [name, { control: false }]),
    ),
  },
  ...withClient(() => new BusinessClient()),
  render: (args, { loaded }) => html`<div style="padding: 24px">
    <aicrm-dashboard .client=${loaded.client} as-of=${asOf} theme=${args.theme ?? nothing}></aicrm-dashboard>
  </div>`,
};
export default meta;

/** A company that does not exist: its records are read, its customers judged and its messages understood in this page. */
export const WholeBusiness: Story = {
  play: async ({ canvasElement }) => reaches('ready', 'Delivery')(canvasElement),
};

export const Dark: Story = {
  ...WholeBusiness,
  globals: { scheme: 'dark' },
};

export const RightToLeft: Story = {
  globals: { language: 'ar' },
  play: async ({ canvasElement }) => reaches('ready', 'القمع')(canvasElement),
};

export const German: Story = {
  globals: { language: 'de' },
  play: async ({ canvasElement }) => reaches('ready', 'Trichter')(canvasElement),
};

/** Parts that cannot follow what is chosen say so. */
export const Filtered: Story = {
  play: async ({ canvasElement }) => {
    await reaches('ready', 'Delivery')(canvasElement);
    const select = find(canvasElement).shadowRoot?.querySelector<HTMLSelectElement>('[data-filter=since]');
    if (!select) throw new Error('no filter');
    select.value = '90';
    select.dispatchEvent(new Event('change'));
    await reaches('ready', 'Not filtered by Date range.')(canvasElement);
  },
};

export const Loading: Story = {
  ...withClient(() => new FakeDataClient()),
  play: async ({ canvasElement }) => reaches('loading', 'reading')(canvasElement),
};

/** Each part says for itself what is missing, and the others are not affected. */
export const PartsThatFail: Story = {
  ...withClient(() => {
    const script: Script = {
      ...business(),
      analyses: {
        'customer-value': insufficient('Fewer than 20 customers bought twice; 20 would be enough.'),
        segments: failed(),
        'sales-forecast': failed('permission'),
        insights: failed(),
      },
      messages: failed(),
    };
    return new BusinessClient(script);
  }),
  play: async ({ canvasElement }) => reaches('ready', 'Fewer than 20 customers')(canvasElement),
};

export const Offline: Story = {
  ...withClient(() => new BusinessClient(), false),
  play: async ({ canvasElement }) => reaches('ready', 'No connection')(canvasElement),
};
