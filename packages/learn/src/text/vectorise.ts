import type { SparseRows } from '../train/softmax.js';
import {
  CHARACTER_BLOCK,
  emptyGrams,
  type GramOptions,
  gramsOf,
  markTone,
  type ToneRules,
  WORD_BLOCK,
} from './grams.js';
import { emptyTokens, tokenize } from './tokens.js';

/** The features of a set of texts: hashes in the order of first sight, in how many texts each is, and its idf. */
export interface Vocabulary {
  readonly hashes: Uint32Array;
  readonly blocks: Uint8Array;
  readonly documents: Int32Array;
  /** ln((1 + texts) / (1 + documents)) + 1, as scikit-learn's smoothed idf. */
  readonly idf: Float32Array;
  readonly indexOf: ReadonlyMap<number, number>;
}

interface Counted {
  readonly starts: Int32Array;
  readonly ids: Int32Array;
  readonly counts: Uint16Array;
}

/** Counts every n-gram of every text. */
function count(
  texts: readonly string[],
  options: GramOptions,
  rules: ToneRules,
  idOf: (block: number, hash: number) => number,
): Counted {
  const starts = new Int32Array(texts.length + 1);
  let ids = new Int32Array(1 << 16);
  let counts = new Uint16Array(1 << 16);
  let filled = 0;
  const tokens = emptyTokens();
  const grams = emptyGrams();
  let marks = new Uint8Array(64);
  // Where the current text has feature id already; texts are told apart by their number.
  let seenIn = new Int32Array(1 << 16).fill(-1);
  let seenAt = new Int32Array(1 << 16);
  for (const [row, text] of texts.entries()) {
    tokenize(text, tokens);
    if (marks.length < tokens.count) marks = new Uint8Array(2 * tokens.count);
    if (options.negation) markTone(tokens, rules, marks);
    gramsOf(tokens, options, marks, grams);
    for (let gram = 0; gram < grams.count; gram++) {
      const id = idOf(gram < grams.words ? WORD_BLOCK : CHARACTER_BLOCK, grams.hash[gram] ?? 0);
      if (id < 0) continue;
      if (id >= seenIn.length) {
        const wider = new Int32Array(2 * id).fill(-1);
        wider.set(seenIn);
        seenIn = wider;
        const at = new Int32Array(2 * id);
        at.set(seenAt);
        seenAt = at;
      }
      if (seenIn[id] === row) {
        const at = seenAt[id] ?? 0;
        counts[at] = Math.min(65535, (counts[at] ?? 0) + 1);
        continue;
      }
      if (filled === ids.length) {
        const longer = new Int32Array(2 * filled);
        longer.set(ids);
        ids = longer;
        const more = new Uint16Array(2 * filled);
        more.set(counts);
        counts = more;
      }
      seenIn[id] = row;
      seenAt[id] = filled;
      ids[filled] = id;
      counts[filled] = 1;
      filled++;
    }
    starts[row + 1] = filled;
  }
  return { starts, ids: ids.subarray(0, filled), counts: counts.subarray(0, filled) };
}

/** The features that at least `minDocuments` of the texts have. */
export function buildVocabulary(
  texts: readonly string[],
  options: GramOptions,
  rules: ToneRules,
  minDocuments = 2,
): Vocabulary {
  const found = new Map<number, number>();
  const hashes: number[] = [];
  const blocks: number[] = [];
  const { ids } = count(texts, options, rules, (block, hash) => {
    const known = found.get(hash);
    if (known !== undefined) return known;
    const id = hashes.length;
    found.set(hash, id);
    hashes.push(hash);
    blocks.push(block);
    return id;
  });
  const documents = new Int32Array(hashes.length);
  for (const id of ids) documents[id] = (documents[id] ?? 0) + 1;
  const kept = Int32Array.from(documents.keys()).filter((id) => (documents[id] ?? 0) >= minDocuments);
  return {
    hashes: Uint32Array.from(kept, (id) => hashes[id] ?? 0),
    blocks: Uint8Array.from(kept, (id) => blocks[id] ?? 0),
    documents: Int32Array.from(kept, (id) => documents[id] ?? 0),
    idf: Float32Array.from(kept, (id) => Math.log((1 + texts.length) / (1 + (documents[id] ?? 0))) + 1),
    indexOf: new Map(Array.from(kept, (id, at) => [hashes[id] ?? 0, at])),
  };
}

/** Only some of the features, in the given order. */
export function subVocabulary(all: Vocabulary, chosen: Int32Array): Vocabulary {
  const hashes = Uint32Array.from(chosen, (j) => all.hashes[j] ?? 0);
  return {
    hashes,
    blocks: Uint8Array.from(chosen, (j) => all.blocks[j] ?? 0),
    documents: Int32Array.from(chosen, (j) => all.documents[j] ?? 0),
    idf: Float32Array.from(chosen, (j) => all.idf[j] ?? 0),
    indexOf: new Map(Array.from(hashes, (hash, at) => [hash, at])),
  };
}

/** Sublinear tf-idf of the vocabulary's features, each block of each row scaled to length 1. */
export function tfIdf(
  texts: readonly string[],
  vocabulary: Vocabulary,
  options: GramOptions,
  rules: ToneRules,
): SparseRows {
  const { starts, ids, counts } = count(
    texts,
    options,
    rules,
    (_, hash) => vocabulary.indexOf.get(hash) ?? -1,
  );
  const values = new Float32Array(ids.length);
  const square = [0, 0];
  for (let row = 0; row < texts.length; row++) {
    square.fill(0);
    const [begin, end] = [starts[row] ?? 0, starts[row + 1] ?? 0];
    for (let at = begin; at < end; at++) {
      const id = ids[at] ?? 0;
      const value = (1 + Math.log(counts[at] ?? 1)) * (vocabulary.idf[id] ?? 0);
      values[at] = value;
      const block = vocabulary.blocks[id] ?? 0;
      square[block] = (square[block] ?? 0) + value * value;
    }
    for (let at = begin; at < end; at++)
      values[at] = (values[at] ?? 0) / Math.sqrt(square[vocabulary.blocks[ids[at] ?? 0] ?? 0] ?? 1);
  }
  return { rows: texts.length, width: vocabulary.hashes.length, starts, columns: ids, values };
}
