import type { Evaluation } from '@aicrm/schema/model';
import { html } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { formatNumber, formatShare } from '../ui/format.js';
import { bothStyle, predictedActual } from './predicted-actual.js';

type Bins = Evaluation['reliability'];

/** Predicted against observed shares as a picture, with the same as a table beneath. */
export class ReliabilityDiagram extends ConsoleElement {
  static override styles = [...ConsoleElement.styles, bothStyle];

  static override properties = { bins: { attribute: false } };

  /** Ten equal-width bins of the prediction; those without rows are not drawn. */
  declare bins: Bins;

  override render() {
    const bins = this.bins.filter(({ rows }) => rows > 0);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Does it happen as often as it says?</h2>
      <p class="muted">On the dashed line, what was predicted is what happened. Larger marks stand for more rows.</p>
      <div class="both">
        <figure>${predictedActual(bins, 'Reliability')}</figure>
        <table>
          <caption class="sr">
            Predicted and observed shares
          </caption>
          <thead>
            <tr>
              <th scope="col" class="num">Predicted</th>
              <th scope="col" class="num">Observed</th>
              <th scope="col" class="num">Rows</th>
            </tr>
          </thead>
          <tbody>
            ${bins.map(
              (bin) =>
                html`<tr>
                  <td class="num">${formatShare(bin.predicted)}</td>
                  <td class="num">${formatShare(bin.observed)}</td>
                  <td class="num">${formatNumber(bin.rows)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }
}
define('reliability-diagram', ReliabilityDiagram);
