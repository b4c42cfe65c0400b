import type { FeedbackSentimentPanel } from '@aicrm/widgets/feedback-sentiment-panel/feedback-sentiment-panel';
import '@aicrm/widgets/feedback-sentiment-panel/define';
import { FakeDataClient, failed, insufficient, ready, type Script } from '@aicrm/widgets/testing/fake-data';
import { madeUpFeedback } from '@aicrm/widgets/testing/made-up-feedback';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';

// All messages here are made up: a furniture shop that does not exist, with late deliveries planted in the last four weeks.

interface Args {
  recordId?: string;
  tenant: boolean;
  density?: 'compact';
  theme?: 'light' | 'dark';
  heading?: string;
  intents: 'general' | 'banking';
}
type Story = StoryObj<Args>;

const now = Date.UTC(2026, 10, 22, 10);

const panel = (args: Args, client: FakeDataClient | undefined, messages?: readonly { text: string }[]) =>
  html`<div style="padding: 24px">
    <aicrm-feedback-sentiment-panel
      .client=${client}
      .messages=${messages}
      .now=${now}
      record-id=${args.recordId ?? nothing}
      ?tenant=${args.tenant}
      density=${args.density ?? nothing}
      theme=${args.theme ?? nothing}
      heading=${args.heading ?? nothing}
      intents=${args.intents}
    ></aicrm-feedback-sentiment-panel>
  </div>`;

const find = (canvas: HTMLElement): FeedbackSentimentPanel => {
  const found = canvas.querySelector('aicrm-feedback-sentiment-panel');
  if (!found) throw new Error('no panel in the story');
  return found;
};
const inside = <E extends Element = HTMLElement>(canvas: HTMLElement, css: string): E => {
  const found = find(canvas).shadowRoot?.querySelector<E>(css);
  if (!found) throw new Error(`no ${css} in the panel`);
  return found;
};
const reaches = async (canvas: HTMLElement, state: string) => {
  await waitFor(() => expect(find(canvas).getAttribute('state')).toBe(state), { timeout: 15_000 });
  await waitFor(() => expect(find(canvas).hasAttribute('reading')).toBe(false), { timeout: 15_000 });
};

/** A story whose data a script says: the page's store would have it. */
const of = (script: Script, state: string, more: Partial<Story> = {}): Story => ({
  render: (args) => panel(args, new FakeDataClient(script)),
  play: async ({ canvasElement }) => reaches(canvasElement, state),
  ...more,
});

const some = madeUpFeedback({ count: 900 });

const meta: Meta<Args> = {
  title: 'Elements/Feedback sentiment panel',
  component: 'aicrm-feedback-sentiment-panel',
  args: { tenant: true, intents: 'general' },
  argTypes: {
    recordId: { control: 'text' },
    tenant: { control: 'boolean' },
    density: { control: 'inline-radio', options: [undefined, 'compact'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    intents: { control: 'inline-radio', options: ['general', 'banking'] },
    heading: { control: 'text' },
  },
  parameters: {
    docs: {
      description: {
        component:
          'What customers write, read in the page by a model of 200 kB. The messages in these stories are made up.',
      },
    },
  },
};
export default meta;

/** All messages of a tenant. Deliveries went wrong in the last four weeks, and the panel says so. */
export const Ready: Story = of({ messages: ready(some) }, 'ready', {
  play: async ({ canvasElement }) => {
    await reaches(canvasElement, 'ready');
    await expect(inside(canvasElement, '.headline').textContent).toContain('delivery');
  },
});

/** One person's messages, in little room. */
export const OneRecord: Story = of(
  { messages: ready(madeUpFeedback({ count: 14, contact: 'contact:made-up:1', days: 400 })) },
  'ready',
  { args: { tenant: false, recordId: 'contact:made-up:1', density: 'compact' } },
);

/** The host hands its own messages over; nothing is asked of the network but the model's file. */
export const HostData: Story = {
  args: { tenant: false },
  render: (args) =>
    panel(args, undefined, [
      { text: 'The delivery was awful, but your support was friendly and quick.' },
      { text: 'Wonderful chair, I love it!' },
      { text: 'Die Lieferung kam leider zu spät.' },
    ]),
  play: async ({ canvasElement }) => reaches(canvasElement, 'ready'),
};

/** A person corrects a tone: it counts at once, is kept, and can be taken back. */
export const Corrected: Story = of({ messages: ready(some) }, 'ready', {
  play: async ({ canvasElement }) => {
    await reaches(canvasElement, 'ready');
    inside(canvasElement, '.correct').click();
    await waitFor(() => inside(canvasElement, '.correction button[aria-pressed="false"]').click());
    await waitFor(() => expect(inside(canvasElement, '.corrected').textContent).toContain('next training'));
  },
});

/** A row of the table is a filter: the chart and the list are of delivery now. */
export const Filtered: Story = of({ messages: ready(some) }, 'ready', {
  play: async ({ canvasElement }) => {
    await reaches(canvasElement, 'ready');
    inside(canvasElement, '.breakdown .name').click();
    await waitFor(() => expect(inside(canvasElement, '#course-title').textContent).toContain('Delivery'));
  },
});

/** What people ask for, by a second model that is fetched when a person wants it. */
export const Requests: Story = of({ messages: ready(some.slice(0, 300)) }, 'ready', {
  play: async ({ canvasElement }) => {
    await reaches(canvasElement, 'ready');
    inside(canvasElement, '.about .segments button:last-child').click();
    await waitFor(() => inside(canvasElement, '.offer .button').click());
    await waitFor(() => expect(inside(canvasElement, '.breakdown')).toBeTruthy(), { timeout: 20_000 });
  },
});

/** Nobody asked for messages; any text can be tried all the same, and nothing of it is sent. */
export const TryAnyText: Story = {
  args: { tenant: false },
  render: (args) => panel(args, undefined),
  play: async ({ canvasElement }) => {
    await reaches(canvasElement, 'empty');
    await userEvent.type(
      inside(canvasElement, 'textarea'),
      'The sofa is beautiful, but the delivery was awful.',
    );
    await waitFor(() => expect(inside(canvasElement, '.clauses').textContent).toContain('Delivery'), {
      timeout: 15_000,
    });
  },
};

/** Below ten scored messages there is no share, and the panel says what would be enough. */
export const TooFew: Story = of({ messages: ready(some.slice(0, 6)) }, 'ready');

export const NoMessages: Story = of({ messages: ready([]) }, 'insufficient-data');

export const NotConnected: Story = of(
  { messages: insufficient('No mailbox is connected yet. Connect one, and messages come in by themselves.') },
  'insufficient-data',
);

export const Loading: Story = of({}, 'loading');

export const Permission: Story = of({ messages: failed('permission') }, 'permission');

export const Failed: Story = of({ messages: failed() }, 'error');

/** From the store, with the worker gone and the last sync long ago. */
export const OfflineAndStale: Story = of({ messages: ready(some, 'stale') }, 'ready', {
  render: (args) =>
    panel(args, Object.assign(new FakeDataClient({ messages: ready(some, 'stale') }), { online: false })),
});
