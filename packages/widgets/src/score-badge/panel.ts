import type { Explained, Freshness, PredictionState } from '@aicrm/client/client';
import type { Problem } from '@aicrm/schema/problem';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../internal/format.js';
import { directionOf } from '../locales/locale.js';
import type { BadgeMessages, PanelMessages } from '../locales/messages.js';
import { changesList } from './changes.js';
import { formatInstant, isolate } from './format-value.js';
import { reasonsTable } from './reasons-table.js';

export type CardView =
  | { readonly state: 'closed' | 'loading' | 'failed' }
  | { readonly state: 'ready'; readonly render: (language: string, words: PanelMessages) => TemplateResult };

/** All that the opened part shows, and what its controls do: drawing it is a function of this. */
export interface PanelView {
  readonly language: string;
  readonly words: PanelMessages;
  readonly badge: BadgeMessages;
  readonly current: PredictionState;
  readonly offline: boolean;
  readonly explained: Explained | undefined;
  /** Whether `explained` belongs to the painted score, or to the one before it. */
  readonly fresh: boolean;
  readonly problem: Problem | undefined;
  readonly all: boolean;
  /** Facts of a kind of record; `false` or `undefined` where it has none. */
  readonly facts: TemplateResult | typeof nothing | false | undefined;
  readonly card: CardView;
  readonly cardHref: string | undefined;
  readonly floats: boolean;
  readonly close: () => void;
  readonly retry: () => void;
  readonly toggleAll: () => void;
  readonly toggleCard: () => void;
}

/** Missing inputs named; they come with the weightiest first. */
const MISSING = 6;

type Of<State extends PredictionState['state']> = Extract<PredictionState, { state: State }>;

export function panel(view: PanelView): TemplateResult {
  return html`<div
    id="panel"
    class="panel"
    part="panel"
    dir=${directionOf(view.language)}
    role="group"
    aria-label=${view.badge.name}
    popover=${view.floats ? 'manual' : nothing}
  >
    ${view.floats ? closeButton(view) : nothing} ${body(view)}
  </div>`;
}

function body(view: PanelView): TemplateResult {
  const { current, words } = view;
  switch (current.state) {
    case 'score':
      return score(view, current);
    case 'insufficient-data':
      return refusal(view, current);
    case 'permission':
      return problem(view, words.permissionTitle, words.permissionHelp, current.problem);
    case 'error':
      return problem(view, words.errorTitle, words.errorHelp, current.problem);
    default:
      return html`<p role="status">${view.badge.loading}</p>`;
  }
}

function score(view: PanelView, current: Of<'score'>): TemplateResult {
  const { language, words, explained } = view;
  const { probability, band, inputsPresent, inputsTotal } = current.score;
  const value = formatPercent(probability, language);
  return html`<div class="head">
      <p class="big" role="status"><b>${value}</b> <span>${view.badge.bands[band]}</span></p>
      ${
        explained
          ? html`<p class="fine">
              ${words.outcome(isolate(explained.meta.outcome))}
              ${words.average(formatPercent(explained.meta.baseRate, language))}
            </p>`
          : nothing
      }
    </div>
    ${note(view, current.freshness)}
    ${view.facts || nothing}
    ${
      explained
        ? html`<div class="body" aria-busy=${view.fresh ? 'false' : 'true'}>
            <section>
              <h3>${words.reasonsFor(value)}</h3>
              ${reasonsTable({
                explanation: explained.explanation,
                average: explained.meta.baseRate,
                all: view.all,
                language,
                words,
                toggleAll: view.toggleAll,
              })}
            </section>
            <section>
              <h3>${words.changes}</h3>
              ${changesList(probability, explained.counterfactuals, language, words)}
            </section>
          </div>`
        : view.problem
          ? html`<p role="alert">${words.explainFailed} <bdi>${view.problem.detail}</bdi></p>
              ${retryButton(view)}`
          : html`<p role="status" class="fine">${words.loading}</p>`
    }
    <ul class="facts">
      <li>${words.inputsUsed(inputsPresent, inputsTotal)}</li>
      <li>
        <time datetime=${current.dataAt}>${words.dataOf(formatInstant(current.dataAt, language))}</time>
      </li>
      <li>${words.computed}</li>
    </ul>
    ${about(view)}`;
}

function refusal(view: PanelView, current: Of<'insufficient-data'>): TemplateResult {
  const { words } = view;
  const { why, detail, missing } = current.refusal;
  return html`<p class="lead">${words.whyNoScore[why]}</p>
    ${detail && why !== 'no-model' ? html`<p class="fine"><bdi>${detail}</bdi></p>` : nothing} ${note(view, current.freshness)}
    ${
      missing.length > 0
        ? html`<h3>${words.missing}</h3>
            <ul class="missing">
              ${missing.slice(0, MISSING).map((label) => html`<li><bdi>${label}</bdi></li>`)}
              ${missing.length > MISSING ? html`<li class="fine">${words.more(missing.length - MISSING)}</li>` : nothing}
            </ul>`
        : nothing
    }
    ${why === 'no-model' ? nothing : about(view)}`;
}

function problem(
  view: PanelView,
  title: string,
  help: string,
  { title: code, detail, action }: Problem,
): TemplateResult {
  const { words } = view;
  // Problems of the page's own set-up are ours to word; the worker's come with their words.
  const own = code === 'not-a-record' ? words.notARecord : code === 'no-client' ? words.noClient : '';
  return html`<p class="lead">${title}</p>
    ${view.offline ? html`<p class="note">${words.noteOfflineNoScore}</p>` : nothing}
    ${own || detail ? html`<p class="fine"><bdi>${own || detail}</bdi></p>` : nothing}
    ${own ? nothing : html`<p>${action ? html`<bdi>${action}</bdi>` : help}</p>`} ${retryButton(view)}`;
}

function note(view: PanelView, freshness: Freshness): TemplateResult | typeof nothing {
  const { words } = view;
  const age =
    freshness === 'stale' ? words.noteStale : freshness === 'cached' && !view.offline ? words.noteCached : '';
  if (!view.offline && !age) return nothing;
  return html`<p class="note">${view.offline ? words.noteOffline : nothing} ${age}</p>`;
}

function about(view: PanelView): TemplateResult {
  const { card, words } = view;
  const href = safeHref(view.cardHref);
  const open = card.state !== 'closed';
  return html`<div class="about">
    <button class="link" type="button" aria-expanded=${open ? 'true' : 'false'} @click=${view.toggleCard}>
      ${words.about}
    </button>
    ${
      href
        ? html`<a class="link" href=${href} target="_blank" rel="noopener noreferrer">${words.fullCard}</a>`
        : nothing
    }
    ${
      card.state === 'ready'
        ? card.render(view.language, words)
        : card.state === 'loading'
          ? html`<p role="status" class="fine">${words.cardLoading}</p>`
          : card.state === 'failed'
            ? html`<p role="alert" class="fine">${words.cardFailed}</p>`
            : nothing
    }
  </div>`;
}

const retryButton = (view: PanelView) =>
  html`<button class="retry" type="button" @click=${view.retry}>${view.words.retry}</button>`;

const closeButton = (view: PanelView) => html`<button
  class="close"
  type="button"
  aria-label=${view.words.close}
  @click=${view.close}
>
  <svg viewBox="0 0 14 14" aria-hidden="true"><path d="m3 3 8 8m0-8-8 8" /></svg>
</button>`;

/** A link of the host's, relative or http(s); anything else (`javascript:`, `data:`) is no link. */
function safeHref(href: string | undefined): string | undefined {
  if (!href) return undefined;
  try {
    const { protocol } = new URL(href, document.baseURI);
    return protocol === 'https:' || protocol === 'http:' ? href : undefined;
  } catch {
    return undefined;
  }
}
