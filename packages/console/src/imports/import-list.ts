import type { ImportState } from '@aicrm/schema/wire';
import { html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { formatMoment, formatNumber } from '../ui/format.js';
import { Loader } from '../ui/loader.js';
import { problemNote } from '../ui/problem-note.js';

const tones: Record<ImportState['status'], string> = {
  open: 'warn',
  finishing: 'info',
  done: 'good',
  failed: 'bad',
};

/** The imports that this tenant made, the newest first. */
export class ImportList extends ConsoleElement {
  static override properties = { api: { attribute: false } };

  declare api: Api;

  private readonly imports = new Loader<readonly ImportState[]>(this, () => this.api.imports());

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('api')) void this.imports.run();
  }

  reload(): void {
    void this.imports.run();
  }

  private readonly line = (one: ImportState) =>
    html`<tr>
      <th scope="row">${one.fileName ?? one.type}</th>
      <td>${one.type}</td>
      <td>${formatMoment(one.createdAt)}</td>
      <td>
        <span class=${`pill ${tones[one.status]}`}>${one.status}</span>
        ${one.dryRun ? html`<span class="pill">dry run</span>` : nothing}
      </td>
      <td class="num">${formatNumber(one.counts.read)}</td>
      <td class="num">${formatNumber(one.counts.rejected)}</td>
    </tr>`;

  override render() {
    const { value, problem } = this.imports;
    if (!problem && (value?.length ?? 0) === 0) return nothing;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Earlier imports</h2>
      ${problemNote(problem)}
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Type</th>
              <th scope="col">When</th>
              <th scope="col">Status</th>
              <th scope="col" class="num">Rows</th>
              <th scope="col" class="num">Rejected</th>
            </tr>
          </thead>
          <tbody>
            ${value?.map(this.line)}
          </tbody>
        </table>
      </div>
    </section>`;
  }
}
define('import-list', ImportList);
