import {
  type HashTable,
  type Lexicon,
  type TextModel,
  takeSlot,
  toneMultipliers,
  toneSums,
} from '../model/text.js';
import { createScorer } from '../model/text-scorer.js';
import { type GramOptions, markTone, type ToneRules } from '../text/grams.js';
import { emptyTokens, tokenize } from '../text/tokens.js';
import { buildVocabulary, subVocabulary, tfIdf, type Vocabulary } from '../text/vectorise.js';
import { type SoftmaxModel, type SparseRows, trainSoftmax } from './softmax.js';

export interface TextRecipe {
  readonly grams: GramOptions;
  readonly minDocuments: number;
  readonly l2: number;
  /** Features kept, those that move margins most; null keeps all. */
  readonly features: number | null;
  /** Weights kept of all features and classes; null keeps all (dense). */
  readonly entries: number | null;
  /** Whether the first class is the one with margin 0. */
  readonly reference: boolean;
  readonly lexicon: Lexicon | null;
  /** How much more freely the lexicon's two sums are fitted than n-grams. */
  readonly lexiconGain: number;
  readonly seed: number;
  readonly tolerance?: number;
  readonly maxPasses?: number;
}

export interface Labelled {
  readonly texts: readonly string[];
  readonly labels: ArrayLike<number>;
  readonly weights?: Float32Array;
}

/** The lexicon's two sums of each text, times `gain`, as two more columns behind those of `x`. */
export function withTone(
  x: SparseRows,
  texts: readonly string[],
  lexicon: Lexicon,
  rules: ToneRules,
  gain: number,
): SparseRows {
  const starts = new Int32Array(x.rows + 1);
  const columns = new Int32Array(x.columns.length + 2 * x.rows);
  const values = new Float32Array(columns.length);
  const tokens = emptyTokens();
  let filled = 0;
  for (const [row, text] of texts.entries()) {
    tokenize(text, tokens);
    const marks = markTone(tokens, rules, new Uint8Array(tokens.count));
    const multipliers = toneMultipliers(tokens, marks, rules, new Float64Array(tokens.count));
    const sums = toneSums(lexicon, tokens, marks, multipliers, new Float64Array(tokens.count));
    for (let at = x.starts[row] ?? 0; at < (x.starts[row + 1] ?? 0); at++, filled++) {
      columns[filled] = x.columns[at] ?? 0;
      values[filled] = x.values[at] ?? 0;
    }
    for (const [k, sum] of [sums.good, sums.bad].entries()) {
      if (sum === 0) continue;
      columns[filled] = x.width + k;
      values[filled++] = gain * sum;
    }
    starts[row + 1] = filled;
  }
  return {
    rows: x.rows,
    width: x.width + 2,
    starts,
    columns: columns.subarray(0, filled),
    values: values.subarray(0, filled),
  };
}

/** Weights of the features with the largest say: spread of the weights over classes times how often the feature is met. */
function chooseFeatures(vocabulary: Vocabulary, fit: SoftmaxModel, wanted: number): Int32Array {
  const K = fit.classes;
  const all = Int32Array.from(vocabulary.hashes.keys());
  if (wanted >= all.length) return all;
  const say = Float64Array.from(all, (j) => {
    let [sum, square] = [0, 0];
    for (let k = 0; k < K; k++) {
      const w = fit.weights[j * K + k] ?? 0;
      sum += w;
      square += w * w;
    }
    return (
      Math.sqrt(Math.max(0, square - (sum * sum) / K) * (vocabulary.documents[j] ?? 0)) *
      (vocabulary.idf[j] ?? 0)
    );
  });
  return all
    .sort((a, b) => (say[b] ?? 0) - (say[a] ?? 0) || a - b)
    .subarray(0, wanted)
    .sort();
}

/**
 * Trains a text model: tf-idf of n-grams (and a lexicon's sums), multinomial logistic regression, the features with the
 * largest say kept and fitted once more, int8.
 */
export function trainText(
  data: Labelled,
  classes: readonly string[],
  recipe: TextRecipe,
  rules: ToneRules,
): TextModel {
  const { texts, labels } = data;
  let vocabulary = buildVocabulary(texts, recipe.grams, rules, recipe.minDocuments);
  const fit = (): SoftmaxModel => {
    let x = tfIdf(texts, vocabulary, recipe.grams, rules);
    if (recipe.lexicon) x = withTone(x, texts, recipe.lexicon, rules, recipe.lexiconGain);
    return trainSoftmax(x, labels, {
      classes: classes.length,
      l2: recipe.l2,
      seed: recipe.seed,
      tolerance: recipe.tolerance ?? 0.01,
      maxPasses: recipe.maxPasses ?? 30,
      ...(data.weights ? { weights: data.weights } : {}),
    });
  };
  let fitted = fit();
  if (recipe.features !== null && recipe.features < vocabulary.hashes.length) {
    vocabulary = subVocabulary(vocabulary, chooseFeatures(vocabulary, fitted, recipe.features));
    fitted = fit();
  }
  return pack(vocabulary, fitted, classes, recipe);
}

/** Quantises a fit to int8 and lays it out by hash. */
export function pack(
  vocabulary: Vocabulary,
  fit: SoftmaxModel,
  classes: readonly string[],
  recipe: TextRecipe,
): TextModel {
  const K = classes.length;
  const columns = recipe.reference ? K - 1 : K;
  const V = vocabulary.hashes.length;
  const slots = Math.max(16, Math.ceil(V / 0.85));
  const table: HashTable = { slots, fingerprints: new Uint16Array(slots) };
  const idfLow = vocabulary.idf.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const idfHigh = vocabulary.idf.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const idfStep = V > 0 ? Math.max(1e-6, (idfHigh - idfLow) / 255) : 1;
  const idf = new Uint8Array(slots);
  const w = new Float32Array(slots * columns);
  const relative = (at: number, k: number): number => {
    if (recipe.reference) return (fit.weights[at + k + 1] ?? 0) - (fit.weights[at] ?? 0);
    return fit.weights[at + k] ?? 0;
  };
  for (let j = 0; j < V; j++) {
    const slot = takeSlot(table, vocabulary.hashes[j] ?? 0);
    if (slot < 0) continue;
    idf[slot] = Math.round(((vocabulary.idf[j] ?? 0) - idfLow) / idfStep);
    for (let k = 0; k < columns; k++) w[slot * columns + k] = relative(j * K, k);
  }
  const scales = new Float32Array(columns);
  for (let slot = 0; slot < slots; slot++)
    for (let k = 0; k < columns; k++)
      scales[k] = Math.max(scales[k] ?? 0, Math.abs(w[slot * columns + k] ?? 0) / 127);
  const values = Int8Array.from(w, (value, at) => {
    const scale = scales[at % columns] ?? 0;
    return scale > 0 ? Math.round(value / scale) : 0;
  });
  const bias = Float32Array.from({ length: columns }, (_, k) =>
    recipe.reference ? (fit.bias[k + 1] ?? 0) - (fit.bias[0] ?? 0) : (fit.bias[k] ?? 0),
  );
  const lexicon = recipe.lexicon && {
    lexicon: recipe.lexicon,
    weights: Float32Array.from(
      { length: 2 * columns },
      (_, at) => recipe.lexiconGain * relative((V + Math.floor(at / columns)) * K, at % columns),
    ),
  };
  return {
    classes,
    columns,
    grams: recipe.grams,
    table,
    idf,
    idfLow: V > 0 ? idfLow : 0,
    idfStep,
    weights:
      recipe.entries === null ? { kind: 'dense', values } : sparse(values, w, slots, columns, recipe.entries),
    scales,
    bias,
    lexicon,
    sharpness: 1,
    shift: new Float32Array(K),
  };
}

/** Keeps the `entries` largest weights. */
function sparse(
  values: Int8Array,
  w: Float32Array,
  slots: number,
  columns: number,
  entries: number,
): TextModel['weights'] {
  const size = Float32Array.from(w, Math.abs).sort();
  const least = size[Math.max(0, size.length - entries)] ?? 0;
  const starts = new Uint32Array(slots + 1);
  const keptColumns: number[] = [];
  const kept: number[] = [];
  for (let slot = 0; slot < slots; slot++) {
    for (let k = 0; k < columns; k++) {
      const at = slot * columns + k;
      if (values[at] !== 0 && Math.abs(w[at] ?? 0) >= least) {
        keptColumns.push(k);
        kept.push(values[at] ?? 0);
      }
    }
    starts[slot + 1] = kept.length;
  }
  return { kind: 'sparse', starts, columns: Uint8Array.from(keptColumns), values: Int8Array.from(kept) };
}

/** The model's margins of many texts, row by row. */
export function textMargins(model: TextModel, texts: readonly string[], rules: ToneRules): Float64Array {
  const K = model.classes.length;
  const scorer = createScorer(model, rules);
  const out = new Float64Array(texts.length * K);
  const one = new Float64Array(K);
  for (const [i, text] of texts.entries()) out.set(scorer.margins(text, one), i * K);
  return out;
}
