/**
 * Which of many findings to keep so that the expected share of false ones among them is at most `level` (Benjamini and
 * Hochberg 1995, procedure 1): all up to the largest k with p₍k₎ <= k/m · level. Where nothing is real, the chance of any
 * finding is at most `level` too.
 * @param p one for each test made, also for those nobody would show; in [0, 1].
 * @returns whether each is kept, and the largest p that was (0 where none).
 */
export function benjaminiHochberg(
  p: ArrayLike<number>,
  level: number,
): { readonly kept: readonly boolean[]; readonly threshold: number } {
  if (!(level > 0 && level < 1)) throw new RangeError(`a level of ${level}`);
  const sorted = Float64Array.from(p).sort();
  let threshold = 0;
  sorted.forEach((value, i) => {
    if (!(value >= 0 && value <= 1)) throw new RangeError(`a p of ${value}`);
    if (value <= ((i + 1) / sorted.length) * level) threshold = value;
  });
  const any = sorted.length > 0 && (sorted[0] ?? 1) <= threshold;
  return { kept: Array.from(p, (value) => any && value <= threshold), threshold };
}
