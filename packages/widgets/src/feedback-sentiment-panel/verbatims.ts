import { toneOf } from '@aicrm/client/feedback/filter';
import type { ReadMessage, Tone } from '@aicrm/client/feedback/read-message';
import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { FeedbackWords } from '../locales/feedback-sentiment-panel-words.js';
import { focusFilters } from './filters.js';
import { aspectName, channelName, type Formats } from './format.js';
import { markedText } from './marked-text.js';
import { toneMark } from './tone-mark.js';
import type { PanelView } from './view.js';

/** Longer texts are shown cut, in UTF-16 units; about five lines of a middling column. */
const LONG = 420;
const tones: readonly Tone[] = ['negative', 'neutral', 'positive'];

/** The messages themselves, with their evidence; only those near the visible part are drawn. */
export function verbatims(view: PanelView): TemplateResult {
  const { words, formats, figures, rows } = view;
  const { shown, scope } = figures;
  return html`<section class="verbatims" part="messages" aria-labelledby="verbatims-title">
    <div class="section-head">
      <h3 id="verbatims-title">
        ${words.verbatims}
        <span class="count" role="status">${formats.count(shown.length)}</span>
      </h3>
    </div>
    ${focusFilters(view)}
    ${
      shown.length === 0
        ? html`<div class="none">
            <p>${scope.length === 0 ? words.noMessages : words.noneMatch}</p>
            <button
              type="button"
              class="button"
              @click=${() => {
                view.choosePeriod('all');
                view.change({ channel: null, aspect: null, intent: null, tone: null, search: '' });
              }}
            >
              ${words.resetFilters}
            </button>
          </div>`
        : html`<div class="scroller">
              <div class="rows" role="feed" aria-label=${words.list} @keydown=${view.onListKey}>
                ${repeat(
                  rows,
                  // A row that has the focus must stay the element that it is.
                  (at) => at,
                  (at) => {
                    const one = shown[at];
                    return one ? row(view, one, at) : nothing;
                  },
                )}
              </div>
            </div>
            <p class="fine">${words.evidenceKey}</p>`
    }
  </section>`;
}

/** Why a message has no tone, in words. */
export function whyOf(
  { why, language }: Pick<ReadMessage, 'why' | 'language'>,
  words: FeedbackWords,
  formats: Formats,
): string {
  if (why === 'unsupported-language' && language !== null)
    return words.whyLanguage(formats.languageName(language));
  return words.why[why ?? 'empty'];
}

function row(view: PanelView, one: ReadMessage, at: number): TemplateResult {
  const { words, formats, corrections, figures, taxonomy } = view;
  const { message } = one;
  const { id, text, channel, rating } = message;
  const tone = toneOf(one, corrections);
  const label = tone ? words.tones[tone] : words.notScored;
  const day = Number.isNaN(one.at) ? words.noDate : formats.day(one.at);
  const where = channelName(channel, words);
  const long = text.length > LONG;
  const open = view.expanded.has(id);
  const analysis = view.analysis(one);
  const aspects = [...new Map(one.mentions.map((mention) => [`${mention.aspect} ${mention.tone}`, mention]))];
  return html`<article
    class="row"
    data-at=${at}
    tabindex="0"
    aria-posinset=${at + 1}
    aria-setsize=${figures.shown.length}
    aria-label=${`${label}, ${where}, ${day}`}
  >
    <div class="meta">
      <span class="tone of-${tone ?? 'none'}">${toneMark(tone)}<b>${label}</b></span>
      ${
        tone && one.tone === tone && one.probability > 0
          ? html`<span>${words.sure(formats.percent(one.probability))}</span>`
          : nothing
      }
      <bdi>${where}</bdi>
      ${Number.isNaN(one.at) ? html`<span>${day}</span>` : html`<time datetime=${message.at}>${day}</time>`}
      ${rating === null ? nothing : html`<span>${ratingOf(view, channel, rating)}</span>`}
    </div>
    ${
      text.trim() === ''
        ? html`<p class="fine">${words.wordsMissing}</p>`
        : html`<p class="text ${long && !open ? 'cut' : ''}" dir="auto"
            >${analysis ? markedText(text, analysis, words, open) : text}</p
          >`
    }
    ${tone === null ? html`<p class="fine">${words.notScored}: ${whyOf(one, words, formats)}.</p>` : nothing}
    <div class="row-foot">
      ${aspects.map(
        ([, mention]) => html`<button
          type="button"
          class="tag"
          @click=${() => view.change({ aspect: mention.aspect })}
        >
          ${toneMark(mention.tone)}<bdi>${aspectName(mention.aspect, words, taxonomy)}</bdi
          ><span class="sr"> ${words.tones[mention.tone]}</span>
        </button>`,
      )}
      <span class="row-actions">
        ${
          long
            ? html`<button
                type="button"
                class="link"
                aria-expanded=${open ? 'true' : 'false'}
                @click=${() => view.toggle(id)}
              >
                ${open ? words.showLess : words.showAll}
              </button>`
            : nothing
        }
        ${
          view.correcting === id
            ? nothing
            : html`<button
                type="button"
                class="link correct"
                @click=${() => view.startCorrection(id)}
              >
                ${words.correct}
              </button>`
        }
      </span>
    </div>
    ${view.correcting === id ? correction(view, one, tone) : corrected(view, one)}
  </article>`;
}

function ratingOf({ words, formats }: PanelView, channel: string, rating: number): string {
  const shown = formats.decimal(rating);
  return /survey|nps/i.test(channel) ? words.score(shown) : words.stars(shown);
}

function correction(view: PanelView, one: ReadMessage, tone: Tone | null): TemplateResult {
  const { words } = view;
  return html`<div class="correction" role="group" aria-label=${words.correctTitle}>
    <span class="fine">${words.correctTitle}</span>
    <div class="segments">
      ${tones.map(
        (choice) => html`<button
          type="button"
          aria-pressed=${choice === tone ? 'true' : 'false'}
          @click=${() => view.correct(one, choice)}
        >
          ${toneMark(choice)}<span>${words.tones[choice]}</span>
        </button>`,
      )}
    </div>
    <button type="button" class="link" @click=${() => view.startCorrection(undefined)}>${words.cancel}</button>
  </div>`;
}

/** What a person said in place of the model, and the way back. */
function corrected(view: PanelView, one: ReadMessage): TemplateResult | typeof nothing {
  const { words, corrections } = view;
  const { id } = one.message;
  if (!corrections.has(id)) return nothing;
  const said = one.tone ? words.tones[one.tone] : words.notScored;
  const became = view.kept.get(id);
  const afterwards = {
    kept: words.correctionKept,
    handed: words.correctionHanded,
    failed: words.correctionNotKept,
  };
  return html`<div class="corrected" role="status">
    <span>
      ${words.corrected(said)} ${became ? afterwards[became] : nothing}
    </span>
    <button type="button" class="link" @click=${() => view.correct(one, null)}>${words.undo}</button>
  </div>`;
}
