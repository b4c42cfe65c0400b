import { detectAll } from 'tinyld/light';

/** What a text's language is: an ISO 639-1 code, or null where nobody can tell (too short, no letters). */
export interface LanguageGuess {
  readonly language: string | null;
  /** 0..1 by the detector's own measure. */
  readonly sure: number;
}

export type LanguageDetector = (text: string) => LanguageGuess;

/** A long message tells its language in its first part; detection is the slowest step of all. */
const READ = 300;

/** The language of a text by tinyld's word and n-gram lists of 24 languages; no network, no WebAssembly, no `eval`. */
export const detectLanguage: LanguageDetector = (text) => {
  const [best] = detectAll(text.slice(0, READ).replace(/https?:\/\/\S+|\S+@\S+/g, ' '));
  return best === undefined || best.accuracy <= 0
    ? { language: null, sure: 0 }
    : { language: best.lang, sure: best.accuracy };
};
