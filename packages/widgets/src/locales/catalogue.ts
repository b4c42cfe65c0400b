/** The words of one element in many languages: English is in its code, another language is a chunk. */
export interface Words<Messages> {
  /** Words that are here, else `undefined` while their chunk comes; English where there are none. `come` is called then. */
  in(language: string, come: () => void): Messages | undefined;
  /** Adds a language, or replaces one of ours. `code` is a language without region. */
  add(code: string, messages: Messages): void;
}

const base = (language: string): string => language.split('-', 1)[0] ?? 'en';

export function wordsOf<Messages>(
  english: Messages,
  loaders: Readonly<Record<string, () => Promise<Messages>>>,
): Words<Messages> {
  const loaded = new Map<string, Messages>();
  const pending = new Map<string, Promise<void>>();
  return {
    add: (code, messages) => void loaded.set(code, messages),
    in(language, come) {
      const code = base(language);
      const known = loaded.get(code);
      if (known) return known;
      const load = Object.hasOwn(loaders, code) ? loaders[code] : undefined;
      if (!load) return english;
      const coming =
        pending.get(code) ??
        load().then(
          (messages) => void loaded.set(code, loaded.get(code) ?? messages),
          // Offline: the words are English in this page view.
          () => void loaded.set(code, english),
        );
      pending.set(code, coming);
      void coming.then(come);
      return undefined;
    },
  };
}
