import type { TextArtefact } from './artefact.js';
import { type AspectFinder, aspectsOf } from './aspects.js';
import {
  type Channel,
  inOriginal,
  type Message,
  type ReadOptions,
  readMessage,
  type Score,
} from './channels.js';
import { type Classified, classify, type EvidenceSpan, type Explained, explainText } from './classify.js';
import { type IntentAnswer, intentOf } from './intent.js';
import type { LanguageDetector } from './language.js';
import { languageOf, type Sentiment } from './sentiment.js';

/** A piece of the text as it was given; `start` and `end` count its UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A tone with its exact reasons: `base` + Σ weight of `evidence` = `margin`, within 1e-6. */
export interface Tone {
  readonly label: Sentiment;
  /** Calibrated probability of the label, 0..1. */
  readonly probability: number;
  readonly probabilities: Readonly<Record<Sentiment, number>>;
  /** The next likely label, which the weights are measured against. */
  readonly against: Sentiment;
  /** Log-odds of the label against the next likely one, before any word of the text. */
  readonly base: number;
  /** Log-odds of the label against the next likely one. */
  readonly margin: number;
  /** Words in their order, by what each adds (above 0: speaks for the label); words that add nothing are left out. */
  readonly evidence: readonly EvidenceSpan[];
}

/**
 * Why a message has no answer. `empty`: no letter in it. `no-own-words`: only quoted text, a signature or our own people's
 * turns. `unknown-language`: nobody can tell its language. `unsupported-language`: none that the models have learned.
 */
export type NotScored = 'empty' | 'no-own-words' | 'unknown-language' | 'unsupported-language';

export interface AspectMention extends Tone {
  /** Id in the taxonomy. */
  readonly aspect: string;
  /** The word or phrase that names it. */
  readonly term: Span;
  /** The clause that says it, whose tone this is. */
  readonly clause: Span;
}

/** What one message says. Every range counts in the text as it was given, not in what was left of it. */
export interface MessageAnalysis {
  /** ISO 639-1; null where nobody can tell. */
  readonly language: string | null;
  readonly sentiment:
    | ({ readonly state: 'scored' } & Tone)
    | { readonly state: 'not-scored'; readonly reason: NotScored };
  readonly aspects: readonly AspectMention[];
  /** `not-scored` for the same reasons, and `no-model` where no intent model was given. */
  readonly intent: IntentAnswer | { readonly state: 'not-scored'; readonly reason: NotScored | 'no-model' };
  /** Which pieces were read; the rest is quoted, a signature, or our own people's. */
  readonly read: readonly Span[];
  /** A survey's own answer on its scale. */
  readonly score: Score | null;
}

export interface MessageReaders {
  readonly sentiment: TextArtefact;
  /** Lazy, up to 2 MB; without it there are no intents. */
  readonly intent?: TextArtefact | undefined;
  /** `aspectFinder(taxonomy, language)`, made once; without it there are no aspects. */
  readonly aspects?: AspectFinder | undefined;
  /** `detectLanguage` of `text/language`; without it a message without `language` counts as one of the model's. */
  readonly detect?: LanguageDetector | undefined;
}

export interface AnalyseMessageOptions extends ReadOptions {
  /** The language, where the caller knows it (ISO 639-1). */
  readonly language?: string;
}

const LETTER = /\p{L}/u;

const sentimentOf = (name: string): Sentiment =>
  name === 'negative' || name === 'positive' ? name : 'neutral';

/** A tone of a piece of a message, with ranges in the original. */
function toneOf(
  message: Message,
  { label, confidence, probabilities }: Classified,
  { against, base, margin, spans }: Pick<Explained, 'against' | 'base' | 'margin' | 'spans'>,
): Tone {
  return {
    label: sentimentOf(label),
    probability: confidence,
    probabilities: {
      negative: probabilities.negative ?? 0,
      neutral: probabilities.neutral ?? 0,
      positive: probabilities.positive ?? 0,
    },
    against: sentimentOf(against),
    base,
    margin,
    evidence: spans
      .filter(({ weight }) => weight !== 0)
      .map(({ start, end, weight }) => ({ ...inOriginal(message, start, end), weight })),
  };
}

/**
 * Everything the text models say of one message: language, tone with its evidence, aspects with the tone of their clause,
 * intent, or why there is no answer. Pure; imports no trainer, no language detector and no file access.
 * @throws RangeError for a survey's score outside its scale.
 */
export function analyseMessage(
  readers: MessageReaders,
  text: string,
  channel: Channel,
  options: AnalyseMessageOptions = {},
): MessageAnalysis {
  const message = readMessage(channel, text, options);
  const { parts, score } = message;
  const read = parts.map(({ start, end }) => ({ start, end }));
  const none = (reason: NotScored, language: string | null): MessageAnalysis => ({
    language,
    sentiment: { state: 'not-scored', reason },
    aspects: [],
    intent: { state: 'not-scored', reason },
    read,
    score,
  });
  if (!LETTER.test(text)) return none('empty', null);
  if (!LETTER.test(message.text)) return none('no-own-words', null);
  const model = readers.sentiment;
  const language = languageOf(message.text, {
    model,
    ...(readers.detect ? { detect: readers.detect } : {}),
    ...(options.language === undefined ? {} : { language: options.language }),
  });
  if (language === null) return none('unknown-language', null);
  if (!model.meta.languages.includes(language)) return none('unsupported-language', language);
  const found = readers.aspects ? aspectsOf(message.text, model, readers.aspects) : [];
  const aspects = found.map(
    (one): AspectMention => ({
      aspect: one.aspect,
      term: inOriginal(message, one.term.start, one.term.end),
      clause: inOriginal(message, one.clause.start, one.clause.end),
      ...toneOf(message, one, { ...one, spans: one.evidence }),
    }),
  );
  return {
    language,
    sentiment: {
      state: 'scored',
      ...toneOf(message, classify(model, message.text), explainText(model, message.text)),
    },
    aspects,
    intent: intent(readers.intent, message.text, language),
    read,
    score,
  };
}

function intent(model: TextArtefact | undefined, text: string, language: string): MessageAnalysis['intent'] {
  if (model === undefined) return { state: 'not-scored', reason: 'no-model' };
  if (!model.meta.languages.includes(language))
    return { state: 'not-scored', reason: 'unsupported-language' };
  return intentOf(text, model);
}
