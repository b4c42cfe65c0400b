import { emptyGrams, gramsOf, markTone, type ToneRules } from '../text/grams.js';
import { emptyTokens, originalRange, type Tokens, tokenize } from '../text/tokens.js';
import {
  findSlot,
  type LexiconPart,
  type TextModel,
  type ToneSums,
  toneMultipliers,
  toneSums,
} from './text.js';

/** A token's share of every column's margin, and where it stands in the text as given. */
export interface TokenEvidence {
  readonly start: number;
  readonly end: number;
  readonly contributions: Float64Array;
}

export interface Evidence {
  readonly margins: Float64Array;
  readonly tokens: readonly TokenEvidence[];
}

export interface TextScorer {
  readonly model: TextModel;
  /** One margin a class, into `out` and returned. */
  margins(text: string, out?: Float64Array): Float64Array;
  /** For each column: Σ of the tokens' contributions + bias = margin, within 1e-9 or so. */
  evidence(text: string): Evidence;
  /** The tokens of the last text scored, to be read before the next. */
  readonly tokens: Tokens;
}

/** 1 + ln n for small n, which nearly all counts are. */
const SUBLINEAR = Float64Array.from({ length: 64 }, (_, n) => (n === 0 ? 0 : 1 + Math.log(n)));

/** Prepares scratch memory for one model; the scorer is not to be shared between threads. */
export function createScorer(model: TextModel, rules: ToneRules): TextScorer {
  const { columns, table, weights, lexicon } = model;
  const hasReference = columns < model.classes.length;
  const readsTone = model.grams.negation || lexicon !== null;
  const idf = Float64Array.from({ length: 256 }, (_, step) => model.idfLow + model.idfStep * step);
  const counts = new Uint16Array(table.slots);
  const tokens = emptyTokens();
  const grams = emptyGrams();
  let marks = new Uint8Array(64);
  let multipliers = new Float64Array(64);
  let tones = new Float64Array(64);
  /** Slots met, each once: those of words up to `usedWords`, then those of characters up to `used`. */
  let met = new Int32Array(1024);
  let usedWords = 0;
  let used = 0;
  const sums = new Float64Array(columns);
  const raw = new Float64Array(columns);

  const valueAt = (slot: number): number => {
    const count = counts[slot] ?? 0;
    return (SUBLINEAR[count] ?? 1 + Math.log(count)) * (idf[model.idf[slot] ?? 0] ?? 0);
  };
  /** Adds the weights of the features met in one block, its length scaled to 1, and answers that scale. */
  const addBlock = (from: number, to: number): number => {
    sums.fill(0);
    let square = 0;
    for (let i = from; i < to; i++) {
      const slot = met[i] ?? 0;
      const value = valueAt(slot);
      square += value * value;
      addSlot(slot, value, sums);
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let k = 0; k < columns; k++) raw[k] = (raw[k] ?? 0) + scale * (sums[k] ?? 0);
    return scale;
  };
  const addSlot = (slot: number, value: number, out: Float64Array): void => {
    if (weights.kind === 'dense') {
      const at = slot * columns;
      for (let k = 0; k < columns; k++) out[k] = (out[k] ?? 0) + value * (weights.values[at + k] ?? 0);
    } else {
      const end = weights.starts[slot + 1] ?? 0;
      for (let at = weights.starts[slot] ?? 0; at < end; at++) {
        const k = weights.columns[at] ?? 0;
        out[k] = (out[k] ?? 0) + value * (weights.values[at] ?? 0);
      }
    }
  };
  /** Counts the model's features in a text; `forget` must follow. */
  const read = (text: string): void => {
    tokenize(text, tokens);
    if (marks.length < tokens.count) {
      marks = new Uint8Array(2 * tokens.count);
      multipliers = new Float64Array(2 * tokens.count);
      tones = new Float64Array(2 * tokens.count);
    }
    if (readsTone) markTone(tokens, rules, marks);
    gramsOf(tokens, model.grams, marks, grams);
    if (met.length < grams.count) met = new Int32Array(2 * grams.count);
    const { count, words, hash } = grams;
    used = 0;
    usedWords = 0;
    for (let i = 0; i < count; i++) {
      if (i === words) usedWords = used;
      const slot = findSlot(table, hash[i] ?? 0);
      if (slot < 0) continue;
      const before = counts[slot] ?? 0;
      if (before === 0) met[used++] = slot;
      if (before < 65535) counts[slot] = before + 1;
    }
    if (count === words) usedWords = used;
  };
  const forget = (): void => {
    for (let i = 0; i < used; i++) counts[met[i] ?? 0] = 0;
  };
  const toneOf = (part: LexiconPart): ToneSums => {
    toneMultipliers(tokens, marks, rules, multipliers);
    return toneSums(part.lexicon, tokens, marks, multipliers, tones);
  };
  /** Margins of the text that was read, and the scales of its two blocks. */
  const score = (out: Float64Array): readonly [number, number] => {
    raw.fill(0);
    const scales = [addBlock(0, usedWords), addBlock(usedWords, used)] as const;
    const shift = hasReference ? 1 : 0;
    if (hasReference) out[0] = 0;
    for (let k = 0; k < columns; k++)
      out[k + shift] = (raw[k] ?? 0) * (model.scales[k] ?? 0) + (model.bias[k] ?? 0);
    if (lexicon) {
      const { good, bad } = toneOf(lexicon);
      for (let k = 0; k < columns; k++)
        out[k + shift] =
          (out[k + shift] ?? 0) +
          good * (lexicon.weights[k] ?? 0) +
          bad * (lexicon.weights[columns + k] ?? 0);
    }
    return scales;
  };

  const margins = (text: string, out = new Float64Array(model.classes.length)): Float64Array => {
    read(text);
    score(out);
    forget();
    return out;
  };

  const evidence = (text: string): Evidence => {
    read(text);
    const all = new Float64Array(model.classes.length);
    const [wordScale, characterScale] = score(all);
    const shares = Array.from({ length: tokens.count }, () => new Float64Array(columns));
    const one = new Float64Array(columns);
    const spread = (token: number): void => {
      const share = shares[token];
      if (share) for (let k = 0; k < columns; k++) share[k] = (share[k] ?? 0) + (one[k] ?? 0);
    };
    // A feature's value lies in the block where it was met first, should one slot stand for features of both.
    const ofWords = new Set(met.subarray(0, usedWords));
    for (let i = 0; i < grams.count; i++) {
      const slot = findSlot(table, grams.hash[i] ?? 0);
      if (slot < 0) continue;
      const [first, last] = [grams.first[i] ?? 0, grams.last[i] ?? 0];
      const scale = ofWords.has(slot) ? wordScale : characterScale;
      one.fill(0);
      addSlot(slot, (valueAt(slot) * scale) / ((counts[slot] ?? 1) * (last - first + 1)), one);
      for (let k = 0; k < columns; k++) one[k] = (one[k] ?? 0) * (model.scales[k] ?? 0);
      for (let token = first; token <= last; token++) spread(token);
    }
    if (lexicon) {
      const { scale } = toneOf(lexicon);
      for (let i = 0; i < tokens.count; i++) {
        const tone = (tones[i] ?? 0) / scale;
        const from = tone > 0 ? 0 : columns;
        for (let k = 0; k < columns; k++) one[k] = Math.abs(tone) * (lexicon.weights[from + k] ?? 0);
        spread(i);
      }
    }
    forget();
    return {
      margins: all,
      tokens: shares.map((contributions, i) => ({ ...originalRange(tokens, i), contributions })),
    };
  };
  return { model, margins, evidence, tokens };
}
