import { forEachGram, type GramOptions, isNegator, markNegated, type ToneRules } from '../text/grams.js';
import { emptyTokens, originalRange, type Tokens, tokenize } from '../text/tokens.js';

/** Where a feature's numbers lie, by hash: open addressing with 16 bits of the hash to tell features apart. */
export interface HashTable {
  readonly slots: number;
  /** 0 where a slot is empty. */
  readonly fingerprints: Uint16Array;
}

/** Weights of every slot for every column, or only those that matter (CSR over slots). */
export type PackedWeights =
  | { readonly kind: 'dense'; readonly values: Int8Array }
  | {
      readonly kind: 'sparse';
      readonly starts: Uint32Array;
      readonly columns: Uint8Array;
      readonly values: Int8Array;
    };

/** Words of known tone. A word's value is `values / 25`, from −4 to 4 or so. */
export interface Lexicon {
  readonly table: HashTable;
  readonly values: Int8Array;
}

/** What the lexicon's two sums (good, bad) weigh: `weights[sum * columns + column]`. */
export interface LexiconPart {
  readonly lexicon: Lexicon;
  readonly weights: Float32Array;
}

/**
 * A linear model over hashed n-grams, as plain data: tf-idf (1 + ln count) · idf of the known features, each block scaled to
 * length 1, times int8 weights with a scale a column.
 */
export interface TextModel {
  readonly classes: readonly string[];
  /** Columns of the weights: one a class, or one less where the first class has margin 0 by definition. */
  readonly columns: number;
  readonly grams: GramOptions;
  readonly table: HashTable;
  /** idf = idfLow + idfStep · value. */
  readonly idf: Uint8Array;
  readonly idfLow: number;
  readonly idfStep: number;
  readonly weights: PackedWeights;
  /** A weight = its int8 value · the scale of its column. */
  readonly scales: Float32Array;
  readonly bias: Float32Array;
  readonly lexicon: LexiconPart | null;
  /** Shown probabilities are softmax(sharpness · margin + shift). */
  readonly sharpness: number;
  readonly shift: Float32Array;
}

const PROBES = 12;

export const homeSlot = (hash: number, slots: number): number => Math.floor((hash * slots) / 4294967296);
export const fingerprintOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> 16 || 1;

/** The slot of a feature, or −1. */
export function findSlot({ slots, fingerprints }: HashTable, hash: number): number {
  const want = fingerprintOf(hash);
  let slot = homeSlot(hash, slots);
  for (let probe = 0; probe < PROBES; probe++) {
    const found = fingerprints[slot];
    if (found === want) return slot;
    if (found === 0) return -1;
    slot++;
    if (slot === slots) slot = 0;
  }
  return -1;
}

/** The slot given to a new feature, or −1 where all places are taken; a feature that cannot be told from it shares its slot. */
export function takeSlot({ slots, fingerprints }: HashTable, hash: number): number {
  const want = fingerprintOf(hash);
  let slot = homeSlot(hash, slots);
  for (let probe = 0; probe < PROBES; probe++) {
    if (fingerprints[slot] === 0) fingerprints[slot] = want;
    if (fingerprints[slot] === want) return slot;
    slot++;
    if (slot === slots) slot = 0;
  }
  return -1;
}

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

const NEGATION = -0.74;
/** As in VADER (Hutto & Gilbert 2014): what follows "but" counts half more, what came before it half. */
const BEFORE_TURN = 0.5;
const AFTER_TURN = 1.5;
const SHOUT = 1.25;

/** What a lexicon's value of each token is multiplied with: negation, strengthening, "but", capitals. */
export function toneMultipliers(
  tokens: Tokens,
  negated: Uint8Array,
  rules: ToneRules,
  out: Float64Array,
): Float64Array {
  let turn = -1;
  let boost = 0;
  for (let i = 0; i < tokens.count; i++) {
    const hash = tokens.hash[i] ?? 0;
    if (rules.turns.has(hash)) turn = i;
    out[i] =
      (negated[i] === 1 ? NEGATION : 1) * Math.max(0.2, 1 + boost) * (tokens.shouted[i] === 1 ? SHOUT : 1);
    boost = rules.boosters.get(hash) ?? 0;
  }
  if (turn >= 0)
    for (let i = 0; i < tokens.count; i++)
      out[i] = (out[i] ?? 0) * (i < turn ? BEFORE_TURN : i > turn ? AFTER_TURN : 1);
  return out;
}

export interface ToneSums {
  good: number;
  bad: number;
  /** Each token's value has been divided by this. */
  scale: number;
}

/** Sums of good and bad values in [0, 1): each token's share goes to `out` (signed) before scaling. */
export function toneSums(
  lexicon: Lexicon,
  tokens: Tokens,
  multipliers: Float64Array,
  rules: ToneRules,
  out: Float64Array,
): ToneSums {
  let good = 0;
  let bad = 0;
  for (let i = 0; i < tokens.count; i++) {
    const slot = findSlot(lexicon.table, tokens.hash[i] ?? 0);
    const value =
      slot < 0 || isNegator(tokens, i, rules)
        ? 0
        : ((lexicon.values[slot] ?? 0) / 25) * (multipliers[i] ?? 1);
    out[i] = value;
    if (value > 0) good += value;
    else bad -= value;
  }
  const scale = Math.sqrt(good * good + bad * bad + 10);
  return { good: good / scale, bad: bad / scale, scale };
}

interface Occurrence {
  slot: number;
  block: number;
  first: number;
  last: number;
}

/** Prepares scratch memory for one model; the scorer is not to be shared between threads. */
export function createScorer(model: TextModel, rules: ToneRules): TextScorer {
  const { columns, table, weights } = model;
  const hasReference = columns < model.classes.length;
  const counts = new Uint16Array(table.slots);
  const blockOf = new Uint8Array(table.slots);
  const tokens = emptyTokens();
  let negated = new Uint8Array(64);
  let multipliers = new Float64Array(64);
  let tones = new Float64Array(64);
  let used = new Int32Array(1024);
  let usedCount = 0;
  const raw = new Float64Array(columns);
  const block = [0, 0];

  const note = (of: number, hash: number): void => {
    const slot = findSlot(table, hash);
    if (slot < 0) return;
    const count = counts[slot] ?? 0;
    if (count === 0) {
      if (usedCount === used.length) {
        const longer = new Int32Array(2 * used.length);
        longer.set(used);
        used = longer;
      }
      used[usedCount++] = slot;
      blockOf[slot] = of;
    }
    if (count < 65535) counts[slot] = count + 1;
  };
  const weightOf = (slot: number): number => {
    const count = counts[slot] ?? 0;
    return (count === 1 ? 1 : 1 + Math.log(count)) * (model.idfLow + model.idfStep * (model.idf[slot] ?? 0));
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
  const read = (text: string): void => {
    tokenize(text, tokens);
    if (negated.length < tokens.count) {
      negated = new Uint8Array(2 * tokens.count);
      multipliers = new Float64Array(2 * tokens.count);
      tones = new Float64Array(2 * tokens.count);
    }
    if (model.grams.negation || model.lexicon) markNegated(tokens, rules, negated);
    usedCount = 0;
    forEachGram(tokens, model.grams, negated, note);
    block[0] = 0;
    block[1] = 0;
    for (let i = 0; i < usedCount; i++) {
      const slot = used[i] ?? 0;
      const of = blockOf[slot] ?? 0;
      block[of] = (block[of] ?? 0) + weightOf(slot) ** 2;
    }
    block[0] = block[0] > 0 ? 1 / Math.sqrt(block[0]) : 0;
    block[1] = block[1] > 0 ? 1 / Math.sqrt(block[1]) : 0;
  };
  const toneOf = (part: LexiconPart): ToneSums => {
    toneMultipliers(tokens, negated, rules, multipliers);
    return toneSums(part.lexicon, tokens, multipliers, rules, tones);
  };
  const clear = (): void => {
    for (let i = 0; i < usedCount; i++) counts[used[i] ?? 0] = 0;
  };
  const lift = (out: Float64Array): Float64Array => {
    const shift = hasReference ? 1 : 0;
    if (hasReference) out[0] = 0;
    for (let k = 0; k < columns; k++)
      out[k + shift] = (raw[k] ?? 0) * (model.scales[k] ?? 0) + (bias[k] ?? 0);
    return out;
  };
  const bias = new Float64Array(columns);

  const margins = (text: string, out = new Float64Array(model.classes.length)): Float64Array => {
    read(text);
    raw.fill(0);
    for (let i = 0; i < usedCount; i++) {
      const slot = used[i] ?? 0;
      addSlot(slot, weightOf(slot) * (block[blockOf[slot] ?? 0] ?? 0), raw);
    }
    for (let k = 0; k < columns; k++) bias[k] = model.bias[k] ?? 0;
    if (model.lexicon) {
      const { good, bad } = toneOf(model.lexicon);
      const w = model.lexicon.weights;
      for (let k = 0; k < columns; k++)
        bias[k] = (bias[k] ?? 0) + good * (w[k] ?? 0) + bad * (w[columns + k] ?? 0);
    }
    clear();
    return lift(out);
  };

  const evidence = (text: string): Evidence => {
    const all = margins(text);
    // Counts are cleared by then: once more for the occurrences, which only explanations need.
    read(text);
    const shares = Array.from({ length: tokens.count }, () => new Float64Array(columns));
    const one = new Float64Array(columns);
    const spread = (share: Float64Array | undefined, factor: number): void => {
      if (share) for (let k = 0; k < columns; k++) share[k] = (share[k] ?? 0) + factor * (one[k] ?? 0);
    };
    const occurrences: Occurrence[] = [];
    forEachGram(tokens, model.grams, negated, (of, hash, first, last) => {
      const slot = findSlot(table, hash);
      if (slot >= 0) occurrences.push({ slot, block: of, first, last });
    });
    for (const { slot, first, last } of occurrences) {
      one.fill(0);
      const value = weightOf(slot) * (block[blockOf[slot] ?? 0] ?? 0);
      addSlot(slot, value / ((counts[slot] ?? 1) * (last - first + 1)), one);
      for (let k = 0; k < columns; k++) one[k] = (one[k] ?? 0) * (model.scales[k] ?? 0);
      for (let i = first; i <= last; i++) spread(shares[i], 1);
    }
    if (model.lexicon) {
      const { scale } = toneOf(model.lexicon);
      const w = model.lexicon.weights;
      for (let i = 0; i < tokens.count; i++) {
        const tone = (tones[i] ?? 0) / scale;
        const from = tone > 0 ? 0 : columns;
        for (let k = 0; k < columns; k++) one[k] = Math.abs(tone) * (w[from + k] ?? 0);
        spread(shares[i], 1);
      }
    }
    clear();
    return {
      margins: all,
      tokens: shares.map((contributions, i) => ({ ...originalRange(tokens, i), contributions })),
    };
  };
  return { model, margins, evidence, tokens };
}
