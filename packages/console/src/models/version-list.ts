import type { ModelSummary, ModelVersion } from '@aicrm/schema/wire';
import { css, html, nothing } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { formatBytes, formatFigure, formatMoment } from '../ui/format.js';
import { statusPill } from './status-pill.js';

/**
 * The versions of a model, the newest first.
 *
 * @fires {CustomEvent<string>} choose - A person wants to see the card of a version.
 * @fires {CustomEvent<string>} publish - A person wants a version to be the current one.
 */
export class VersionList extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      th,
      td {
        vertical-align: middle;
        white-space: nowrap;
      }
      .pick {
        padding: 0;
        border: 0;
        background: none;
        color: var(--accent);
        cursor: pointer;
        text-decoration: underline;
      }
      [aria-pressed='true'] {
        font-weight: 700;
      }
    `,
  ];

  static override properties = {
    model: { attribute: false },
    shown: {},
    busy: { type: Boolean },
  };

  declare model: ModelSummary;
  /** The version whose card is shown. */
  declare shown: string | undefined;
  declare busy: boolean;

  private tell(name: 'choose' | 'publish', version: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail: version }));
  }

  private renderVersion(one: ModelVersion) {
    const { evaluation } = one.card;
    const publishable = one.status === 'candidate' || one.status === 'retired';
    return html`<tr>
      <th scope="row">
        <button
          type="button"
          class="pick"
          aria-pressed=${one.version === this.shown ? 'true' : 'false'}
          @click=${() => this.tell('choose', one.version)}
        >
          ${one.version}
        </button>
      </th>
      <td>${statusPill(one.status)}</td>
      <td>${formatMoment(one.createdAt)}</td>
      <td>${one.card.meta.kind === 'trees' ? 'Boosted trees' : 'Logistic regression'}</td>
      <td class="num">${evaluation ? formatFigure(evaluation.auc.value) : '–'}</td>
      <td class="num">${evaluation ? formatFigure(evaluation.logLoss.value) : '–'}</td>
      <td class="num">${formatBytes(one.bytes)}</td>
      <td>
        ${
          publishable
            ? html`<button
              type="button"
              class="button"
              ?disabled=${this.busy}
              @click=${() => this.tell('publish', one.version)}
            >
              Publish<span class="sr"> version ${one.version}</span>
            </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  override render() {
    const { versions } = this.model;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Versions</h2>
      ${
        versions.length === 0
          ? html`<p class="muted">None yet. Train the model on the records you imported.</p>`
          : html`<div class="scroll" tabindex="0" role="group" aria-labelledby="title">
            <table>
              <thead>
                <tr>
                  <th scope="col">Version</th>
                  <th scope="col">Status</th>
                  <th scope="col">Made</th>
                  <th scope="col">Kind</th>
                  <th scope="col" class="num">AUC</th>
                  <th scope="col" class="num">Log loss</th>
                  <th scope="col" class="num">Size</th>
                  <td></td>
                </tr>
              </thead>
              <tbody>
                ${versions.map((one) => this.renderVersion(one))}
              </tbody>
            </table>
          </div>`
      }
    </section>`;
  }
}
define('version-list', VersionList);
