import { css, html } from 'lit';
import '../ui/copy-button.js';
import { ConsoleElement, define } from '../ui/element.js';

/** What a customer pastes into a page, with this worker's address in it. */
export class EmbedSnippet extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      pre {
        overflow-x: auto;
        margin: 0;
        padding: 0.75rem 1rem;
        border-radius: 0.5rem;
        background: var(--sunken);
        font: 0.8125rem/1.6 var(--mono);
        direction: ltr;
      }
    `,
  ];

  static override properties = { origin: {} };

  /** The worker's origin. */
  declare origin: string;

  constructor() {
    super();
    this.origin = location.origin;
  }

  private get snippet(): string {
    return [
      `<script type="module" src="${this.origin}/embed/v1/aicrm.js"`,
      '        data-aicrm data-token-url="/aicrm/token"></script>',
      '',
      '<aicrm-lead-score-badge record-id="lead:CONNECTION:ID"></aicrm-lead-score-badge>',
    ].join('\n');
  }

  override render() {
    return html`<section class="card stack" aria-labelledby="title">
      <div class="row spread">
        <h2 id="title">Embed</h2>
        <console-copy .text=${this.snippet}></console-copy>
      </div>
      <p class="muted">
        Paste both into a page. <code class="mono">/aicrm/token</code> is a route of your own server that asks this
        worker for a token (<code class="mono">POST /v1/tokens</code> with an API key) and passes the answer on.
      </p>
      <pre tabindex="0" aria-label="Embed snippet">${this.snippet}</pre>
    </section>`;
  }
}
define('embed-snippet', EmbedSnippet);
