import { type Adjusted, seasonallyAdjusted } from '../../forecast/decompose.js';
import type { ThetaModel } from '../../forecast/theta-state.js';
import { fitEts } from './ets.js';

/** Slope of the straight line through the values by least squares, a step. */
export function lineSlope(y: Float64Array): number {
  const n = y.length;
  let above = 0;
  let below = 0;
  for (let t = 0; t < n; t++) {
    const time = t - (n - 1) / 2;
    above += time * (y[t] ?? 0);
    below += time * time;
  }
  return below > 0 ? above / below : 0;
}

/**
 * The theta method (Assimakopoulos & Nikolopoulos 2000) as thetaf of the R package forecast does it: a seasonal test,
 * division by (or, where values are not above 0, subtraction of) seasonal indices, smoothing with the best α, drift.
 * Null for fewer than five values.
 */
export function fitTheta(
  y: Float64Array,
  period: number,
  adjusted: Adjusted = seasonallyAdjusted(y, period),
): ThetaModel | null {
  const smooth = fitEts(adjusted.y, 1, { error: 'A', trend: 'N', damped: false, season: 'N' });
  if (smooth === null) return null;
  return {
    alpha: smooth.alpha,
    level: smooth.last.level,
    drift: lineSlope(adjusted.y) / 2,
    observations: y.length,
    sigma2: smooth.sigma2,
    season: { kind: adjusted.kind, indices: Array.from(adjusted.indices) },
  };
}
