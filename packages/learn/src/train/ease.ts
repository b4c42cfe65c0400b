import type { ItemWeights } from '../recommend/neighbours.js';

/**
 * Inverse of a symmetric positive definite matrix by Cholesky's factor, n x n, row-major.
 * @throws RangeError where it is not positive definite.
 */
export function invertPositive(a: Float64Array, n: number): Float64Array {
  const l = Float64Array.from(a);
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = l[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0);
      if (i === j) {
        if (!(sum > 0)) throw new RangeError('the matrix is not positive definite');
        l[i * n + j] = Math.sqrt(sum);
      } else l[i * n + j] = sum / (l[j * n + j] ?? 1);
    }
  // The inverse of the factor, then its product with itself.
  const m = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    m[j * n + j] = 1 / (l[j * n + j] ?? 1);
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= (l[i * n + k] ?? 0) * (m[k * n + j] ?? 0);
      m[i * n + j] = sum / (l[i * n + i] ?? 1);
    }
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += (m[k * n + i] ?? 0) * (m[k * n + j] ?? 0);
      inverse[i * n + j] = sum;
      inverse[j * n + i] = sum;
    }
  return inverse;
}

/**
 * EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data", equation 8): B = I − P · diag(1 / diag P) with
 * P = (XᵀX + l2 · I)⁻¹, so that no item predicts itself.
 * @param gram XᵀX of the binary customers x items matrix, items x items.
 * @param l2 > 0.
 */
export function trainEase(gram: Float64Array, items: number, l2: number): ItemWeights {
  if (!(l2 > 0)) throw new RangeError(`l2 must be above 0, not ${l2}`);
  const a = Float64Array.from(gram);
  for (let i = 0; i < items; i++) a[i * items + i] = (a[i * items + i] ?? 0) + l2;
  const p = invertPositive(a, items);
  const weights = new Float64Array(items * items);
  for (let i = 0; i < items; i++)
    for (let j = 0; j < items; j++)
      if (i !== j) weights[i * items + j] = -(p[i * items + j] ?? 0) / (p[j * items + j] ?? 1);
  return { items, weights };
}
