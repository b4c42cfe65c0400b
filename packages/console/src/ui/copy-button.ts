import { html, nothing } from 'lit';
import { ConsoleElement, define } from './element.js';

/** A button that copies `text` and says so. */
export class CopyButton extends ConsoleElement {
  static override properties = { text: {}, label: {}, about: {}, said: { state: true } };

  declare text: string;
  declare label: string;
  /** What is copied, for who cannot see where the button stands. */
  declare about: string;
  declare said: string;

  constructor() {
    super();
    this.text = '';
    this.label = 'Copy';
    this.about = '';
    this.said = '';
  }

  private readonly copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.text);
      this.said = 'Copied';
    } catch {
      this.said = 'Select the text and copy it';
    }
    setTimeout(() => {
      this.said = '';
    }, 2_500);
  };

  override render() {
    return html`<span class="row"
      ><button type="button" class="button" @click=${this.copy}
        >${this.label}${this.about === '' ? nothing : html`<span class="sr"> ${this.about}</span>`}</button
      ><span class="muted" role="status">${this.said}</span></span
    >`;
  }
}
define('console-copy', CopyButton);
