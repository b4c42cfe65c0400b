import { html } from 'lit';
import '../ui/copy-button.js';

/** A secret that is shown this once, with a button to copy it. */
export const secretOnce = (title: string, secret: string, note: string) =>
  html`<div class="note good stack" role="status">
    <strong>${title}</strong>
    <code class="mono">${secret}</code>
    <div class="row"><console-copy .text=${secret}></console-copy><span>${note}</span></div>
  </div>`;
