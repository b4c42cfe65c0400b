import { badge as en } from './en.js';
import type { BadgeMessages, Catalogue } from './messages.js';

/**
 * A catalogue is plain typed data, English is part of the badge, and another language is a chunk of its own that is
 * fetched when the page asks for it. The language is decided per element by the nearest `lang`, as the browser does.
 */
const loaders: Record<string, () => Promise<{ catalogue: Catalogue }>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
};
const loaded = new Map<string, Catalogue>();
const loading = new Map<string, Promise<void>>();

/** Waiting longer for a language than this would hold the first paint back; English is painted meanwhile. */
const PATIENCE_MS = 250;

const base = (language: string): string => language.split('-', 1)[0] ?? 'en';

/** Adds a language, or replaces one of ours, before the first badge is connected. `code` is a language without region. */
export function addLanguage(code: string, catalogue: Catalogue): void {
  loaded.set(code, catalogue);
}

/** A catalogue that is here already; English has none because its words are in the code. */
export const catalogueOf = (language: string): Catalogue | undefined => loaded.get(base(language));

/** The language that words are really in: the one asked for, or English. */
export const wordsIn = (language: string): string => (catalogueOf(language) ? language : 'en');

/** The direction of our words in a language, whatever that of the page: an English full stop would else come first. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  /^(ar|ckb|dv|fa|he|ps|sd|syr|ug|ur|yi)\b/.test(wordsIn(language)) ? 'rtl' : 'ltr';

export const badgeMessages = (language: string): BadgeMessages => catalogueOf(language)?.badge ?? en;

/**
 * A promise for a language whose chunk is still to come, or `undefined` where nothing needs to be awaited. It never
 * rejects and lasts at most `PATIENCE_MS`; a chunk that comes later is used at the next render.
 */
export function languageReady(language: string): Promise<void> | undefined {
  const code = base(language);
  const load = loaders[code];
  if (!load || loaded.has(code)) return undefined;
  const pending =
    loading.get(code) ??
    load()
      .then(
        ({ catalogue }) => {
          if (!loaded.has(code)) loaded.set(code, catalogue);
        },
        // Offline: the words stay English, and the next badge may ask again.
        () => undefined,
      )
      .finally(() => loading.delete(code));
  loading.set(code, pending);
  return Promise.race([pending, new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

/** The nearest `lang` around an element, across shadow roots, as a tag that `Intl` accepts. */
export function languageOf(element: Element): string {
  let scope: Element | null = element;
  while (scope) {
    const tagged: Element | null = scope.closest('[lang]');
    const language = tagged?.getAttribute('lang');
    if (language) return supported(language);
    const root: Node = (tagged ?? scope).getRootNode();
    scope = root instanceof ShadowRoot ? root.host : null;
  }
  return supported(navigator.language);
}

/** The last answer, because a list's elements all ask the same. */
let asked = '';
let answer = 'en';

function supported(language: string): string {
  if (language === asked) return answer;
  asked = language;
  try {
    answer = Intl.getCanonicalLocales(language.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    answer = 'en';
  }
  return answer;
}

const listeners = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls `listener` when the page changes its language or direction. One observer serves all elements. */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  if (!observer) {
    observer = new MutationObserver(() => {
      for (const tell of listeners) tell();
    });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang', 'dir'] });
  }
  return () => listeners.delete(listener);
}
