import type { DriftReport, InputShift, PopulationShift } from '@aicrm/schema/drift';
import { css, html, nothing, svg } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { formatNumber, formatShare, plural } from '../ui/format.js';
import { levelColour, levelPill } from './drift-level.js';

const width = 160;
const height = 20;
/** An index beyond this is drawn as an arrow at the end; its number stands beside it. */
const end = 0.5;
/** Customary thresholds: a shift to look at, and another population. */
const thresholds = [0.1, 0.25];
const x = (psi: number): number => 4 + (Math.min(psi, end) / end) * (width - 14);

/** A bar for one index against the two thresholds. The row around it says the same in numbers. */
function bar({ psi, level }: PopulationShift) {
  const colour = levelColour(level);
  const middle = height / 2;
  return html`<svg viewBox=${`0 0 ${width} ${height}`} width=${width} height=${height} aria-hidden="true">
    ${svg`<line x1=${x(0)} x2=${width} y1=${middle} y2=${middle} stroke="var(--line)"></line>`}
    ${
      psi === null
        ? nothing
        : svg`<rect x=${x(0)} y=${middle - 4} width=${Math.max(x(psi) - x(0), 2)} height="8" rx="2" fill=${colour}></rect>
          ${psi > end ? svg`<path d=${`M${x(end)} ${middle - 8} l9 8 l-9 8 z`} fill=${colour}></path>` : nothing}`
    }
    ${thresholds.map(
      (at) =>
        svg`<line x1=${x(at)} x2=${x(at)} y1="1" y2=${height - 1} stroke="var(--line-strong)" stroke-dasharray="3 2"></line>`,
    )}
  </svg>`;
}

/** What the table shows at once, and what it folds away. */
function sorted({ inputs, alerts }: DriftReport) {
  const alerted = new Set(alerts.flatMap(({ input }) => input ?? []));
  const hasMoved = ({ level }: InputShift) => level === 'watch' || level === 'alert';
  // Which inputs are too light for an alert is the worker's rule; its alerts tell.
  const counts = ({ id }: InputShift) => alerted.has(id);
  const moved = inputs.filter(hasMoved);
  return {
    heavy: moved.filter(counts).toSorted((a, b) => b.weight - a.weight),
    light: moved.filter((input) => !counts(input)),
    others: inputs.filter((input) => !hasMoved(input)),
  };
}

/** How far the score and each input moved: numbers, bars and a sentence each; what did not move or weighs little is folded away. */
export class ShiftTable extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      td svg {
        display: block;
        margin-block-start: 0.125rem;
        direction: ltr;
      }
      details,
      .scroll {
        margin-block-start: 0.75rem;
      }
      td.says {
        min-inline-size: 11rem;
      }
      summary {
        margin-block-end: 0.5rem;
      }
      th[scope='row'] {
        white-space: normal;
        min-inline-size: 7.5rem;
        color: var(--ink);
      }
    `,
  ];

  static override properties = { report: { attribute: false } };

  declare report: DriftReport;

  private renderRow(name: string, shift: PopulationShift, weight: string) {
    return html`<tr>
      <th scope="row"><p>${name}</p>${levelPill(shift.level)}</th>
      <td class="muted says">${shift.detail}</td>
      <td class="num">${shift.psi === null ? '–' : shift.psi.toFixed(2)}</td>
      <td>${bar(shift)}</td>
      <td class="num">${weight}</td>
    </tr>`;
  }

  private renderTable(label: string, inputs: readonly InputShift[], score?: PopulationShift) {
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${label}>
      <table>
        <caption class="sr">
          ${label}
        </caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">In words</th>
            <th scope="col" class="num">Index</th>
            <th scope="col">Shift</th>
            <th scope="col" class="num">Weight</th>
          </tr>
        </thead>
        <tbody>
          ${score ? this.renderRow('Score', score, '–') : nothing}
          ${inputs.map((input) => this.renderRow(input.label, input, formatShare(input.weight, 0)))}
        </tbody>
      </table>
    </div>`;
  }

  override render() {
    const { score, records, trainingRows, notes } = this.report;
    const { heavy, light, others } = sorted(this.report);
    const steady = others.filter(({ level }) => level === 'ok').length;
    return html`<h3 id="title">Are the records still those it learned from?</h3>
      <p class="muted">
        ${plural(records, 'newest record')} against ${formatNumber(trainingRows)} rows trained on, by the population
        stability index. The dashed lines are the customary thresholds: from 0.1 a shift to look at, from 0.25 another
        population. What chance alone makes of so few records is not counted. The weight of an input is its share of what the
        model judges by.
      </p>
      ${notes.map((note) => html`<p class="muted">${note}</p>`)}
      ${this.renderTable('Shift of the score and of the inputs that moved', heavy, score)}
      ${
        light.length > 0
          ? html`<details>
            <summary>${plural(light.length, 'input')} moved and ${light.length === 1 ? 'weighs' : 'weigh'} too little to raise an alert</summary>
            ${this.renderTable('Inputs that moved and weigh little', light)}
          </details>`
          : nothing
      }
      ${
        others.length > 0
          ? html`<details>
            <summary>
              ${plural(others.length, 'input')} without a finding: ${steady} steady, ${others.length - steady} not
              compared
            </summary>
            ${this.renderTable('Inputs without a finding', others)}
          </details>`
          : nothing
      }`;
  }
}
define('shift-table', ShiftTable);
