import type { Counterfactual } from '@aicrm/schema/prediction';
import { html, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../internal/format.js';
import type { PanelMessages } from '../locales/messages.js';
import { formatValue, isolate } from './format-value.js';

/** "If the campaign type were Type A: 12 % → 21 %": single changes of inputs that a person can act on. */
export function changesList(
  probability: number,
  counterfactuals: readonly Counterfactual[],
  language: string,
  words: PanelMessages,
): TemplateResult {
  const before = formatPercent(probability, language);
  const changes = counterfactuals
    .map((change) => ({ ...change, after: formatPercent(change.probability, language) }))
    .filter((change) => change.after !== before);
  if (changes.length === 0) return html`<p class="fine">${words.noChanges}</p>`;
  return html`<ul part="changes" class="changes">
      ${changes.map(
        ({ label, unit, from, to, after, ...change }) => html`<li>
          <span class="what">
            <span>${words.ifChanged(isolate(label), isolate(formatValue(to, unit, language, words)))}</span>
            <span class="detail">${words.insteadOf(isolate(formatValue(from, unit, language, words)))}</span>
          </span>
          <span class=${change.probability > probability ? 'raises' : 'lowers'}>
            <span class="sr">${words.fromTo(before, after)}</span>
            <span aria-hidden="true" class="nums"
              ><span class="before">${before}</span>${arrow}<b>${after}</b></span
            >
          </span>
        </li>`,
      )}
    </ul>
    <p class="fine">${words.caution}</p>`;
}

const arrow = html`<svg class="arrow" viewBox="0 0 14 14">
  <path d="M1.5 7h11m-4-4 4 4-4 4" />
</svg>`;
