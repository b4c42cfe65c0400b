import { createRandom, type Random } from '@aicrm/learn/random';
import type { Labelled } from '@aicrm/learn/train/text';
import { BUCKETS, encodeText, toneClasses } from './encode.js';
import { headInto, type NetworkWeights, newPass, type Pass, poolInto } from './weights.js';

export interface NetworkRecipe {
  readonly width: number;
  readonly filters: number;
  readonly passes: number;
  /** Step size of AdaGrad (Duchi, Hazan, Singer 2011). */
  readonly rate: number;
  /** Share of filters, and of words, that a training step does not see. */
  readonly dropout: number;
  readonly wordDropout: number;
  readonly seed: number;
}

export const networkRecipe: NetworkRecipe = {
  width: 16,
  filters: 64,
  passes: 6,
  rate: 0.04,
  dropout: 0.5,
  wordDropout: 0.15,
  seed: 1,
};

/** A block of weights with AdaGrad's sum of squared gradients. */
class Block {
  readonly values: Float32Array;
  readonly #squares: Float32Array;
  readonly #rate: number;
  constructor(size: number, rate: number, fill: () => number) {
    this.values = Float32Array.from({ length: size }, fill);
    this.#squares = new Float32Array(size).fill(1e-3);
    this.#rate = rate;
  }
  step(i: number, gradient: number): void {
    const squares = (this.#squares[i] ?? 0) + gradient * gradient;
    this.#squares[i] = squares;
    this.values[i] = (this.values[i] ?? 0) - (this.#rate * gradient) / Math.sqrt(squares);
  }
}

interface Blocks {
  readonly embedding: Block;
  readonly kernel: Block;
  readonly bias: Block;
  readonly head: Block;
  readonly intercept: Block;
}

/** The gradient of one text, applied at once: only the words at which a filter was largest move. */
function learn(w: NetworkWeights, blocks: Blocks, pass: Pass, rows: Int32Array, y: number, weight: number) {
  const { width, filters, classes } = w;
  const dlogit = Float64Array.from(pass.p, (p, c) => weight * (p - Number(c === y)));
  const dpooled = new Float64Array(filters);
  for (let f = 0; f < filters; f++) {
    const value = pass.pooled[f] ?? 0;
    if (value === 0) continue;
    for (let c = 0; c < classes; c++) {
      const at = f * classes + c;
      dpooled[f] = (dpooled[f] ?? 0) + (dlogit[c] ?? 0) * (w.head[at] ?? 0);
      blocks.head.step(at, (dlogit[c] ?? 0) * value);
    }
  }
  for (let c = 0; c < classes; c++) blocks.intercept.step(c, dlogit[c] ?? 0);
  for (let f = 0; f < filters; f++) {
    const t = pass.at[f] ?? -1;
    const gradient = dpooled[f] ?? 0;
    if (t < 0 || gradient === 0) continue;
    blocks.bias.step(f, gradient);
    for (let k = 0; k < 3; k++) {
      const row = rows[t + k - 1] ?? 0;
      if (row === 0) continue;
      for (let d = 0; d < width; d++) {
        const own = f * width * 3 + d * 3 + k;
        const x = w.embedding[row * width + d] ?? 0;
        blocks.embedding.step(row * width + d, gradient * (w.kernel[own] ?? 0));
        blocks.kernel.step(own, gradient * x);
      }
    }
  }
}

const drop = (rows: Int32Array, share: number, random: Random): Int32Array =>
  rows.map((row) => (random.next() < share ? 0 : row));

/**
 * Trains the network on labelled texts (class numbers of `toneClasses`), one text a step, in an order drawn from the seed.
 * @param progress is told the mean log loss of each pass, as trained (with dropout).
 */
export function trainNetwork(
  data: Labelled,
  recipe: NetworkRecipe = networkRecipe,
  progress: (pass: number, loss: number) => void = () => {},
): NetworkWeights {
  const random = createRandom(recipe.seed);
  const { width, filters, rate } = recipe;
  const classes = toneClasses.length;
  const normal = (scale: number) => () => scale * random.normal();
  const blocks: Blocks = {
    embedding: new Block(BUCKETS * width, rate, normal(0.25)),
    kernel: new Block(filters * width * 3, rate, normal(1 / Math.sqrt(3 * width))),
    bias: new Block(filters, rate, () => 0.05),
    head: new Block(filters * classes, rate, normal(1 / Math.sqrt(filters))),
    intercept: new Block(classes, rate, () => 0),
  };
  blocks.embedding.values.fill(0, 0, width);
  const w: NetworkWeights = {
    buckets: BUCKETS,
    width,
    filters,
    classes,
    embedding: blocks.embedding.values,
    kernel: blocks.kernel.values,
    bias: blocks.bias.values,
    head: blocks.head.values,
    intercept: blocks.intercept.values,
  };
  const encoded = data.texts.map(encodeText);
  const order = Int32Array.from(encoded, (_, i) => i);
  const pass = newPass(w);
  const keep = 1 / (1 - recipe.dropout);
  for (let round = 1; round <= recipe.passes; round++) {
    let loss = 0;
    for (const i of random.shuffle(order)) {
      const whole = encoded[i];
      if (!whole) continue;
      const rows = drop(whole, recipe.wordDropout, random);
      poolInto(pass, w, rows);
      for (let f = 0; f < filters; f++)
        pass.pooled[f] = random.next() < recipe.dropout ? 0 : (pass.pooled[f] ?? 0) * keep;
      headInto(pass, w);
      const y = data.labels[i] ?? 0;
      loss -= Math.log(Math.max(1e-12, pass.p[y] ?? 0));
      learn(w, blocks, pass, rows, y, data.weights?.[i] ?? 1);
    }
    progress(round, loss / encoded.length);
  }
  return w;
}
