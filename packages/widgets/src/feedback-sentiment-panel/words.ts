import type { ReactiveController } from 'lit';
import type { AicrmElement } from '../internal/aicrm-element.js';
import { words as english } from '../locales/feedback-sentiment-panel-en.js';
import type { FeedbackWords } from '../locales/feedback-sentiment-panel-words.js';

const loaders: Readonly<Record<string, () => Promise<{ words: FeedbackWords }>>> = {
  ar: () => import('../locales/feedback-sentiment-panel-ar.js'),
  de: () => import('../locales/feedback-sentiment-panel-de.js'),
};
const loaded = new Map<string, FeedbackWords>([['en', english]]);
const codeOf = (language: string): string => language.split('-', 1)[0] ?? 'en';

/** Adds a language to the panel's words, or replaces one of ours. `code` is a language without region. */
export function addFeedbackWords(code: string, words: FeedbackWords): void {
  loaded.set(code, words);
}

/** The panel's words in the page's language: English until another's chunk is there, or where it does not come. */
export class Words implements ReactiveController {
  private readonly asked = new Set<string>();
  private readonly host: AicrmElement;

  constructor(host: AicrmElement) {
    this.host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // What failed for want of a line is asked for again when the element comes back.
    this.asked.clear();
  }

  /** `undefined` while the chunk is on its way: no English shall flash by. */
  in(language: string): FeedbackWords | undefined {
    const code = codeOf(language);
    const known = loaded.get(code);
    const load = loaders[code];
    if (known || !load) return known ?? english;
    if (!this.asked.has(code)) {
      this.asked.add(code);
      load()
        .then(
          ({ words }) => void (loaded.has(code) || loaded.set(code, words)),
          () => loaded.set(code, english),
        )
        .finally(() => this.host.requestUpdate());
    }
    return undefined;
  }
}
