import { finish, step, WORD_BASIS } from './hash.js';
import { normalise } from './normalise.js';

/** What a token is: a word (letters, digits, underscore, apostrophe) or a single other mark. */
export const WORD = 1;
export const MARK = 2;

/** The tokens of a text as columns; only the first `count` entries of each are meant. */
export interface Tokens {
  count: number;
  /** The normalised text, in lower case; `from` and `to` count in it. */
  text: string;
  from: Int32Array;
  to: Int32Array;
  hash: Uint32Array;
  kind: Uint8Array;
  /** 1 where a word of two or more letters has capitals only. */
  shouted: Uint8Array;
  /** As `Normalised.origin`. */
  origin: Int32Array | null;
}

export const emptyTokens = (): Tokens => ({
  count: 0,
  text: '',
  from: new Int32Array(64),
  to: new Int32Array(64),
  hash: new Uint32Array(64),
  kind: new Uint8Array(64),
  shouted: new Uint8Array(64),
  origin: null,
});

function grow(tokens: Tokens): void {
  const size = 2 * tokens.from.length;
  const longer = <T extends Int32Array | Uint32Array | Uint8Array>(next: T, now: T): T => {
    next.set(now);
    return next;
  };
  tokens.from = longer(new Int32Array(size), tokens.from);
  tokens.to = longer(new Int32Array(size), tokens.to);
  tokens.hash = longer(new Uint32Array(size), tokens.hash);
  tokens.kind = longer(new Uint8Array(size), tokens.kind);
  tokens.shouted = longer(new Uint8Array(size), tokens.shouted);
}

const isSpace = (c: number): boolean =>
  c === 32 || (c >= 9 && c <= 13) || c === 0xa0 || c === 0x2028 || c === 0x2029 || c === 0xfeff;

/** ASCII exactly; beyond it, letters of any script by ranges, because a Unicode test a character would cost more than the rest. */
const isWord = (c: number): boolean =>
  c < 128
    ? (c >= 97 && c <= 122) || (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || c === 39 || c === 95
    : (c >= 0xc0 && c < 0x2000 && c !== 0xd7 && c !== 0xf7) ||
      (c >= 0x2c00 && c < 0xd800 && !(c >= 0x2e00 && c < 0x2e80) && !(c >= 0x3000 && c < 0x3040)) ||
      (c >= 0xf900 && c < 0xfe00);

const isHigh = (c: number): boolean => c >= 0xd800 && c < 0xdc00;

/**
 * Parts a text into words and marks, `[\w']+|[^\w\s]` for ASCII, with a hash of each in lower case. A character more than
 * twice in a row counts twice ("sooo" is "soo"); apostrophes at a word's ends stay, as "n't" needs them.
 * @param into is overwritten and returned, so that a loop over texts allocates nothing.
 */
export function tokenize(original: string, into: Tokens = emptyTokens()): Tokens {
  const { text: cased, origin } = normalise(original);
  const lower = cased.toLowerCase();
  // A few characters have a longer lower case (İ), which would move every range; such a text is lowered one by one.
  const text =
    lower.length === cased.length
      ? lower
      : Array.from(cased, (c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
  into.text = text;
  into.origin = origin;
  let count = 0;
  let i = 0;
  const { length } = text;
  while (i < length) {
    const c = text.charCodeAt(i);
    if (isSpace(c)) {
      i++;
      continue;
    }
    if (count === into.from.length) grow(into);
    const begin = i;
    let hash = step(WORD_BASIS, c);
    let capitals = 0;
    i++;
    if (isWord(c)) {
      let before = c;
      let run = 1;
      if (cased.charCodeAt(begin) !== c) capitals++;
      while (i < length) {
        const d = text.charCodeAt(i);
        if (!isWord(d)) break;
        run = d === before ? run + 1 : 1;
        before = d;
        if (run <= 2) hash = step(hash, d);
        if (cased.charCodeAt(i) !== d) capitals++;
        i++;
      }
      into.kind[count] = WORD;
      into.shouted[count] = capitals >= 2 && capitals === i - begin ? 1 : 0;
    } else {
      if (isHigh(c) && i < length) {
        hash = step(hash, text.charCodeAt(i));
        i++;
      }
      into.kind[count] = MARK;
      into.shouted[count] = 0;
    }
    into.from[count] = begin;
    into.to[count] = i;
    into.hash[count] = finish(hash);
    count++;
  }
  into.count = count;
  return into;
}

/** Where token `i` begins and ends in the text as it was given. */
export function originalRange(tokens: Tokens, i: number): { start: number; end: number } {
  const from = tokens.from[i] ?? 0;
  const to = tokens.to[i] ?? 0;
  const { origin } = tokens;
  if (origin === null) return { start: from, end: to };
  const start = origin[from] ?? 0;
  // A replaced piece has one start for all of its units; its end is where the next other unit begins.
  let next = to;
  while (next < origin.length - 1 && (origin[next] ?? 0) <= (origin[to - 1] ?? 0)) next++;
  return { start, end: origin[next] ?? start };
}
