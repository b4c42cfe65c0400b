import { statusLevels } from '@aicrm/connectors/csv/fields';
import { html, nothing } from 'lit';
import { type Draft, type DraftColumn, translate } from './draft.js';

/**
 * What each value of a status column means, for the values of the first rows: "Won" is converted. Canonical values
 * need no translation.
 */
export function valueTranslations(draft: Draft, one: DraftColumn, tell: (draft: Draft) => void) {
  const levels = Object.keys(statusLevels[draft.type] ?? {});
  if (one.field !== 'status' || levels.length === 0) return nothing;
  const foreign = one.levels.filter((value) => !levels.includes(value.toLowerCase()));
  if (foreign.length === 0) return nothing;
  const choose = (value: string) => (event: Event) => {
    if (event.target instanceof HTMLSelectElement)
      tell(translate(draft, one.column, value, event.target.value));
  };
  return html`<tr class="translations">
    <td colspan="6">
      <div class="grid">
        ${foreign.map((value) => {
          const chosen = one.values?.[value] ?? '';
          return html`<label class="field"
            ><span>“${value.slice(0, 40)}” means</span
            ><select @change=${choose(value)}>
              ${['', ...levels].map(
                (level) =>
                  html`<option value=${level} .selected=${level === chosen}>${level || 'rows are rejected'}</option>`,
              )}
            </select></label
          >`;
        })}
      </div>
    </td>
  </tr>`;
}
