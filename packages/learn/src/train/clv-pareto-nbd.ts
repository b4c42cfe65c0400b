import type { Result } from '../result.js';
import type { History } from '../value/bg-nbd.js';
import { type ParetoNbd, paretoNbdLogLikelihood } from '../value/pareto-nbd.js';
import { type ClvError, type ClvFit, fitByLikelihood } from './clv-fit.js';
import { groupHistories } from './clv-histories.js';

/**
 * Fits Pareto/NBD to customers' histories by maximum likelihood, without a prior: on customers that judge nothing here, a
 * normal prior on the logarithms made forecasts of the total worse, the more the stronger it was.
 * @returns an error where the data do not determine the parameters, as in records of a few weeks.
 * @throws RangeError for no customers or an impossible history.
 */
export function fitParetoNbd(histories: readonly History[]): Result<ClvFit<ParetoNbd>, ClvError> {
  const data = groupHistories(histories);
  if (data.largestX === 0) return { ok: false, error: { message: 'no customer bought twice' } };
  const meanT = histories.reduce((sum, { T }) => sum + T, 0) / histories.length;
  const modelOf = ([r = 1, alpha = 1, s = 1, beta = 1]: Float64Array): ParetoNbd => ({
    kind: 'pareto-nbd',
    r,
    alpha,
    s,
    beta,
  });
  const negative = (logs: Float64Array): number => {
    const model = modelOf(logs.map(Math.exp));
    let sum = 0;
    for (let i = 0; i < data.count.length; i++) {
      const history = { x: data.x[i] ?? 0, tx: data.tx[i] ?? 0, T: data.T[i] ?? 0 };
      sum -= (data.count[i] ?? 0) * paretoNbdLogLikelihood(model, history);
    }
    return sum;
  };
  return fitByLikelihood(negative, [[-0.5, Math.log(meanT / 3), -0.5, Math.log(meanT / 3)]], modelOf);
}
