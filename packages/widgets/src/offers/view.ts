import type { ChosenOffer, OffersInsight } from '@aicrm/client/offers/types';
import type { OfferConsent } from '@aicrm/schema/offer';
import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { days, paid } from '../internal/insight-format.js';
import type { OffersMessages } from '../locales/offers-messages.js';
import type { OfferActs } from './acts.js';
import { dayOf, shareOf } from './format.js';
import { linkOf } from './link.js';
import { why } from './why.js';

export interface OffersView {
  readonly insight: OffersInsight;
  readonly words: OffersMessages;
  readonly language: string;
  readonly acts: OfferActs;
  /** Whether the host gave any offer a picture: then all cards leave room for one. */
  readonly pictured: boolean;
}

type Offer = ChosenOffer['offer'];

/** The cards, each in its place: one that was dismissed leaves a note there, so that nothing moves under a hand. */
export function offerCards(view: OffersView): TemplateResult {
  const { chosen } = view.insight.choice;
  return html`<ul class="grid" part="offers">
    ${repeat(
      chosen,
      ({ offer }) => offer.id,
      (one) => (view.acts.hidden.has(one.offer.id) ? note(view, one.offer) : card(view, one)),
    )}
  </ul>`;
}

function note({ acts, words, language, insight }: OffersView, { id, title }: Offer): TemplateResult {
  const canUndo = acts.hidden.get(id)?.kept === false;
  return html`<li
    class="offer gone"
    data-hidden=${id}
    part="dismissed"
    @pointerenter=${() => acts.hold(id)}
    @pointerleave=${({ currentTarget }: Event) => {
      if (!(currentTarget instanceof Element && currentTarget.matches(':focus-within'))) acts.resume(id);
    }}
    @focusin=${() => acts.hold(id)}
    @focusout=${() => acts.resume(id)}
  >
    <p role="status"><bdi>${words.dismissed(title)}</bdi></p>
    ${
      canUndo
        ? html`<button class="button" type="button" @click=${() => acts.undo(id)}>${words.undo}</button>`
        : html`<p class="fine">${words.comesBack(days(insight.dismissedDays, language))}</p>`
    }
  </li>`;
}

function card(view: OffersView, chosen: ChosenOffer): TemplateResult {
  const { words, language, acts, insight, pictured } = view;
  const { offer, reasons } = chosen;
  const { id, title, text, until } = offer;
  const bought = reasons.find((reason) => reason.why === 'bought');
  const saved = savingOf(offer);
  return html`<li class="offer" data-offer=${id} part="offer">
    ${pictured ? html`<div class="picture" part="picture"><slot name="image-${id}"></slot></div>` : nothing}
    <div class="top">
      ${saved === undefined ? nothing : html`<span class="saving" part="saving">${words.less(shareOf(saved, language))}</span>`}
      <button class="hide" type="button" aria-label=${words.dismiss(title)} title=${words.dismiss(title)} @click=${() => acts.dismiss(id)}>
        <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M3.5 3.5l7 7M10.5 3.5l-7 7"></path></svg>
      </button>
    </div>
    <div class="words">
      <h4><bdi>${title}</bdi></h4>
      ${text ? html`<p class="text"><bdi>${text}</bdi></p>` : nothing}
      ${bought ? html`<p class="fine"><bdi>${words.becauseBought(bought.label)}</bdi></p>` : nothing}
      ${acts.failed === id ? html`<p class="failed" role="alert">${words.notKept}</p>` : nothing}
    </div>
    <div class="terms">
      ${price(view, offer)}
      ${until === undefined ? nothing : html`<p class="fine">${words.untilDay(dayOf(until, language, insight.zone))}</p>`}
    </div>
    ${follow(view, offer)}
    ${why({ chosen, words, language, used: insight.used.get(chosen) ?? [], zone: insight.zone })}
  </li>`;
}

/** The share that is saved: as stated, else what the two prices say; none for a price that does not fall. */
function savingOf({ discount, price: now, was }: Offer): number | undefined {
  if (discount !== undefined) return discount;
  if (!now || !was || was.minor <= now.minor || now.minor < 0) return undefined;
  const share = 1 - now.minor / was.minor;
  return share >= 0.005 ? share : undefined;
}

function price({ words, language }: OffersView, { price: now, was }: Offer): TemplateResult | typeof nothing {
  if (!now) return nothing;
  return html`<p class="price" part="price">
    <span class="sr">${words.now}</span> <b class="num">${paid(now.minor, now.currency, language)}</b>
    ${was && was.minor > now.minor ? html`<span class="sr">${words.before}</span> <s class="num">${paid(was.minor, was.currency, language)}</s>` : nothing}
  </p>`;
}

/** A link that is none of http or https is no link: the offer stays readable. */
function follow({ acts, words }: OffersView, { id, title, url }: Offer): TemplateResult | typeof nothing {
  const href = linkOf(url);
  if (href === undefined) return nothing;
  const middle = ({ button }: MouseEvent): void => {
    if (button === 1) acts.click(id);
  };
  return html`<a
    class="button primary"
    part="link"
    href=${href}
    target="_blank"
    rel="noopener noreferrer"
    @click=${() => acts.click(id)}
    @auxclick=${middle}
    >${words.view}<span class="sr">: ${title} (${words.newTab})</span></a
  >`;
}

/** The question, and the answer with a way to change it. Both answers look alike: neither is the easy one. */
export function consentRow(
  consent: OfferConsent,
  words: OffersMessages,
  answer: (consent: 'given' | 'refused') => void,
): TemplateResult {
  if (consent === 'asked')
    return html`<div class="consent ask" part="consent">
      <div>
        <p class="lead">${words.askTitle}</p>
        <p class="fine">${words.askText}</p>
      </div>
      <div class="answers">
        <button class="button" type="button" @click=${() => answer('given')}>${words.yes}</button>
        <button class="button" type="button" @click=${() => answer('refused')}>${words.no}</button>
      </div>
    </div>`;
  const given = consent === 'given';
  return html`<p class="consent fine" part="consent">
    <span>${given ? words.given : words.refused}</span>
    <button class="link" type="button" @click=${() => answer(given ? 'refused' : 'given')}
      >${given ? words.stop : words.choose}</button
    >
  </p>`;
}
