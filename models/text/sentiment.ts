import { findSlot } from '@aicrm/learn/model/text';
import { WORD } from '@aicrm/learn/text/tokens';
import type { TextArtefact } from './artefact.js';
import { type Classified, classify, type Explained, explainText } from './classify.js';
import type { LanguageDetector } from './language.js';

export type Sentiment = 'negative' | 'neutral' | 'positive';

export type SentimentAnswer =
  | ({ readonly state: 'scored'; readonly language: string } & Classified)
  | {
      readonly state: 'not-scored';
      /** `empty`: no word. `language`: none of those that the model has learned. */
      readonly reason: 'empty' | 'language';
      readonly language: string | null;
    };

export interface AnalyseOptions {
  readonly model: TextArtefact;
  /** Left out where the caller knows that the language is one of the model's. */
  readonly detect?: LanguageDetector;
  /** The language, where the caller knows it (ISO 639-1). */
  readonly language?: string;
}

/** Of this share of its words the model must know each as a word, where the detector cannot tell the language. */
const KNOWN_SHARE = 0.6;

/** Share of a text's words that the model has learned as words; NaN without words. */
export function knownShare({ model, scorer }: TextArtefact, text: string): number {
  scorer.margins(text);
  const { tokens } = scorer;
  let words = 0;
  let known = 0;
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kind[i] !== WORD) continue;
    words++;
    if (findSlot(model.table, tokens.hash[i] ?? 0) >= 0) known++;
  }
  return known / words;
}

/** Whether the text is in a language of the model. Short texts that the detector cannot tell are judged by known words. */
export function languageOf(text: string, { model, detect, language }: AnalyseOptions): string | null {
  const own = model.meta.languages;
  if (language !== undefined) return language;
  if (detect === undefined) return own[0] ?? null;
  const guess = detect(text);
  if (guess.language !== null && own.includes(guess.language)) return guess.language;
  const words = text.trim().split(/\s+/).length;
  // The detector errs on a few words; there, English words that the model knows weigh more than its guess.
  if (guess.language === null || words <= 4)
    return knownShare(model, text) >= (guess.language === null ? KNOWN_SHARE : 1)
      ? (own[0] ?? null)
      : guess.language;
  return guess.language;
}

/** The tone of one text: negative, neutral or positive with a calibrated confidence, or why it has none. Pure. */
export function analyse(text: string, options: AnalyseOptions): SentimentAnswer {
  if (!/\p{L}/u.test(text)) return { state: 'not-scored', reason: 'empty', language: null };
  const language = languageOf(text, options);
  if (language === null || !options.model.meta.languages.includes(language))
    return { state: 'not-scored', reason: 'language', language };
  return { state: 'scored', language, ...classify(options.model, text) };
}

/** Why a text has its tone: every word's exact share. */
export const explain = (text: string, model: TextArtefact): Explained => explainText(model, text);
