import type { Lexicon, TextModel } from '@aicrm/learn/model/text';
import { fitSharpness } from '@aicrm/learn/train/sharpness';
import { type Labelled, type TextRecipe, textMargins, trainText } from '@aicrm/learn/train/text';
import { englishTone } from './english.js';

export const sentimentClasses = ['neutral', 'negative', 'positive'] as const;

/**
 * Chosen on GoEmotions' dev part and the first half of each UCI source while that source was held out: `l2` of 1 and 2,
 * the lexicon's gain of 1 and 3, characters from 2 and from 3, UCI sentences counted once and four times (they are the only product reviews, and few).
 */
export const sentimentRecipe = (lexicon: Lexicon, seed = 1): TextRecipe => ({
  grams: { words: 2, characters: [3, 5], negation: true, skips: false },
  minDocuments: 2,
  l2: 1,
  features: 30_000,
  entries: null,
  reference: true,
  lexicon,
  lexiconGain: 3,
  seed,
  tolerance: 0.05,
  maxPasses: 12,
});

export const REVIEW_WEIGHT = 4;

/** Trains on `data`, calibrates on texts it did not see. */
export function trainSentiment(
  data: Labelled,
  calibration: { readonly texts: readonly string[]; readonly labels: ArrayLike<number> },
  lexicon: Lexicon,
  seed = 1,
): TextModel {
  const model = trainText(data, sentimentClasses, sentimentRecipe(lexicon, seed), englishTone);
  const margins = textMargins(model, calibration.texts, englishTone);
  return { ...model, sharpness: fitSharpness(margins, calibration.labels, sentimentClasses.length) };
}
