import { emptyTokens, tokenize } from '@aicrm/learn/text/tokens';

/** The classes in the order of the network's output. */
export const toneClasses = ['neutral', 'negative', 'positive'] as const;
export type ToneClass = (typeof toneClasses)[number];

/** Rows of the embedding. Words share rows by hash, so the file holds no list of words. Row 0 is "no word". */
export const BUCKETS = 6000;
/** Words and marks that are read; of the 45,588 training texts 6 are longer. */
export const MAX_TOKENS = 64;

const tokens = emptyTokens();

/** A text as embedding rows, 1 to BUCKETS - 1, at most `MAX_TOKENS` of them; null where it has no letter at all. */
export function encodeText(text: string): Int32Array | null {
  if (!/\p{L}/u.test(text)) return null;
  tokenize(text, tokens);
  return Int32Array.from(
    tokens.hash.subarray(0, Math.min(tokens.count, MAX_TOKENS)),
    (hash) => 1 + (hash % (BUCKETS - 1)),
  );
}
