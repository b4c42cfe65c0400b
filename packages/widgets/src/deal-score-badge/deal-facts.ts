import { type DealOutlook, dealOutlook, dealView, leastWonDeals } from '@aicrm/client/deals/deal-outlook';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import type { Score } from '@aicrm/schema/prediction';
import type { RecordView } from '@aicrm/schema/view';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { sheetOf } from '../internal/css.js';
import { DataController } from '../internal/data-controller.js';
import { formatPercent, numberFormat } from '../internal/format.js';
import type { PredictionController } from '../internal/prediction-controller.js';
import { dealWords } from '../locales/deal.js';
import type { DealMessages } from '../locales/deal-messages.js';
import type { PanelMessages } from '../locales/messages.js';
import { formatValue, isolate } from '../score-badge/format-value.js';
import type { FactsView, PanelFacts, ReasonsHost } from '../score-badge/reasons.js';
import { dealStyles } from './deal-styles.js';
import { stageLine } from './stage-line.js';

/** What the opened part of a deal's badge tells beside the reasons. */
export class DealFacts implements PanelFacts {
  private readonly stored: DataController<RecordView>;
  private readonly element: ReasonsHost;
  private readonly prediction: PredictionController;

  constructor(element: ReasonsHost, prediction: PredictionController) {
    this.element = element;
    this.prediction = prediction;
    element.renderRoot.adoptedStyleSheets.push(sheetOf(dealStyles));
    this.stored = new DataController(
      element,
      () => {
        const recordId = prediction.request?.recordId;
        if (!element.open || recordId === undefined) return undefined;
        return {
          key: recordId,
          client: prediction.client ?? defaultClient(),
          watch: (data, listener) => data.watchView(recordId, listener),
        };
      },
      whenClient,
    );
  }

  draw({ score, explained, language, words: panel }: FactsView): TemplateResult | typeof nothing {
    const words = dealWords.in(language, () => this.element.requestUpdate());
    const { current, value } = this.stored;
    if (!words) return nothing;
    const host = this.prediction.request?.record;
    // Which of a host's names is the amount, the model says; it comes with the reasons.
    if (current.state === 'loading' || (host && !explained)) return bones;
    const asOf = Date.parse(score.asOf);
    const view = dealView(value, host, explained?.meta.hostFields ?? {}, asOf);
    if (!view) return html`<p class="fine">${words.factsFailed}</p>`;
    return facts(dealOutlook(view, score.probability, asOf), score, { language, words, panel });
  }
}

interface Say {
  readonly language: string;
  readonly words: DealMessages;
  readonly panel: PanelMessages;
}

/** As high as what will stand there, so that the reasons below don't jump. */
const bones = html`<div class="deal bones" aria-hidden="true"><span></span><span></span></div>`;

function facts(outlook: DealOutlook, score: Score, say: Say): TemplateResult {
  const { words } = say;
  return html`<section class="deal" part="facts" aria-label=${words.facts}>
    <dl class="tiles">${value(outlook, score, say)} ${close(outlook, say)}</dl>
    ${stage(outlook, say)}
  </section>`;
}

const daysOf = (days: number, { language, panel }: Say): string =>
  formatValue(Math.round(days), 'days', language, panel);

const tile = (
  name: string,
  main: string,
  detail = '',
  late = false,
): TemplateResult => html`<div class=${late ? 'late' : ''}>
  <dt>${name}</dt>
  <dd><b>${main}</b></dd>
  ${detail ? html`<dd class="fine">${detail}</dd>` : nothing}
</div>`;

function value({ amount, expected }: DealOutlook, score: Score, say: Say): TemplateResult {
  const { language, words, panel } = say;
  if (expected === null || amount === null) return tile(words.expected, words.noAmount, words.noAmountHelp);
  const money = (sum: number) => formatValue(Math.round(sum), expected.currency, language, panel);
  const chance = formatPercent(score.probability, language);
  return tile(words.expected, money(expected.value), words.chanceOf(chance, money(amount)));
}

function close({ closesInDays, stalled }: DealOutlook, say: Say): TemplateResult | typeof nothing {
  const { words } = say;
  if (closesInDays === null || stalled.state === 'closed') return nothing;
  const far = daysOf(Math.abs(closesInDays), say);
  return closesInDays < 0
    ? tile(words.close, words.closedAgo(far), '', true)
    : tile(words.close, closesInDays === 0 ? words.closesToday : words.closesIn(far));
}

/** Time in the stage: a line against won deals where they are enough, else why there is nothing to compare with. */
function stage(outlook: DealOutlook, say: Say): TemplateResult {
  const { words, language } = say;
  const { stalled, usualDays, wonDeals } = outlook;
  const { state, days, longDays } = stalled;
  if (state === 'closed') return html`<p class="fine">${words.closed}</p>`;
  const name = outlook.stage === null ? words.inNoStage : words.inStage(isolate(outlook.stage));
  const head = html`<p class="stage">
    <span>${name}</span>
    ${days === null ? nothing : html`<b class="since">${daysOf(days, say)}</b>`}
    ${
      state === 'stalled' || state === 'moving'
        ? html`<span class="signal ${state}">${state === 'stalled' ? pause : go}${words[state]}</span>`
        : nothing
    }
  </p>`;
  if (days === null) return html`${head}<p class="fine">${words.timeUnknown}</p>`;
  const count = (n: number) => numberFormat(language, 'number', { maximumFractionDigits: 2 }).format(n);
  if (longDays === null || usualDays === null)
    return html`${head}<p class="fine">${words.tooFewWon(count(wonDeals ?? 0), count(leastWonDeals))}</p>`;
  const [since, usual, long] = [days, usualDays, longDays].map((some) => daysOf(some, say));
  return html`${head}
    ${stageLine({
      ...{ days, usualDays, longDays, stalled: state === 'stalled', words },
      label: words.line(since ?? '', usual ?? '', long ?? ''),
    })}
    <p class="fine">${words.usual(usual ?? '', long ?? '', count(wonDeals ?? 0))}</p>`;
}

const pause = html`<svg viewBox="0 0 14 14" aria-hidden="true"><path d="M4.5 3v8M9.5 3v8" /></svg>`;
const go = html`<svg class="arrow" viewBox="0 0 14 14" aria-hidden="true"><path d="M2 7h9m-4-4 4 4-4 4" /></svg>`;
