import type { Labelled } from '@aicrm/learn/train/text';
import type { Sentiment } from '../sentiment.js';
import { NEUTRAL_WEIGHT, REVIEW_WEIGHT, sentimentClasses } from '../train-sentiment.js';
import { goEmotions, joined, type UciSource, uciSentences, uciSources } from './datasets.js';

/**
 * What the shipped sentiment model learns from, less one source where that is to be judged. Comments with a bad emotion are
 * fewer than those with a good one; they count so much more that both weigh alike, because how often a forum praises says
 * nothing about a tenant's messages.
 */
export function sentimentData(folder: string, without?: UciSource): Labelled {
  const comments = goEmotions(folder, 'train');
  const sources = uciSources.filter((source) => source !== without);
  const all = joined(comments, ...sources.map((source) => uciSentences(folder, source)));
  const countOf = (tone: Sentiment): number =>
    comments.labels.filter((label) => sentimentClasses[label] === tone).length;
  const weightOf: Record<Sentiment, number> = {
    neutral: NEUTRAL_WEIGHT,
    negative: countOf('positive') / countOf('negative'),
    positive: 1,
  };
  return {
    ...all,
    weights: Float32Array.from(all.texts, (_, i) =>
      i >= comments.texts.length
        ? REVIEW_WEIGHT
        : weightOf[sentimentClasses[all.labels[i] ?? 0] ?? 'neutral'],
    ),
  };
}
