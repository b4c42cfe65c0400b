import { CHARACTER_BASIS, finish, pair, step } from './hash.js';
import { type Tokens, WORD } from './tokens.js';

/** Words that turn, end or strengthen what follows, by `wordHash`; a language's rules as data, not changed once used. */
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

/**
 * Every occurrence of every n-gram of a text as columns: its hash, the first and the last token it covers. The first
 * `words` of them are words and pairs (`WORD_BLOCK`), the rest up to `count` are characters (`CHARACTER_BLOCK`).
 */
export interface Grams {
  count: number;
  words: number;
  hash: Uint32Array;
  first: Int32Array;
  last: Int32Array;
}

export const emptyGrams = (): Grams => ({
  count: 0,
  words: 0,
  hash: new Uint32Array(512),
  first: new Int32Array(512),
  last: new Int32Array(512),
});

/** A negation reaches this many tokens. */
const REACH = 4;
const NEGATED_WORD = 0x5bd1e995;
const SKIPPED = 0x2545f491;

/** What `markTone` says of a token, as bits: it is under a negation, it negates, it turns, it strengthens or weakens. */
export const NEGATED = 1;
export const NEGATES = 2;
export const TURNS = 4;
export const BOOSTS = 8;

const HINTS = 4096;
const hintsOfRules = new WeakMap<ToneRules, Uint8Array>();

/** What a hash may be, by its last bits: few words are in any list, and a byte is read faster than three sets. */
function hintsOf(rules: ToneRules): Uint8Array {
  const known = hintsOfRules.get(rules);
  if (known !== undefined) return known;
  const hints = new Uint8Array(HINTS);
  const note = (hash: number, bit: number): void => {
    hints[hash & (HINTS - 1)] = (hints[hash & (HINTS - 1)] ?? 0) | bit;
  };
  for (const hash of rules.negators) note(hash, NEGATES);
  for (const hash of rules.turns) note(hash, TURNS);
  for (const hash of rules.boosters.keys()) note(hash, BOOSTS);
  hintsOfRules.set(rules, hints);
  return hints;
}

const endsClause = (c: number): boolean =>
  c === 46 || c === 44 || c === 59 || c === 58 || c === 33 || c === 63;

const endsInNt = (text: string, from: number, to: number): boolean =>
  to - from >= 3 &&
  text.charCodeAt(to - 1) === 116 &&
  text.charCodeAt(to - 2) === 39 &&
  text.charCodeAt(to - 3) === 110;

/** Fills `out` with the marks of each token. A negation reaches up to four tokens, at most to the clause's end. */
export function markTone(tokens: Tokens, rules: ToneRules, out: Uint8Array): Uint8Array {
  const hints = hintsOf(rules);
  const { count, hash, kind, from, to, text } = tokens;
  let left = 0;
  for (let i = 0; i < count; i++) {
    const begin = from[i] ?? 0;
    if (kind[i] !== WORD) {
      if (endsClause(text.charCodeAt(begin))) left = 0;
      else if (left > 0) left--;
      out[i] = 0;
      continue;
    }
    const h = hash[i] ?? 0;
    const hint = hints[h & (HINTS - 1)] ?? 0;
    let mark = endsInNt(text, begin, to[i] ?? 0) ? NEGATES : 0;
    if (hint !== 0) {
      if ((hint & NEGATES) !== 0 && rules.negators.has(h)) mark |= NEGATES;
      if ((hint & TURNS) !== 0 && rules.turns.has(h)) mark |= TURNS;
      if ((hint & BOOSTS) !== 0 && rules.boosters.has(h)) mark |= BOOSTS;
    }
    if ((mark & TURNS) !== 0) left = 0;
    if (left > 0) {
      mark |= NEGATED;
      left--;
    }
    if ((mark & NEGATES) !== 0) left = REACH;
    out[i] = mark;
  }
  return out;
}

function grow(grams: Grams, least: number): void {
  let size = grams.hash.length;
  while (size < least) size *= 2;
  const longer = <T extends Int32Array | Uint32Array>(next: T, now: T): T => {
    next.set(now);
    return next;
  };
  grams.hash = longer(new Uint32Array(size), grams.hash);
  grams.first = longer(new Int32Array(size), grams.first);
  grams.last = longer(new Int32Array(size), grams.last);
}

/**
 * Lists the n-grams of a text. Columns and not a call for each: there are hundreds in a sentence.
 * @param marks as `markTone` gives them; read only where `options.negation` is set.
 * @param into is overwritten and returned, so that a loop over texts allocates nothing.
 */
export function gramsOf(
  tokens: Tokens,
  options: GramOptions,
  marks: Uint8Array,
  into: Grams = emptyGrams(),
): Grams {
  const { count, hash } = tokens;
  if (into.hash.length < 4 * count) grow(into, 4 * count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const word = hash[i] ?? 0;
    at = put(into, at, word, i, i);
    if (options.words === 2 && i + 1 < count) at = put(into, at, pair(word, hash[i + 1] ?? 0), i, i + 1);
    if (options.skips && i + 2 < count) at = put(into, at, pair(word ^ SKIPPED, hash[i + 2] ?? 0), i, i + 2);
    if (options.negation && ((marks[i] ?? 0) & NEGATED) !== 0)
      at = put(into, at, pair(word, NEGATED_WORD), i, i);
  }
  into.words = at;
  into.count = options.characters === null ? at : characterGrams(tokens, options.characters, into, at);
  return into;
}

function put({ hash, first, last }: Grams, at: number, h: number, from: number, to: number): number {
  hash[at] = h;
  first[at] = from;
  last[at] = to;
  return at + 1;
}

/** N-grams within each word and its two borders, which are written as a space. */
function characterGrams(
  tokens: Tokens,
  [shortest, longest]: readonly [number, number],
  into: Grams,
  begin: number,
): number {
  const { count, kind, from, to, text } = tokens;
  let filled = begin;
  for (let i = 0; i < count; i++) {
    if (kind[i] !== WORD) continue;
    const low = from[i] ?? 0;
    const high = to[i] ?? 0;
    const most = filled + (high - low + 2) * longest;
    if (into.hash.length < most) grow(into, most);
    const { hash, first, last } = into;
    for (let start = low - 1; start + shortest <= high + 1; start++) {
      let h = start < low ? step(CHARACTER_BASIS, 32) : CHARACTER_BASIS;
      const inner = Math.max(start, low);
      const end = Math.min(high + 1, start + longest);
      const least = start + shortest - 1;
      for (let c = inner; c < end; c++) {
        h = step(h, c === high ? 32 : text.charCodeAt(c));
        if (c < least) continue;
        hash[filled] = finish(h);
        first[filled] = i;
        last[filled] = i;
        filled++;
      }
    }
  }
  return filled;
}
