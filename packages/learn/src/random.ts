/** A seeded stream of numbers; the same seed gives the same stream on every engine. */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2^-32. */
  next(): number;
  /** Uniform whole number in [0, n). */
  int(n: number): number;
  /** Standard normal (Box–Muller, one value a call). */
  normal(): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends { length: number; [index: number]: unknown }>(values: T): T;
}

/**
 * The generator sfc32 (Doty-Humphrey, PractRand 2010), 128 bits of state, seeded with `seed` and warmed up.
 * @param seed any finite number; its fraction is dropped and it is taken modulo 2^64.
 */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = Math.trunc(seed / 4294967296) >>> 0;
  let c = Math.trunc(seed) >>> 0;
  let counter = 1;
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  // Near seeds share most bits at first; the author's advice is to drop the first dozen and more.
  for (let i = 0; i < 20; i++) draw();

  const next = (): number => draw() / 4294967296;
  const int = (n: number): number => Math.floor(next() * n);
  return {
    next,
    int,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (values) => {
      for (let i = values.length - 1; i > 0; i--) {
        const j = int(i + 1);
        const kept = values[i];
        values[i] = values[j];
        values[j] = kept;
      }
      return values;
    },
  };
}
