import type { DriftReport } from '@aicrm/schema/drift';
import type { Problem } from '@aicrm/schema/problem';
import { css, html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { formatMoment } from '../ui/format.js';
import { Loader } from '../ui/loader.js';
import { problemNote } from '../ui/problem-note.js';
import { levelPill } from './drift-level.js';
import { headlineOf, meaningOf, whyNotRecalibrate } from './drift-words.js';
import './outcome-check.js';
import './shift-table.js';

/**
 * Whether the published version still holds: shifts, predicted against actual, and recalibration. The report costs the
 * worker seconds, so it is asked for when the section comes into view, or by its button, and not with the page.
 *
 * @fires {CustomEvent<ModelSummary>} recalibrated - A version was made and published; detail: the model as it is then.
 */
export class DriftPanel extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .note {
        margin-block: 0.5rem;
      }
      .row + p,
      [role='status'] + p {
        margin-block-end: 0.5rem;
      }
      section section {
        margin-block-start: 1.25rem;
      }
      [aria-labelledby='recalibration'] .row {
        margin-block-start: 0.5rem;
      }
      progress {
        margin-block: 0.5rem;
      }
    `,
  ];

  static override properties = {
    api: { attribute: false },
    name: {},
    version: {},
    busy: { state: true },
    said: { state: true },
    refusal: { state: true },
  };

  declare api: Api;
  /** The model's name. */
  declare name: string;
  /** The published version. */
  declare version: string;
  declare busy: boolean;
  /** What became of the last recalibration, and the version it made. */
  declare said: { readonly version: string; readonly words: string } | undefined;
  declare refusal: Problem | undefined;

  private readonly report = new Loader<DriftReport>(this, () => this.api.drift(this.name));
  private readonly view = new IntersectionObserver((entries) => {
    this.inView = entries.at(-1)?.isIntersecting === true;
    this.loadOnce();
  });
  private inView = false;

  constructor() {
    super();
    this.name = '';
    this.version = '';
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.view.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.view.disconnect();
  }

  /** What was found about one version says nothing of the next. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('api') && !changed.has('name') && !changed.has('version')) return;
    this.report.clear();
    this.refusal = undefined;
    if (this.said?.version !== this.version) this.said = undefined;
    this.loadOnce();
  }

  /** A failure is not asked again by itself: the person presses the button. */
  private loadOnce(): void {
    const { value, problem, loading } = this.report;
    if (this.inView && this.hasUpdated && !value && !problem && !loading) void this.report.run();
  }

  private readonly check = () => {
    this.refusal = undefined;
    void this.report.run();
  };

  private readonly recalibrate = async (): Promise<void> => {
    this.busy = true;
    this.said = undefined;
    this.refusal = undefined;
    const answer = await this.api.recalibrate(this.name);
    this.busy = false;
    if (!answer.ok) {
      this.refusal = answer.error;
      return;
    }
    const { version, verdict, model } = answer.value;
    this.said = {
      version,
      words: `Version ${version} was made and published. ${verdict.reason} Pages fetch it with their next sync.`,
    };
    this.dispatchEvent(new CustomEvent('recalibrated', { detail: model }));
  };

  private renderRecalibration(report: DriftReport) {
    const why = whyNotRecalibrate(report);
    return html`<section aria-labelledby="recalibration">
      <h3 id="recalibration">Recalibrate</h3>
      <p class="muted">
        Fits the probabilities anew to the known outcomes; the order of the records stays. The worker publishes the result
        at once, and only if it is better by more than noise. You can revert to the version before.
      </p>
      <div class="row">
        <button
          type="button"
          class="button"
          aria-describedby=${why === null ? nothing : 'why'}
          ?disabled=${why !== null || this.busy}
          @click=${this.recalibrate}
        >
          ${this.busy ? 'Recalibrating…' : 'Recalibrate'}
        </button>
        ${why === null ? nothing : html`<p id="why" class="muted">${why}</p>`}
      </div>
      ${problemNote(this.refusal)}
    </section>`;
  }

  private renderReport(report: DriftReport) {
    const meaning = meaningOf(report);
    return html`<p>${levelPill(report.level)} <strong>${headlineOf(report)}</strong></p>
      ${meaning === null ? nothing : html`<p class="note">${meaning}</p>`}
      <section><outcome-check .check=${report.calibration}></outcome-check></section>
      <section><shift-table .report=${report}></shift-table></section>
      ${this.renderRecalibration(report)}`;
  }

  override render() {
    const { value, problem, loading } = this.report;
    return html`<section class="card" aria-labelledby="title" aria-busy=${loading ? 'true' : 'false'}>
      <div class="row spread">
        <h2 id="title">Does it still hold?</h2>
        <button type="button" class="button" ?disabled=${loading || this.busy} @click=${this.check}>
          ${value || problem ? 'Check again' : 'Check now'}
        </button>
      </div>
      <p class="muted">
        Version ${this.version} against the newest records and against what became of those it
        scored${value ? `, as of ${formatMoment(value.asOf)}` : ''}.
      </p>
      <div role="status">
        ${
          loading
            ? html`<progress aria-label="Comparing"></progress>
              <p class="muted">Comparing the newest records with those trained on; this takes a few seconds.</p>`
            : nothing
        }
        ${this.said ? html`<p class="note good">${this.said.words}</p>` : nothing}
      </div>
      ${problemNote(problem)} ${value ? this.renderReport(value) : nothing}
    </section>`;
  }
}
define('drift-panel', DriftPanel);
