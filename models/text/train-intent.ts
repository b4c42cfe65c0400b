import type { TextModel } from '@aicrm/learn/model/text';
import { fitSharpness } from '@aicrm/learn/train/sharpness';
import { type Labelled, type TextRecipe, textMargins, trainText } from '@aicrm/learn/train/text';
import { noTone } from './english.js';

/**
 * Chosen on an eighth of banking77's train part and on CLINC150's validation part: `l2` of .2, .1 and .05, characters from
 * 2 and from 3, all features or those in two texts or more. Weights below the largest 900,000 change nothing there.
 */
export const intentRecipe: TextRecipe = {
  grams: { words: 2, characters: [2, 5], negation: false, skips: false },
  minDocuments: 2,
  l2: 0.05,
  features: null,
  entries: 900_000,
  reference: false,
  lexicon: null,
  lexiconGain: 1,
  seed: 1,
  tolerance: 0.05,
  maxPasses: 12,
};

/** Of texts with an intent, this share may be called out of scope. */
const LOST = 0.05;

/** How sure the model is that a text is about any of its intents: the largest margin, in no unit. */
export function largestMargins(margins: Float64Array, classes: number): Float64Array {
  return Float64Array.from({ length: margins.length / classes }, (_, i) =>
    margins.subarray(i * classes, (i + 1) * classes).reduce((a, b) => Math.max(a, b)),
  );
}

/** The sharpness and the edge of scope, by texts with an intent that the model did not see. */
export function fitScope(
  model: TextModel,
  held: Labelled,
): { readonly sharpness: number; readonly scope: number } {
  const K = model.classes.length;
  const margins = textMargins(model, held.texts, noTone);
  const largest = largestMargins(margins, K).sort();
  return {
    sharpness: fitSharpness(margins, held.labels, K),
    scope: largest[Math.floor(LOST * largest.length)] ?? 0,
  };
}

/** What differs by set, chosen on validation parts (banking77: .901 to .903 with 2 to 4 characters; CLINC150: .925 to .929 with skips). */
export const bankingGrams: TextRecipe['grams'] = { ...intentRecipe.grams, characters: [2, 4] };
export const generalGrams: TextRecipe['grams'] = { ...intentRecipe.grams, skips: true };
/** The validation part's n-grams take 30 kB more, and the file is to stay below 2 MB. */
export const generalEntries = 880_000;

export const trainIntent = (
  data: Labelled,
  classes: readonly string[],
  grams: TextRecipe['grams'] = intentRecipe.grams,
  entries = intentRecipe.entries,
): TextModel => trainText(data, classes, { ...intentRecipe, grams, entries }, noTone);
