import type { Cell } from '@aicrm/models/custom/raw-table';
import { type AnyArtefact, inputsOf } from '@aicrm/models/custom/score-rows';
import { html, LitElement } from 'lit';
import { pageStyles } from '../support/page-styles.js';
import { answer, reasonsOf } from './predictions.js';
import { styles } from './styles.js';

/** A text field gives text; what reads as a number is one, as it was in the file. */
const cellOf = (text: string): Cell =>
  text.trim() === '' ? null : Number.isFinite(Number(text)) ? Number(text) : text;

/**
 * Fields over one row of a model of a number or of classes, with what the model says of the row as it is and as it
 * would be. (`<aicrm-what-if>` is for models of a chance.)
 */
export class RowTrial extends LitElement {
  static override readonly styles = [pageStyles, styles];
  static override readonly properties = {
    artefact: { attribute: false },
    names: { attribute: false },
    cells: { attribute: false },
  };
  declare artefact: AnyArtefact | undefined;
  declare names: readonly string[];
  declare cells: readonly Cell[];
  private tried: ReadonlyMap<string, Cell> = new Map();

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('cells')) this.tried = new Map();
  }

  private set(name: string, value: string): void {
    this.tried = new Map([...this.tried, [name, cellOf(value)]]);
    this.requestUpdate();
  }

  override render() {
    const { artefact, names, cells, tried } = this;
    if (!artefact) return html``;
    const changed = cells.map((cell, c) => tried.get(names[c] ?? '') ?? cell);
    const [now, then] = answer(artefact, names, [cells, changed]);
    return html`<p class="said" aria-live="polite">
        ${now?.said}${tried.size > 0 ? html` → <strong>${then?.said}</strong>` : ''}
      </p>
      <ul class="fine">
        ${reasonsOf(then?.explanation, 4).map((reason) => html`<li>${reason}</li>`)}
      </ul>
      <div class="trial">
        ${inputsOf(artefact).map((name) => {
          const cell = changed[names.indexOf(name)] ?? null;
          return html`<label
            >${name}
            <input
              .value=${String(cell ?? '')}
              @change=${(event: Event) =>
                event.target instanceof HTMLInputElement && this.set(name, event.target.value)}
          /></label>`;
        })}
      </div>`;
  }
}
