import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Texts with the number of their class. */
export interface TextSet {
  readonly texts: readonly string[];
  readonly labels: Uint8Array;
}

export const uciSources = ['amazon_cells', 'imdb', 'yelp'] as const;
export type UciSource = (typeof uciSources)[number];

const good = new Set(
  'admiration amusement approval caring desire excitement gratitude joy love optimism pride relief'.split(
    ' ',
  ),
);
const bad = new Set(
  'anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness'.split(
    ' ',
  ),
);

const lines = (folder: string, path: string): string[] =>
  readFileSync(join(folder, path), 'utf8').split(/\r?\n/).filter(Boolean);

const setOf = (rows: readonly (readonly [string, number])[]): TextSet => ({
  texts: rows.map(([text]) => text),
  labels: Uint8Array.from(rows, ([, label]) => label),
});

/**
 * GoEmotions in three tones (as numbers of `sentimentClasses`): good or bad emotions only make a tone, none of either is
 * neutral (that includes surprise, curiosity, confusion, realization), and comments with both are left out.
 */
export function goEmotions(folder: string, part: 'train' | 'dev' | 'test'): TextSet {
  const names = lines(folder, 'feedback/goemotions/labels.txt');
  const rows: [string, number][] = [];
  for (const line of lines(folder, `feedback/goemotions/${part}.tsv`)) {
    const [text = '', ids = ''] = line.split('\t');
    const emotions = ids.split(',').map((id) => names[Number(id)] ?? '');
    const isGood = emotions.some((emotion) => good.has(emotion));
    const isBad = emotions.some((emotion) => bad.has(emotion));
    if (isGood && isBad) continue;
    rows.push([text.replaceAll('[NAME]', 'name'), isGood ? 2 : isBad ? 1 : 0]);
  }
  return setOf(rows);
}

/** 1,000 sentences of one source: negative or positive, as numbers of `sentimentClasses`. */
export function uciSentences(folder: string, source: UciSource): TextSet {
  return setOf(
    lines(folder, `feedback/uci-sentences/${source}.txt`).map((line) => {
      const at = line.lastIndexOf('\t');
      return [line.slice(0, at).trim(), line.slice(at + 1).trim() === '1' ? 2 : 1];
    }),
  );
}

/** Stanford Sentiment Treebank as in GLUE: 0 negative, 1 positive. Judge only. */
export function sst2(folder: string, part: 'train' | 'dev' | 'test'): TextSet {
  return setOf(
    lines(folder, `feedback/sst2/${part}.tsv`)
      .slice(1)
      .map((line) => [line.slice(line.indexOf('\t') + 1), Number(line.slice(0, line.indexOf('\t')))]),
  );
}

export const joined = (...sets: readonly TextSet[]): TextSet => ({
  texts: sets.flatMap(({ texts }) => texts),
  labels: Uint8Array.from(sets.flatMap(({ labels }) => [...labels])),
});

export const only = (set: TextSet, keep: (row: number) => boolean): TextSet =>
  setOf(
    set.texts.flatMap((text, row): [string, number][] => (keep(row) ? [[text, set.labels[row] ?? 0]] : [])),
  );
