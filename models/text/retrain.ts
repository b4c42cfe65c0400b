import type { TextModel } from '@aicrm/learn/model/text';
import { createScorer, type TextScorer } from '@aicrm/learn/model/text-scorer';
import { createRandom } from '@aicrm/learn/random';
import type { ToneRules } from '@aicrm/learn/text/grams';
import { buildVocabulary, tfIdf } from '@aicrm/learn/text/vectorise';
import { fitSharpness } from '@aicrm/learn/train/sharpness';
import { type SoftmaxModel, type SparseRows, softmax, trainSoftmax } from '@aicrm/learn/train/softmax';
import { type Labelled, pack, type TextRecipe, textMargins, withTone } from '@aicrm/learn/train/text';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { TextArtefact } from './artefact.js';

export interface RetrainOptions {
  readonly seed?: number;
  /** What the penalty is chosen from, by cross-validation; larger keeps closer to the shipped model. */
  readonly l2?: readonly number[];
}

export interface Retrained {
  /** What the tenant's labels add to the shipped model's margins; small, and useless without that model. */
  readonly addition: TextModel;
  readonly rows: number;
  readonly l2: number;
  /** Mean log loss on texts left out in turn, before and after; both sharpened alike. */
  readonly crossValidated: { readonly before: number; readonly after: number };
  /** For the card. */
  readonly limits: readonly string[];
}

const FOLDS = 5;
const LEAST = 40;

/**
 * Learns what a tenant's labels say beyond a shipped model: the same kind of model over the tenant's own words, fitted to
 * what the shipped margins leave unexplained, so that few labels move little and the shipped knowledge stays.
 * @param labels class numbers of the shipped model.
 */
export function retrain(
  base: TextArtefact,
  { texts, labels }: Labelled,
  options: RetrainOptions = {},
): Result<Retrained, Problem> {
  const { seed = 1, l2: choices = [0.3, 1, 3] } = options;
  const K = base.model.classes.length;
  const n = texts.length;
  const met = new Set(Array.from({ length: n }, (_, i) => labels[i] ?? -1));
  if (n < LEAST || met.size < 2)
    return fail(
      problem(
        'not-enough-data',
        'Too few labels to learn from',
        `There are ${n} labelled texts of ${met.size} kinds; ${LEAST} texts of two kinds or more are needed.`,
      ),
    );
  for (const label of met)
    if (!(Number.isInteger(label) && label >= 0 && label < K))
      throw new RangeError(`${label} is no class number of ${base.meta.name}`);
  const { rules } = base;
  const recipe = recipeFor(base, seed);
  const given = Float32Array.from(textMargins(base.model, texts, rules));
  const fold = createRandom(seed).shuffle(Int32Array.from({ length: n }, (_, i) => i % FOLDS));
  const vocabulary = buildVocabulary(texts, recipe.grams, rules, recipe.minDocuments);
  const x = rowsOf(texts, vocabulary, recipe, rules);
  const fit = (keep: (row: number) => boolean, l2: number): SoftmaxModel => {
    const rows = Int32Array.from({ length: n }, (_, i) => i).filter(keep);
    return trainSoftmax(
      pickRows(x, rows),
      Uint8Array.from(rows, (i) => labels[i] ?? 0),
      {
        classes: K,
        l2,
        seed,
        tolerance: 0.02,
        maxPasses: 30,
        offsets: Float32Array.from({ length: rows.length * K }, (_, at) => {
          return given[(rows[Math.floor(at / K)] ?? 0) * K + (at % K)] ?? 0;
        }),
      },
    );
  };
  const judged = choices.map((l2) => {
    const margins = new Float64Array(n * K);
    for (let k = 0; k < FOLDS; k++) {
      const model = fit((i) => fold[i] !== k, l2);
      for (let i = 0; i < n; i++) if (fold[i] === k) addMargins(x, i, model, given, margins);
    }
    return { l2, loss: meanLoss(margins, labels, K) };
  });
  const best = judged.reduce((a, b) => (b.loss < a.loss ? b : a), { l2: 1, loss: Number.POSITIVE_INFINITY });
  const final = fit(() => true, best.l2);
  return ok({
    addition: pack(vocabulary, final, base.model.classes, recipe),
    rows: n,
    l2: best.l2,
    crossValidated: { before: meanLoss(Float64Array.from(given), labels, K), after: best.loss },
    limits: [
      `It is the shipped model ${base.meta.name} moved by ${n} labels of yours: most of what it knows still comes from the public sets on that model's card, not from your data alone.`,
    ],
  });
}

const recipeFor = (base: TextArtefact, seed: number): TextRecipe => ({
  grams: base.model.grams,
  minDocuments: 1,
  l2: 1,
  features: null,
  entries: null,
  reference: base.model.columns < base.model.classes.length,
  lexicon: base.model.lexicon?.lexicon ?? null,
  lexiconGain: 3,
  seed,
});

function rowsOf(
  texts: readonly string[],
  vocabulary: ReturnType<typeof buildVocabulary>,
  recipe: TextRecipe,
  rules: ToneRules,
): SparseRows {
  const x = tfIdf(texts, vocabulary, recipe.grams, rules);
  return recipe.lexicon ? withTone(x, texts, recipe.lexicon, rules, recipe.lexiconGain) : x;
}

function pickRows(x: SparseRows, rows: Int32Array): SparseRows {
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

function addMargins(
  x: SparseRows,
  i: number,
  model: SoftmaxModel,
  given: Float32Array,
  out: Float64Array,
): void {
  const K = model.classes;
  for (let k = 0; k < K; k++) out[i * K + k] = (given[i * K + k] ?? 0) + (model.bias[k] ?? 0);
  for (let at = x.starts[i] ?? 0; at < (x.starts[i + 1] ?? 0); at++) {
    const j = (x.columns[at] ?? 0) * K;
    for (let k = 0; k < K; k++)
      out[i * K + k] = (out[i * K + k] ?? 0) + (x.values[at] ?? 0) * (model.weights[j + k] ?? 0);
  }
}

/** Mean log loss after the best sharpening, so that only what was learned about words and classes counts. */
function meanLoss(margins: Float64Array, labels: ArrayLike<number>, K: number): number {
  const sharpness = fitSharpness(margins, labels, K);
  const one = new Float64Array(K);
  const p = new Float64Array(K);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    for (let k = 0; k < K; k++) one[k] = sharpness * (margins[i * K + k] ?? 0);
    sum += softmax(one, p, K) - (one[labels[i] ?? 0] ?? 0);
  }
  return sum / labels.length;
}

/** A scorer of a shipped model and an addition to it: margins and every token's share are the sums of both. */
export function withAddition(base: TextArtefact, addition: TextModel): TextArtefact {
  const second = createScorer(addition, base.rules);
  const K = base.model.classes.length;
  const more = new Float64Array(K);
  const scorer: TextScorer = {
    model: base.model,
    tokens: base.scorer.tokens,
    margins(text, out = new Float64Array(K)) {
      second.margins(text, more);
      base.scorer.margins(text, out);
      for (let k = 0; k < K; k++) out[k] = (out[k] ?? 0) + (more[k] ?? 0);
      return out;
    },
    evidence(text) {
      const one = base.scorer.evidence(text);
      const two = second.evidence(text);
      return {
        margins: one.margins.map((value, k) => value + (two.margins[k] ?? 0)),
        tokens: one.tokens.map((token, i) => ({
          ...token,
          contributions: token.contributions.map(
            (value, k) => value + (two.tokens[i]?.contributions[k] ?? 0),
          ),
        })),
      };
    },
  };
  const bias = base.model.bias.map((value, k) => value + (addition.bias[k] ?? 0));
  return { ...base, model: { ...base.model, bias }, scorer };
}
