import { html } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import './embed-snippet.js';
import './key-list.js';
import './mint-form.js';

/** The page `#/tokens`: the embed snippet, embed tokens, and API keys. */
export class TokensPage extends ConsoleElement {
  static override properties = { api: { attribute: false } };

  declare api: Api;

  override render() {
    return html`<div class="stack">
      <h1>Tokens and keys</h1>
      <embed-snippet></embed-snippet>
      <mint-form .api=${this.api}></mint-form>
      <key-list .api=${this.api}></key-list>
    </div>`;
  }
}
define('tokens-page', TokensPage);
