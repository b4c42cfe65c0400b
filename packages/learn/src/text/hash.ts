/** Start of a word's hash, and of a character n-gram's: different, so that "it" as a word is not "it" within one. */
export const WORD_BASIS = 0x811c9dc5;
export const CHARACTER_BASIS = 0x4b1d5a37;

/** One step of FNV-1a (Fowler, Noll & Vo) over a UTF-16 code unit. */
export const step = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);

/** The finaliser of MurmurHash3 (Appleby): every bit of the input moves every bit of the result. Unsigned. */
export function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The hash of a pair in this order. Unsigned. */
export const pair = (first: number, second: number): number =>
  finish(Math.imul(first, 0x9e3779b1) ^ (second + 0x7f4a7c15));

/** The hash that `tokenize` gives to `word` (lower case, no character thrice in a row). Unsigned. */
export function wordHash(word: string): number {
  let hash = WORD_BASIS;
  for (let i = 0; i < word.length; i++) hash = step(hash, word.charCodeAt(i));
  return finish(hash);
}
