import { expect, test } from 'vitest';
import { createRandom } from '../random.js';
import { solveCholesky } from './cholesky.js';

test('solves a system of random positive definite matrices', () => {
  const random = createRandom(1);
  for (const n of [1, 2, 5, 12]) {
    const b = Float64Array.from({ length: n * n }, () => random.normal());
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = i === j ? 0.1 : 0;
        for (let k = 0; k < n; k++) sum += (b[i * n + k] ?? 0) * (b[j * n + k] ?? 0);
        a[i * n + j] = sum;
      }
    }
    const x = Float64Array.from({ length: n }, () => random.normal());
    const right = x.map((_, i) => x.reduce((sum, v, j) => sum + (a[i * n + j] ?? 0) * v, 0));
    const solved = solveCholesky(a.slice(), right, n);
    for (const [i, value] of x.entries()) expect(solved[i]).toBeCloseTo(value, 8);
  }
});

test('a singular matrix gives a finite answer', () => {
  const solved = solveCholesky(Float64Array.of(1, 1, 1, 1), Float64Array.of(2, 2), 2);
  expect((solved[0] ?? 0) + (solved[1] ?? 0)).toBeCloseTo(2, 6);
  expect(solved.every(Number.isFinite)).toBe(true);
});
