import type { Adjusted } from './decompose.js';
import { reseasonalise } from './decompose.js';

/**
 * The theta method in the form of Hyndman and Billah (2003): simple exponential smoothing with drift on the seasonally
 * adjusted series, the drift being half of the slope of a straight line through it.
 */
export interface ThetaModel {
  readonly alpha: number;
  /** Level after the last observation, without season. */
  readonly level: number;
  /** Half of the line's slope, a step. */
  readonly drift: number;
  /** Observations the model was fitted to. */
  readonly observations: number;
  /** Variance of the one-step errors of the smoothing, without season. */
  readonly sigma2: number;
  readonly season: { readonly kind: Adjusted['kind']; readonly indices: readonly number[] };
}

const seasonOf = ({ season }: ThetaModel): Adjusted => ({
  kind: season.kind,
  y: new Float64Array(0),
  indices: Float64Array.from(season.indices),
});

/** Forecast means 1..horizon steps ahead: level + drift (h − 1 + (1 − (1 − α)^n) / α), with the season put back. */
export function thetaMean(model: ThetaModel, horizon: number): Float64Array {
  const { alpha, level, observations } = model;
  const begun = (1 - (1 - alpha) ** observations) / alpha;
  const plain = Float64Array.from({ length: horizon }, (_, h) => level + model.drift * (h + begun));
  return reseasonalise(plain, seasonOf(model), observations);
}

/** Variance of the forecast error, σ² (1 + (h − 1) α²) times the square of a multiplicative index. */
export function thetaVariance(model: ThetaModel, horizon: number): Float64Array {
  const { kind, indices } = model.season;
  return Float64Array.from({ length: horizon }, (_, h) => {
    const index = kind === 'multiplicative' ? (indices[(model.observations + h) % indices.length] ?? 1) : 1;
    return model.sigma2 * (1 + h * model.alpha ** 2) * index * index;
  });
}
