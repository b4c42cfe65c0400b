import { cholesky, choleskySolve } from './dense.js';

/** A level's member: which of the lowest series it sums. */
export interface Node {
  readonly name: string;
  readonly members: readonly number[];
}

/** All members of all levels above `bottom` lowest series; the lowest series themselves come last, in order. */
export function withBottom(nodes: readonly Node[], bottom: readonly string[]): Node[] {
  return [...nodes, ...bottom.map((name, j) => ({ name, members: [j] }))];
}

/**
 * Variances of the structural scaling (WLS_s): each lowest series errs alike and alone, so a sum errs by how many it
 * sums (Wickramasuriya, Athanasopoulos & Hyndman 2019, section 2.4).
 */
export const structuralVariance = (nodes: readonly Node[]): Float64Array =>
  Float64Array.from(nodes, ({ members }) => members.length);

/**
 * The shrunk covariance of one-step errors: correlations are drawn towards 0 by Schäfer and Strimmer's (2005) estimate of
 * their noise, variances stay.
 * @param residuals an array a node, all of the same length n >= 3.
 * @returns row-major nodes × nodes, and the share drawn away.
 */
export function shrunkCovariance(residuals: readonly Float64Array[]): {
  covariance: Float64Array;
  lambda: number;
} {
  const k = residuals.length;
  const n = residuals[0]?.length ?? 0;
  if (n < 3 || residuals.some((one) => one.length !== n))
    throw new RangeError('residuals need the same length, at least 3');
  const deviations = residuals.map((one) => Math.sqrt(one.reduce((sum, e) => sum + e * e, 0) / n));
  const covariance = new Float64Array(k * k);
  let [noise, signal] = [0, 0];
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      const [a, b] = [residuals[i] ?? new Float64Array(n), residuals[j] ?? new Float64Array(n)];
      const [sa, sb] = [deviations[i] ?? 0, deviations[j] ?? 0];
      let mean = 0;
      for (let t = 0; t < n; t++) mean += ((a[t] ?? 0) * (b[t] ?? 0)) / n;
      covariance[i * k + j] = mean;
      if (i === j || !(sa > 0 && sb > 0)) continue;
      const r = mean / (sa * sb);
      let spread = 0;
      for (let t = 0; t < n; t++) spread += (((a[t] ?? 0) * (b[t] ?? 0)) / (sa * sb) - r) ** 2;
      noise += spread / (n * (n - 1));
      signal += r * r;
    }
  const lambda = signal > 0 ? Math.min(1, noise / signal) : 1;
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++)
      if (i !== j) covariance[i * k + j] = (covariance[i * k + j] ?? 0) * (1 - lambda);
  return { covariance, lambda };
}

const sums = (nodes: readonly Node[], bottom: Float64Array): Float64Array =>
  Float64Array.from(nodes, ({ members }) => members.reduce((sum, j) => sum + (bottom[j] ?? 0), 0));

/**
 * Forecasts of all nodes made to add up, with the least variance: S (S′W⁻¹S)⁻¹ S′W⁻¹ ŷ (Wickramasuriya and others 2019,
 * equation 6). With a diagonal W that is WLS, with a full one MinT.
 * @param base a forecast a node, in the order of `nodes`, whose last `bottom` are the lowest series.
 * @param weight variances of the nodes (diagonal W), or their covariance, row-major.
 * @throws RangeError when lengths do not fit or W is not positive definite.
 */
export function reconcile(
  nodes: readonly Node[],
  bottom: number,
  base: Float64Array,
  weight: Float64Array,
): Float64Array {
  const k = nodes.length;
  if (base.length !== k || (weight.length !== k && weight.length !== k * k))
    throw new RangeError(`${k} nodes have ${base.length} forecasts and ${weight.length} weights`);
  // W⁻¹ [S ŷ], then S′ of it.
  const full = weight.length === k * k && k > 1;
  const factor = full ? cholesky(weight, k) : null;
  const solved = (column: Float64Array): Float64Array => {
    if (factor !== null) return choleskySolve(factor, k, column);
    return column.map((value, i) => {
      const variance = weight[i] ?? 0;
      if (!(variance > 0)) throw new RangeError(`node ${i} has a variance of ${variance}`);
      return value / variance;
    });
  };
  const transposed = (column: Float64Array): Float64Array => {
    const result = new Float64Array(bottom);
    for (const [i, { members }] of nodes.entries())
      for (const j of members) result[j] = (result[j] ?? 0) + (column[i] ?? 0);
    return result;
  };
  const normal = new Float64Array(bottom * bottom);
  const column = new Float64Array(k);
  for (let j = 0; j < bottom; j++) {
    for (const [i, { members }] of nodes.entries()) column[i] = members.includes(j) ? 1 : 0;
    normal.set(transposed(solved(column)), j * bottom);
  }
  return sums(nodes, choleskySolve(cholesky(normal, bottom), bottom, transposed(solved(base))));
}
