import type { ChosenOffer, OfferReason, UsedData } from '@aicrm/client/offers/types';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../internal/format.js';
import { number } from '../internal/insight-format.js';
import type { OffersMessages } from '../locales/offers-messages.js';
import { listOf, momentOf } from './format.js';

export interface WhyView {
  readonly chosen: ChosenOffer;
  readonly used: readonly UsedData[];
  readonly words: OffersMessages;
  readonly language: string;
  readonly zone: string;
}

function reasonText(reason: OfferReason, { words, language, zone }: WhyView): string {
  if (reason.why === 'not-bought') return words.notBought(reason.label);
  if (reason.why === 'bought')
    return words.bought(
      reason.label,
      number(reason.times, language),
      momentOf(reason.lastAt, language, zone),
    );
  const { label, value } = reason;
  const text =
    typeof value === 'boolean'
      ? words.flags[`${value}`]
      : typeof value === 'number'
        ? number(value, language, 2)
        : String(value ?? '');
  return words.known(label, text);
}

/** By what the offer stands where it does; of measured effects the interval too. */
function rankedText({ chosen: { ranked }, words, language }: WhyView): string {
  switch (ranked.by) {
    case 'effect': {
      const [effect = '', low = '', high = ''] = [ranked.effect, ranked.low, ranked.high].map((one) =>
        number(100 * one, language, 1),
      );
      return words.byEffect(effect, low, high);
    }
    case 'chance': {
      const chance = formatPercent(ranked.probability, language);
      return ranked.because.length > 0
        ? words.byChanceBecause(ranked.label, chance, listOf(ranked.because, language))
        : words.byChance(ranked.label, chance);
    }
    case 'weight':
      return words.byWeight;
    case 'lot':
      return words.byLot(formatPercent(ranked.propensity, language));
    case 'general':
      return words.general;
  }
}

/** Why a customer sees an offer, and what of theirs was used for it. */
export function why(view: WhyView): TemplateResult {
  const { chosen, used, words } = view;
  return html`<details class="why" part="why">
    <summary>${words.why}</summary>
    <ul>
      ${chosen.reasons.map((reason) => html`<li><bdi>${reasonText(reason, view)}</bdi></li>`)}
      <li><bdi>${rankedText(view)}</bdi></li>
    </ul>
    ${
      used.length === 0
        ? nothing
        : html`<p class="used">
            <b>${words.used}:</b> ${listOf(
              used.map((one) => words.usedData[one]),
              view.language,
            )}.
          </p>`
    }
    <p>${words.computed}</p>
  </details>`;
}
