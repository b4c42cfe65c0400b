/**
 * Population stability index of two histograms over the same bins: Σ (a − e) ln(a / e) over their shares. 0 for equal shapes;
 * by custom below .1 is stable, .1 to .25 a shift to look at, above .25 another population.
 * An empty bin counts as a share of 1e-4, since the index has no value at 0.
 * @param expected counts (or shares) of the rows trained on, >= 0.
 * @param actual counts of the newer rows, as many bins.
 * @throws RangeError when the numbers of bins differ or a side is empty.
 */
export function psi(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  if (expected.length !== actual.length) {
    throw new RangeError(`${expected.length} bins cannot be compared with ${actual.length}`);
  }
  const expectedTotal = total(expected);
  const actualTotal = total(actual);
  if (!(expectedTotal > 0 && actualTotal > 0)) throw new RangeError('a side has no rows');
  let sum = 0;
  for (let i = 0; i < expected.length; i++) {
    const e = Math.max((expected[i] ?? 0) / expectedTotal, 1e-4);
    const a = Math.max((actual[i] ?? 0) / actualTotal, 1e-4);
    sum += (a - e) * Math.log(a / e);
  }
  return sum;
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] ?? 0;
  return sum;
}
