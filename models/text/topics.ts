import { createRandom } from '@aicrm/learn/random';
import { wordHash } from '@aicrm/learn/text/hash';
import { adjustedRand } from '@aicrm/learn/text/measures';
import { emptyTokens, tokenize, WORD } from '@aicrm/learn/text/tokens';
import { buildVocabulary, subVocabulary, tfIdf, type Vocabulary } from '@aicrm/learn/text/vectorise';
import type { SparseRows } from '@aicrm/learn/train/softmax';
import { assignTopics, fitTopics, type Topics } from '@aicrm/learn/train/topics';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { noTone } from './english.js';

const grams = { words: 1, characters: null, negation: false, skips: false } as const;

/** Words that say nothing of a subject. */
const empty = new Set(
  `a about after all also am an and any are as at be been but by can could did do does for from get give go good got had has have he
  her here him his how i i'd i'll i'm i've if in into is it it's its just know let like make may me more much my need no not of on
  one or our out over please she should so some tell that that's the their them then there these they this to too up us use was we
  well were what what's when where which who why will with would yes you your`
    .trim()
    .split(/\s+/)
    .map(wordHash),
);

export interface Topic {
  /** Its most distinctive words, the first ones best: how much more often here than elsewhere, and often enough. */
  readonly terms: readonly string[];
  readonly size: number;
  /** Row numbers of the texts nearest to its centre. */
  readonly examples: readonly number[];
}

export interface TopicReport {
  readonly topics: readonly Topic[];
  /** The number of each text's topic. */
  readonly labels: Uint16Array;
  /** Adjusted Rand index between topics fitted to two bootstrap resamples, on all texts; the mean of the pairs. */
  readonly stability: number;
  /** The stability of every number of topics that was tried. */
  readonly tried: readonly { readonly topics: number; readonly stability: number }[];
}

export interface TopicReportOptions {
  /** Numbers of topics to try; the largest that is stable is taken. */
  readonly counts?: readonly number[];
  readonly seed?: number;
  /** Pairs of resamples for each count. */
  readonly pairs?: number;
}

/** From here on two resamples tell the same story. */
export const STABLE = 0.8;
const LEAST = 100;

/** What is in a third of the messages tells none of them apart. */
const COMMON = 0.33;

function withoutEmpty(all: Vocabulary, texts: number): Vocabulary {
  const kept = Int32Array.from(all.hashes.keys()).filter(
    (j) => !empty.has(all.hashes[j] ?? 0) && (all.documents[j] ?? 0) <= COMMON * texts,
  );
  return subVocabulary(all, kept);
}

/** Rows of a sample, drawn with replacement. */
function pick(x: SparseRows, rows: Int32Array): SparseRows {
  const starts = new Int32Array(rows.length + 1);
  for (const [at, i] of rows.entries())
    starts[at + 1] = (starts[at] ?? 0) + (x.starts[i + 1] ?? 0) - (x.starts[i] ?? 0);
  const columns = new Int32Array(starts[rows.length] ?? 0);
  const values = new Float32Array(columns.length);
  for (const [at, i] of rows.entries()) {
    columns.set(x.columns.subarray(x.starts[i], x.starts[i + 1]), starts[at]);
    values.set(x.values.subarray(x.starts[i], x.starts[i + 1]), starts[at]);
  }
  return { rows: rows.length, width: x.width, starts, columns, values };
}

function stabilityOf(x: SparseRows, topics: number, pairs: number, seed: number): number {
  const random = createRandom(seed);
  const drawn = (): Uint16Array => {
    const rows = Int32Array.from({ length: x.rows }, () => random.int(x.rows));
    return assignTopics(x, fitTopics(pick(x, rows), { topics }));
  };
  let sum = 0;
  for (let pair = 0; pair < pairs; pair++) sum += adjustedRand(drawn(), drawn());
  return sum / pairs;
}

/**
 * What many messages are about: the largest number of topics that two bootstrap resamples agree on, each with the words that
 * set it apart. Where no number is stable, that is the answer.
 */
export function topicsOf(
  texts: readonly string[],
  options: TopicReportOptions = {},
): Result<TopicReport, Problem> {
  const { counts = [2, 3, 4, 5, 6, 8, 10, 12], seed = 1, pairs = 2 } = options;
  if (texts.length < LEAST)
    return fail(
      problem(
        'not-enough-data',
        'Too few messages',
        `${texts.length} messages; topics need ${LEAST} or more.`,
      ),
    );
  const vocabulary = withoutEmpty(
    buildVocabulary(texts, grams, noTone, Math.max(3, Math.round(texts.length / 1000))),
    texts.length,
  );
  const x = tfIdf(texts, vocabulary, grams, noTone);
  const tried = counts
    .filter((count) => count < texts.length / 10)
    .map((topics) => ({ topics, stability: stabilityOf(x, topics, pairs, seed) }));
  const best = tried.filter(({ stability }) => stability >= STABLE).at(-1);
  if (best === undefined)
    return fail(
      problem(
        'not-enough-data',
        'No stable topics',
        `Topics found in two resamples of these ${texts.length} messages do not agree (${tried.map((one) => `${one.topics}: ${one.stability.toFixed(2)}`).join(', ')}; ${STABLE} is needed).`,
        { action: 'Give more messages, or messages of one kind.' },
      ),
    );
  const fitted = fitTopics(x, { topics: best.topics });
  return ok({
    topics: describe(texts, x, vocabulary, fitted),
    labels: fitted.labels,
    stability: best.stability,
    tried,
  });
}

function wordsByHash(texts: readonly string[]): Map<number, string> {
  const words = new Map<number, string>();
  const tokens = emptyTokens();
  for (const text of texts) {
    tokenize(text, tokens);
    for (let i = 0; i < tokens.count; i++)
      if (tokens.kind[i] === WORD && !words.has(tokens.hash[i] ?? 0))
        words.set(tokens.hash[i] ?? 0, tokens.text.slice(tokens.from[i], tokens.to[i]));
  }
  return words;
}

function describe(texts: readonly string[], x: SparseRows, vocabulary: Vocabulary, fitted: Topics): Topic[] {
  const words = wordsByHash(texts);
  const { topics: K, width, centres, labels } = fitted;
  const sizes = new Int32Array(K);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  return Array.from({ length: K }, (_, t) => {
    const own = centres.subarray(t * width, (t + 1) * width);
    const apart = Float64Array.from(own, (value, j) => {
      let others = 0;
      for (let s = 0; s < K; s++) if (s !== t) others += (centres[s * width + j] ?? 0) / (K - 1);
      return value - others;
    });
    const terms = Array.from(apart.keys())
      .filter((j) => /\p{L}/u.test(words.get(vocabulary.hashes[j] ?? 0) ?? ''))
      .sort((a, b) => (apart[b] ?? 0) - (apart[a] ?? 0))
      .slice(0, 6)
      .map((j) => words.get(vocabulary.hashes[j] ?? 0) ?? '');
    const near = Float64Array.from(labels, (label, i) => {
      let sum = label === t ? 0 : -1;
      if (label === t)
        for (let at = x.starts[i] ?? 0; at < (x.starts[i + 1] ?? 0); at++)
          sum += (x.values[at] ?? 0) * (own[x.columns[at] ?? 0] ?? 0);
      return sum;
    });
    const examples = Array.from(near.keys())
      .filter((i) => labels[i] === t)
      .sort((a, b) => (near[b] ?? 0) - (near[a] ?? 0))
      .slice(0, 3);
    return { terms, size: sizes[t] ?? 0, examples };
  });
}
