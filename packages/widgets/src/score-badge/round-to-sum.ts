/**
 * Rounds numbers so that the rounded ones add up to the rounded sum: each is rounded down, and those that lost most get
 * the steps that are left (largest remainders, Hamilton's method). None moves by a whole step or more.
 *
 * @param digits Decimals that are kept, 0..15.
 */
export function roundToSum(values: readonly number[], digits: number): number[] {
  const scale = 10 ** digits;
  const down = values.map((value) => Math.floor(value * scale));
  const lost = values.map((value, i) => ({ i, size: value * scale - (down[i] ?? 0) }));
  const sum = values.reduce((total, value) => total + value, 0);
  const left = Math.round(sum * scale) - down.reduce((total, value) => total + value, 0);
  const up = new Set(
    lost
      .sort((one, other) => other.size - one.size || one.i - other.i)
      .slice(0, left)
      .map(({ i }) => i),
  );
  return down.map((value, i) => (value + (up.has(i) ? 1 : 0)) / scale);
}
