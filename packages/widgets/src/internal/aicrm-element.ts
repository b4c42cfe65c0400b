import { LitElement } from 'lit';
import { languageOf, languageReady, onLanguageChange } from '../locales/locale.js';

/**
 * What all our elements share: the page's language, and a promise to the host that nothing is thrown into it.
 */
export class AicrmElement extends LitElement {
  /** The language of numbers and dates: the nearest `lang` around the element. */
  protected language = 'en';

  private forgetLanguage: (() => void) | undefined;

  override connectedCallback(): void {
    this.language = languageOf(this);
    super.connectedCallback();
    this.forgetLanguage = onLanguageChange(() => {
      this.language = languageOf(this);
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forgetLanguage?.();
  }

  /** The first paint waits, briefly, for a language that is a chunk, so that no English flashes by. */
  protected override async scheduleUpdate(): Promise<void> {
    const waiting = languageReady(this.language);
    if (waiting) await waiting;
    await super.scheduleUpdate();
  }

  /** A defect of ours is logged and leaves the last paint; the host's page must not stop for it. */
  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch (error) {
      console.error(`<${this.localName}>`, error);
    }
  }
}
