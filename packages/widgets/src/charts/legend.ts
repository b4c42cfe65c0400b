import { html, svg, type TemplateResult } from 'lit/html.js';
import type { Mark } from './chart-types.js';

/** A mark as it is drawn, small enough to stand before a word. */
export function markSample({ ink, stroke }: Mark): TemplateResult {
  const shape =
    stroke === 'area' || stroke === 'area-wide'
      ? svg`<rect class="fill ${stroke}" x="1" y="2" width="14" height="8" rx="1.5" />`
      : stroke === 'bar'
        ? svg`<rect class="solid-fill" x="3" y="1" width="10" height="10" rx="2" />`
        : stroke === 'point'
          ? svg`<circle class="open" cx="8" cy="6" r="3.5" />`
          : svg`<path class="stroke ${stroke}" d="M0,6H16" />`;
  return html`<svg class="sample ink-${ink}" viewBox="0 0 16 12" width="16" height="12" aria-hidden="true">
    ${shape}
  </svg>`;
}

/** Names of what a chart shows, each behind its mark. */
export const legend = (entries: readonly { readonly name: string; readonly mark: Mark }[]): TemplateResult =>
  html`<ul class="legend" part="legend">
    ${entries.map(({ name, mark }) => html`<li>${markSample(mark)}${name}</li>`)}
  </ul>`;
