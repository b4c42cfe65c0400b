/** Measures of labels against labels, both as class numbers of the same length. NaN where there are no rows. */
type Labels = ArrayLike<number>;

/** Share of rows whose label is right, 0..1. */
export function accuracy(found: Labels, truth: Labels): number {
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (found[i] === truth[i]) right++;
  return right / truth.length;
}

/** Unweighted mean of each class's F1, 0..1, over classes that are found or true somewhere. */
export function macroF1(found: Labels, truth: Labels, classes: number): number {
  const [hits, said, real] = [
    new Float64Array(classes),
    new Float64Array(classes),
    new Float64Array(classes),
  ];
  for (let i = 0; i < truth.length; i++) {
    const [f, t] = [found[i] ?? 0, truth[i] ?? 0];
    said[f] = (said[f] ?? 0) + 1;
    real[t] = (real[t] ?? 0) + 1;
    if (f === t) hits[t] = (hits[t] ?? 0) + 1;
  }
  let sum = 0;
  let met = 0;
  for (let k = 0; k < classes; k++) {
    const both = (said[k] ?? 0) + (real[k] ?? 0);
    if (both === 0) continue;
    met++;
    sum += (2 * (hits[k] ?? 0)) / both;
  }
  return sum / met;
}

/** The number of the largest of each row's `classes` values; the first where several are. */
export function topLabels(values: ArrayLike<number>, classes: number): Uint8Array {
  const out = new Uint8Array(values.length / classes);
  for (let i = 0; i < out.length; i++) {
    let best = 0;
    for (let k = 1; k < classes; k++)
      if ((values[i * classes + k] ?? 0) > (values[i * classes + best] ?? 0)) best = k;
    out[i] = best;
  }
  return out;
}

const pairs = (n: number): number => (n * (n - 1)) / 2;

/**
 * Adjusted Rand index of two partitions (Hubert & Arabie 1985): 1 for equal ones, about 0 for unrelated ones. 1 too where
 * both put everything in one part, or everything apart.
 */
export function adjustedRand(first: Labels, second: Labels): number {
  const joint = new Map<string, number>();
  const [a, b] = [new Map<number, number>(), new Map<number, number>()];
  for (let i = 0; i < first.length; i++) {
    const [f, s] = [first[i] ?? -1, second[i] ?? -1];
    joint.set(`${f} ${s}`, (joint.get(`${f} ${s}`) ?? 0) + 1);
    a.set(f, (a.get(f) ?? 0) + 1);
    b.set(s, (b.get(s) ?? 0) + 1);
  }
  const sum = (counts: Iterable<number>): number => {
    let total = 0;
    for (const count of counts) total += pairs(count);
    return total;
  };
  const [both, ofA, ofB] = [sum(joint.values()), sum(a.values()), sum(b.values())];
  const expected = (ofA * ofB) / pairs(first.length);
  const most = (ofA + ofB) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}
