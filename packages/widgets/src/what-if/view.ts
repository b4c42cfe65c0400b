import type { PredictionState } from '@aicrm/client/client';
import type { Lever, Tried } from '@aicrm/client/what-if/what-if';
import type { Problem } from '@aicrm/schema/problem';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent, numberFormat } from '../internal/format.js';
import { directionOf, wordsIn } from '../locales/locale.js';
import type { BadgeMessages, PanelMessages } from '../locales/messages.js';
import type { WhatIfMessages } from '../locales/what-if-messages.js';
import { isolate } from '../score-badge/format-value.js';
import { reasonsTable } from '../score-badge/reasons-table.js';
import { leverList } from './levers.js';
import type { Answer, Trial } from './trial.js';

/** All that the card shows, and what its controls do. */
export interface WhatIfView {
  readonly language: string;
  /** Absent while their chunk is on its way. */
  readonly words: WhatIfMessages | undefined;
  readonly panel: PanelMessages;
  readonly badge: BadgeMessages;
  readonly prediction: PredictionState;
  readonly offline: boolean;
  readonly compact: boolean;
  readonly trial: Pick<Trial, 'base' | 'tried' | 'problem' | 'edits'>;
  readonly levers: readonly Lever[];
  readonly said: string;
  readonly allInputs: boolean;
  readonly allReasons: boolean;
  readonly change: (lever: Lever, value: Tried, done: boolean) => void;
  readonly reset: () => void;
  readonly retry: () => void;
  readonly toggleInputs: () => void;
  readonly toggleReasons: () => void;
}

/** The weightiest inputs; a person asks for the rest. */
const FIRST = 6;

export function whatIfView(view: WhatIfView): TemplateResult {
  const { language, words } = view;
  return html`<article
    class=${view.compact ? 'panel box compact' : 'panel box'}
    part="card"
    lang=${wordsIn(language)}
    dir=${directionOf(language)}
    aria-label=${words?.name ?? nothing}
  >
    ${words ? body(view, words) : bones}
  </article>`;
}

function body(view: WhatIfView, words: WhatIfMessages): TemplateResult {
  const { prediction, panel, trial } = view;
  switch (prediction.state) {
    case 'empty':
      return html`<h2>${words.name}</h2><p class="fine">${words.empty}</p>`;
    case 'insufficient-data':
      return refusal(view, words, prediction.refusal);
    case 'permission':
      return failure(view, words, panel.permissionTitle, panel.permissionHelp, prediction.problem);
    case 'error':
      return failure(view, words, panel.errorTitle, panel.errorHelp, prediction.problem);
    case 'score':
      if (trial.base) return ready(view, words, trial.base, prediction.freshness === 'stale');
      if (trial.problem) return failure(view, words, panel.explainFailed, '', trial.problem);
  }
  return html`<p class="sr" role="status">${view.badge.loading}</p>${bones}`;
}

function ready(view: WhatIfView, words: WhatIfMessages, base: Answer, stale: boolean): TemplateResult {
  const { trial, panel, language, levers } = view;
  const { tried, edits, problem } = trial;
  const shown = tried ?? base;
  const value = formatPercent(shown.probability, language);
  const note = [view.offline ? panel.noteOffline : '', stale ? panel.noteStale : '']
    .filter(Boolean)
    .join(' ');
  return html`<div class="top">
      <h2>${words.name}</h2>
      <button class="retry reset" type="button" ?hidden=${edits.size === 0} @click=${view.reset}>${words.reset}</button>
      ${scores(view, words, base, tried)}
    </div>
    <p class="sr" role="status">${view.said}</p>
    ${note ? html`<p class="note">${note}</p>` : nothing}
    ${problem ? html`<p class="note" role="alert">${panel.explainFailed} <bdi>${problem.detail}</bdi></p>` : nothing}
    <div class="sides">
      <section>
        <h3>${words.inputs}</h3>
        ${inputs(view, words, levers)}
      </section>
      <section>
        <h3>${tried ? words.reasonsThen(value) : words.reasonsNow}</h3>
        ${reasonsTable({
          explanation: inOrderOf(base, shown),
          average: base.meta.baseRate,
          all: view.allReasons,
          language,
          words: panel,
          toggleAll: view.toggleReasons,
        })}
      </section>
    </div>
    <p class="fine foot">${words.predicted(isolate(base.meta.outcome))} ${words.caution} ${words.nothingSent}</p>`;
}

/** Rows keep their places while a hand moves a slider: in the order of the record as it is. */
function inOrderOf(base: Answer, { explanation }: Answer): Answer['explanation'] {
  const place = new Map(base.explanation.reasons.map(({ feature }, i) => [feature, i]));
  const at = (feature: string) => place.get(feature) ?? place.size;
  return { ...explanation, reasons: [...explanation.reasons].sort((a, b) => at(a.feature) - at(b.feature)) };
}

function scores(
  view: WhatIfView,
  words: WhatIfMessages,
  base: Answer,
  tried: Answer | undefined,
): TemplateResult {
  const { language, badge } = view;
  const score = (name: string, answer: Answer, kind: string) => html`<div class="score ${kind}">
    <span class="fine">${name}</span>
    <span><b>${formatPercent(answer.probability, language)}</b><span>${badge.bands[answer.band]}</span></span>
  </div>`;
  if (!tried) return html`<div class="scores" part="scores">${score(words.now, base, '')}</div>`;
  // What is shown must be the difference of what is shown, wherever both are whole per cent.
  const whole = Math.min(base.probability, tried.probability) >= 0.0995;
  const points = (answer: Answer) => answer.probability * 100;
  const by = whole
    ? Math.round(points(tried)) - Math.round(points(base))
    : Math.round((points(tried) - points(base)) * 10) / 10;
  const number = numberFormat(language, 'points', { signDisplay: 'exceptZero', maximumFractionDigits: 1 })
    .format(by)
    .replace('-', '\u2212');
  return html`<div class="scores" part="scores">
    ${score(words.now, base, 'before')} ${arrow} ${score(words.changed, tried, 'after')}
    <span class="points ${by > 0 ? 'up-by' : by < 0 ? 'down-by' : ''}">${by === 0 ? words.same : words.points(number)}</span>
  </div>`;
}

function inputs(view: WhatIfView, words: WhatIfMessages, levers: readonly Lever[]): TemplateResult {
  if (levers.length === 0) return html`<p class="fine">${words.noInputs}</p>`;
  const { language, panel, trial, change, allInputs } = view;
  // What was changed stays in sight.
  const shown =
    allInputs || levers.length <= FIRST + 1
      ? levers
      : levers.filter(({ feature }, i) => i < FIRST || trial.edits.has(feature));
  const count = numberFormat(language, 'number', { maximumFractionDigits: 2 }).format(levers.length);
  return html`${leverList({ levers: shown, edits: trial.edits, language, words, panel, change })}
    ${
      shown.length < levers.length || (allInputs && levers.length > FIRST + 1)
        ? html`<button class="link" type="button" aria-expanded=${String(allInputs)} @click=${view.toggleInputs}>
            ${allInputs ? words.showFewer : words.showAll(count)}
          </button>`
        : nothing
    }
    <p class="fine">${words.ranges}</p>`;
}

function refusal(
  { panel }: WhatIfView,
  words: WhatIfMessages,
  { why, detail, missing }: Extract<PredictionState, { state: 'insufficient-data' }>['refusal'],
): TemplateResult {
  return html`<h2>${words.name}</h2>
    <p class="lead">${panel.whyNoScore[why]}</p>
    ${detail && why !== 'no-model' ? html`<p class="fine"><bdi>${detail}</bdi></p>` : nothing}
    ${
      missing.length > 0
        ? html`<h3>${panel.missing}</h3>
            <ul class="missing">
              ${missing.slice(0, FIRST).map((label) => html`<li><bdi>${label}</bdi></li>`)}
              ${missing.length > FIRST ? html`<li class="fine">${panel.more(missing.length - FIRST)}</li>` : nothing}
            </ul>`
        : nothing
    }`;
}

function failure(
  { panel, offline, retry }: WhatIfView,
  words: WhatIfMessages,
  title: string,
  help: string,
  { title: code, detail, action }: Problem,
): TemplateResult {
  const own = code === 'not-a-record' ? panel.notARecord : code === 'no-client' ? panel.noClient : '';
  return html`<h2>${words.name}</h2>
    <p class="lead" role="status">${title}</p>
    ${offline ? html`<p class="note">${panel.noteOfflineNoScore}</p>` : nothing}
    ${own || detail ? html`<p class="fine"><bdi>${own || detail}</bdi></p>` : nothing}
    ${own ? nothing : html`<p>${action ? html`<bdi>${action}</bdi>` : help}</p>`}
    ${own ? nothing : html`<button class="retry" type="button" @click=${retry}>${panel.retry}</button>`}`;
}

const bones = html`<div class="bones" aria-hidden="true">
  ${Array.from({ length: 7 }, () => html`<span></span>`)}
</div>`;

const arrow = html`<svg viewBox="0 0 14 14" aria-hidden="true"><path d="M1.5 7h11m-4-4 4 4-4 4" /></svg>`;
