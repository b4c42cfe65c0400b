import '@aicrm/widgets/next-actions/define';
import type { NextActions } from '@aicrm/widgets/next-actions/next-actions';
import { FakeData, FakeDataClient, failed } from '@aicrm/widgets/testing/fake-data';
import { asOf, context, jonas, marta, storeOf } from '@aicrm/widgets/testing/insight-fixtures';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { expect, waitFor } from 'storybook/test';

interface Args {
  recordId?: string;
  density: 'comfortable' | 'compact';
  theme?: 'light' | 'dark';
}

type Story = StoryObj<Args>;

/** What a page's store has; a story says how the world is, and the element finds out. */
const world = (make: () => FakeData) => ({ loaders: [() => ({ client: new FakeDataClient(make()) })] });
const client = (loaded: Record<string, unknown>) => loaded.client as FakeDataClient;

const list = (args: Args, of: FakeDataClient, width = '32rem') => html`<div
  style="padding: 16px; max-inline-size: ${width}"
>
  <aicrm-next-actions
    .client=${of}
    .context=${context}
    record-id=${args.recordId ?? nothing}
    as-of=${asOf}
    density=${args.density}
    theme=${args.theme ?? nothing}
  ></aicrm-next-actions>
</div>`;

const find = (canvas: HTMLElement): NextActions => {
  const found = canvas.querySelector('aicrm-next-actions');
  if (!found) throw new Error('no list in the story');
  return found;
};
const says = (text: string) => async (canvas: HTMLElement) =>
  waitFor(() => expect(find(canvas).shadowRoot?.textContent?.replace(/\s+/g, ' ')).toContain(text), {
    timeout: 10_000,
  });
const press = (canvas: HTMLElement, css: string) =>
  find(canvas).shadowRoot?.querySelector<HTMLElement>(css)?.click();

const meta: Meta<Args> = {
  title: 'Elements/Next actions',
  component: 'aicrm-next-actions',
  args: { recordId: marta.id, density: 'comfortable' },
  argTypes: {
    recordId: { control: 'inline-radio', options: [marta.id, jonas.id] },
    density: { control: 'inline-radio', options: ['comfortable', 'compact'] },
    theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'] },
    ...Object.fromEntries(
      [
        ...['state', 'freshness', 'offline', 'client', 'record-id', 'as-of', 'asOf'],
        ...['record', 'timeline', 'messages', 'analyses', 'context', 'history'],
      ].map((name) => [name, { control: false }]),
    ),
  },
  ...world(() => storeOf(marta, jonas)),
  render: (args, { loaded }) => list(args, client(loaded)),
};
export default meta;

/** The best first; each with what is expected of it, or that nobody knows, and what it rests on. */
export const ThreeToDo: Story = {
  play: async ({ canvasElement }) => says('Hand to the account manager')(canvasElement),
};

export const NothingToDo: Story = {
  args: { recordId: jonas.id },
  play: async ({ canvasElement }) => says('Nothing to do now')(canvasElement),
};

/** A day, a week, or until a day that is chosen. */
export const Snoozing: Story = {
  play: async ({ canvasElement }) => {
    await says('Hand to the account manager')(canvasElement);
    press(canvasElement, '.snooze');
    await says('1 week')(canvasElement);
  },
};

/** What was decided can be taken back; it is kept when it no longer can. */
export const TakingBack: Story = {
  play: async ({ canvasElement }) => {
    await says('Hand to the account manager')(canvasElement);
    press(canvasElement, '.action .quiet');
    await says('Dismissed: Make the retention offer')(canvasElement);
    press(canvasElement, '.undo-button');
    await says('Make the retention offer')(canvasElement);
  },
};

/** In 200 pixels. */
export const Narrow: Story = {
  render: (args, { loaded }) => list(args, client(loaded), '200px'),
  play: async ({ canvasElement }) => says('Hand to the account manager')(canvasElement),
};

export const Loading: Story = {
  ...world(() => new FakeData()),
  play: async ({ canvasElement }) => says('Loading this customer')(canvasElement),
};

const error = failed('error');
export const ErrorState: Story = {
  ...world(
    () =>
      new FakeData({
        views: { [marta.id]: error },
        timelines: { [marta.id]: error },
        messages: error,
        analyses: { 'customer-value': error, segments: error, 'action-rules': error },
      }),
  ),
  play: async ({ canvasElement }) => says('This customer cannot be shown right now.')(canvasElement),
};
