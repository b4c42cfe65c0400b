import { mean } from '@aicrm/learn/metrics';
import type { DriftLevel } from '@aicrm/schema/drift';

/** Expected successes or failures that a test by standard errors needs. */
export const leastVariance = 5;
/** Standard errors that chance exceeds once in 100 and once in 1,000 times. */
export const watchZ = 2.576;
export const alertZ = 3.291;

export interface CalibrationInTheLarge {
  readonly predicted: number;
  readonly observed: number;
  /** Standard errors between the two; null where there are too few surprises to tell. */
  readonly z: number | null;
  readonly level: DriftLevel;
  /** A sentence for a person. */
  readonly detail: string;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/**
 * Whether as many succeeded as were predicted, beyond what chance makes of independent rows (Cox 1958, the intercept alone).
 * @param p probabilities, 0..1; @param y outcomes, 0 or 1, as many.
 * @throws RangeError when the two differ in length.
 */
export function calibrationInTheLarge(p: Float64Array, y: Uint8Array): CalibrationInTheLarge {
  if (p.length !== y.length) throw new RangeError(`${p.length} probabilities of ${y.length} outcomes`);
  const variance = p.reduce((sum, one) => sum + one * (1 - one), 0);
  const predicted = mean(p);
  const observed = mean(y);
  // A model that was sure and wrong has had its surprises, though it expected none.
  const had = observed * (1 - observed) * y.length;
  const said = `It predicted ${percent(predicted)} on average, and ${percent(observed)} of ${y.length.toLocaleString('en-GB')} rows succeeded`;
  if (p.length === 0 || Math.max(variance, had) < leastVariance)
    return { predicted, observed, z: null, level: 'unknown', detail: `${said}: too few to tell.` };
  const z = (y.length * (observed - predicted)) / Math.sqrt(Math.max(variance, 1e-9));
  const level: DriftLevel = Math.abs(z) >= alertZ ? 'alert' : Math.abs(z) >= watchZ ? 'watch' : 'ok';
  return {
    predicted,
    observed,
    z,
    level,
    detail:
      level === 'ok'
        ? `${said}: no more of a difference than chance makes.`
        : `${said}: ${Math.abs(z).toFixed(1)} standard errors apart, more than chance makes.`,
  };
}
