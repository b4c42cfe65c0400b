import type { TextModel } from '@aicrm/learn/model/text';
import { createScorer } from '@aicrm/learn/model/text-scorer';
import { createRandom } from '@aicrm/learn/random';
import type { TextArtefact } from '@aicrm/models/text/artefact';
import { clausesOf } from '@aicrm/models/text/clauses';
import type { TextSet } from '@aicrm/models/text/dev/datasets';
import { englishTone } from '@aicrm/models/text/english';
import { retrain, withAddition } from '@aicrm/models/text/retrain';

const [NEGATIVE, POSITIVE] = [1, 2];

/** A fitted model as the page has it, without a file. */
export const asArtefact = (model: TextModel): TextArtefact => ({
  meta: {
    name: 'under test',
    version: '1',
    languages: ['en'],
    tone: true,
    scope: null,
    trainedAt: '',
    dataLicence: '',
  },
  model,
  sha256: '',
  rules: englishTone,
  scorer: createScorer(model, englishTone),
});

export const polarTone = (margins: ArrayLike<number>): number =>
  (margins[POSITIVE] ?? 0) >= (margins[NEGATIVE] ?? 0) ? POSITIVE : NEGATIVE;

const JOINS = ['. ', ', but ', ', and ', '; ', '. However, ', ' although '];

/**
 * Sentences of known tone joined by two, and for each half whether the tone of its clauses is right. A clause belongs to the
 * half in which most of it lies; where a half has several, their tones count by length; where it has none of its own
 * (nobody found the border), the clause that covers it speaks for it.
 */
export function joinedHalves(set: TextSet, count: number, seed: number, { scorer }: TextArtefact): number[] {
  const random = createRandom(seed);
  const right: number[] = [];
  for (let i = 0; i < count; i++) {
    const [a, b] = [random.int(set.texts.length), random.int(set.texts.length)];
    const first = (set.texts[a] ?? '').replace(/[\s.!?,;]+$/, '');
    const join = JOINS[random.int(JOINS.length)] ?? '. ';
    const text = first + join + (set.texts[b] ?? '');
    const middle = first.length + join.length / 2;
    const sums = [0, 0];
    const clauses = clausesOf(text);
    const toneOf = (start: number, end: number): number => {
      const margins = scorer.margins(text.slice(start, end));
      return ((margins[POSITIVE] ?? 0) - (margins[NEGATIVE] ?? 0)) * (end - start);
    };
    const has = [false, false];
    for (const { start, end } of clauses) {
      const half = (start + end) / 2 < middle ? 0 : 1;
      has[half] = true;
      sums[half] = (sums[half] ?? 0) + toneOf(start, end);
    }
    for (const half of [0, 1]) {
      const at = half === 0 ? 0 : text.length - 1;
      if (!has[half])
        for (const { start, end } of clauses)
          if (start <= at && at <= end) sums[half] = (sums[half] ?? 0) + toneOf(start, end);
      const tone = (sums[half] ?? 0) >= 0 ? POSITIVE : NEGATIVE;
      right.push(Number(tone === set.labels[half === 0 ? a : b]));
    }
  }
  return right;
}

export interface RetrainedRun {
  readonly before: number;
  readonly after: number;
  /** CPU seconds of one retraining, the slowest of the draws. */
  readonly seconds: number;
}

/** 200 labels of a source drawn anew `draws` times; accuracy on `judged` before and after, averaged. */
export function retrainedBy200(
  base: TextArtefact,
  from: TextSet,
  judged: TextSet,
  draws: number,
  seed: number,
): RetrainedRun {
  const share = (artefact: TextArtefact): number =>
    judged.texts.reduce(
      (sum, text, i) => sum + Number(polarTone(artefact.scorer.margins(text)) === judged.labels[i]),
      0,
    ) / judged.texts.length;
  const random = createRandom(seed);
  let after = 0;
  let seconds = 0;
  for (let draw = 0; draw < draws; draw++) {
    const rows = random.shuffle(Int32Array.from(from.texts.keys())).subarray(0, 200);
    const begin = process.cpuUsage();
    const own = retrain(base, {
      texts: Array.from(rows, (i) => from.texts[i] ?? ''),
      labels: Uint8Array.from(rows, (i) => from.labels[i] ?? 0),
    });
    const spent = process.cpuUsage(begin);
    seconds = Math.max(seconds, (spent.user + spent.system) / 1e6);
    if (!own.ok) throw new Error(own.error.detail);
    after += share(withAddition(base, own.value.addition)) / draws;
  }
  return { before: share(base), after, seconds };
}
