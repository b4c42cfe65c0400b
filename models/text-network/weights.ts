/**
 * A convolutional network over words with one kernel of three words (Y. Kim: Convolutional Neural Networks for Sentence
 * Classification, EMNLP 2014): embedding, convolution, rectifier, maximum over the words, linear layer, softmax.
 */
export interface NetworkWeights {
  readonly buckets: number;
  readonly width: number;
  readonly filters: number;
  readonly classes: number;
  /** [buckets, width]; row 0 is zero. */
  readonly embedding: Float32Array;
  /** [filters, width, 3], as ONNX's Conv wants it; one zero row of padding at either end. */
  readonly kernel: Float32Array;
  /** [filters] */
  readonly bias: Float32Array;
  /** [filters, classes] */
  readonly head: Float32Array;
  /** [classes] */
  readonly intercept: Float32Array;
}

/** What one text went through; `at` is the word at which a filter was largest, -1 where the rectifier shut it. */
export interface Pass {
  readonly pooled: Float32Array;
  readonly at: Int32Array;
  readonly p: Float64Array;
}

export const newPass = (w: NetworkWeights): Pass => ({
  pooled: new Float32Array(w.filters),
  at: new Int32Array(w.filters),
  p: new Float64Array(w.classes),
});

/** One filter's sum at one word. */
function convolve(w: NetworkWeights, rows: Int32Array, f: number, t: number): number {
  const { width, embedding, kernel } = w;
  let sum = w.bias[f] ?? 0;
  for (let k = 0; k < 3; k++) {
    const row = rows[t + k - 1] ?? 0;
    if (row === 0) continue;
    const from = row * width;
    const own = f * width * 3 + k;
    for (let d = 0; d < width; d++) sum += (embedding[from + d] ?? 0) * (kernel[own + 3 * d] ?? 0);
  }
  return sum;
}

export function softmax(p: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY;
  for (const value of p) top = Math.max(top, value);
  let sum = 0;
  for (let c = 0; c < p.length; c++) {
    const e = Math.exp((p[c] ?? 0) - top);
    p[c] = e;
    sum += e;
  }
  for (let c = 0; c < p.length; c++) p[c] = (p[c] ?? 0) / sum;
}

/** The maximum of every filter over the words, into `pass`. */
export function poolInto(pass: Pass, w: NetworkWeights, rows: Int32Array): void {
  for (let f = 0; f < w.filters; f++) {
    let best = 0;
    let at = -1;
    for (let t = 0; t < rows.length; t++) {
      const sum = convolve(w, rows, f, t);
      if (sum > best) {
        best = sum;
        at = t;
      }
    }
    pass.pooled[f] = best;
    pass.at[f] = at;
  }
}

/** Class probabilities from the pooled filters, into `pass`. */
export function headInto(pass: Pass, w: NetworkWeights): void {
  for (let c = 0; c < w.classes; c++) {
    let sum = w.intercept[c] ?? 0;
    for (let f = 0; f < w.filters; f++) sum += (pass.pooled[f] ?? 0) * (w.head[f * w.classes + c] ?? 0);
    pass.p[c] = sum;
  }
  softmax(pass.p);
}

/** Class probabilities of one encoded text, computed plainly: what the file must say in any runtime. */
export function plainProbabilities(w: NetworkWeights, rows: Int32Array): Float64Array {
  const pass = newPass(w);
  poolInto(pass, w, rows);
  headInto(pass, w);
  return pass.p;
}
