import { type Problem, problem } from '@aicrm/schema/problem';
import type { Scope, TokenAnswer } from '@aicrm/schema/wire';
import { html, nothing } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define, formText } from '../ui/element.js';
import { formatMoment } from '../ui/format.js';
import { problemNote } from '../ui/problem-note.js';
import { chosenScopes, scopeBoxes } from './scope-boxes.js';
import { secretOnce } from './secret-once.js';

/** What a page may hold; importing, training and minting belong to servers. */
const pageScopes: readonly Scope[] = ['sync:all', 'sync:record', 'models:read'];
const lifetimes = [
  [300, '5 minutes'],
  [900, '15 minutes'],
  [3_600, '1 hour'],
] as const;

/** Mints an embed token by hand, to try an embed before one's own server does it. */
export class MintForm extends ConsoleElement {
  static override properties = {
    api: { attribute: false },
    minted: { state: true },
    problem: { state: true },
    one: { state: true },
  };

  declare api: Api;
  declare minted: TokenAnswer | undefined;
  declare problem: Problem | undefined;
  /** Whether the token is for one record. */
  declare one: boolean;

  private readonly changed = (event: Event): void => {
    if (event.currentTarget instanceof HTMLFormElement)
      this.one = chosenScopes(event.currentTarget, pageScopes).includes('sync:record');
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const scopes = chosenScopes(form, pageScopes);
    const origins = formText(form, 'origins').split(/\s+/).filter(Boolean);
    const record = formText(form, 'record');
    this.minted = undefined;
    if (scopes.length === 0) {
      this.problem = problem('bad-data', 'Nothing is allowed', 'Tick what the token may do.');
      return;
    }
    const answer = await this.api.mint({
      scopes,
      origins,
      expiresIn: Number(formText(form, 'expiresIn')),
      ...(scopes.includes('sync:record') ? { record } : {}),
    });
    this.problem = answer.ok ? undefined : answer.error;
    this.minted = answer.ok ? answer.value : undefined;
  };

  override render() {
    return html`<form class="card stack" aria-labelledby="title" @submit=${this.submit} @change=${this.changed}>
      <h2 id="title">Try an embed token</h2>
      <p class="muted">
        A page gets its tokens from your own server, which asks with an API key. To try an embed, mint one here.
      </p>
      ${scopeBoxes(pageScopes, ['sync:all', 'models:read'])}
      <div class="grid">
        <label class="field"
          ><span>Origins of the pages, one a line</span
          ><textarea name="origins" rows="2" required placeholder="https://crm.example.com"></textarea>
        </label>
        <label class="field"
          ><span>Lifetime</span
          ><select name="expiresIn">
            ${lifetimes.map(([seconds, words]) => html`<option value=${seconds} ?selected=${seconds === 900}>${words}</option>`)}
          </select></label
        >
        ${
          this.one
            ? html`<label class="field"
              ><span>The one record</span><input name="record" required placeholder="lead:odoo:42"
            /></label>`
            : nothing
        }
      </div>
      <div><button class="button main">Mint a token</button></div>
      ${problemNote(this.problem)}
      ${
        this.minted
          ? secretOnce(
              'The token',
              this.minted.token,
              `Valid until ${formatMoment(this.minted.expiresAt)}. It is not shown again.`,
            )
          : nothing
      }
    </form>`;
  }
}
define('mint-form', MintForm);
