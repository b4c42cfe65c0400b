import type { ModelVersion } from '@aicrm/schema/wire';
import { css, html } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { formatDay, formatMoment, formatNumber, formatShare } from '../ui/format.js';
import { renderChoice, renderEvaluation } from './card-figures.js';
import { renderImportances, renderLeaks } from './card-inputs.js';
import './reliability-diagram.js';
import './through-time.js';

/** The model card of one version: everything that a person may ask of it. */
export class CardView extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .note,
      dl {
        margin-block: 0.5rem 0.75rem;
      }
    `,
  ];

  static override properties = { version: { attribute: false } };

  declare version: ModelVersion;

  private renderVerdict() {
    const { verdict } = this.version.card;
    return html`<section class="card" aria-labelledby="verdict">
      <h2 id="verdict">Verdict</h2>
      <p class=${`note ${verdict.publish ? 'good' : 'bad'}`}>${verdict.reason}</p>
      <ul class="stack checks">
        ${verdict.checks.map(
          ({ name, pass, detail }) =>
            html`<li>
              <span class=${`pill ${pass ? 'good' : 'bad'}`}>${pass ? '✓ passed' : '✗ failed'}</span>
              <strong>${name}</strong>
              <p class="muted">${detail}</p>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private renderAbout() {
    const { card, sha256, createdAt, version } = this.version;
    const { meta } = card;
    const entry = (label: string, value: unknown) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
    return html`<section class="card" aria-labelledby="about">
      <h2 id="about">Version ${version}</h2>
      <p>Chance that a ${meta.recordType} <strong>${meta.outcome}</strong>.</p>
      <dl class="grid facts">
        ${entry('Kind', meta.kind === 'trees' ? 'Boosted decision trees' : 'Logistic regression')}
        ${entry('Made', formatMoment(createdAt))}
        ${entry('Learned from', `${formatNumber(meta.trainingWindow.rows)} rows, ${formatNumber(meta.trainingWindow.positives)} with the outcome`)}
        ${entry('Between', `${formatDay(meta.trainingWindow.from)} and ${formatDay(meta.trainingWindow.to)}`)}
        ${entry('Average', formatShare(meta.baseRate))}
        ${entry('High from', formatShare(meta.bands.high))} ${entry('Medium from', formatShare(meta.bands.medium))}
        ${entry('Data', `${meta.dataLicence}${card.synthetic ? ' (synthetic)' : ''}`)}
        ${entry('Seed', card.seed)}
      </dl>
      <p class="muted">Fingerprint of the file <span class="mono">${sha256}</span></p>
    </section>`;
  }

  override render() {
    const { card } = this.version;
    return html`<div class="stack">
      ${this.renderAbout()} ${this.renderVerdict()}
      <through-time .card=${card}></through-time>
      ${renderEvaluation(card)}
      ${
        card.evaluation
          ? html`<reliability-diagram .bins=${card.evaluation.reliability}></reliability-diagram>`
          : ''
      }
      ${renderImportances(card)} ${renderLeaks(card)} ${renderChoice(card)}
      <section class="card" aria-labelledby="limits">
        <h2 id="limits">Limits</h2>
        <ul class="stack">
          ${card.limits.map((limit) => html`<li>${limit}</li>`)}
        </ul>
      </section>
    </div>`;
  }
}
define('card-view', CardView);
