import type { OutcomeBin, OutcomeCheck } from '@aicrm/schema/drift';
import { css, html, nothing, svg } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { formatDay, formatFigure, formatNumber, formatShare, plural } from '../ui/format.js';
import { levelPill } from './drift-level.js';

const size = 260;
const margin = { left: 44, bottom: 40, top: 10, right: 24 };
const ends = [0.25, 0.5, 0.75, 1];

const inside = ({ predicted, low, high }: OutcomeBin): boolean => predicted >= low && predicted <= high;

/** Groups of records: what was said of them across, what happened upwards, with the interval of the rate behind it. */
function picture(bins: readonly OutcomeBin[]) {
  const most = Math.max(...bins.flatMap(({ predicted, high }) => [predicted, high]));
  const end = ends.find((one) => one >= most) ?? 1;
  const x = (value: number) => margin.left + (value / end) * (size - margin.left - margin.right);
  const y = (value: number) => size - margin.bottom - (value / end) * (size - margin.bottom - margin.top);
  const label = `Predicted against actual: ${bins.map(({ predicted, observed }) => `predicted ${formatShare(predicted)}, actual ${formatShare(observed)}`).join('; ')}`;
  return html`<svg viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label}>
    ${[0, 0.25, 0.5, 0.75, 1].map((part) => {
      const at = part * end;
      return svg`<line x1=${x(0)} x2=${x(end)} y1=${y(at)} y2=${y(at)} stroke="var(--line)"></line>
        <text x=${margin.left - 6} y=${y(at) + 4} text-anchor="end">${formatShare(at, 0)}</text>
        <text x=${x(at)} y=${size - margin.bottom + 16} text-anchor="middle">${formatShare(at, 0)}</text>`;
    })}
    ${svg`<line x1=${x(0)} y1=${y(0)} x2=${x(end)} y2=${y(end)} stroke="var(--line-strong)" stroke-dasharray="4 4"></line>
      <text x=${(x(0) + x(end)) / 2} y=${size - 4} text-anchor="middle">predicted</text>`}
    ${bins.map((bin) => {
      const colour = inside(bin) ? 'var(--accent)' : 'var(--bad)';
      const [cx, cy] = [x(bin.predicted), y(bin.observed)];
      // A group outside its interval is a diamond, so that colour is not all that tells it.
      return svg`<line x1=${cx} x2=${cx} y1=${y(bin.low)} y2=${y(bin.high)} stroke=${colour} stroke-width="2" opacity=".6"></line>
        ${
          inside(bin)
            ? svg`<circle cx=${cx} cy=${cy} r="4.5" fill=${colour}></circle>`
            : svg`<path d=${`M${cx} ${cy - 6} l6 6 l-6 6 l-6 -6 z`} fill=${colour}></path>`
        }`;
    })}
  </svg>`;
}

/** What was said against what happened since publication, or how many outcomes are missing before it can be told. */
export class OutcomeCheckView extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .both {
        display: grid;
        grid-template-columns: minmax(0, 20rem) minmax(0, 1fr);
        gap: 1rem 2rem;
        align-items: start;
        margin-block-start: 0.75rem;
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
      progress {
        max-inline-size: 20rem;
        display: block;
        margin-block: 0.5rem;
      }
      @media (max-width: 40rem) {
        .both {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  static override properties = { check: { attribute: false } };

  declare check: OutcomeCheck;

  private renderBins(bins: readonly OutcomeBin[]) {
    return html`<div class="both">
      <figure>
        ${picture(bins)}
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
                <td>${inside(bin) ? 'yes' : 'no'}</td>
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
