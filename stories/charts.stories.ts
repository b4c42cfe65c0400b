import { sparkline } from '@aicrm/widgets/charts/sparkline';
import { languageReady } from '@aicrm/widgets/locales/locale';
import { chartSamples } from '@aicrm/widgets/testing/chart-samples';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { chartHost, chartIn } from './support/chart-host.js';

interface Args {
  kind: string;
}
type Story = StoryObj<Args>;

const meta: Meta<Args> = {
  title: 'Charts',
  argTypes: { kind: { control: false } },
  loaders: [
    async ({ globals }) => {
      await languageReady(String(globals.language));
      return {};
    },
  ],
  render: ({ kind }, { globals }) => {
    const spec = chartSamples[kind]?.(String(globals.language));
    return html`<div style="padding: 24px; max-inline-size: 760px">${spec ? chartIn(spec) : ''}</div>`;
  },
};
export default meta;

const drawn = async (canvas: HTMLElement) =>
  waitFor(() => expect(canvas.querySelector('.chart-host')?.shadowRoot?.querySelector('svg')).not.toBeNull());

const of = (kind: string): Story => ({
  args: { kind },
  play: async ({ canvasElement }) => {
    await drawn(canvasElement);
  },
});

/** A line with the intervals of its forecast, a step under way and a target. */
export const LineWithFan: Story = of('line');
export const Bars: Story = of('bars');
export const ColumnsOverTime: Story = of('columns');
export const StackedShares: Story = of('shares');
export const Funnel: Story = of('funnel');
export const ReliabilityDiagram: Story = of('reliability');
export const WaterfallOfReasons: Story = of('waterfall');

export const RightToLeft: Story = { ...of('line'), globals: { language: 'ar' } };

const trends = [
  ['North', [12, 14, 13, 17, 19, 18, 22, 25]],
  ['South', [21, 20, 20, 18, 17, 17, 15, 14]],
  ['West', [5, Number.NaN, 6, 6, 7, 6, 6, 7]],
] as const;

/** As small as a word: in a table, beside its number. */
export const Sparklines: Story = {
  render: () =>
    html`<div style="padding: 24px">
      ${chartHost(
        html`<table>
          <tbody>
            ${trends.map(
              ([name, values]) => html`<tr>
                <th scope="row">${name}</th>
                <td>
                  ${sparkline({
                    label: `${name}: from ${values[0]} to ${values[values.length - 1]}`,
                    values,
                  })}
                </td>
                <td>${values[values.length - 1]}</td>
              </tr>`,
            )}
          </tbody>
        </table>`,
      )}
    </div>`,
  play: async ({ canvasElement }) => {
    await drawn(canvasElement);
  },
};
