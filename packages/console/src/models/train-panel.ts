import type { Problem } from '@aicrm/schema/problem';
import type { JobState, ModelSummary, TrainRequest } from '@aicrm/schema/wire';
import { css, html, nothing } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { problemNote } from '../ui/problem-note.js';
import { watchJob } from '../ui/watch-job.js';

/**
 * Starts a training with its options and follows it.
 *
 * @fires {CustomEvent<string>} trained - A version was made; detail: its name.
 */
export class TrainPanel extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      details {
        margin-block: 0.75rem;
      }
      .options {
        margin-block-start: 0.75rem;
      }
      .number {
        max-inline-size: 16rem;
      }
      progress {
        margin-block: 0.375rem;
      }
    `,
  ];

  static override properties = {
    api: { attribute: false },
    model: { attribute: false },
    everyMs: { type: Number },
    job: { state: true },
    problem: { state: true },
  };

  declare api: Api;
  declare model: ModelSummary;
  /** Milliseconds between two looks at the job. */
  declare everyMs: number;
  declare job: JobState | undefined;
  declare problem: Problem | undefined;

  private watch: AbortController | undefined;

  constructor() {
    super();
    this.everyMs = 1_000;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch?.abort();
  }

  private read(form: HTMLFormElement): TrainRequest {
    const data = new FormData(form);
    const texts = (name: string) => data.getAll(name).filter((value) => typeof value === 'string');
    const kept = new Set(texts('keep'));
    const exclude = this.inputs()
      .map(({ id }) => id)
      .filter((id) => !kept.has(id));
    const insist = texts('insist');
    const horizonDays = Number(data.get('horizonDays'));
    return {
      ...(exclude.length > 0 ? { exclude } : {}),
      ...(insist.length > 0 ? { insist } : {}),
      ...(horizonDays > 0 ? { horizonDays } : {}),
    };
  }

  private readonly start = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const request = this.read(event.target);
    this.problem = undefined;
    const begun = await this.api.train(this.model.name, request);
    if (!begun.ok) {
      this.problem = begun.error;
      return;
    }
    this.watch?.abort();
    this.watch = new AbortController();
    const { signal } = this.watch;
    const tell = (job: JobState) => {
      if (!signal.aborted) this.job = job;
    };
    const ended = await watchJob(this.api, begun.value, tell, { signal, everyMs: this.everyMs });
    if (signal.aborted) return;
    if (!ended.ok) this.problem = ended.error;
    else if (ended.value.result)
      this.dispatchEvent(new CustomEvent('trained', { detail: ended.value.result.version }));
  };

  private get newest() {
    return this.model.versions[0]?.card;
  }

  /** The published version's horizon is proposed, because another one would answer another question. */
  private horizon(): string {
    const published = this.model.versions.find(({ status }) => status === 'published');
    return String((published?.card ?? this.newest)?.meta.horizonDays ?? '');
  }

  private inputs() {
    return this.newest?.features ?? [];
  }

  private renderChoices() {
    const inputs = this.inputs();
    const leaks = this.newest?.leaks ?? [];
    const refused = leaks.filter(({ used, verdict }) => !used && verdict === 'leak');
    const inDoubt = leaks.filter(({ confirm }) => confirm === true);
    const insist = (columns: typeof leaks) =>
      columns.map(
        ({ column, label, reason }) =>
          html`<label class="check"
            ><input type="checkbox" name="insist" value=${column} /><span
              >${label ?? column} <span class="muted">${reason}</span></span
            ></label
          >`,
      );
    return html`<details>
      <summary>Options</summary>
      <div class="stack options">
        <label class="field number"
          ><span>Days within which it must happen</span
          ><input type="number" name="horizonDays" min="1" max="730" placeholder="as the model suggests" .value=${this.horizon()}
        /></label>
        ${
          inputs.length > 0
            ? html`<fieldset>
              <legend>Inputs to use</legend>
              <div class="grid">
                ${inputs.map(
                  ({ id, label, sensitive }) =>
                    html`<label class="check"
                      ><input type="checkbox" name="keep" value=${id} checked /><span
                        >${label} ${sensitive ? html`<span class="pill warn">sensitive</span>` : nothing}</span
                      ></label
                    >`,
                )}
              </div>
            </fieldset>`
            : nothing
        }
        ${
          refused.length > 0
            ? html`<fieldset>
              <legend>Refused as leaks of the outcome; use them only if you are sure</legend>
              ${insist(refused)}
            </fieldset>`
            : nothing
        }
        ${
          inDoubt.length > 0
            ? html`<fieldset>
              <legend>
                Needs your word: tick what is known when a score is needed; untick above what is filled in only later
              </legend>
              ${insist(inDoubt)}
            </fieldset>`
            : nothing
        }
      </div>
    </details>`;
  }

  private renderJob(job: JobState) {
    const running = job.status === 'queued' || job.status === 'running';
    const { result } = job;
    if (running)
      return html`<div>
        <progress max="1" value=${job.progress} aria-label="Training"></progress>
        <p role="status" class="muted">${Math.round(job.progress * 100)} % · ${job.step}</p>
      </div>`;
    if (result) {
      const { publish, reason, checks } = result.verdict;
      const failed = checks.filter(({ pass }) => !pass);
      const byHand = !publish && failed.length > 0 && failed.every(({ name }) => name === 'current-model');
      return html`<p role="status" class=${`note ${result.published ? 'good' : 'warn'}`}>
        Version ${result.version} was made and ${result.published ? 'published' : 'not published'}:
        ${reason.replace(/^Not published\. /, '')}
        ${byHand ? 'It holds otherwise, so you may publish it by hand in the list below.' : nothing}
      </p>`;
    }
    return problemNote(job.error);
  }

  override render() {
    const running = this.job?.status === 'queued' || this.job?.status === 'running';
    return html`<form class="card" aria-labelledby="title" @submit=${this.start}>
      <h2 id="title">Train on your records</h2>
      <p class="muted">
        The worker checks for leaks, chooses between logistic regression and trees on earlier data, and judges the
        result on the newest. It is published only if it beats the current one and the average.
      </p>
      ${this.renderChoices()}
      <button class="button main" ?disabled=${running}>${running ? 'Training…' : 'Train'}</button>
      ${problemNote(this.problem)} ${this.job ? this.renderJob(this.job) : nothing}
    </form>`;
  }
}
define('train-panel', TrainPanel);
