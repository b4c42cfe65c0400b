import '@aicrm/widgets/customer-insight-card/define';
import '@aicrm/widgets/feedback-sentiment-panel/define';
import '@aicrm/widgets/forecast-chart/define';
import '@aicrm/widgets/lead-score-badge/define';
import { FakeData, FakeDataClient, ready } from '@aicrm/widgets/testing/fake-data';
import { asOf, context, marta, storeOf } from '@aicrm/widgets/testing/insight-fixtures';
import { madeUpFeedback } from '@aicrm/widgets/testing/made-up-feedback';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { clubLeads } from './support/club-leads.js';
import { type FakeServer, fakeServer } from './support/fake-server.js';
import { salesForecast } from './support/forecasts.js';
import './theme/theme-editor.js';

type Story = StoryObj;

const meta: Meta = {
  title: 'Theme editor',
  parameters: {
    docs: {
      description: {
        component:
          'Change the tokens, watch the real elements follow, copy the CSS. Contrast is computed at every change, for both schemes.',
      },
      source: { code: null },
    },
  },
  loaders: [
    async () => ({
      server: await fakeServer(),
      sales: new FakeDataClient(new FakeData({ analyses: { 'sales-forecast': ready(salesForecast()) } })),
      customer: new FakeDataClient(storeOf(marta)),
      feedback: new FakeDataClient({ messages: ready(madeUpFeedback({ count: 120 })) }),
    }),
  ],
  render: (_, { loaded }) => {
    const server = loaded.server as FakeServer;
    return html`<div style="padding: 16px">
      <theme-editor>
        <div style="display: grid; gap: 24px; min-inline-size: 0">
          <div style="display: flex; flex-wrap: wrap; gap: 12px">
            ${clubLeads.map(
              ({ id }) =>
                html`<aicrm-lead-score-badge .client=${server.client} record-id=${id}></aicrm-lead-score-badge>`,
            )}
          </div>
          <aicrm-lead-score-badge
            .client=${server.client}
            record-id=${clubLeads[0]?.id ?? ''}
            display="inline"
            open
          ></aicrm-lead-score-badge>
          <aicrm-customer-insight-card
            .client=${loaded.customer}
            .context=${context}
            record-id=${marta.id}
            as-of=${asOf}
          ></aicrm-customer-insight-card>
          <aicrm-forecast-chart .client=${loaded.sales}></aicrm-forecast-chart>
          <aicrm-feedback-sentiment-panel
            .client=${loaded.feedback}
            .now=${Date.UTC(2026, 10, 22, 10)}
            tenant
          ></aicrm-feedback-sentiment-panel>
        </div>
      </theme-editor>
    </div>`;
  },
};
export default meta;

const inside = (canvas: HTMLElement): ShadowRoot => {
  const root = canvas.querySelector('theme-editor')?.shadowRoot;
  if (!root) throw new Error('no editor in the story');
  return root;
};
const find = <E extends Element = HTMLElement>(canvas: HTMLElement, css: string): E => {
  const found = inside(canvas).querySelector<E>(css);
  if (!found) throw new Error(`no ${css} in the editor`);
  return found;
};
const set = (canvas: HTMLElement, token: string, value: string): void => {
  const input = find<HTMLInputElement>(canvas, `[data-token="${token}"]`);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
};
const settled = async (canvas: HTMLElement): Promise<void> => {
  await waitFor(() => expect(inside(canvas).querySelector('.enough')).not.toBeNull());
  for (const tag of ['lead-score-badge', 'forecast-chart', 'feedback-sentiment-panel'])
    await waitFor(
      () => expect(['score', 'ready']).toContain(canvas.querySelector(`aicrm-${tag}`)?.getAttribute('state')),
      { timeout: 20_000 },
    );
};

export const Defaults: Story = { play: async ({ canvasElement }) => settled(canvasElement) };
export const Dark: Story = { ...Defaults, globals: { scheme: 'dark' } };

/** A brand's colour and corners; the CSS to copy holds what was changed and nothing else. */
export const Brand: Story = {
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    set(canvasElement, '--aicrm-color-accent', '#5b2bd9');
    set(canvasElement, '--aicrm-badge-radius', '4');
    await waitFor(() =>
      expect(find(canvasElement, 'pre').textContent).toContain('--aicrm-badge-radius: 0.25rem'),
    );
    await expect(find(canvasElement, 'pre').textContent).toContain(
      '--aicrm-color-accent: light-dark(#5b2bd9, #8ab4ff);',
    );
    const pill = canvasElement
      .querySelector('aicrm-lead-score-badge')
      ?.shadowRoot?.querySelector('[part~=pill]');
    if (!pill) throw new Error('no pill');
    await expect(getComputedStyle(pill).borderRadius).toBe('4px');
    await expect(inside(canvasElement).querySelector('.warnings')).toBeNull();
  },
};

/** A text that is too faint is named with its contrast; starting again takes it back. */
export const TooFaint: Story = {
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    set(canvasElement, '--aicrm-color-text-muted', '#c0c6cf');
    await waitFor(() =>
      expect(find(canvasElement, '.warnings').textContent).toContain('text muted on surface'),
    );
    await userEvent.click(find(canvasElement, '.reset'));
    await waitFor(() => expect(inside(canvasElement).querySelector('.enough')).not.toBeNull());
  },
};
