import type { SalesForecastFile } from '@aicrm/schema/analysis';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ForecastMessages } from '../locales/forecast-messages.js';
import { groupsOf, horizonsFor, keyOf, type Series } from './series.js';

/** What a person chose to see. */
export interface Choice {
  readonly level: string;
  readonly horizon: number;
  readonly backtest: boolean;
  readonly pipeline: boolean;
}

const chosen = (event: Event): string =>
  event.currentTarget instanceof HTMLSelectElement ? event.currentTarget.value : '';

/** Pickers of the level and of how far ahead. */
export function pickers(
  file: SalesForecastFile,
  series: Series,
  choice: Choice,
  words: ForecastMessages,
  choose: (change: Partial<Choice>) => void,
): TemplateResult {
  const option = (value: string, name: string, selected: boolean): TemplateResult =>
    html`<option value=${value} .selected=${selected}>${name}</option>`;
  const nameOf = (one: Series): string => (one.path.length === 0 ? words.total : one.label);
  const own = keyOf(series);
  return html`<div class="pickers">
    ${
      file.series.length > 1
        ? html`<label
            ><span>${words.level}</span>
            <select @change=${(event: Event) => choose({ level: chosen(event) })}>
              ${groupsOf(file, words).map(({ name, members }) => {
                const options = members.map((one) => option(keyOf(one), nameOf(one), keyOf(one) === own));
                return name === '' ? options : html`<optgroup label=${name}>${options}</optgroup>`;
              })}
            </select></label
          >`
        : nothing
    }
    <label
      ><span>${words.horizon}</span>
      <select @change=${(event: Event) => choose({ horizon: Number(chosen(event)) })}>
        ${horizonsFor(series.model, choice.horizon).map((steps) =>
          option(String(steps), words.steps(steps, series.model.grain), steps === choice.horizon),
        )}
      </select></label
    >
  </div>`;
}

/** Layers that can be laid over the forecast; what there is nothing of has no button. */
export function toggles(
  has: { readonly backtest: boolean; readonly pipeline: boolean },
  choice: Choice,
  words: ForecastMessages,
  choose: (change: Partial<Choice>) => void,
): TemplateResult | typeof nothing {
  if (!has.backtest && !has.pipeline) return nothing;
  const toggle = (name: string, on: boolean, change: () => void): TemplateResult =>
    html`<button type="button" class="toggle" aria-pressed=${String(on)} @click=${change}>${name}</button>`;
  return html`<div class="toggles">
    ${has.backtest ? toggle(words.lookBack, choice.backtest, () => choose({ backtest: !choice.backtest })) : nothing}
    ${has.pipeline ? toggle(words.openDeals, choice.pipeline, () => choose({ pipeline: !choice.pipeline })) : nothing}
  </div>`;
}
