import type { Explanation, Reason } from '@aicrm/schema/prediction';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../internal/format.js';
import type { PanelMessages, Strength } from '../locales/messages.js';
import { formatContribution, formatValue } from './format-value.js';
import { roundToSum } from './round-to-sum.js';

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
  /** Share of leads with the outcome, 0..1. */
  readonly average: number;
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
  // What is shown must add up for whoever adds it up, folded and unfolded.
  const [start = 0, ...rounded] = roundToSum([base, ...reasons.map(({ contribution }) => contribution)], 2);
  const shownSum = rounded.reduce((whole, part) => whole + part, start);
  const rows = reasons.map((reason, i) => ({ ...reason, shown: rounded[i] ?? 0 }));
  const shown = foldable && !input.all ? rows.slice(0, FIRST) : rows;
  const rest = rows.slice(shown.length);
  const scale = Math.max(LEAST_SCALE, ...reasons.map((reason) => Math.abs(reason.contribution)));
  const sum = reasons.reduce((total, reason) => total + reason.contribution, base);
  const chance = (logit: number) => formatPercent(sigmoid(logit), language);
  const total = (name: string, logit: number, share: number) => html`<tr role="row" class="total">
    <th role="rowheader" scope="row">${name}</th>
    <td role="cell" class="detail">${chance(logit)}</td>
    <td role="cell" class="share"><span class="number">${formatContribution(share, language)}</span></td>
  </tr>`;
  const twoNumbers = chance(base) !== formatPercent(input.average, language);
  return html`<table role="table" part="reasons" aria-label=${words.reasons}>
      <thead role="rowgroup" class="sr">
        <tr role="row">
          <th role="columnheader" scope="col">${words.input}</th>
          <th role="columnheader" scope="col">${words.effect}</th>
          <th role="columnheader" scope="col">${words.share}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${total(words.start, base, start)}
        ${shown.map((reason) => row(input, reason, scale))}
        ${rest.length > 0 ? othersRow(input, rest, scale) : nothing}
        ${total(words.sum, sum, shownSum)}
      </tbody>
    </table>
    ${
      foldable
        ? html`<button class="link" type="button" aria-expanded=${input.all ? 'true' : 'false'} @click=${input.toggleAll}>
            ${input.all ? words.showFewer : words.showAll(reasons.length)}
          </button>`
        : nothing
    }
    <p class="fine">${words.scale} ${twoNumbers ? words.startAndAverage : nothing}</p>`;
}

/** A reason, and its contribution as it is shown: rounded so that the table adds up. */
type Row = Reason & { readonly shown: number };

function row(input: ReasonsTable, reason: Row, scale: number): TemplateResult {
  const { language, words } = input;
  const value = formatValue(reason.value, reason.unit, language, words);
  return html`<tr role="row">
    <th role="rowheader" scope="row"><bdi>${reason.label}</bdi></th>
    <td role="cell" class="detail"><bdi>${value}</bdi> · ${effect(reason.contribution, words)}</td>
    ${share(reason.contribution, reason.shown, scale, language)}
  </tr>`;
}

function othersRow(input: ReasonsTable, rest: readonly Row[], scale: number): TemplateResult {
  const contribution = rest.reduce((total, reason) => total + reason.contribution, 0);
  const shown = rest.reduce((total, reason) => total + reason.shown, 0);
  return html`<tr role="row">
    <th role="rowheader" scope="row">${input.words.others(rest.length)}</th>
    <td role="cell" class="detail">${effect(contribution, input.words)}</td>
    ${share(contribution, shown, scale, input.language)}
  </tr>`;
}

function effect(contribution: number, words: PanelMessages): TemplateResult {
  const strength = strengthOf(contribution);
  if (!strength) return html`<span>${words.none}</span>`;
  const raises = contribution > 0;
  return html`<span class=${raises ? 'raises' : 'lowers'}>${(raises ? words.raises : words.lowers)[strength]}</span>`;
}

/** The size reaches CSS as a property through the CSSOM: a `style` attribute would be blocked by a strict policy. */
function share(contribution: number, shown: number, scale: number, language: string): TemplateResult {
  const size = Math.min(1, Math.abs(contribution) / scale);
  return html`<td role="cell" class="share" data-contribution=${contribution}>
    <span class="track" aria-hidden="true"
      ><span
        part="bar"
        class="bar ${contribution < 0 ? 'down' : 'up'}"
        .style=${`--size:${size.toFixed(4)}`}
      ></span></span
    ><span class="number">${formatContribution(shown, language)}</span>
  </td>`;
}
