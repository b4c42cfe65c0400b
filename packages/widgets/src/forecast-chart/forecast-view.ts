import { addsUp } from '@aicrm/client/outlook/steps-ahead';
import type { Outlook } from '@aicrm/client/outlook/types';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { chart } from '../charts/chart.js';
import { dateFormat, stepName, type ValueFormat } from '../charts/format.js';
import { legend } from '../charts/legend.js';
import { numberFormat } from '../internal/format.js';
import type { ForecastMessages } from '../locales/forecast-messages.js';
import { type Choice, pickers, toggles } from './controls.js';
import { drawOutlook } from './draw-outlook.js';
import type { Series } from './series.js';
import { goalsOf, outcomeOf, surenessOf } from './sureness.js';

export interface ForecastView {
  readonly file: SalesForecastFile;
  readonly series: Series;
  readonly outlook: Outlook;
  readonly choice: Choice;
  readonly format: ValueFormat;
  readonly words: ForecastMessages;
  readonly language: string;
  readonly compact: boolean;
  /** Sentences on the data's age and the line, the weightiest first. */
  readonly notes: readonly string[];
  readonly choose: (change: Partial<Choice>) => void;
}

/** The whole card, from what is computed already. */
export function forecastView(view: ForecastView): TemplateResult {
  const { file, series, outlook, choice, format, words, language, compact, notes, choose } = view;
  const drawn = drawOutlook(outlook, words, format, language, compact);
  const total = series.path.length === 0;
  const last = stepName(outlook.dates[outlook.now - 1] ?? '', outlook.grain, language);
  const about = [
    total ? undefined : series.label,
    words.grains[outlook.grain],
    outlook.now > 0 ? words.upTo(last) : undefined,
  ].filter((part) => part !== undefined);
  const title = file.series.find(({ path }) => path.length === 0)?.model.label ?? series.model.label;
  const { verdict } = outlook.sureness;
  return html`
    <header>
      <div>
        <h3 part="title">${title}</h3>
        <p class="fine">${about.join(' · ')}</p>
      </div>
      ${pickers(file, series, choice, words, choose)}
    </header>
    ${notes.map((note) => html`<p class="note" role="note">${note}</p>`)}
    ${
      verdict === 'better'
        ? nothing
        : html`<p class="note" role="note">
            <b>${words.verdicts[verdict]}.</b>
            ${verdict === 'no-better' ? words.noBetterHelp : words.notJudgedHelp}
          </p>`
    }
    ${figures(view)}
    <div class="key">
      ${legend(drawn.legend)}
      ${toggles(
        {
          backtest: series.model.backtest.lookbacks.length > 0,
          pipeline: total && (file.pipeline?.expected.length ?? 0) > 0,
        },
        choice,
        words,
        choose,
      )}
    </div>
    ${chart(drawn.spec)}
    ${
      outlook.pipeline
        ? html`<p class="fine">
            ${words.deals(numberFormat(language, 'forecast count', {}).format(outlook.pipeline.deals))}.
            ${words.dealsHelp}
          </p>`
        : nothing
    }
    <div class="below">
      ${surenessOf(outlook, words, format, language, levelsOf(file))}
      ${goalsOf(outlook, words, format, language)}
    </div>
    ${footer(file, words, language)}
  `;
}

/** How the levels of a file belong together, as they are drawn. */
const levelsOf = (file: SalesForecastFile): 'none' | 'apart' | 'add-up' =>
  file.series.length < 2 ? 'none' : addsUp(file) ? 'add-up' : 'apart';

/** The next step, the sum ahead and the next goal: the three numbers that a meeting asks for. */
function figures({ outlook, words, format, language }: ForecastView): TemplateResult {
  const { now, dates, grain, mean, low80, high80, unfinished, total, goals } = outlook;
  const name = (i: number): string => stepName(dates[i] ?? '', grain, language);
  const value = (column: Float64Array): string => format.short(column[now] ?? Number.NaN);
  const goal = goals.find(({ state, at }) => state === 'open' && at >= now);
  const figure = (label: string, big: string, small: readonly string[]): TemplateResult =>
    html`<div class="figure">
      <dt>${label}</dt>
      <dd>
        <b>${big}</b>
        ${small.map((one) => html`<span>${one}</span>`)}
      </dd>
    </div>`;
  const soFar =
    unfinished && unfinished.at === now ? [`${words.soFar}: ${format.short(unfinished.sum)}`] : [];
  return html`<dl class="figures" part="figures">
    ${figure(name(now), value(mean), [words.rangeOf(value(low80), value(high80)), ...soFar])}
    ${figure(words.sumAhead(words.steps(dates.length - now, grain)), format.short(total.mean), [
      compared(total, words, language),
    ])}
    ${
      goal
        ? figure(words.targetIn(name(goal.at)), format.short(goal.value), [outcomeOf(goal, words, language)])
        : nothing
    }
  </dl>`;
}

function compared({ mean, before }: Outlook['total'], words: ForecastMessages, language: string): string {
  if (before === null || before <= 0) return words.noYearBefore;
  const change = mean / before - 1;
  const share = numberFormat(language, 'forecast share', {
    style: 'percent',
    maximumFractionDigits: 0,
  }).format(Math.abs(change));
  if (Math.abs(change) < 0.005) return words.asBefore;
  return change > 0 ? words.moreThanBefore(share) : words.lessThanBefore(share);
}

function footer(
  { computedAt }: SalesForecastFile,
  words: ForecastMessages,
  language: string,
): TemplateResult {
  const at = new Date(computedAt);
  const parts = [
    Number.isNaN(at.getTime())
      ? undefined
      : words.dataOf(dateFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }).format(at)),
    words.computed,
  ].filter((part) => part !== undefined);
  return html`<footer class="fine">${parts.join(' · ')}</footer>`;
}
