import { CHARACTER_BASIS, finish, pair, step } from './hash.js';
import { type Tokens, WORD } from './tokens.js';

/** Words that turn, end or strengthen what follows, by `wordHash`; a language's rules as data. */
export interface ToneRules {
  /** Turn the tone of what follows: "not", "never". Words in -n't count without being listed. */
  readonly negators: ReadonlySet<number>;
  /** Begin a clause whose tone outweighs what was before: "but". */
  readonly turns: ReadonlySet<number>;
  /** Strengthen (above 0) or weaken what follows: "very" .293. */
  readonly boosters: ReadonlyMap<number, number>;
}

export interface GramOptions {
  /** Longest word n-gram, 1 or 2. */
  readonly words: 1 | 2;
  /** Shortest and longest character n-gram within a word and its two borders; null for none. */
  readonly characters: readonly [number, number] | null;
  /** Whether words under a negation count a second time, as another feature. */
  readonly negation: boolean;
  /** Whether pairs of words with one between them count too, in their order. */
  readonly skips: boolean;
}

/** Blocks are weighted to length 1 each. */
export const WORD_BLOCK = 0;
export const CHARACTER_BLOCK = 1;

/** Called for each occurrence of a feature: its block, its hash, the first and the last token it covers. */
export type Emit = (block: number, hash: number, first: number, last: number) => void;

/** A negation reaches this many tokens. */
const REACH = 4;
const NEGATED = 0x5bd1e995;
const SKIPPED = 0x2545f491;

const endsClause = (text: string, at: number): boolean => {
  const c = text.charCodeAt(at);
  return c === 46 || c === 44 || c === 59 || c === 58 || c === 33 || c === 63;
};

/** Whether token `i` ends in "n't" or is listed. */
export function isNegator(tokens: Tokens, i: number, rules: ToneRules): boolean {
  if (rules.negators.has(tokens.hash[i] ?? 0)) return true;
  const to = tokens.to[i] ?? 0;
  return to - (tokens.from[i] ?? 0) >= 3 && tokens.text.startsWith("n't", to - 3);
}

/** Fills `out` with 1 for each token under a negation: up to four after it, at most to the clause's end. */
export function markNegated(tokens: Tokens, rules: ToneRules, out: Uint8Array): Uint8Array {
  let left = 0;
  for (let i = 0; i < tokens.count; i++) {
    const isWord = tokens.kind[i] === WORD;
    if (!isWord && endsClause(tokens.text, tokens.from[i] ?? 0)) left = 0;
    if (isWord && rules.turns.has(tokens.hash[i] ?? 0)) left = 0;
    out[i] = isWord && left > 0 ? 1 : 0;
    if (left > 0) left--;
    if (isWord && isNegator(tokens, i, rules)) left = REACH;
  }
  return out;
}

/** Every occurrence of every n-gram, in the order of the text. `negated` as `markNegated` gives it. */
export function forEachGram(tokens: Tokens, options: GramOptions, negated: Uint8Array, emit: Emit): void {
  const { count, hash, kind, from, to, text } = tokens;
  for (let i = 0; i < count; i++) {
    const word = hash[i] ?? 0;
    emit(WORD_BLOCK, word, i, i);
    if (options.words === 2 && i + 1 < count) emit(WORD_BLOCK, pair(word, hash[i + 1] ?? 0), i, i + 1);
    if (options.skips && i + 2 < count) emit(WORD_BLOCK, pair(word ^ SKIPPED, hash[i + 2] ?? 0), i, i + 2);
    if (options.negation && negated[i] === 1) emit(WORD_BLOCK, pair(word, NEGATED), i, i);
    if (options.characters !== null && kind[i] === WORD)
      characterGrams(text, from[i] ?? 0, to[i] ?? 0, options.characters, i, emit);
  }
}

function characterGrams(
  text: string,
  from: number,
  to: number,
  [shortest, longest]: readonly [number, number],
  token: number,
  emit: Emit,
): void {
  // Positions from − 1 and `to` are the borders, written as a space.
  for (let start = from - 1; start < to; start++) {
    let h = CHARACTER_BASIS;
    const end = Math.min(to + 1, start + longest);
    for (let at = start; at < end; at++) {
      h = step(h, at < from || at === to ? 32 : text.charCodeAt(at));
      if (at - start + 1 >= shortest) emit(CHARACTER_BLOCK, finish(h), token, token);
    }
  }
}
