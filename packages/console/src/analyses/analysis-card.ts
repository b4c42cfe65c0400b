import type { AnalysisName, AnalysisPointer } from '@aicrm/schema/analysis';
import { type Problem, problem } from '@aicrm/schema/problem';
import type { JobState } from '@aicrm/schema/wire';
import { css, html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { defineElement } from '../embed/define-element.js';
import { ConsoleElement, define } from '../ui/element.js';
import { formatBytes, formatMoment } from '../ui/format.js';
import { problemNote } from '../ui/problem-note.js';
import { watchJob } from '../ui/watch-job.js';
import { analysisWords } from './analysis-words.js';

/**
 * One analysis: when it was computed or why it was not, a button to compute it, and how pages show it.
 *
 * @fires {CustomEvent} computed - A run of it ended.
 */
export class AnalysisCard extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .place {
        min-inline-size: 0;
        overflow-x: auto;
      }
    `,
  ];

  static override properties = {
    api: { attribute: false },
    name: {},
    pointer: { attribute: false },
    everyMs: { type: Number },
    job: { state: true },
    problem: { state: true },
    shown: { state: true },
    fetching: { state: true },
  };

  declare api: Api;
  declare name: AnalysisName;
  /** Absent where it was never computed. */
  declare pointer: AnalysisPointer | undefined;
  /** Milliseconds between two looks at the job. */
  declare everyMs: number;
  declare job: JobState | undefined;
  declare problem: Problem | undefined;
  declare shown: HTMLElement | undefined;
  declare fetching: boolean;

  private watch: AbortController | undefined;
  private call = 0;

  constructor() {
    super();
    this.everyMs = 1_000;
    this.fetching = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch?.abort();
    this.call += 1;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('pointer');
    const isOther = before?.current?.sha256 !== this.pointer?.current?.sha256;
    // What is shown is the file that the card names: a newer one is fetched in its place.
    if (changed.has('pointer') && isOther && this.shown) {
      if (this.pointer?.current) void this.show();
      else this.shown = undefined;
    }
  }

  private readonly compute = async (): Promise<void> => {
    this.problem = undefined;
    this.watch?.abort();
    this.watch = new AbortController();
    const { signal } = this.watch;
    const begun = await this.api.computeAnalysis(this.name);
    if (signal.aborted) return;
    if (!begun.ok) {
      this.problem = begun.error;
      return;
    }
    const tell = (job: JobState) => {
      if (!signal.aborted) this.job = job;
    };
    const ended = await watchJob(this.api, begun.value, tell, { signal, everyMs: this.everyMs });
    if (signal.aborted) return;
    if (!ended.ok) this.problem = ended.error;
    this.dispatchEvent(new CustomEvent('computed'));
  };

  private readonly show = async (): Promise<void> => {
    const { shown } = analysisWords[this.name];
    const sha256 = this.pointer?.current?.sha256;
    if (shown === undefined || sha256 === undefined) return;
    this.call += 1;
    const call = this.call;
    this.fetching = true;
    this.problem = undefined;
    const [file, came] = await Promise.all([
      this.api.artefact(sha256),
      defineElement(shown.tag).then(
        () => true,
        () => false,
      ),
    ]);
    if (call !== this.call) return;
    this.fetching = false;
    if (!file.ok) this.problem = file.error;
    else if (!came)
      this.problem = problem('temporary', 'The element did not load', 'Its file did not get through.', {
        action: 'Try again.',
      });
    else {
      const element = document.createElement(shown.tag);
      Reflect.set(element, shown.property, file.value);
      this.shown = element;
    }
  };

  private renderState() {
    const current = this.pointer?.current;
    const refusal = this.pointer?.refusal;
    if (current)
      return html`<p class="muted">
        Computed ${formatMoment(current.computedAt)} · ${formatBytes(current.bytes)} ·
        <span class="mono">${current.sha256.slice(0, 12)}</span>
      </p>`;
    if (refusal) return html`<p class="note warn"><strong>Not computed.</strong> ${refusal}</p>`;
    return html`<p class="muted">Not computed yet. It is made every night, and when you ask.</p>`;
  }

  private renderJob(job: JobState) {
    if (job.status === 'queued' || job.status === 'running')
      return html`<div>
        <progress max="1" value=${job.progress} aria-label=${`Computing: ${analysisWords[this.name].label}`}></progress>
        <p role="status" class="muted">${Math.round(job.progress * 100)} % · ${job.step}</p>
      </div>`;
    if (job.error) return problemNote(job.error);
    return html`<p role="status" class="muted">
      ${this.pointer?.refusal ? 'It was tried again, and is refused as above.' : 'Done.'}
    </p>`;
  }

  override render() {
    const words = analysisWords[this.name];
    const { current, refusal } = this.pointer ?? {};
    const running = this.job?.status === 'queued' || this.job?.status === 'running';
    return html`<section class="card stack" aria-labelledby="title">
      <div class="row spread">
        <h2 id="title">${words.label}</h2>
        ${
          current
            ? html`<span class="pill good">computed</span>`
            : refusal
              ? html`<span class="pill warn">refused</span>`
              : html`<span class="pill">none yet</span>`
        }
      </div>
      <p>${words.says}</p>
      ${this.renderState()}
      <div class="row">
        <button type="button" class="button" ?disabled=${running} @click=${this.compute}>
          ${running ? 'Computing…' : 'Compute now'}<span class="sr">: ${words.label}</span>
        </button>
        ${
          words.shown && current && !this.shown
            ? html`<button type="button" class="button" ?disabled=${this.fetching} @click=${this.show}>
              ${this.fetching ? 'Loading…' : 'Preview'}<span class="sr">: ${words.label}</span>
            </button>`
            : nothing
        }
        ${words.elsewhere ? html`<span class="muted">${words.elsewhere}</span>` : nothing}
      </div>
      ${this.job ? this.renderJob(this.job) : nothing} ${problemNote(this.problem)}
      ${this.shown ? html`<div class="place">${this.shown}</div>` : nothing}
    </section>`;
  }
}
define('analysis-card', AnalysisCard);
