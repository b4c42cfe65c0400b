import type { Evaluation } from '@aicrm/schema/model';
import { css, html, svg } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { formatNumber, formatShare } from '../ui/format.js';

const size = 260;
const margin = { left: 44, bottom: 40, top: 10, right: 24 };
const ticks = [0, 0.25, 0.5, 0.75, 1];

type Bins = Evaluation['reliability'];

/** Predicted against observed shares as a picture, with the same as a table beneath. */
export class ReliabilityDiagram extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .both {
        display: grid;
        grid-template-columns: minmax(0, 20rem) minmax(0, 1fr);
        gap: 1rem 2rem;
        align-items: start;
      }
      svg {
        inline-size: 100%;
        block-size: auto;
        direction: ltr;
      }
      text {
        fill: var(--muted);
        font-size: 11px;
      }
      @media (max-width: 40rem) {
        .both {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  static override properties = { bins: { attribute: false } };

  /** Ten equal-width bins of the prediction; those without rows are not drawn. */
  declare bins: Bins;

  private renderPicture(bins: Bins) {
    // Where all predictions are small the corner is enlarged, or the marks would lie on one another.
    const most = Math.max(...bins.flatMap(({ predicted, observed }) => [predicted, observed]), 0.1);
    const end = ticks.find((tick) => tick >= most) ?? 1;
    const x = (value: number) => margin.left + (value / end) * (size - margin.left - margin.right);
    const y = (value: number) => size - margin.bottom - (value / end) * (size - margin.bottom - margin.top);
    const rows = Math.max(...bins.map((bin) => bin.rows));
    const steps = [0, 0.25, 0.5, 0.75, 1].map((part) => part * end);
    const label = `Reliability: ${bins.map((bin) => `predicted ${formatShare(bin.predicted)}, observed ${formatShare(bin.observed)}`).join('; ')}`;
    return html`<svg viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label}>
      ${steps.map(
        (step) => svg`
          <line x1=${x(0)} x2=${x(end)} y1=${y(step)} y2=${y(step)} stroke="var(--line)"></line>
          <text x=${margin.left - 6} y=${y(step) + 4} text-anchor="end">${formatShare(step, 0)}</text>
          <text x=${x(step)} y=${size - margin.bottom + 16} text-anchor="middle">${formatShare(step, 0)}</text>`,
      )}
      ${svg`<line x1=${x(0)} y1=${y(0)} x2=${x(end)} y2=${y(end)} stroke="var(--line-strong)" stroke-dasharray="4 4"></line>
        <polyline points=${bins.map((bin) => `${x(bin.predicted)},${y(bin.observed)}`).join(' ')} fill="none" stroke="var(--accent)" stroke-width="2"></polyline>
        <text x=${(x(0) + x(end)) / 2} y=${size - 4} text-anchor="middle">predicted</text>`}
      ${bins.map(
        (bin) =>
          svg`<circle cx=${x(bin.predicted)} cy=${y(bin.observed)} r=${3 + 4 * Math.sqrt(bin.rows / rows)} fill="var(--accent)"></circle>`,
      )}
    </svg>`;
  }

  override render() {
    const bins = this.bins.filter(({ rows }) => rows > 0);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Does it happen as often as it says?</h2>
      <p class="muted">On the dashed line, what was predicted is what happened. Larger marks stand for more rows.</p>
      <div class="both">
        <figure>${this.renderPicture(bins)}</figure>
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
