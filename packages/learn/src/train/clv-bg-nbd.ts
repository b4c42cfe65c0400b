import type { Result } from '../result.js';
import type { BgNbd, History } from '../value/bg-nbd.js';
import { logBeta, logGamma } from '../value/special.js';
import { type ClvError, type ClvFit, fitByLikelihood } from './clv-fit.js';
import { type Grouped, groupHistories } from './clv-histories.js';

/**
 * −Σ ln L at ln r, ln alpha, ln a, ln b. The gamma functions depend on x alone, so they are made once for each x: what is
 * left for each customer is two logarithms.
 */
function negativeLogLikelihood(data: Grouped): (logs: Float64Array) => number {
  const sizes = data.largestX + 1;
  const shared = new Float64Array(sizes);
  const alive = new Float64Array(sizes);
  const gone = new Float64Array(sizes);
  return (logs) => {
    const [r = 1, alpha = 1, a = 1, b = 1] = logs.map(Math.exp);
    const start = r * Math.log(alpha) - logGamma(r) - logBeta(a, b);
    for (let x = 0; x < sizes; x++) {
      shared[x] = start + logGamma(r + x);
      alive[x] = logBeta(a, b + x);
      gone[x] = x > 0 ? logBeta(a + 1, b + x - 1) : 0;
    }
    let sum = 0;
    for (let i = 0; i < data.count.length; i++) {
      const x = data.x[i] ?? 0;
      const stays = (alive[x] ?? 0) - (r + x) * Math.log(alpha + (data.T[i] ?? 0));
      let log = stays;
      if (x > 0) {
        const leaves = (gone[x] ?? 0) - (r + x) * Math.log(alpha + (data.tx[i] ?? 0));
        log = Math.max(stays, leaves) + Math.log1p(Math.exp(-Math.abs(stays - leaves)));
      }
      sum += (data.count[i] ?? 0) * ((shared[x] ?? 0) + log);
    }
    return -sum;
  };
}

/**
 * Fits BG/NBD to customers' histories by maximum likelihood.
 * @returns an error where the data do not determine the parameters, such as where nobody bought twice.
 * @throws RangeError for no customers or an impossible history.
 */
export function fitBgNbd(histories: readonly History[]): Result<ClvFit<BgNbd>, ClvError> {
  const data = groupHistories(histories);
  if (data.largestX === 0) return { ok: false, error: { message: 'no customer bought twice' } };
  // Time's unit is the caller's: alpha starts at the mean T, the others near what retailers show.
  const meanT = histories.reduce((sum, { T }) => sum + T, 0) / histories.length;
  return fitByLikelihood(
    negativeLogLikelihood(data),
    [[-1, Math.log(meanT / 5), 0, 0.5]],
    ([r = 1, alpha = 1, a = 1, b = 1]) => ({ kind: 'bg-nbd', r, alpha, a, b }),
  );
}
