import type { ModelCard } from '@aicrm/schema/model';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent, numberFormat } from '../internal/format.js';
import type { PanelMessages } from '../locales/messages.js';
import { formatInstant } from './format-value.js';

/** Inputs shown by weight; the full card lists all. */
const WEIGHTS = 5;

/** The main facts of a model card, in the order in which a doubtful reader asks for them. */
export function modelCard(card: ModelCard, language: string, panel: PanelMessages): TemplateResult {
  const words = panel.card;
  const { meta, evaluation } = card;
  const day = (instant: string) => formatInstant(instant, language, false);
  const count = (value: number) =>
    numberFormat(language, 'number', { maximumFractionDigits: 2 }).format(value);
  const percent = (share: number) => formatPercent(share, language);
  const weights = [...card.features].sort((a, b) => b.importance - a.importance).slice(0, WEIGHTS);
  const fact = (name: string, value: unknown) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const { trainingWindow } = meta;
  return html`<dl part="card" class="card">
    ${card.synthetic ? html`<div class="note"><dt class="sr">${words.licence}</dt><dd>${words.synthetic}</dd></div>` : nothing}
    ${fact(words.predicts, html`<bdi>${meta.outcome}</bdi>`)}
    ${fact(words.kindLabel, words.kind[meta.kind])}
    ${fact(words.version, html`<bdi>${card.version}</bdi>`)}
    ${fact(
      words.trained,
      `${day(meta.trainedAt)}, ${words.learned(
        count(trainingWindow.rows),
        count(trainingWindow.positives),
        day(trainingWindow.from),
        day(trainingWindow.to),
      )}`,
    )}
    ${fact(words.baseRate, percent(meta.baseRate))}
    ${
      evaluation
        ? html`${fact(words.tested, words.testedOn(count(evaluation.rows), day(evaluation.from), day(evaluation.to)))}
          ${fact(
            words.ranking,
            words.rankingOf(
              percent(evaluation.auc.value),
              percent(evaluation.auc.low),
              percent(evaluation.auc.high),
            ),
          )}
          ${fact(
            words.calibration,
            words.calibrationOf(percent(evaluation.predictedMean), percent(evaluation.observedMean)),
          )}
          ${fact(words.lift, words.liftOf(count(Number(evaluation.liftTop10.toFixed(1)))))}`
        : nothing
    }
    ${card.verdict.publish ? fact(words.verdict, html`<bdi>${card.verdict.reason}</bdi>`) : nothing}
    ${fact(
      words.weights,
      html`<ul class="weights">
        ${weights.map(
          (feature) => html`<li>
            <span><bdi>${feature.label}</bdi>${feature.sensitive ? html` <i>${words.sensitive}</i>` : nothing}</span>
            <span class="number">${percent(feature.importance)}</span>
          </li>`,
        )}
      </ul>`,
    )}
    ${
      card.limits.length > 0
        ? fact(
            words.limits,
            html`<ul class="limits">${card.limits.map((limit) => html`<li><bdi>${limit}</bdi></li>`)}</ul>`,
          )
        : nothing
    }
    ${fact(words.licence, html`<bdi>${meta.dataLicence}</bdi>`)}
  </dl>`;
}
