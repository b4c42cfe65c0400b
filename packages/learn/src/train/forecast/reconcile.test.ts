import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Node, reconcile, shrunkCovariance, structuralVariance, withBottom } from './reconcile.js';

interface Golden {
  readonly members: readonly (readonly number[])[];
  readonly base: readonly number[];
  readonly residuals: readonly (readonly number[])[];
  readonly lambda: number;
  readonly covariance: readonly number[];
  readonly variance: readonly number[];
  readonly structural: readonly number[];
  readonly wls: readonly number[];
  readonly mint: readonly number[];
  readonly ols: readonly number[];
}

// By numpy with explicit inverses: ../../forecast/golden/make-reconcile-golden.py.
const golden = JSON.parse(
  readFileSync(new URL('../../forecast/golden/reconcile.json', import.meta.url), 'utf8'),
) as Golden;
const nodes: Node[] = golden.members.map((members, i) => ({ name: `n${i}`, members }));
const base = Float64Array.from(golden.base);

const near = (ours: Float64Array, theirs: readonly number[]): void => {
  for (const [i, value] of theirs.entries())
    expect(Math.abs((ours[i] ?? Number.NaN) - value)).toBeLessThan(1e-9);
};

describe('reconciliation', () => {
  it('equals the textbook formula by numpy', () => {
    near(reconcile(nodes, 4, base, new Float64Array(9).fill(1)), golden.ols);
    near(reconcile(nodes, 4, base, structuralVariance(nodes)), golden.structural);
    near(reconcile(nodes, 4, base, Float64Array.from(golden.variance)), golden.wls);
    const { covariance, lambda } = shrunkCovariance(golden.residuals.map((one) => Float64Array.from(one)));
    expect(lambda).toBeCloseTo(golden.lambda, 12);
    near(covariance, golden.covariance);
    near(reconcile(nodes, 4, base, covariance), golden.mint);
  });

  it('adds up, and leaves what adds up already', () => {
    const made = reconcile(nodes, 4, base, Float64Array.from(golden.variance));
    for (const [i, { members }] of nodes.entries()) {
      const sum = members.reduce((total, j) => total + (made[5 + j] ?? 0), 0);
      expect(Math.abs((made[i] ?? 0) - sum)).toBeLessThan(1e-9);
    }
    expect(base[0]).not.toBeCloseTo((base[1] ?? 0) + (base[2] ?? 0), 3);
    near(reconcile(nodes, 4, made, structuralVariance(nodes)), Array.from(made));
  });

  it('moves least what is surest', () => {
    const sure = new Float64Array(9).fill(1);
    sure[0] = 1e-9;
    expect(reconcile(nodes, 4, base, sure)[0]).toBeCloseTo(base[0] ?? 0, 5);
  });

  it('takes the lowest series last, and refuses what does not fit', () => {
    const two = withBottom([{ name: 'all', members: [0, 1] }], ['a', 'b']);
    expect(two.map(({ members }) => members)).toEqual([[0, 1], [0], [1]]);
    expect(() => reconcile(two, 2, Float64Array.of(1, 2), structuralVariance(two))).toThrow(RangeError);
    expect(() => reconcile(two, 2, Float64Array.of(1, 2, 3), Float64Array.of(1, 0, 1))).toThrow(RangeError);
    expect(() => shrunkCovariance([Float64Array.of(1, 2)])).toThrow(RangeError);
  });
});
