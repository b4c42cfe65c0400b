import { BOOSTS, type GramOptions, NEGATED, NEGATES, type ToneRules, TURNS } from '../text/grams.js';
import type { Tokens } from '../text/tokens.js';

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

/** Exact, since hash · slots < 2^53; the slot fits 31 bits, so that cutting is rounding down. */
export const homeSlot = (hash: number, slots: number): number => ((hash * slots) / 4294967296) | 0;
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

const NEGATION = -0.74;
/** As in VADER (Hutto & Gilbert 2014): what follows "but" counts half more, what came before it half. */
const BEFORE_TURN = 0.5;
const AFTER_TURN = 1.5;
const SHOUT = 1.25;

/** What a lexicon's value of each token is multiplied with: negation, strengthening, "but", capitals. `marks` as `markTone`'s. */
export function toneMultipliers(
  tokens: Tokens,
  marks: Uint8Array,
  rules: ToneRules,
  out: Float64Array,
): Float64Array {
  let turn = -1;
  let boost = 0;
  for (let i = 0; i < tokens.count; i++) {
    const mark = marks[i] ?? 0;
    if ((mark & TURNS) !== 0) turn = i;
    out[i] =
      ((mark & NEGATED) !== 0 ? NEGATION : 1) *
      Math.max(0.2, 1 + boost) *
      (tokens.shouted[i] === 1 ? SHOUT : 1);
    boost = (mark & BOOSTS) !== 0 ? (rules.boosters.get(tokens.hash[i] ?? 0) ?? 0) : 0;
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
  marks: Uint8Array,
  multipliers: Float64Array,
  out: Float64Array,
): ToneSums {
  let good = 0;
  let bad = 0;
  for (let i = 0; i < tokens.count; i++) {
    const slot = ((marks[i] ?? 0) & NEGATES) !== 0 ? -1 : findSlot(lexicon.table, tokens.hash[i] ?? 0);
    const value = slot < 0 ? 0 : ((lexicon.values[slot] ?? 0) / 25) * (multipliers[i] ?? 1);
    out[i] = value;
    if (value > 0) good += value;
    else bad -= value;
  }
  const scale = Math.sqrt(good * good + bad * bad + 10);
  return { good: good / scale, bad: bad / scale, scale };
}
