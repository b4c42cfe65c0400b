import type { RecordTrend } from '@aicrm/schema/drift';
import { html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define, formText } from '../ui/element.js';
import { Loader } from '../ui/loader.js';
import { problemNote } from '../ui/problem-note.js';
import './trend-view.js';

/** The page `#/predictions/<record id>`: asks for a record and shows what was predicted of it over time. */
export class PredictionsPage extends ConsoleElement {
  static override properties = { api: { attribute: false }, record: {} };

  declare api: Api;
  /** The record's whole id, from the address; empty where none is asked for. */
  declare record: string;

  private readonly trend = new Loader<RecordTrend>(this, () => this.api.trend(this.record));

  constructor() {
    super();
    this.record = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('api') && !changed.has('record')) return;
    // Another record's line must not stand below this one's id while it is fetched.
    this.trend.clear();
    if (this.record !== '') void this.trend.run();
  }

  private readonly submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const record = formText(event.target, 'record');
    if (record === '') return;
    if (record === this.record) void this.trend.run();
    // The address names the record, so that a look-up can be kept and shared.
    else location.hash = `#/predictions/${encodeURIComponent(record)}`;
  };

  override render() {
    const { value, problem, loading } = this.trend;
    return html`<div class="stack">
      <h1>Predictions of a record</h1>
      <form class="card" @submit=${this.submit}>
        <div class="field">
          <label for="record">Record id</label>
          <input id="record" name="record" required maxlength="260" autocomplete="off" spellcheck="false" aria-describedby="hint" .value=${this.record} />
          <p class="muted" id="hint">
            Type, connection and the id in the source, such as <code>lead:odoo:42</code>.
          </p>
        </div>
        <button type="submit" class="button main">Show its predictions</button>
      </form>
      ${problemNote(problem)}
      <p class="muted" role="status" ?hidden=${!loading}>${loading ? 'Loading…' : ''}</p>
      ${value && !problem ? html`<trend-view .trend=${value}></trend-view>` : nothing}
    </div>`;
  }
}
define('predictions-page', PredictionsPage);
