import type { Matrix } from '@aicrm/learn/model/ensemble';
import { createRandom } from '@aicrm/learn/random';

export interface Labelled {
  readonly x: Matrix;
  readonly y: Uint8Array;
}

/**
 * Normal columns, every fifth a count of few levels, one value in twenty missing; the outcome depends on six columns, one
 * interaction and noise, so that trees have something to find at every depth. The same on every engine.
 */
export function syntheticRows(rows: number, columns: number, seed: number): Labelled {
  const random = createRandom(seed);
  const data = new Float32Array(rows * columns);
  const y = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    for (let j = 0; j < columns; j++) row[j] = j % 5 === 4 ? random.int(6) : random.normal();
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = row;
    const t = a - 0.8 * b + a * c + 0.4 * (e - 2) + 0.5 * Math.sin(2 * d) + 0.3 * f * f - 1;
    y[i] = random.next() < 1 / (1 + Math.exp(-t)) ? 1 : 0;
    for (let j = 0; j < columns; j++) if (random.next() < 0.05) row[j] = Number.NaN;
  }
  return { x: { rows, columns, data }, y };
}
