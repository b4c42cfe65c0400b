import type { OutcomeBin, OutcomeCheck } from '@aicrm/schema/drift';
import { css, html, nothing } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { formatDay, formatFigure, formatNumber, formatShare, plural } from '../ui/format.js';
import { levelPill } from './drift-level.js';
import { bothStyle, fits, predictedActual } from './predicted-actual.js';

/** What was said against what happened since publication, or how many outcomes are missing before it can be told. */
export class OutcomeCheckView extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    bothStyle,
    css`
      progress {
        max-inline-size: 20rem;
        display: block;
        margin-block: 0.5rem;
      }
    `,
  ];

  static override properties = { check: { attribute: false } };

  declare check: OutcomeCheck;

  private renderBins(bins: readonly OutcomeBin[]) {
    return html`<div class="both">
      <figure>
        ${predictedActual(bins, 'Predicted against actual')}
        <p class="muted">On the dashed line, what was said is what happened. Diamonds miss their 95 % interval, as one in 20 does by chance.</p>
      </figure>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <caption class="sr">
            Predicted and actual shares of success
          </caption>
          <thead>
            <tr>
              <th scope="col" class="num">Predicted</th>
              <th scope="col" class="num">Actual</th>
              <th scope="col" class="num">Interval (95 %)</th>
              <th scope="col" class="num">Records</th>
              <th scope="col">Fits</th>
            </tr>
          </thead>
          <tbody>
            ${bins.map(
              (bin) => html`<tr>
                <td class="num">${formatShare(bin.predicted)}</td>
                <td class="num">${formatShare(bin.observed)}</td>
                <td class="num nowrap">${formatShare(bin.low, 0)} to ${formatShare(bin.high, 0)}</td>
                <td class="num">${formatNumber(bin.rows)}</td>
                <td>${fits(bin) ? 'yes' : 'no'}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>`;
  }

  override render() {
    const { level, detail, outcomes, positives, needed, waiting, nextKnownAt, figures, bins } = this.check;
    return html`<h3 id="title">Does what it says come true?</h3>
      <p>${levelPill(level)} ${detail}</p>
      ${
        outcomes < needed
          ? html`<progress max=${needed} value=${outcomes} aria-label="Known outcomes of ${needed} needed"></progress>`
          : html`<p class="muted">
            ${plural(outcomes, 'known outcome')} since publication (${formatNumber(positives)} successes),
            ${plural(waiting, 'record')} still
            open${nextKnownAt === null ? '' : `, the next known by ${formatDay(nextKnownAt)}`}.${
              figures
                ? ` Log loss on them ${formatFigure(figures.logLoss)}${figures.auc === null ? '' : `, AUC ${formatFigure(figures.auc)}`}.`
                : ''
            }
          </p>`
      }
      ${bins.length > 0 ? this.renderBins(bins) : nothing}`;
  }
}
define('outcome-check', OutcomeCheckView);
