import type { ModelSummary } from '@aicrm/schema/wire';
import { html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { formatFigure, formatMoment, plural } from '../ui/format.js';
import { Loader } from '../ui/loader.js';
import { problemNote } from '../ui/problem-note.js';
import { statusPill } from './status-pill.js';

/** Why a model shows no version: those of numbers and classes over a table have cards of another kind than this page draws. */
const without = ({ name, recordType }: ModelSummary): string =>
  recordType === 'row'
    ? `A model of a table. Its versions, and the pages of their cards, are at /v1/models/${name}.`
    : 'Nothing was trained yet. Import data first, then train.';

/** The page `#/models`: every model with its current version. */
export class ModelsPage extends ConsoleElement {
  static override properties = { api: { attribute: false } };

  declare api: Api;

  private readonly models = new Loader<readonly ModelSummary[]>(this, () => this.api.models());

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('api')) void this.models.run();
  }

  private renderModel(model: ModelSummary) {
    const current = model.versions.find(({ version }) => version === model.current);
    const newest = model.versions[0];
    const evaluation = current?.card.evaluation;
    const href = `#/models/${encodeURIComponent(model.name)}`;
    return html`<li class="card">
      <div class="row spread">
        <h2><a href=${href}>${model.label}</a></h2>
        ${current ? statusPill(current.status) : html`<span class="pill">no version published</span>`}
      </div>
      ${
        current
          ? html`<p>Chance that a ${model.recordType} ${current.card.meta.outcome}.</p>
            <p class="muted">
              Version ${current.version}, made ${formatMoment(current.createdAt)}
              ${evaluation ? html` · AUC ${formatFigure(evaluation.auc.value)}` : nothing} ·
              ${plural(model.versions.length, 'version')}
            </p>`
          : html`<p class="muted">
            ${newest ? newest.card.verdict.reason : without(model)}
          </p>`
      }
    </li>`;
  }

  override render() {
    const { value, problem, loading } = this.models;
    return html`<div class="stack">
      <h1>Models</h1>
      ${problemNote(problem)} ${loading && !value ? html`<p class="muted" role="status">Loading…</p>` : nothing}
      <ul class="stack">
        ${(value ?? []).map((model) => this.renderModel(model))}
      </ul>
    </div>`;
  }
}
define('models-page', ModelsPage);
