import type { SparseRows } from './softmax.js';

export interface TopicOptions {
  readonly topics: number;
  /** Passes at most; default 3, since each further one follows the sample more than the subject. */
  readonly maxPasses?: number;
}

export interface Topics {
  readonly topics: number;
  readonly width: number;
  /** Unit vectors, `centres[t * width + j]`. */
  readonly centres: Float32Array;
  readonly labels: Uint16Array;
  /** Mean cosine of a row with the centre of its topic, 0..1. */
  readonly cohesion: number;
}

/**
 * Spherical k-means (Dhillon & Modha 2001) over rows of length 1, begun at the heaviest words. Rows without any feature get topic 0 and move no centre.
 * @throws RangeError for fewer rows than topics, or fewer than two topics.
 */
export function fitTopics(x: SparseRows, options: TopicOptions): Topics {
  const { topics: K, maxPasses = 3 } = options;
  if (!(Number.isInteger(K) && K >= 2)) throw new RangeError(`there must be two topics or more, not ${K}`);
  if (x.rows < K) throw new RangeError(`${x.rows} texts cannot have ${K} topics`);
  return run(x, K, begin(x, K), maxPasses);
}

/** The nearest topic of each row. */
export function assignTopics(x: SparseRows, { topics, width, centres }: Topics): Uint16Array {
  const labels = new Uint16Array(x.rows);
  for (let i = 0; i < x.rows; i++) labels[i] = nearest(x, i, centres, topics, width).topic;
  return labels;
}

function cosine(x: SparseRows, i: number, centres: Float32Array, from: number): number {
  let sum = 0;
  for (let at = x.starts[i] ?? 0; at < (x.starts[i + 1] ?? 0); at++)
    sum += (x.values[at] ?? 0) * (centres[from + (x.columns[at] ?? 0)] ?? 0);
  return sum;
}

function nearest(
  x: SparseRows,
  i: number,
  centres: Float32Array,
  K: number,
  width: number,
): { topic: number; cosine: number } {
  let [topic, most] = [0, Number.NEGATIVE_INFINITY];
  for (let t = 0; t < K; t++) {
    const c = cosine(x, i, centres, t * width);
    if (c > most) [topic, most] = [t, c];
  }
  return { topic, cosine: most };
}

const isEmpty = (x: SparseRows, i: number): boolean => x.starts[i] === x.starts[i + 1];

/**
 * Where topics begin: the word that weighs most over all rows, then the one that weighs most over the rows without it, and so
 * on; a centre is the mean of the rows that a word brought. No chance is in it, so that samples of the same messages begin alike.
 */
function begin(x: SparseRows, K: number): Float32Array {
  const centres = new Float32Array(K * x.width);
  const covered = new Uint8Array(x.rows);
  for (let t = 0; t < K; t++) {
    const weight = new Float64Array(x.width);
    for (let i = 0; i < x.rows; i++) {
      if (covered[i] === 1) continue;
      for (let at = x.starts[i] ?? 0; at < (x.starts[i + 1] ?? 0); at++) {
        const j = x.columns[at] ?? 0;
        weight[j] = (weight[j] ?? 0) + (x.values[at] ?? 0);
      }
    }
    let heaviest = 0;
    for (let j = 1; j < x.width; j++) if ((weight[j] ?? 0) > (weight[heaviest] ?? 0)) heaviest = j;
    const own = centres.subarray(t * x.width, (t + 1) * x.width);
    for (let i = 0; i < x.rows; i++) {
      if (covered[i] === 1) continue;
      const [from, to] = [x.starts[i] ?? 0, x.starts[i + 1] ?? 0];
      if (!x.columns.subarray(from, to).includes(heaviest)) continue;
      covered[i] = 1;
      for (let at = from; at < to; at++) {
        const j = x.columns[at] ?? 0;
        own[j] = (own[j] ?? 0) + (x.values[at] ?? 0);
      }
    }
  }
  return unit(centres, centres.slice(), K, x.width);
}

function run(x: SparseRows, K: number, begun: Float32Array, maxPasses: number): Topics {
  let centres = begun;
  const labels = new Uint16Array(x.rows);
  let cohesion = 0;
  for (let pass = 0; pass < maxPasses; pass++) {
    const sums = new Float32Array(K * x.width);
    let moved = 0;
    let total = 0;
    let counted = 0;
    for (let i = 0; i < x.rows; i++) {
      if (isEmpty(x, i)) continue;
      const { topic, cosine: c } = nearest(x, i, centres, K, x.width);
      if (pass === 0 || labels[i] !== topic) moved++;
      labels[i] = topic;
      total += c;
      counted++;
      for (let at = x.starts[i] ?? 0; at < (x.starts[i + 1] ?? 0); at++) {
        const j = topic * x.width + (x.columns[at] ?? 0);
        sums[j] = (sums[j] ?? 0) + (x.values[at] ?? 0);
      }
    }
    cohesion = counted > 0 ? total / counted : Number.NaN;
    if (moved === 0) break;
    centres = unit(sums, centres, K, x.width);
  }
  return { topics: K, width: x.width, centres, labels, cohesion };
}

/** Each topic's sum to length 1; a topic that lost all its rows stays where it was. */
function unit(sums: Float32Array, before: Float32Array, K: number, width: number): Float32Array {
  for (let t = 0; t < K; t++) {
    const part = sums.subarray(t * width, (t + 1) * width);
    const length = Math.sqrt(part.reduce((sum, v) => sum + v * v, 0));
    if (length === 0) part.set(before.subarray(t * width, (t + 1) * width));
    else for (let j = 0; j < width; j++) part[j] = (part[j] ?? 0) / length;
  }
  return sums;
}
