import type { Problem } from '@aicrm/schema/problem';
import { css, html } from 'lit';
import { Api } from './api.js';
import { ConsoleElement, define, formText } from './ui/element.js';
import { problemNote } from './ui/problem-note.js';

/**
 * Asks for an API key and tries it before it counts.
 *
 * @fires {CustomEvent<string>} signed-in - The worker takes the key; detail: the key.
 */
export class SignIn extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .card {
        max-inline-size: 28rem;
        margin: 8vh auto 0;
      }
    `,
  ];

  static override properties = {
    send: { attribute: false },
    problem: { state: true },
    busy: { state: true },
  };

  declare send: typeof fetch | undefined;
  declare problem: Problem | undefined;
  declare busy: boolean;

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const key = formText(event.target, 'key');
    if (key === '') return;
    this.busy = true;
    const api = this.send ? new Api(key, this.send) : new Api(key);
    const answer = await api.models();
    this.busy = false;
    this.problem = answer.ok ? undefined : answer.error;
    if (answer.ok) this.dispatchEvent(new CustomEvent('signed-in', { detail: key }));
  };

  override render() {
    return html`<form class="card stack" @submit=${this.submit}>
      <h1>Sign in</h1>
      <label class="field"
        ><span>API key</span
        ><input name="key" type="password" autocomplete="off" spellcheck="false" required placeholder="aicrm_…"
      /></label>
      ${problemNote(this.problem)}
      <button class="button main" ?disabled=${this.busy}>${this.busy ? 'Checking…' : 'Sign in'}</button>
      <p class="muted">
        The key stays in this tab and is forgotten when you close it. The operator of this worker gives you the first
        one; under “Tokens and keys” you make others.
      </p>
    </form>`;
  }
}
define('sign-in', SignIn);
