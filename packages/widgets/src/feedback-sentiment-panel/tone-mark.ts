import type { Tone } from '@aicrm/client/feedback/read-message';
import { html, svg, type TemplateResult } from 'lit/html.js';

const strokes: Readonly<Record<Tone | 'none', string>> = {
  negative: 'M4.2 7h5.6',
  neutral: 'M7 7h.01',
  positive: 'M4.2 7h5.6M7 4.2v5.6',
  none: 'M4 10l6-6',
};

/** A tone as a shape: minus, dot, plus in a circle; its colour only repeats it. Words stand beside it. */
export const toneMark = (tone: Tone | null): TemplateResult =>
  html`<svg class="tone-mark of-${tone ?? 'none'}" viewBox="0 0 14 14" aria-hidden="true">
    <circle cx="7" cy="7" r="6" />
    <path d=${strokes[tone ?? 'none']} />
  </svg>`;

const order: readonly Tone[] = ['negative', 'neutral', 'positive'];

/** Three shares as one bar, the negative one first. Its numbers stand beside it in words. */
export function toneBar(counts: Readonly<Record<Tone, number>>, scored: number): TemplateResult {
  let at = 0;
  return html`<svg class="tone-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    ${order.map((tone) => {
      const width = scored > 0 ? (100 * counts[tone]) / scored : 0;
      const x = at;
      at += width;
      return width > 0
        ? svg`<rect class="of-${tone}" x=${x} y="0" width=${Math.max(0, width - (at < 99.9 ? 0.8 : 0))} height="8" />`
        : '';
    })}
  </svg>`;
}

/** One share as a bar on its track. */
export const shareBar = (share: number): TemplateResult => html`<svg
  class="share-bar"
  viewBox="0 0 100 8"
  preserveAspectRatio="none"
  aria-hidden="true"
>
  <rect class="track" x="0" y="0" width="100" height="8" />
  <rect class="value" x="0" y="0" width=${Math.max(1, 100 * share)} height="8" />
</svg>`;
