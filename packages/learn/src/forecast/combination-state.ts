import { aggregateHorizon, spread } from './aggregate.js';
import { type EtsModel, etsMean, etsVariance } from './ets-state.js';
import { type ThetaModel, thetaMean } from './theta-state.js';

/** One of several models of a family, with the share it has in the family's forecast. */
export interface WeightedEts {
  readonly weight: number;
  readonly model: EtsModel;
}

/** What was fitted to the series without season, averaged over `size` steps. */
export interface AggregateModel {
  readonly size: number;
  /** The newest aggregate. */
  readonly last: number;
  /** Exponential smoothing with a fading trend, or without one where the aggregates are too few. */
  readonly smoothing: EtsModel | null;
  readonly theta: ThetaModel | null;
}

/** The parts of the combination, each with the same share; a part that could not be fitted is left out. */
export const parts = ['ets', 'log-ets', 'aggregated-damped', 'aggregated-theta'] as const;
export type Part = (typeof parts)[number];

/** The fitted combination as plain data: `combinationForecast` reads all it needs from it. */
export interface CombinationModel {
  readonly period: number;
  readonly observations: number;
  /** Whether log-ets, season and aggregates are of the logarithm. */
  readonly logarithm: boolean;
  /** What the values are divided by before their logarithm; 1 without. */
  readonly unit: number;
  /** The family of exponential smoothing, weighted by corrected AIC. */
  readonly ets: readonly WeightedEts[];
  /** The additive family on the logarithm; where values may be 0 or less there is none. */
  readonly logEts: readonly WeightedEts[];
  /** Seasonal indices of (the logarithm of) the series, that of the next observation first; empty without a season. */
  readonly season: readonly number[];
  readonly aggregates: readonly AggregateModel[];
  /** Factors on the standard deviation that earlier origins called for; 1 where there were none. */
  readonly spread: number;
}

const family = (models: readonly WeightedEts[], horizon: number): Float64Array => {
  const mean = new Float64Array(horizon);
  for (const { weight, model } of models)
    for (const [h, value] of etsMean(model, horizon).entries()) mean[h] = (mean[h] ?? 0) + weight * value;
  return mean;
};

/** Variance of a weighted family: the mean of the variances and the variance of the means. */
function familyVariance(models: readonly WeightedEts[], horizon: number): Float64Array {
  const mean = family(models, horizon);
  const variance = new Float64Array(horizon);
  for (const { weight, model } of models) {
    const within = etsVariance(model, horizon);
    for (const [h, value] of etsMean(model, horizon).entries())
      variance[h] = (variance[h] ?? 0) + weight * ((within[h] ?? 0) + (value - (mean[h] ?? 0)) ** 2);
  }
  return variance;
}

function aggregatedPart(
  model: CombinationModel,
  horizon: number,
  of: (one: AggregateModel, ahead: number) => Float64Array | null,
): Float64Array | null {
  const sum = new Float64Array(horizon);
  let count = 0;
  for (const one of model.aggregates) {
    const ahead = of(one, aggregateHorizon(horizon, one.size));
    if (ahead === null) continue;
    count++;
    const steps = one.size === 1 ? ahead : spread(one.last, ahead, one.size, horizon);
    for (let h = 0; h < horizon; h++) {
      const season = model.season.length > 0 ? (model.season[h % model.period] ?? 0) : 0;
      const value = (steps[h] ?? 0) + season;
      sum[h] = (sum[h] ?? 0) + (model.logarithm ? model.unit * Math.exp(value) : value);
    }
  }
  return count === 0 ? null : sum.map((value) => value / count);
}

/** Each part's own forecast 1..horizon steps ahead. */
export function partForecasts(model: CombinationModel, horizon: number): Map<Part, Float64Array> {
  const found = new Map<Part, Float64Array>();
  if (model.ets.length > 0) found.set('ets', family(model.ets, horizon));
  if (model.logEts.length > 0)
    found.set(
      'log-ets',
      family(model.logEts, horizon).map((value) => model.unit * Math.exp(value)),
    );
  const damped = aggregatedPart(model, horizon, ({ smoothing }, ahead) =>
    smoothing === null ? null : etsMean(smoothing, ahead),
  );
  if (damped !== null) found.set('aggregated-damped', damped);
  const theta = aggregatedPart(model, horizon, (one, ahead) =>
    one.theta === null ? null : thetaMean(one.theta, ahead),
  );
  if (theta !== null) found.set('aggregated-theta', theta);
  return found;
}

export interface CombinationForecast {
  readonly mean: Float64Array;
  /** Standard deviation of the error: of the logarithm where `relative`, else in the series' units. */
  readonly deviation: Float64Array;
  readonly relative: boolean;
}

/** Mean of the parts, and the spread that its intervals are made from. */
export function combinationForecast(model: CombinationModel, horizon: number): CombinationForecast {
  const found = partForecasts(model, horizon);
  const mean = new Float64Array(horizon);
  for (const part of found.values())
    for (let h = 0; h < horizon; h++) mean[h] = (mean[h] ?? 0) + (part[h] ?? 0) / found.size;
  const relative = model.logarithm && model.logEts.length > 0;
  const variance = familyVariance(relative ? model.logEts : model.ets, horizon);
  return { mean, relative, deviation: variance.map((value) => model.spread * Math.sqrt(value)) };
}

/** Level, trend and season of a forecast, which add up to its mean. */
export interface ForecastParts {
  readonly level: Float64Array;
  readonly trend: Float64Array;
  readonly season: Float64Array;
}

const meanOf = (model: CombinationModel, horizon: number): Float64Array =>
  combinationForecast(model, horizon).mean;

const eachEts = (
  models: readonly WeightedEts[],
  change: (model: EtsModel) => EtsModel,
): readonly WeightedEts[] => models.map(({ weight, model }) => ({ weight, model: change(model) }));

/**
 * The forecast taken apart: the level is what remains of it without trend and season, the trend what a forecast without
 * season adds to the level, and the season the rest, so that the three add up exactly.
 */
export function combinationParts(model: CombinationModel, horizon: number): ForecastParts {
  const plain: CombinationModel = {
    ...model,
    season: [],
    ets: eachEts(model.ets, (one) => ({ ...one, season: 'N' })),
    logEts: eachEts(model.logEts, (one) => ({ ...one, season: 'N' })),
  };
  const flat: CombinationModel = {
    ...plain,
    ets: eachEts(plain.ets, (one) => ({ ...one, trend: 'N' })),
    logEts: eachEts(plain.logEts, (one) => ({ ...one, trend: 'N' })),
    aggregates: model.aggregates.map((one) => ({
      ...one,
      smoothing: one.smoothing && { ...one.smoothing, trend: 'N' },
      theta: one.theta && { ...one.theta, drift: 0 },
    })),
  };
  const [level, base, mean] = [meanOf(flat, horizon), meanOf(plain, horizon), meanOf(model, horizon)];
  // A straight line from the last aggregate to a flat forecast still moves a little; the last step has arrived.
  const settled = level[horizon - 1] ?? Number.NaN;
  return {
    level: new Float64Array(horizon).fill(settled),
    trend: base.map((value) => value - settled),
    season: mean.map((value, h) => value - (base[h] ?? 0)),
  };
}

/** Normal quantiles of central intervals. */
export const quantiles = { of80: 1.2815515655446004, of95: 1.959963984540054 } as const;

/** Central interval of the given normal quantile (1.2816 for 80 %, 1.96 for 95 %) around the mean. */
export function intervalOf(
  { mean, deviation, relative }: CombinationForecast,
  quantile: number,
): { low: Float64Array; high: Float64Array } {
  const bound = (sign: 1 | -1): Float64Array =>
    mean.map((value, h) => {
      const reach = sign * quantile * (deviation[h] ?? 0);
      return relative ? value * Math.exp(reach) : value + reach;
    });
  return { low: bound(-1), high: bound(1) };
}
