import { asksForEncoding } from '@aicrm/connectors/csv/decode';
import { defaultConnection } from '@aicrm/connectors/csv/default-connection';
import type { CsvFile } from '@aicrm/connectors/csv/read-csv';
import { isRecordType, type RecordType, recordTypes } from '@aicrm/schema/ids';
import type { Problem } from '@aicrm/schema/problem';
import { html, nothing } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define, formText } from '../ui/element.js';
import { formatBytes, formatNumber } from '../ui/format.js';
import { problemNote } from '../ui/problem-note.js';
import type { Resume } from './broken-import.js';
import { type Draft, makeDraft, requestOf } from './draft.js';
import './file-drop.js';
import { fileOptions } from './file-options.js';
import { ImportList } from './import-list.js';
import './import-result.js';
import './mapping-table.js';
import { asDetected, type FileOptions, openFile } from './read-file.js';
import { sampleRows } from './sample-rows.js';
import { type Progress, type Sent, sendFile } from './send-file.js';

const stepWords: Readonly<Record<Progress['step'], string>> = {
  checking: 'Checking the file',
  sending: 'Sending rows',
  finishing: 'Building what is computed from the rows',
};

/** The page `#/import`: file, preview, mapping, dry run, import, result. */
export class ImportPage extends ConsoleElement {
  static override properties = {
    api: { attribute: false },
    pauseMs: { type: Number },
    type: { state: true },
    file: { state: true },
    csv: { state: true },
    draft: { state: true },
    progress: { state: true },
    sent: { state: true },
    options: { state: true },
    resume: { state: true },
    problem: { state: true },
  };

  declare api: Api;
  /** Milliseconds between two looks at an import that is being finished. */
  declare pauseMs: number;
  declare type: RecordType;
  declare file: File | undefined;
  declare csv: CsvFile | undefined;
  declare draft: Draft | undefined;
  declare progress: Progress | undefined;
  declare sent: Sent | undefined;
  declare options: FileOptions;
  /** An import that broke off and can go on. */
  declare resume: Resume | undefined;
  declare problem: Problem | undefined;

  private running: AbortController | undefined;

  constructor() {
    super();
    this.pauseMs = 700;
    this.type = 'lead';
    this.options = asDetected;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.running?.abort();
  }

  private readonly taken = async (event: CustomEvent<File>): Promise<void> => {
    this.file = event.detail;
    this.options = asDetected;
    await this.readAgain();
  };

  /** Reads the beginning of the file with the options as they are; a later call makes an earlier one's answer void. */
  private readonly readAgain = async (): Promise<void> => {
    const { file, options } = this;
    if (!file) return;
    this.running?.abort();
    this.sent = undefined;
    this.draft = undefined;
    this.resume = undefined;
    const opened = await openFile(file, options);
    if (file !== this.file || options !== this.options) return;
    this.problem = opened.ok ? undefined : opened.error;
    this.csv = opened.ok ? opened.value : undefined;
    if (this.csv) this.draft = makeDraft(this.csv, this.type);
  };

  private readonly typed = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement) || !isRecordType(event.target.value)) return;
    this.type = event.target.value;
    this.sent = undefined;
    if (this.csv) this.draft = makeDraft(this.csv, this.type);
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { file, draft, resume, options } = this;
    if (!(event.target instanceof HTMLFormElement) || !file || !draft) return;
    const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : '';
    const settings = {
      connection: formText(event.target, 'connection'),
      currency: formText(event.target, 'currency').toUpperCase(),
      shiftWeeks: Number(formText(event.target, 'shiftWeeks')),
      fileName: file.name,
    };
    this.running = new AbortController();
    const { signal } = this.running;
    this.problem = undefined;
    this.sent = undefined;
    this.progress = { share: 0, step: 'checking', state: null };
    const tell = (progress: Progress) => {
      this.progress = progress;
    };
    const goesOn = pressed === 'again' ? resume : undefined;
    const request = goesOn?.request ?? requestOf(draft, settings, pressed !== 'import');
    this.resume = undefined;
    const ended = await sendFile(this.api, file, request, {
      signal,
      tell,
      pauseMs: this.pauseMs,
      read: options,
      resume: goesOn,
    });
    this.progress = undefined;
    // Another file was chosen, or this one is read another way: its words would stand under the wrong one.
    if (file !== this.file || options !== this.options) return;
    if (ended.ok) this.sent = ended.value;
    else {
      this.problem = ended.error.problem;
      this.resume = ended.error.resume;
    }
    const list = this.renderRoot.querySelector('import-list');
    if (list instanceof ImportList) list.reload();
  };

  private renderSettings() {
    const busy = this.progress !== undefined;
    return html`<form class="card stack" aria-labelledby="go" @submit=${this.submit}>
      <h2 id="go">Check, then import</h2>
      <div class="grid">
        <label class="field"
          ><span>Connection (which CRM)</span
          ><input name="connection" value=${defaultConnection} required pattern="[a-z0-9][a-z0-9_\\-]{0,39}"
        /></label>
        <label class="field"
          ><span>Currency of amounts</span
          ><input name="currency" maxlength="3" placeholder="the tenant's" autocomplete="off"
        /></label>
        <label class="field"
          ><span>Move all dates by weeks</span><input name="shiftWeeks" type="number" value="0" min="-5200" max="5200"
        /></label>
      </div>
      <div class="row">
        <button class="button" name="do" value="check" ?disabled=${busy}>Check all rows</button>
        <button class="button main" name="do" value="import" ?disabled=${busy}>Import</button>
        ${
          busy
            ? html`<button type="button" class="button" @click=${() => this.running?.abort()}>Stop</button>`
            : html`<span class="muted">Checking writes nothing. Importing the same file twice changes nothing.</span>`
        }
      </div>
      ${this.progress ? this.renderProgress(this.progress) : nothing} ${problemNote(this.problem)}
      ${this.resume ? html`<p><button class="button main" name="do" value="again">Try again</button></p>` : nothing}
    </form>`;
  }

  private renderProgress({ share, step, state }: Progress) {
    const words = stepWords[step];
    return html`<div>
      <progress max="1" value=${share} aria-label="Import"></progress>
      <p class="muted" role="status">
        ${words}${state ? ` · ${formatNumber(state.counts.read)} read, ${formatNumber(state.counts.rejected)} rejected` : ''}
      </p>
    </div>`;
  }

  private renderFileOptions() {
    const { options, problem } = this;
    const open = options !== asDetected || (problem !== undefined && asksForEncoding(problem));
    return fileOptions(options, open, (chosen) => {
      this.options = chosen;
      void this.readAgain();
    });
  }

  override render() {
    const { draft, csv, file } = this;
    return html`<div class="stack">
      <h1>Import</h1>
      <section class="card stack" aria-label="File">
        <label class="field"
          ><span>What the rows are</span
          ><select name="type" @change=${this.typed}>
            ${recordTypes.map((type) => html`<option value=${type} .selected=${type === this.type}>${type}</option>`)}
          </select></label
        >
        <file-drop @file=${this.taken}></file-drop>
        ${file ? html`<p><strong>${file.name}</strong> <span class="muted">${formatBytes(file.size)}</span></p>` : nothing}
        ${draft ? nothing : problemNote(this.problem)}
        ${file ? this.renderFileOptions() : nothing}
      </section>
      ${csv ? sampleRows(csv) : nothing}
      ${
        draft
          ? html`<mapping-table
              .draft=${draft}
              @edited=${(event: CustomEvent<Draft>) => {
                this.draft = event.detail;
                this.sent = undefined;
                this.resume = undefined;
              }}
            ></mapping-table>
            ${this.renderSettings()}`
          : nothing
      }
      ${this.sent ? html`<import-result .api=${this.api} .sent=${this.sent}></import-result>` : nothing}
      <import-list .api=${this.api}></import-list>
    </div>`;
  }
}
define('import-page', ImportPage);
