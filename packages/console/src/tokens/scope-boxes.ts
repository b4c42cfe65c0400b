import type { Scope } from '@aicrm/schema/wire';
import { html } from 'lit';

const meanings: Record<Scope, string> = {
  'sync:all': 'read all records',
  'sync:record': 'read one record',
  'models:read': 'read models and cards',
  'events:write': 'report events',
  'import:write': 'import rows',
  'models:write': 'train and publish',
  'tokens:mint': 'mint tokens, make keys',
};

/** Check boxes named `scopes`, each with what it allows. */
export const scopeBoxes = (scopes: readonly Scope[], checked: readonly Scope[]) =>
  html`<fieldset>
    <legend>May</legend>
    <div class="grid">
      ${scopes.map(
        (scope) =>
          html`<label class="check"
            ><input type="checkbox" name="scopes" value=${scope} ?checked=${checked.includes(scope)} /><span
              >${meanings[scope]} <span class="mono muted">${scope}</span></span
            ></label
          >`,
      )}
    </div>
  </fieldset>`;

/** The ticked scopes of a form. */
export function chosenScopes(form: HTMLFormElement, scopes: readonly Scope[]): Scope[] {
  const ticked = new Set(new FormData(form).getAll('scopes'));
  return scopes.filter((scope) => ticked.has(scope));
}
