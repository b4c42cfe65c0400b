import { insight as english } from './insight-en.js';
import type { InsightMessages } from './insight-messages.js';

const loaders: Readonly<Record<string, () => Promise<{ readonly insight: InsightMessages }>>> = {
  ar: () => import('./insight-ar.js'),
  de: () => import('./insight-de.js'),
};
const loaded = new Map<string, InsightMessages>();
const pending = new Map<string, Promise<void>>();
const base = (language: string): string => language.split('-', 1)[0] ?? 'en';

/** Adds the card's words in a language, or replaces ours. `code` is a language without region. */
export function addInsightLanguage(code: string, words: InsightMessages): void {
  loaded.set(code, words);
}

/** The card's words in a language that is here, else `undefined` while its chunk comes; English where there is none. */
export function insightWords(language: string, come: () => void): InsightMessages | undefined {
  const code = base(language);
  const known = loaded.get(code);
  if (known) return known;
  const load = loaders[code];
  if (!load) return english;
  const coming =
    pending.get(code) ??
    load().then(
      ({ insight }) => void loaded.set(code, loaded.get(code) ?? insight),
      // Offline: the words are English in this page view.
      () => void loaded.set(code, english),
    );
  pending.set(code, coming);
  void coming.then(come);
  return undefined;
}
