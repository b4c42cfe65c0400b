import { squaredDistance } from './assign.js';

const pairs = (n: number): number => (n * (n - 1)) / 2;

/**
 * Adjusted Rand index of two labellings of the same rows (Hubert & Arabie 1985): 1 for the same partition whatever its names, 0
 * on average for independent ones. Two partitions without any choice (all in one, or each alone, in both) agree: 1.
 * @throws RangeError for lengths that differ.
 */
export function adjustedRand(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} labels cannot be compared with ${b.length}`);
  const both = new Map<string, number>();
  const [ofA, ofB] = [new Map<number, number>(), new Map<number, number>()];
  for (let i = 0; i < a.length; i++) {
    const [one, other] = [a[i] ?? 0, b[i] ?? 0];
    both.set(`${one} ${other}`, (both.get(`${one} ${other}`) ?? 0) + 1);
    ofA.set(one, (ofA.get(one) ?? 0) + 1);
    ofB.set(other, (ofB.get(other) ?? 0) + 1);
  }
  const count = (sizes: Iterable<number>): number => {
    let sum = 0;
    for (const size of sizes) sum += pairs(size);
    return sum;
  };
  const [together, inA, inB] = [count(both.values()), count(ofA.values()), count(ofB.values())];
  const expected = (inA * inB) / pairs(a.length);
  const most = (inA + inB) / 2;
  return most === expected || a.length < 2 ? 1 : (together - expected) / (most - expected);
}

/**
 * Mean silhouette of rows with labels (Rousseeuw 1987), −1..1: how much nearer a row is to its own cluster than to the next
 * one. A row alone in its cluster counts 0. Cost grows with the square of the rows: pass a sample of a few thousand at most.
 * NaN for fewer than two clusters.
 * @param x row-major, `d` columns.
 */
export function silhouette(x: Float64Array, d: number, labels: ArrayLike<number>): number {
  const n = labels.length;
  const names = new Map<number, number>();
  const own = Int32Array.from(labels, (label) => {
    const known = names.get(label) ?? names.size;
    names.set(label, known);
    return known;
  });
  const k = names.size;
  if (k < 2) return Number.NaN;
  const sizes = new Float64Array(k);
  for (const label of own) sizes[label] = (sizes[label] ?? 0) + 1;
  const sums = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let other = 0; other < i; other++) {
      const distance = Math.sqrt(squaredDistance(x, i, x, other, d));
      const [mine, theirs] = [i * k + (own[other] ?? 0), other * k + (own[i] ?? 0)];
      sums[mine] = (sums[mine] ?? 0) + distance;
      sums[theirs] = (sums[theirs] ?? 0) + distance;
    }
  }
  let total = 0;
  for (let i = 0; i < n; i++) {
    const mine = own[i] ?? 0;
    const size = sizes[mine] ?? 0;
    if (size < 2) continue;
    const inside = (sums[i * k + mine] ?? 0) / (size - 1);
    let outside = Number.POSITIVE_INFINITY;
    for (let c = 0; c < k; c++)
      if (c !== mine) outside = Math.min(outside, (sums[i * k + c] ?? 0) / (sizes[c] ?? 1));
    const widest = Math.max(inside, outside);
    total += widest > 0 ? (outside - inside) / widest : 0;
  }
  return total / n;
}
