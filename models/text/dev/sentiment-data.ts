import type { Labelled } from '@aicrm/learn/train/text';
import { NEUTRAL_WEIGHT, REVIEW_WEIGHT } from '../train-sentiment.js';
import { goEmotions, joined, type UciSource, uciSentences, uciSources } from './datasets.js';

/** What the shipped sentiment model learns from, less one source where that is to be judged. */
export function sentimentData(folder: string, without?: UciSource): Labelled {
  const comments = goEmotions(folder, 'train');
  const sources = uciSources.filter((source) => source !== without);
  const all = joined(comments, ...sources.map((source) => uciSentences(folder, source)));
  return {
    ...all,
    weights: Float32Array.from(all.texts, (_, i) =>
      i >= comments.texts.length ? REVIEW_WEIGHT : comments.labels[i] === 0 ? NEUTRAL_WEIGHT : 1,
    ),
  };
}
