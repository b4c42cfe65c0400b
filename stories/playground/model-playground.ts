import type { RawTable } from '@aicrm/models/custom/raw-table';
import type { Problem } from '@aicrm/schema/problem';
import { html, LitElement, type TemplateResult } from 'lit';
import { pageStyles } from '../support/page-styles.js';
import { answer, openModel } from './predictions.js';
import { readTable, rowOf } from './read-table.js';
import { cardPage, predictionTable, type Shown, serverOf, whatIf } from './results.js';
import { RowTrial } from './row-trial.js';
import { sampleCsv, sampleQuestion } from './sample.js';
import { watchSent } from './sent-watch.js';
import { styles } from './styles.js';
import type { PlaygroundModel, TrainReply } from './train-messages.js';
import { startTraining } from './training.js';

/** Rows that are predicted for the table: more are not read by anybody. */
const mostRows = 50;

type Stage =
  | { readonly at: 'choose' }
  | { readonly at: 'training'; readonly share: number; readonly step: string }
  | { readonly at: 'refused'; readonly problem: Problem }
  | { readonly at: 'trained'; readonly shown: Shown };

/** A model of a visitor's own table, trained, shown and tried in the page. Nothing of it is sent or kept. */
export class ModelPlayground extends LitElement {
  static override readonly styles = [pageStyles, styles];
  static override readonly properties = {
    stage: { state: true },
    requests: { state: true },
    over: { state: true },
    target: { state: true },
  };
  declare stage: Stage;
  declare requests: number;
  declare over: boolean;
  declare target: string;
  private table: RawTable | undefined;
  private named = '';
  private time = '';
  private changeable: ReadonlySet<string> = new Set();
  private stop: (() => void) | undefined;
  private unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.stage = { at: 'choose' };
    this.requests = 0;
    this.over = false;
    this.target = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.unwatch?.();
  }

  /** Reads a file that a person chose, and from then on counts this page's requests. */
  async choose(file: Blob, named: string): Promise<void> {
    this.stop?.();
    this.unwatch?.();
    this.requests = 0;
    this.unwatch = watchSent((requests) => {
      this.requests = requests;
    });
    const read = await readTable(file.stream());
    this.table = read.ok ? read.value : undefined;
    this.named = named;
    if (!read.ok) {
      this.stage = { at: 'refused', problem: read.error };
      return;
    }
    const { names } = read.value;
    this.target = names.at(-1) ?? '';
    this.time = '';
    this.changeable = new Set(names);
    this.stage = { at: 'choose' };
  }

  private async sample(): Promise<void> {
    await this.choose(new Blob([sampleCsv()]), 'the sample');
    this.target = sampleQuestion.target;
    this.time = sampleQuestion.time;
    this.changeable = new Set(sampleQuestion.changeable);
    this.requestUpdate();
  }

  private train(): void {
    const { table, target, time } = this;
    if (!table) return;
    this.stage = { at: 'training', share: 0, step: 'starting' };
    const options = {
      target,
      name: 'playground',
      now: Date.now(),
      changeable: [...this.changeable].filter((name) => name !== target && table.names.includes(name)),
      ...(time === '' || time === target ? {} : { time }),
    };
    this.stop = startTraining({ table, options }, (reply) => this.hear(reply));
  }

  private cancel(): void {
    this.stop?.();
    this.stage = { at: 'choose' };
  }

  private hear(reply: TrainReply): void {
    if ('share' in reply) this.stage = { at: 'training', ...reply };
    else if ('refused' in reply) this.stage = { at: 'refused', problem: reply.refused };
    else void this.show(reply.model);
  }

  private async show(model: PlaygroundModel): Promise<void> {
    const { table, target } = this;
    const artefact = openModel(model);
    if (!table || !artefact.ok) return;
    const rows = Array.from({ length: Math.min(mostRows, table.rows) }, (_, row) => rowOf(table, row));
    const answers = answer(artefact.value, table.names, rows);
    const shown = { model, artefact: artefact.value, table, target, answers, row: 0 };
    this.stage = {
      at: 'trained',
      shown: { ...shown, server: await serverOf(model, artefact.value, table, 0) },
    };
  }

  private async tryRow(shown: Shown, row: number): Promise<void> {
    const server = await serverOf(shown.model, shown.artefact, shown.table, row);
    this.stage = { at: 'trained', shown: { ...shown, row, server } };
  }

  private readonly onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.over = false;
    const file = event.dataTransfer?.files[0];
    if (file) void this.choose(file, file.name);
  };

  private readonly onDrag = (event: DragEvent): void => {
    event.preventDefault();
    this.over = event.type === 'dragover';
  };

  private readonly onFile = ({ target }: Event): void => {
    const file = target instanceof HTMLInputElement ? target.files?.[0] : undefined;
    if (file) void this.choose(file, file.name);
  };

  override render(): TemplateResult {
    const { stage } = this;
    return html`<div class="steps">
      ${this.fileBox()} ${this.table ? this.questionBox(this.table) : ''}
      ${
        stage.at === 'refused'
          ? html`<section class="box refused" role="alert">
              <h2>${stage.problem.title}</h2>
              <p>${stage.problem.detail}</p>
              ${stage.problem.action ? html`<p>${stage.problem.action}</p>` : ''}
            </section>`
          : ''
      }
      ${stage.at === 'trained' ? this.resultBoxes(stage.shown) : ''}
    </div>`;
  }

  private fileBox(): TemplateResult {
    return html`<section class="box">
      <h2>1. A table</h2>
      <div
        class="drop ${this.over ? 'over' : ''}"
        @dragover=${this.onDrag}
        @dragleave=${this.onDrag}
        @drop=${this.onDrop}
      >
        <label
          >Drop a CSV file here, or choose one
          <input type="file" accept=".csv,.txt,.tsv,.gz,text/csv" @change=${this.onFile}
        /></label>
        <button type="button" class="sample" @click=${() => this.sample()}>Use the made-up sample</button>
      </div>
      <p class="fine">
        Nothing is sent: the file is read, learned from and scored in this page, and is gone when you close it.
        ${
          this.table
            ? html`<strong class="requests"
                >Requests of this page since you chose the file: ${this.requests}.</strong
              >`
            : ''
        }
      </p>
    </section>`;
  }

  private questionBox({ names, rows }: RawTable): TemplateResult {
    const { stage } = this;
    const busy = stage.at === 'training';
    const others = names.filter((name) => name !== this.target);
    return html`<section class="box">
      <h2>2. A question</h2>
      <p class="fine">${this.named}: ${rows.toLocaleString('en-GB')} rows, ${names.length} columns.</p>
      <div class="row">
        <label
          >Predict
          <select
            class="target"
            ?disabled=${busy}
            .value=${this.target}
            @change=${({ target }: Event) => {
              if (target instanceof HTMLSelectElement) this.target = target.value;
            }}
          >
            ${names.map((name) => html`<option ?selected=${name === this.target}>${name}</option>`)}
          </select></label
        >
        <label
          >The row is of the day in
          <select
            class="time"
            ?disabled=${busy}
            @change=${({ target }: Event) => {
              if (target instanceof HTMLSelectElement) this.time = target.value;
            }}
          >
            <option value="" ?selected=${this.time === ''}>no column: a random fifth judges</option>
            ${others.map((name) => html`<option value=${name} ?selected=${name === this.time}>${name}</option>`)}
          </select></label
        >
      </div>
      <fieldset ?disabled=${busy}>
        <legend>What can people change?</legend>
        <div class="columns">
          ${others.map(
            (name) =>
              html`<label
                ><input
                  type="checkbox"
                  .checked=${this.changeable.has(name)}
                  @change=${({ target }: Event) => {
                    const next = new Set(this.changeable);
                    if (target instanceof HTMLInputElement && target.checked) next.add(name);
                    else next.delete(name);
                    this.changeable = next;
                  }}
                />${name}</label
              >`,
          )}
        </div>
      </fieldset>
      <div class="row">
        <button type="button" class="first train" ?disabled=${busy} @click=${() => this.train()}>
          Train in this page
        </button>
        ${busy ? html`<button type="button" class="cancel" @click=${() => this.cancel()}>Cancel</button>` : ''}
      </div>
      ${
        stage.at === 'training'
          ? html`<div>
              <progress aria-label="Training" max="1" .value=${stage.share}></progress>
              <p class="fine" role="status">${Math.round(100 * stage.share)} %: ${stage.step}</p>
            </div>`
          : ''
      }
    </section>`;
  }

  private resultBoxes(shown: Shown): TemplateResult {
    const { model, answers, table } = shown;
    const { publish, reason } = model.card.verdict;
    return html`<section class="box">
        <h2>3. Its card</h2>
        <p class=${publish ? 'verdict' : 'verdict bad'}>
          ${publish ? 'It passed the gate.' : 'It would not be published, so there are no predictions to look at.'}
          ${reason}
        </p>
        <iframe title="Model card" sandbox="" srcdoc=${cardPage(model)}></iframe>
      </section>
      ${
        publish
          ? html`<section class="box">
                <h2>4. Predictions</h2>
                <p class="fine">
                  The first ${answers.length} of ${table.rows.toLocaleString('en-GB')} rows. The model learned from
                  them, so they look better than new rows will: the card's figures are of rows that it had not seen.
                </p>
                ${predictionTable(shown, (row) => void this.tryRow(shown, row))}
              </section>
              <section class="box trial-box">
                <h2>5. What if? Row ${shown.row + 1}</h2>
                ${whatIf(shown)}
              </section>`
          : ''
      }`;
  }
}

if (!customElements.get('playground-row-trial')) customElements.define('playground-row-trial', RowTrial);
if (!customElements.get('model-playground')) customElements.define('model-playground', ModelPlayground);
