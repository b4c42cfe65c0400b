import type { RecordTrend } from '@aicrm/schema/drift';
import { css, html, nothing } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { formatMoment, formatShare } from '../ui/format.js';
import { isChange, outcomeWords, type Point, trendPicture } from './trend-picture.js';

const causeWords: Readonly<Record<Point['cause'], string>> = {
  first: 'first by this version',
  band: 'another band',
  week: 'weekly sample',
};

/** What was said of one record over time against what came of it: a sentence, a picture from two predictions on, a table. */
export class TrendView extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      svg {
        inline-size: 100%;
        max-inline-size: 44rem;
        block-size: auto;
        direction: ltr;
      }
      text {
        fill: var(--muted);
        font-size: 11px;
      }
      h2 {
        overflow-wrap: anywhere;
      }
    `,
  ];

  static override properties = { trend: { attribute: false } };

  declare trend: RecordTrend;

  /** Predicted against actual in one sentence. */
  private renderSaid(first: Point, last: Point) {
    const { points } = this.trend;
    // What came of the newest prediction may still be open where that of an older one is known.
    const known = points.findLast(({ outcome }) => outcome !== null);
    const said =
      points.length === 1
        ? `Predicted ${formatShare(last.probability)} (${last.band}).`
        : `Predicted ${formatShare(first.probability)} at first, ${formatShare(last.probability)} (${last.band}) at last.`;
    return html`<p>
      ${said}
      <strong>${
        known === undefined
          ? 'Actual: not known yet.'
          : `Actual: what was said on ${formatMoment(known.asOf)} ${outcomeWords(known.outcome)} within the horizon.`
      }</strong>
    </p>`;
  }

  private renderTable() {
    const { points } = this.trend;
    return html`<div class="scroll" tabindex="0" role="group" aria-label="All predictions of this record">
      <table>
        <caption class="sr">
          Predicted against actual, the oldest first
        </caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col" class="num">Predicted</th>
            <th scope="col">Band</th>
            <th scope="col">Actual</th>
            <th scope="col">Version</th>
            <th scope="col">Why it was kept</th>
          </tr>
        </thead>
        <tbody>
          ${points.map(
            ({ asOf, probability, band, outcome, version, cause }, i) => html`<tr>
              <th scope="row" class="nowrap">${formatMoment(asOf)}</th>
              <td class="num">${formatShare(probability)}</td>
              <td>${band}</td>
              <td>${outcomeWords(outcome)}</td>
              <td>
                ${version} ${isChange(points, i) ? html`<span class="pill info">model changed</span>` : nothing}
              </td>
              <td>${causeWords[cause]}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  override render() {
    const { record, model, points } = this.trend;
    const [first, last] = [points[0], points.at(-1)];
    return html`<section class="card stack" aria-labelledby="title">
      <h2 id="title"><bdi>${record}</bdi></h2>
      <p class="muted">Model: <a href=${`#/models/${encodeURIComponent(model)}`}>${model}</a></p>
      ${
        first === undefined || last === undefined
          ? html`<p>
            <strong>Nothing has been predicted of it yet.</strong> Predictions are kept while a record is open and a model
            is published; a record that was closed before the first model never gets one.
          </p>`
          : html`${this.renderSaid(first, last)}
            ${
              points.length < 2
                ? html`<p class="muted">One prediction is no trend: the line is drawn from the second on.</p>`
                : html`<figure>
                  ${trendPicture(points)}
                  <figcaption class="muted">
                    ○ not known yet · ● came true · ■ did not come true. Dashed: another version of the model began to
                    speak.
                  </figcaption>
                </figure>`
            }
            ${this.renderTable()}`
      }
    </section>`;
  }
}
define('trend-view', TrendView);
