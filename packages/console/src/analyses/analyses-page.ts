import { type AnalysisPointer, analysisNames } from '@aicrm/schema/analysis';
import { html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { Loader } from '../ui/loader.js';
import { problemNote } from '../ui/problem-note.js';
import './analysis-card.js';

/** The page `#/analyses`: what is computed for the whole tenant. */
export class AnalysesPage extends ConsoleElement {
  static override properties = { api: { attribute: false } };

  declare api: Api;

  private readonly analyses = new Loader<readonly AnalysisPointer[]>(this, () => this.api.analyses());

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('api')) void this.analyses.run();
  }

  override render() {
    const { value, problem, loading } = this.analyses;
    return html`<div class="stack">
      <h1>Analyses</h1>
      <p class="muted">
        What the worker computes for the whole business, each night and when you ask. Pages fetch the files and show them.
      </p>
      ${problemNote(problem)} ${loading && !value ? html`<p class="muted" role="status">Loading…</p>` : nothing}
      ${
        value
          ? analysisNames.map(
              (name) =>
                html`<analysis-card
                  .api=${this.api}
                  .name=${name}
                  .pointer=${value.find((one) => one.name === name)}
                  @computed=${() => this.analyses.run()}
                ></analysis-card>`,
            )
          : nothing
      }
    </div>`;
  }
}
define('analyses-page', AnalysesPage);
