import { aggregated } from '../../forecast/aggregate.js';
import {
  type AggregateModel,
  type CombinationModel,
  combinationForecast,
  type WeightedEts,
} from '../../forecast/combination-state.js';
import { shrunkIndices } from '../../forecast/decompose.js';
import type { EtsModel, EtsSpec } from '../../forecast/ets-state.js';
import { etsCandidates, fitEts, rankEtsQuickly } from './ets.js';
import { fitTheta } from './theta.js';

/** The optimiser stops early: on the way to the very top of a flat likelihood forecasts do not get better. */
const etsOptions = { maxSteps: 30 };
const plain: EtsSpec = { error: 'A', trend: 'N', damped: false, season: 'N' };
const damped: EtsSpec = { error: 'A', trend: 'A', damped: true, season: 'N' };

/** Akaike weights (Burnham & Anderson 2002): exp(−Δ/2) of the difference to the best; those below 1 % are dropped. */
function weighted(models: readonly EtsModel[]): WeightedEts[] {
  const best = models[0]?.aicc ?? 0;
  const kept = models
    .map((model) => ({ model, weight: Math.exp((best - model.aicc) / 2) }))
    .filter(({ weight }) => weight >= 0.01);
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  return kept.map(({ model, weight }) => ({ model, weight: weight / total }));
}

const again = (models: readonly WeightedEts[]): EtsSpec[] =>
  models
    .filter(({ weight }) => weight >= 0.1)
    .map(({ model: { error, trend, damped, season } }) => ({ error, trend, damped, season }));

/** Steps that go evenly into a season: 1, 2, 3, 6 and 12 of months; 1 and 2 where there is no season. */
const sizesOf = (period: number): number[] =>
  period < 4
    ? [1, 2]
    : [1, 2, 3, period / 2, period].filter(
        (size, i, all) => Number.isInteger(size) && period % size === 0 && all.indexOf(size) === i,
      );

function fitAggregate(z: Float64Array, size: number): AggregateModel | null {
  const y = aggregated(z, size);
  if (y.length < 3) return null;
  const smoothing = (y.length > 8 ? fitEts(y, 1, damped) : null) ?? fitEts(y, 1, plain);
  return { size, last: y[y.length - 1] ?? 0, smoothing, theta: fitTheta(y, 1) };
}

/**
 * A logarithm is used where all values are above 0 and none is tiny beside the rest, because the logarithm of a value
 * near 0 outweighs all others.
 */
export function suitsLogarithm(y: Float64Array): boolean {
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const value of y) {
    sum += value;
    least = Math.min(least, value);
  }
  return least > 0.01 * (sum / y.length) && least > 0;
}

/**
 * Below three seasons a seasonal model has nearly as many parameters as values and is never chosen. Then models without
 * season are fitted to the deseasonalised series and given its shrunk indices, which stay as they are.
 */
const fewSeasons = 3;

function withIndices(
  models: readonly WeightedEts[],
  indices: Float64Array,
  multiplied: boolean,
): WeightedEts[] {
  const season = Array.from(indices, (index) => (multiplied ? Math.exp(index) : index));
  return models.map(({ weight, model }) => {
    const next = season.map((_, j) => season[(model.observations + j) % season.length] ?? 0);
    return {
      weight,
      model: {
        ...model,
        season: multiplied ? 'M' : 'A',
        period: season.length,
        initial: { ...model.initial, season },
        last: { ...model.last, season: next },
      },
    };
  });
}

function fitParts(y: Float64Array, period: number, like?: CombinationModel): CombinationModel {
  const logarithm = like?.logarithm ?? suitsLogarithm(y);
  const n = y.length;
  const unit = logarithm ? Math.exp(y.reduce((sum, value) => sum + Math.log(value), 0) / n - logLevel) : 1;
  const z = logarithm ? y.map((value) => Math.log(value / unit)) : y;
  const indices = period > 1 && n >= 2 * period ? shrunkIndices(z, period) : new Float64Array(0);
  const adjusted = indices.length > 0 ? z.map((value, t) => value - (indices[t % period] ?? 0)) : z;
  const few = indices.length > 0 && n < fewSeasons * period;
  const rank = (values: Float64Array, family: 'ets' | 'logEts', errors: string): WeightedEts[] => {
    const specs = like
      ? again(like[family]).filter(({ season }) => !few || season === 'N')
      : etsCandidates(values, few ? 1 : period).filter(({ error }) => errors.includes(error));
    const candidates =
      specs.length > 0 ? specs : etsCandidates(values, 1).filter(({ error }) => error === 'A');
    return weighted(rankEtsQuickly(values, few ? 1 : period, candidates, etsOptions));
  };
  const ofLogarithm = logarithm ? rank(few ? adjusted : z, 'logEts', 'A') : [];
  const ofValues = few
    ? rank(logarithm ? adjusted.map((value) => unit * Math.exp(value)) : adjusted, 'ets', 'AM')
    : rank(y, 'ets', 'AM');
  return {
    period,
    observations: n,
    logarithm,
    unit,
    ets: few ? withIndices(ofValues, indices, logarithm) : ofValues,
    logEts: few ? withIndices(ofLogarithm, indices, false) : ofLogarithm,
    season: Array.from(indices, (_, j) => indices[(n + j) % period] ?? 0),
    aggregates: sizesOf(period).flatMap((size) => fitAggregate(adjusted, size) ?? []),
    spread: 1,
  };
}

/**
 * Logarithms are moved to this mean. The optimiser scales a series by its mean and stops early, so the mean says how far
 * it goes from the first guess of the states; a fixed one makes the forecast the same in every currency, and going
 * further was worse (OWA .802 in place of .799 on monthly M3 series that no figure of ours is reported on).
 */
const logLevel = 8;

/**
 * What the spread starts from: parts that err differently leave less error in their mean than one model has, which is
 * what the variance is of. Chosen on monthly series of the M3 competition that no figure of ours is reported on.
 */
const priorSpread = 0.93;
/** The prior counts as much as so many origins; errors of one origin hang together, so each origin is one observation. */
const priorOrigins = 4;
/** Squared errors beyond three deviations count as such, because one break would widen all that follows. */
const mostSquared = 9;

/** How many steps before the end the origin lies that the spread is checked at: one season and a half; 0 for too few. */
const stepsBack = (n: number, period: number): number => {
  const back = Math.max(Math.round(1.5 * period), 6);
  return n - back >= Math.max(2.5 * period, 12) ? back : 0;
};

/** Mean squared error in units of its predicted deviation, from an origin that did not see what followed. */
function squaredErrors(y: Float64Array, origin: number, like: CombinationModel): number {
  const { mean, deviation, relative } = combinationForecast(
    fitParts(y.slice(0, origin), like.period, like),
    y.length - origin,
  );
  let sum = 0;
  for (let h = 0; h < mean.length; h++) {
    const value = y[origin + h] ?? 0;
    const error = relative ? Math.log(value / (mean[h] ?? 0)) : value - (mean[h] ?? 0);
    const share = error === 0 ? 0 : error / (deviation[h] ?? 0);
    sum += Math.min(share * share, mostSquared);
  }
  return Number.isFinite(sum) ? sum / mean.length : 1;
}

/**
 * The mean of four kinds of forecast that err differently: the family of exponential smoothing weighted by corrected AIC,
 * the same on the logarithm, and damped trends and thetas of the deseasonalised series averaged over several numbers of
 * steps (multiple temporal aggregation, Kourentzes, Petropoulos & Trapero 2014), with shrunk seasonal indices. The spread of
 * its intervals is checked at an earlier origin of the same series.
 * @param y finite values, the oldest first, at least 5.
 * @throws RangeError for fewer values, or one that is not finite.
 */
export function fitCombination(y: Float64Array, period: number): CombinationModel {
  if (y.length < 5) throw new RangeError(`${y.length} values are too few to fit anything`);
  if (!y.every(Number.isFinite)) throw new RangeError('a value is not finite');
  const model = fitParts(y, period);
  const back = stepsBack(y.length, period);
  const seen = back > 0 ? [squaredErrors(y, y.length - back, model)] : [];
  const total = seen.reduce((sum, value) => sum + value, priorOrigins * priorSpread ** 2);
  return { ...model, spread: Math.sqrt(total / (priorOrigins + seen.length)) };
}
