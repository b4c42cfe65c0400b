import type { ToneInsight } from '@aicrm/client/insight/types';
import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import { day, number } from '../internal/insight-format.js';
import { partOf } from '../internal/part-state.js';
import { directionOf } from '../locales/locale.js';
import type { CardView } from './card-view.js';

export function toneSection(view: CardView): TemplateResult {
  const { words, insight, retry } = view;
  return html`<section class="tone" part="tone">
    <h3>${words.tone}</h3>
    ${partOf(insight.tone, words, retry, (tone) => ready(view, tone), 4)}
  </section>`;
}

function ready(view: CardView, tone: ToneInsight): TemplateResult {
  const { words, language, now } = view;
  const { points, last, trend, unread } = tone;
  const { change } = trend;
  const moved =
    change === null
      ? words.toneTooFew
      : !change.sure
        ? words.toneSame
        : change.value > 0
          ? words.toneBetter
          : words.toneWorse;
  return html`<p>
      ${words.toneLast(words.tones[last.tone], day(last.at, language, now))}
      <span class=${change === null ? 'fine' : ''}>${moved}</span>
      ${unread > 0 ? html`<span class="fine">${words.toneUnread(number(unread, language))}</span>` : nothing}
    </p>
    ${plot(view, tone)}
    <details class="as-table">
      <summary>${words.toneTable}</summary>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.tone}>
        <table>
          <thead>
            <tr>
              <th scope="col">${words.when}</th>
              <th scope="col">${words.tone}</th>
            </tr>
          </thead>
          <tbody>
            ${[...points].reverse().map(
              ({ at, tone: label }) => html`<tr>
                <th scope="row">${day(at, language, now)}</th>
                <td>${words.tones[label]}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
}

const height = 76;
const margin = 12;

/** Points up for positive, down for negative, a disc between: read without colour too. */
const shapes = {
  positive: 'M0-5 4.6 3.4H-4.6Z',
  neutral: 'M-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0',
  negative: 'M0 5 4.6-3.4H-4.6Z',
} as const;

/** A mark for each message, by its time and its balance of tones; places are shares, so that it fits any width. */
function plot({ words, language, now }: CardView, { points }: ToneInsight): TemplateResult {
  const first = points[0]?.at ?? now;
  const newest = points.at(-1)?.at ?? now;
  const span = Math.max(1, newest - first);
  const mirrored = directionOf(language) === 'rtl';
  const x = (at: number): string => {
    const share = points.length === 1 ? 0.5 : 0.02 + (0.96 * (at - first)) / span;
    return `${(100 * (mirrored ? 1 - share : share)).toFixed(2)}%`;
  };
  const y = (balance: number): number => margin + ((1 - balance) / 2) * (height - 2 * margin);
  const label = words.tonePlot(
    number(points.length, language),
    day(first, language, now),
    day(newest, language, now),
  );
  return html`<div class="plot">
    <svg class="tone-plot" width="100%" height=${height} role="img" aria-label=${label}>
      <line class="grid" x1="0" x2="100%" y1=${y(0)} y2=${y(0)} />
      ${points.map(
        ({ at, tone, balance }) =>
          svg`<svg class="point ${tone}" x=${x(at)} y=${y(balance).toFixed(1)} overflow="visible"><path d=${shapes[tone]} /></svg>`,
      )}
    </svg>
    <p class="fine ends" aria-hidden="true"><span>${day(first, language, now)}</span><span>${
      points.length > 1 ? day(newest, language, now) : nothing
    }</span></p>
  </div>`;
}
