import type { Engine, IntentSet, MessageAnalysis } from '@aicrm/client/feedback/text-engine';
import type { ReactiveController } from 'lit';
import { live } from 'lit/directives/live.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AicrmElement } from '../internal/aicrm-element.js';
import type { ChannelKind, FeedbackWords } from '../locales/feedback-sentiment-panel-words.js';
import { aspectName, type Formats, intentName } from './format.js';
import { markedText } from './marked-text.js';
import type { FeedbackReading, IntentModel } from './reading.js';
import { toneMark } from './tone-mark.js';
import { whyOf } from './verbatims.js';

/** Typing pauses for so long before a text is read anew, in milliseconds. */
const PAUSE_MS = 140;
const kinds: readonly ChannelKind[] = ['email', 'chat', 'call', 'review', 'ticket', 'survey'];
const tones = ['negative', 'neutral', 'positive'] as const;

/** A text that a person types or pastes, analysed in the page as it grows. Nothing of it leaves the page or is kept. */
export class TryBox implements ReactiveController {
  private readonly host: AicrmElement;
  private readonly reading: FeedbackReading;
  private readonly set: () => IntentSet;
  private text = '';
  private kind: ChannelKind = 'email';
  private analysed: { readonly text: string; readonly analysis: MessageAnalysis } | undefined;
  private intent: IntentModel | 'loading' | 'failed' | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: AicrmElement, reading: FeedbackReading, set: () => IntentSet) {
    this.host = host;
    this.reading = reading;
    this.set = set;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
  }

  private later(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.analyse(), pause);
  }

  private async analyse(): Promise<void> {
    const { text } = this;
    if (text.trim() === '') {
      this.analysed = undefined;
      this.host.requestUpdate();
      return;
    }
    const engine = await this.reading.open();
    const module = this.reading.engineModule;
    // An answer to what was typed before is dropped; the one to what is there now is on its way.
    if (text !== this.text || !engine || !module) return;
    const intent = typeof this.intent === 'object' ? this.intent : undefined;
    const analysis = module.explainMessage({ ...engine.readers, intent }, { text, channel: this.kind });
    this.analysed = { text, analysis };
    this.host.requestUpdate();
  }

  private readonly type = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLTextAreaElement)) return;
    this.text = event.currentTarget.value;
    this.later(PAUSE_MS);
    this.host.requestUpdate();
  };

  private readonly choose = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    const { value } = event.currentTarget;
    this.kind = kinds.find((kind) => kind === value) ?? 'email';
    this.later(0);
  };

  private language = 'en';

  private readonly loadIntent = async (): Promise<void> => {
    this.intent = 'loading';
    this.host.requestUpdate();
    this.intent = (await this.reading.openIntents(this.set(), this.language)) ?? 'failed';
    await this.analyse();
    this.host.requestUpdate();
  };

  draw(words: FeedbackWords, formats: Formats): TemplateResult {
    const { analysed } = this;
    this.language = formats.language;
    return html`<section class="try" part="try" aria-labelledby="try-title">
      <div class="section-head">
        <h3 id="try-title">${words.tryTitle}</h3>
        <p class="fine" id="try-help">${words.tryHelp}</p>
      </div>
      <div class="try-body">
        <div class="try-in">
          <textarea
            rows="5"
            dir="auto"
            aria-label=${words.tryLabel}
            aria-describedby="try-help"
            placeholder=${words.tryPlaceholder}
            maxlength="20000"
            .value=${live(this.text)}
            @input=${this.type}
          ></textarea>
          <div class="try-controls">
            <label class="select">
              <span>${words.tryChannel}</span>
              <select @change=${this.choose}>
                ${kinds.map(
                  (kind) =>
                    html`<option value=${kind} ?selected=${kind === this.kind}>${words.channels[kind]}</option>`,
                )}
              </select>
            </label>
            ${
              this.text === ''
                ? html`<button
                    type="button"
                    class="link"
                    @click=${() => {
                      this.text = words.example;
                      this.later(0);
                      this.host.requestUpdate();
                    }}
                  >
                    ${words.tryExample}
                  </button>`
                : nothing
            }
          </div>
        </div>
        <div class="try-out" aria-live="polite">
          ${
            this.text.trim() === ''
              ? nothing
              : analysed
                ? this.answer(analysed, words, formats)
                : this.reading.problem
                  ? html`<p role="alert">${words.modelTitle} ${words.modelHelp}</p>`
                  : html`<p class="fine">${words.loadingModel}</p>`
          }
        </div>
      </div>
    </section>`;
  }

  private answer(
    { text, analysis }: { readonly text: string; readonly analysis: MessageAnalysis },
    words: FeedbackWords,
    formats: Formats,
  ): TemplateResult {
    const { sentiment, language, aspects } = analysis;
    const clauses = new Map(aspects.map((mention) => [mention.clause.start, mention.clause]));
    return html`<div class="answer">
      ${
        sentiment.state === 'scored'
          ? html`<p class="verdict of-${sentiment.label}">
                ${toneMark(sentiment.label)}<b>${words.tones[sentiment.label]}</b>
                <span class="fine">${words.sure(formats.percent(sentiment.probability))}</span>
              </p>
              <dl class="chances">
                ${tones.map(
                  (tone) => html`<div>
                    <dt>${words.tones[tone]}</dt>
                    <dd>
                      <svg class="chance" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="track" width="100" height="6" />
                        <rect class="of-${tone}" width=${Math.max(0.5, 100 * sentiment.probabilities[tone])} height="6" />
                      </svg>
                      <span>${formats.percent(sentiment.probabilities[tone])}</span>
                    </dd>
                  </div>`,
                )}
              </dl>`
          : html`<p class="verdict of-none">
              ${toneMark(null)}<b>${words.notScored}</b>
              <span class="fine">${whyOf({ why: sentiment.reason, language }, words, formats)}</span>
            </p>`
      }
      <h4>${words.howRead}</h4>
      <p class="text" dir="auto">${markedText(text, analysis, words, true)}</p>
      ${
        clauses.size > 0
          ? html`<h4>${words.clauses}</h4>
              <ul class="clauses">
                ${Array.from(clauses.values(), ({ start, end }) => {
                  const here = aspects.filter(({ clause }) => clause.start === start);
                  const [first] = here;
                  return first
                    ? html`<li>
                        ${toneMark(first.label)}
                        <div>
                          <p>
                            <b>${formats.list(here.map(({ aspect }) => aspectName(aspect, words, this.own)))}</b>
                            <span class="fine">${words.tones[first.label]} · ${words.sure(formats.percent(first.probability))}</span>
                          </p>
                          <p class="quote" dir="auto">${text.slice(start, end)}</p>
                        </div>
                      </li>`
                    : nothing;
                })}
              </ul>`
          : nothing
      }
      <dl class="more">
        <div>
          <dt>${words.language}</dt>
          <dd>${language === null ? words.why['unknown-language'] : formats.languageName(language)}</dd>
        </div>
        ${
          sentiment.state === 'scored'
            ? html`<div>
                <dt>${words.intent}</dt>
                <dd>${this.intentLine(analysis, words, formats)}</dd>
              </div>`
            : nothing
        }
      </dl>
    </div>`;
  }

  /** A tenant's own taxonomy, whose labels count; ours are named in the page's language. */
  own: Engine['taxonomy'] | undefined;

  private intentLine(
    { intent }: MessageAnalysis,
    words: FeedbackWords,
    formats: Formats,
  ): TemplateResult | string {
    if (intent.state === 'intent')
      return html`<bdi>${intentName(intent.label, this.reading.intentLabels)}</bdi>
        <span class="fine">${words.sure(formats.percent(intent.confidence))}</span>`;
    if (intent.state === 'out-of-scope')
      return words.noScope(intentName(intent.nearest, this.reading.intentLabels));
    if (this.intent === 'loading') return words.loadingModel;
    const bytes = this.reading.engineModule?.sizeOf(this.reading.engineModule.intentModel[this.set()]);
    return html`${this.intent === 'failed' ? html`<span role="alert">${words.intentsFailed} </span>` : nothing}
      <button type="button" class="link" @click=${this.loadIntent}>
        ${this.intent === 'failed' ? words.retry : words.loadIntent(formats.decimal((bytes ?? 2e6) / 1e6))}
      </button>`;
  }
}
