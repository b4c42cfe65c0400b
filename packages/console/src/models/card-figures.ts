import type { ModelCard } from '@aicrm/schema/model';
import { html, nothing } from 'lit';
import { formatDay, formatFigure, formatNumber, formatShare } from '../ui/format.js';

const interval = ({ low, high }: { low: number; high: number }) =>
  `${formatFigure(low)} to ${formatFigure(high)}`;

/** Figures on rows that the model never saw, each with what it means. */
export function renderEvaluation({ evaluation }: ModelCard) {
  if (!evaluation) return nothing;
  const { auc, prAuc, logLoss, baseLogLoss, brier, ece, liftTop10, rows, positives } = evaluation;
  const lines: readonly (readonly [string, string, string, string])[] = [
    [
      'AUC',
      formatFigure(auc.value),
      interval(auc),
      'Share of pairs that it puts in the right order; .5 is chance.',
    ],
    [
      'Precision-recall AUC',
      formatFigure(prAuc.value),
      interval(prAuc),
      `The average of this data is ${formatFigure(evaluation.observedMean)}.`,
    ],
    [
      'Log loss',
      formatFigure(logLoss.value),
      interval(logLoss),
      `Always saying the average has ${formatFigure(baseLogLoss)}; less is better.`,
    ],
    ['Brier score', formatFigure(brier), '', 'Mean squared error of the probability; less is better.'],
    [
      'Calibration error',
      formatFigure(ece),
      '',
      `It predicted ${formatShare(evaluation.predictedMean)} on average; ${formatShare(evaluation.observedMean)} happened.`,
    ],
    ['Lift of the best tenth', liftTop10.toFixed(1), '', 'How many times the average their rate was.'],
  ];
  return html`<section class="card" aria-labelledby="evaluation">
    <h2 id="evaluation">How good it is</h2>
    <p class="muted">
      Judged on ${formatNumber(rows)} later rows it had never seen (${formatNumber(positives)} with the outcome),
      ${formatDay(evaluation.from)} to ${formatDay(evaluation.to)}. Intervals: 95 %, bootstrap.
    </p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="evaluation">
      <table>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" class="num">Value</th>
            <th scope="col">Interval</th>
            <th scope="col">What it says</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map(
            ([name, value, range, says]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="num">${value}</td>
                <td class="nowrap">${range}</td>
                <td class="muted says">${says}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

/** The choice between the two kinds of model, on rolling origins before the newest part. */
export function renderChoice({ choice, meta }: ModelCard) {
  const cuts = choice[0]?.origins ?? [];
  if (cuts.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="choice">
    <h2 id="choice">Why this kind</h2>
    <p class="muted">
      Log loss of each kind when trained up to a day and tried on what came after; the smaller mean was taken.
    </p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="choice">
      <table>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            ${cuts.map(({ cut }) => html`<th scope="col" class="num">${formatDay(cut)}</th>`)}
            <th scope="col" class="num">Mean</th>
          </tr>
        </thead>
        <tbody>
          ${choice.map(
            ({ kind, origins }) =>
              html`<tr>
                <th scope="row">
                  ${kind === 'trees' ? 'Boosted trees' : 'Logistic regression'}
                  ${kind === meta.kind ? html`<span class="pill info">chosen</span>` : nothing}
                </th>
                ${origins.map(({ logLoss }) => html`<td class="num">${formatFigure(logLoss)}</td>`)}
                <td class="num">${formatFigure(mean(origins.map(({ logLoss }) => logLoss)))}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
