import type { Problem } from '@aicrm/schema/problem';
import { problem } from '@aicrm/schema/problem';
import { type ApiKey, type ApiKeyCreated, grantableScopes } from '@aicrm/schema/wire';
import { html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define, formText } from '../ui/element.js';
import { formatMoment } from '../ui/format.js';
import { Loader } from '../ui/loader.js';
import { problemNote } from '../ui/problem-note.js';
import { chosenScopes, scopeBoxes } from './scope-boxes.js';
import { secretOnce } from './secret-once.js';

/** API keys of the tenant: list, make, revoke. */
export class KeyList extends ConsoleElement {
  static override properties = {
    api: { attribute: false },
    made: { state: true },
    problem: { state: true },
    asked: { state: true },
  };

  declare api: Api;
  declare made: ApiKeyCreated | undefined;
  declare problem: Problem | undefined;
  /** Id of the key whose revoking waits for a second press. */
  declare asked: string | undefined;

  private readonly keys = new Loader<readonly ApiKey[]>(this, () => this.api.keys());

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('api')) void this.keys.run();
  }

  private readonly make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const chosen = chosenScopes(form, grantableScopes);
    this.made = undefined;
    if (chosen.length === 0) {
      this.problem = problem('bad-data', 'Nothing is allowed', 'Tick what the key may do.');
      return;
    }
    const answer = await this.api.addKey({ label: formText(form, 'label'), scopes: chosen });
    this.problem = answer.ok ? undefined : answer.error;
    if (!answer.ok) return;
    this.made = answer.value;
    form.reset();
    void this.keys.run();
  };

  private async revoke(id: string): Promise<void> {
    if (this.asked !== id) {
      this.asked = id;
      return;
    }
    this.asked = undefined;
    const answer = await this.api.revokeKey(id);
    this.problem = answer.ok ? undefined : answer.error;
    void this.keys.run();
  }

  private renderKey(key: ApiKey) {
    const own = this.api.key.includes(`_${key.id}_`);
    return html`<tr>
      <th scope="row">${key.label} ${own ? html`<span class="pill info">this one</span>` : nothing}</th>
      <td class="mono nowrap">${key.id}</td>
      <td class="mono">${key.scopes.join(' ')}</td>
      <td class="nowrap">${formatMoment(key.createdAt)}</td>
      <td>
        ${
          key.revokedAt
            ? html`<span class="pill">revoked ${formatMoment(key.revokedAt)}</span>`
            : html`<button type="button" class="button danger" @click=${() => this.revoke(key.id)}>
              ${this.asked === key.id ? 'Press again to revoke' : 'Revoke'}<span class="sr"> ${key.label}</span>
            </button>`
        }
      </td>
    </tr>`;
  }

  override render() {
    const { value, problem: failure } = this.keys;
    return html`<section class="card stack" aria-labelledby="title">
      <h2 id="title">API keys</h2>
      <p class="muted">For your servers and imports; never in a page. A revoked key stops working at once.</p>
      ${problemNote(failure)}
      <div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              <th scope="col">Label</th>
              <th scope="col">Id</th>
              <th scope="col">Scopes</th>
              <th scope="col">Made</th>
              <td></td>
            </tr>
          </thead>
          <tbody>
            ${(value ?? []).map((key) => this.renderKey(key))}
          </tbody>
        </table>
      </div>
      <form class="stack" aria-labelledby="new" @submit=${this.make}>
        <h3 id="new">Make a key</h3>
        <label class="field"
          ><span>Label: who uses it</span><input name="label" required maxlength="100" placeholder="CRM server"
        /></label>
        ${scopeBoxes(grantableScopes, ['tokens:mint', 'sync:all', 'models:read'])}
        <div><button class="button main">Make the key</button></div>
        ${problemNote(this.problem)}
        ${
          this.made
            ? secretOnce(
                `The key “${this.made.label}”`,
                this.made.key,
                'Keep it on a server. It is not shown again.',
              )
            : nothing
        }
      </form>
    </section>`;
  }
}
define('key-list', KeyList);
