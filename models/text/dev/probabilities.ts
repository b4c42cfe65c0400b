import type { TextModel } from '@aicrm/learn/model/text';
import type { ToneRules } from '@aicrm/learn/text/grams';
import { textMargins } from '@aicrm/learn/train/text';
import { calibrated } from '../classify.js';

/** Calibrated probabilities of many texts, row by row. */
export function probabilitiesOf(model: TextModel, texts: readonly string[], rules: ToneRules): Float64Array {
  const K = model.classes.length;
  const margins = textMargins(model, texts, rules);
  const out = new Float64Array(margins.length);
  for (let at = 0; at < margins.length; at += K)
    calibrated(model, margins.subarray(at, at + K), out.subarray(at, at + K));
  return out;
}
