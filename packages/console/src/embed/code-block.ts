import { css, html } from 'lit';
import '../ui/copy-button.js';
import { ConsoleElement, define } from '../ui/element.js';

/** A piece of code to copy, with where it goes. */
export class CodeBlock extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      div.code {
        display: grid;
        gap: 0.25rem;
      }
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

  static override properties = { heading: {}, note: {}, code: {} };

  declare heading: string;
  declare note: string;
  declare code: string;

  override render() {
    return html`<div class="code">
      <div class="row spread">
        <h3>${this.heading}</h3>
        <console-copy .text=${this.code} .about=${this.heading}></console-copy>
      </div>
      <p class="muted">${this.note}</p>
      <pre tabindex="0" role="group" aria-label=${this.heading}>${this.code}</pre>
    </div>`;
  }
}
define('code-block', CodeBlock);
