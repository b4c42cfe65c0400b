import type { Result } from '../result.js';
import { type GammaGamma, gammaGammaLogLikelihood } from '../value/gamma-gamma.js';
import { type ClvError, type ClvFit, fitByLikelihood } from './clv-fit.js';

/** One customer's repeat purchases: how many, and their mean spend. */
export interface Spend {
  readonly x: number;
  readonly m: number;
}

/**
 * Fits Gamma-Gamma by maximum likelihood to the customers who bought again; the others (x = 0 or m = 0) say nothing.
 * @throws RangeError for a spend that is not finite or below 0.
 */
export function fitGammaGamma(spends: readonly Spend[]): Result<ClvFit<GammaGamma>, ClvError> {
  const known = spends.filter(({ x, m }) => {
    if (!Number.isFinite(m) || m < 0 || !Number.isInteger(x) || x < 0)
      throw new RangeError(`a customer cannot have ${x} purchases of ${m}`);
    return x > 0 && m > 0;
  });
  if (known.length < 3) return { ok: false, error: { message: 'fewer than three customers bought again' } };
  const mean = known.reduce((sum, { m }) => sum + m, 0) / known.length;
  const modelOf = ([p = 1, q = 1, v = 1]: Float64Array): GammaGamma => ({ kind: 'gamma-gamma', p, q, v });
  return fitByLikelihood(
    (logs) => {
      const model = modelOf(logs.map(Math.exp));
      let sum = 0;
      for (const { x, m } of known) sum -= gammaGammaLogLikelihood(model, x, m);
      return sum;
    },
    [[1, 1, Math.log(mean)]],
    modelOf,
  );
}
