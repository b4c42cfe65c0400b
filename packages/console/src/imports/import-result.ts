import type { Problem } from '@aicrm/schema/problem';
import { css, html, nothing } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { formatNumber, plural } from '../ui/format.js';
import { problemNote } from '../ui/problem-note.js';
import { mostListed, type Sent } from './send-file.js';

/** How an import or a dry run ended: counts, the first rejected rows, and the file with all of them. */
export class ImportResult extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .counts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(6.5rem, 1fr));
        gap: 0.75rem;
        margin-block: 0.75rem;
      }
      .counts dt {
        color: var(--muted);
        font-size: 0.8125rem;
      }
      .counts dd {
        font-size: 1.25rem;
        font-weight: 650;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  static override properties = {
    api: { attribute: false },
    sent: { attribute: false },
    problem: { state: true },
  };

  declare api: Api;
  declare sent: Sent;
  declare problem: Problem | undefined;

  private readonly download = async (): Promise<void> => {
    const { id } = this.sent.state;
    const file = await this.api.errorFile(id);
    this.problem = file.ok ? undefined : file.error;
    if (!file.ok) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file.value);
    link.download = `errors-${id}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  private get sentence(): string {
    const { dryRun, status, counts } = this.sent.state;
    if (status === 'failed')
      return 'The rows are stored, but what is computed from them could not be built. Import again.';
    const good = counts.read - counts.rejected;
    if (dryRun)
      return `Nothing was written. ${plural(good, 'row')} would be taken, ${formatNumber(counts.rejected)} rejected.`;
    return `${plural(good, 'row')} taken, ${formatNumber(counts.rejected)} rejected.`;
  }

  private renderRejected() {
    const { rejected, state } = this.sent;
    if (state.counts.rejected === 0) return nothing;
    return html`<h3 id="rejected">Rejected rows</h3>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="rejected">
        <table>
          <thead>
            <tr>
              <th scope="col" class="num">Row</th>
              <th scope="col">Column</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            ${rejected.map(
              ({ row, issues }) =>
                html`<tr>
                  <td class="num">${formatNumber(row)}</td>
                  <td>${issues.map(({ at }) => at).join(', ')}</td>
                  <td>${issues.map(({ message }) => message).join(' ')}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${
        state.counts.rejected > mostListed
          ? html`<p class="muted">The first ${rejected.length} of ${formatNumber(state.counts.rejected)}.</p>`
          : nothing
      }
      <p>
        <button type="button" class="button" @click=${this.download}>Download the rejected rows</button>
        <span class="muted">With the reasons, to be mended and imported again.</span>
      </p>`;
  }

  override render() {
    const { counts, dryRun, status } = this.sent.state;
    const tone = status === 'failed' ? 'bad' : counts.rejected > 0 ? 'warn' : 'good';
    const entries = [
      ['Read', counts.read],
      ['New', counts.inserted],
      ['Changed', counts.updated],
      ['Unchanged', counts.unchanged],
      ['Rejected', counts.rejected],
    ] as const;
    return html`<section class="card stack" aria-labelledby="title">
      <h2 id="title">${dryRun ? 'Checked' : 'Imported'}</h2>
      <p class=${`note ${tone}`} role="status">${this.sentence}</p>
      <dl class="counts">
        ${entries.map(([label, count]) => html`<div><dt>${label}</dt><dd>${formatNumber(count)}</dd></div>`)}
      </dl>
      ${this.renderRejected()} ${problemNote(this.problem)}
    </section>`;
  }
}
define('import-result', ImportResult);
