/**
 * Shapley's share of each of four inputs (Shapley 1953): its mean effect over all orders in which they could change. The four
 * add up to f(15) − f(0).
 * @param f the figure with the inputs of the set, bits 0 to 3, as the customer's and the others as the reference's.
 */
export function shares(f: (changed: number) => number): number[] {
  const values = Float64Array.from({ length: 16 }, (_, set) => f(set));
  // |S|! (3 − |S|)! / 4! by the size of the set before.
  const weights = [1 / 4, 1 / 12, 1 / 12, 1 / 4];
  return [0, 1, 2, 3].map((input) => {
    let sum = 0;
    for (let set = 0; set < 16; set++) {
      if ((set >> input) & 1) continue;
      const size = [0, 1, 2, 3].filter((other) => (set >> other) & 1).length;
      sum += (weights[size] ?? 0) * ((values[set | (1 << input)] ?? 0) - (values[set] ?? 0));
    }
    return sum;
  });
}
