import type { Result } from '../result.js';
import { solveCholesky } from './cholesky.js';
import { hessianOf, type Minimum, minimize } from './clv-minimize.js';

/** A model of maximum likelihood with what its parameters may as well have been. */
export interface ClvFit<Model> {
  readonly model: Model;
  /** Σ ln L of all customers at the maximum. */
  readonly logLikelihood: number;
  /** Covariance of the logarithms of the parameters, row-major, in the order of the model's fields: the inverse Hessian. */
  readonly covariance: Float64Array;
}

export type ClvError = { readonly message: string };

/** Logarithms beyond these bounds say that the data do not determine the parameter: the likelihood keeps rising. */
const furthest = 12;

/**
 * Maximises the likelihood over logarithms of the parameters, as all are positive.
 * @param negative −Σ ln L at the logarithms.
 */
export function fitByLikelihood<Model>(
  negative: (logs: Float64Array) => number,
  starts: readonly (readonly number[])[],
  modelOf: (values: Float64Array) => Model,
): Result<ClvFit<Model>, ClvError> {
  const bounded = (logs: Float64Array): number =>
    logs.some((value) => Math.abs(value) > furthest) ? Number.POSITIVE_INFINITY : negative(logs);
  let best: Minimum | undefined;
  for (const start of starts) {
    const found = minimize(bounded, start);
    if (found.converged && (best === undefined || found.value < best.value)) best = found;
  }
  if (best === undefined || best.at.some((value) => Math.abs(value) > furthest - 1))
    return { ok: false, error: { message: 'the purchases do not determine the parameters of the model' } };
  const n = best.at.length;
  const hessian = hessianOf(bounded, best.at);
  const covariance = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    covariance.set(solveCholesky(Float64Array.from(hessian), unit, n), j * n);
  }
  if (covariance.some((value, k) => !Number.isFinite(value) || (k % (n + 1) === 0 && value <= 0)))
    return { ok: false, error: { message: 'the purchases leave a parameter of the model open' } };
  return {
    ok: true,
    value: { model: modelOf(best.at.map(Math.exp)), logLikelihood: -best.value, covariance },
  };
}
