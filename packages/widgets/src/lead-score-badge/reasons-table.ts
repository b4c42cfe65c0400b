import type { Explanation, Reason } from '@aicrm/schema/prediction';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../internal/format.js';
import type { PanelMessages, Strength } from '../locales/messages.js';
import { formatContribution, formatValue } from './format-value.js';

/** More rows than this are summed up in one, until a person asks for all. */
const FIRST = 5;

/** Below this many logits the bars are not stretched: five weak reasons must not look like strong ones. */
const LEAST_SCALE = 0.5;

/** Strength in words by logits: .7 about doubles or halves the odds, .25 moves them by a quarter. */
function strengthOf(contribution: number): Strength | undefined {
  const size = Math.abs(contribution);
  return size >= 0.7 ? 'strongly' : size >= 0.25 ? 'clearly' : size >= 0.02 ? 'slightly' : undefined;
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

export interface ReasonsTable {
  readonly explanation: Explanation;
  readonly all: boolean;
  readonly language: string;
  readonly words: PanelMessages;
  readonly toggleAll: () => void;
}

/** The first row is where every lead starts, the last is the sum: what stands between adds up, whatever is folded. */
export function reasonsTable(input: ReasonsTable): TemplateResult {
  const { explanation, language, words } = input;
  const { base, reasons } = explanation;
  const foldable = reasons.length > FIRST + 1;
  const shown = foldable && !input.all ? reasons.slice(0, FIRST) : reasons;
  const rest = reasons.slice(shown.length);
  const scale = Math.max(LEAST_SCALE, ...reasons.map((reason) => Math.abs(reason.contribution)));
  const sum = reasons.reduce((total, reason) => total + reason.contribution, base);
  const total = (name: string, logit: number) => html`<tr role="row" class="total">
    <th role="rowheader" scope="row">${name}</th>
    <td role="cell" class="detail">${formatPercent(sigmoid(logit), language)}</td>
    <td role="cell" class="share"><span class="number">${formatContribution(logit, language)}</span></td>
  </tr>`;
  return html`<table role="table" part="reasons" aria-label=${words.reasons}>
      <thead role="rowgroup" class="sr">
        <tr role="row">
          <th role="columnheader" scope="col">${words.input}</th>
          <th role="columnheader" scope="col">${words.effect}</th>
          <th role="columnheader" scope="col">${words.share}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${total(words.start, base)}
        ${shown.map((reason) => row(input, reason, scale))}
        ${rest.length > 0 ? othersRow(input, rest, scale) : nothing}
        ${total(words.sum, sum)}
      </tbody>
    </table>
    ${
      foldable
        ? html`<button class="link" type="button" aria-expanded=${input.all ? 'true' : 'false'} @click=${input.toggleAll}>
            ${input.all ? words.showFewer : words.showAll(reasons.length)}
          </button>`
        : nothing
    }
    <p class="fine">${words.scale}</p>`;
}

function row(input: ReasonsTable, reason: Reason, scale: number): TemplateResult {
  const { language, words } = input;
  const value = formatValue(reason.value, reason.unit, language, words);
  return html`<tr role="row">
    <th role="rowheader" scope="row"><bdi>${reason.label}</bdi></th>
    <td role="cell" class="detail"><bdi>${value}</bdi> · ${effect(reason.contribution, words)}</td>
    ${share(reason.contribution, scale, language)}
  </tr>`;
}

function othersRow(input: ReasonsTable, rest: readonly Reason[], scale: number): TemplateResult {
  const contribution = rest.reduce((total, reason) => total + reason.contribution, 0);
  return html`<tr role="row">
    <th role="rowheader" scope="row">${input.words.others(rest.length)}</th>
    <td role="cell" class="detail">${effect(contribution, input.words)}</td>
    ${share(contribution, scale, input.language)}
  </tr>`;
}

function effect(contribution: number, words: PanelMessages): TemplateResult {
  const strength = strengthOf(contribution);
  if (!strength) return html`<span>${words.none}</span>`;
  const raises = contribution > 0;
  return html`<span class=${raises ? 'raises' : 'lowers'}>${(raises ? words.raises : words.lowers)[strength]}</span>`;
}

/** The size reaches CSS as a property through the CSSOM: a `style` attribute would be blocked by a strict policy. */
function share(contribution: number, scale: number, language: string): TemplateResult {
  const size = Math.min(1, Math.abs(contribution) / scale);
  return html`<td role="cell" class="share" data-contribution=${contribution}>
    <span class="track" aria-hidden="true"
      ><span
        part="bar"
        class="bar ${contribution < 0 ? 'down' : 'up'}"
        .style=${`--size:${size.toFixed(4)}`}
      ></span></span
    ><span class="number">${formatContribution(contribution, language)}</span>
  </td>`;
}
