import type { Problem } from '@aicrm/schema/problem';
import { css, html } from 'lit';
import type { Api, CardType } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { problemNote } from '../ui/problem-note.js';

/** How long a made address stays good: a tab has read it by then, and a download has begun. */
const keepMs = 60_000;

/** Opens a version's card as a page of its own, or saves it as JSON. Both need the key, so a plain link cannot. */
export class CardLinks extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .row {
        justify-content: flex-end;
      }
    `,
  ];

  static override properties = {
    api: { attribute: false },
    name: {},
    version: {},
    problem: { state: true },
  };

  declare api: Api;
  /** The model's name. */
  declare name: string;
  declare version: string;
  declare problem: Problem | undefined;

  private async fetched(type: CardType): Promise<string | undefined> {
    const card = await this.api.card(this.name, this.version, type);
    this.problem = card.ok ? undefined : card.error;
    if (!card.ok) return undefined;
    const address = URL.createObjectURL(card.value);
    setTimeout(() => URL.revokeObjectURL(address), keepMs);
    return address;
  }

  private readonly open = async (): Promise<void> => {
    // Opened before the answer is awaited, or the browser takes it for a pop-up that nobody asked for.
    const tab = window.open('about:blank', '_blank');
    const address = await this.fetched('text/html');
    if (address === undefined) tab?.close();
    else if (tab) tab.location.replace(address);
    else this.save(address, 'html');
  };

  private readonly download = async (): Promise<void> => {
    const address = await this.fetched('application/json');
    if (address !== undefined) this.save(address, 'json');
  };

  private save(address: string, ending: string): void {
    const link = document.createElement('a');
    link.href = address;
    link.download = `${this.name}-${this.version}-card.${ending}`;
    link.click();
  }

  override render() {
    return html`<div class="row">
        <button type="button" class="button" @click=${this.open}>Open the card as a page</button>
        <button type="button" class="button" @click=${this.download}>Download it as JSON</button>
      </div>
      ${problemNote(this.problem)}`;
  }
}
define('card-links', CardLinks);
