/** A group's part of a rate or a mean at two moments: weight (rows) and sum (successes, or of the values). */
export interface RatePart {
  readonly before: { readonly n: number; readonly sum: number };
  readonly after: { readonly n: number; readonly sum: number };
}

export interface RateEffect {
  /** By its own rate having changed. */
  readonly within: number;
  /** By its share of the rows having changed; against the mean rate, so that more of an average group is no effect. */
  readonly mix: number;
}

/**
 * Who moved a rate: rate after − rate before as a sum of each group's rate effect and composition effect, averaged over
 * both orders (Kitagawa 1955, "Components of a difference between two rates", eq. for two components). Composition is
 * counted from the mean of both overall rates, which changes no sum. A group that is absent on one side has no rate there,
 * so all of its effect is composition. All effects add up to the change.
 * @throws RangeError where a side has no rows.
 */
export function decomposeRate(parts: readonly RatePart[]): RateEffect[] {
  const sum = (pick: (part: RatePart) => number): number => parts.reduce((all, part) => all + pick(part), 0);
  const n0 = sum(({ before }) => before.n);
  const n1 = sum(({ after }) => after.n);
  if (!(n0 > 0 && n1 > 0)) throw new RangeError('a side has no rows');
  const overall = (sum(({ before }) => before.sum) / n0 + sum(({ after }) => after.sum) / n1) / 2;
  return parts.map(({ before, after }) => {
    const w0 = before.n / n0;
    const w1 = after.n / n1;
    if (w0 === 0 && w1 === 0) return { within: 0, mix: 0 };
    const r0 = w0 > 0 ? before.sum / before.n : after.sum / after.n;
    const r1 = w1 > 0 ? after.sum / after.n : r0;
    return { within: ((w0 + w1) / 2) * (r1 - r0), mix: (w1 - w0) * ((r0 + r1) / 2 - overall) };
  });
}
