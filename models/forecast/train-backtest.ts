import { bootstrapInterval } from '@aicrm/learn/bootstrap';
import { coverage } from '@aicrm/learn/forecast/accuracy';
import { combinationForecast, intervalOf, quantiles } from '@aicrm/learn/forecast/combination-state';
import { seasonalNaive } from '@aicrm/learn/forecast/naive';
import { fitCombination } from '@aicrm/learn/train/forecast/combination';
import type { ForecastModel } from './model-file.js';

type Backtest = ForecastModel['backtest'];
type Lookback = Backtest['lookbacks'][number];

/** More looks back would take longer than a person waits, and older ones say less. */
const mostLookbacks = 8;
/** Fewer looks back leave an interval that means nothing. */
const leastLookbacks = 3;

const absolute = (actual: readonly number[], forecast: readonly number[]): number =>
  actual.reduce((sum, value, h) => sum + Math.abs(value - (forecast[h] ?? Number.NaN)), 0);

function lookbackAt(y: Float64Array, origin: number, period: number, horizon: number): Lookback {
  const past = y.slice(0, origin);
  const forecast = combinationForecast(fitCombination(past, period), horizon);
  const eighty = intervalOf(forecast, quantiles.of80);
  const wide = intervalOf(forecast, quantiles.of95);
  return {
    origin,
    actual: Array.from(y.slice(origin, origin + horizon)),
    mean: Array.from(forecast.mean),
    low80: Array.from(eighty.low),
    high80: Array.from(eighty.high),
    low95: Array.from(wide.low),
    high95: Array.from(wide.high),
    naive: Array.from(seasonalNaive(past, period, horizon)),
  };
}

const meanCoverage = (
  looks: readonly Lookback[],
  low: 'low80' | 'low95',
  high: 'high80' | 'high95',
): number =>
  looks.reduce((sum, look) => sum + coverage(look.actual, look[low], look[high]) / looks.length, 0);

/**
 * Forecasts as they would have been made earlier, half a horizon apart and each without what followed, beside the same season
 * of the year before. "Better" means that the whole 95 % interval (origins resampled) of the ratio of errors is below 1;
 * since neighbouring origins share half of what they foresee, the interval is rather too narrow than too wide.
 */
export function lookBack(
  y: Float64Array,
  period: number,
  horizon: number,
  least: number,
): { backtest: Backtest; verdict: ForecastModel['verdict'] } {
  const ahead = Math.min(horizon, Math.max(period, 6));
  const step = Math.max(1, Math.round(ahead / 2));
  const lookbacks: Lookback[] = [];
  for (let origin = y.length - ahead; origin >= least && lookbacks.length < mostLookbacks; origin -= step)
    lookbacks.unshift(lookbackAt(y, origin, period, ahead));
  const none = { horizon: ahead, lookbacks, ratio: null, coverage80: null, coverage95: null };
  if (lookbacks.length === 0) return { backtest: none, verdict: 'not-judged' };
  const ours = lookbacks.map(({ actual, mean }) => absolute(actual, mean));
  const naive = lookbacks.map(({ actual, naive: last }) => absolute(actual, last));
  const backtest = {
    ...none,
    coverage80: meanCoverage(lookbacks, 'low80', 'high80'),
    coverage95: meanCoverage(lookbacks, 'low95', 'high95'),
  };
  if (lookbacks.length < leastLookbacks || naive.every((error) => error === 0))
    return { backtest, verdict: 'not-judged' };
  const ratio = bootstrapInterval(
    lookbacks.length,
    (rows) => {
      let [above, below] = [0, 0];
      for (const row of rows) {
        above += ours[row] ?? 0;
        below += naive[row] ?? 0;
      }
      return below > 0 ? above / below : Number.NaN;
    },
    { rounds: 1_000, seed: 7 },
  );
  return {
    backtest: { ...backtest, ratio: { value: ratio.value, low: ratio.low, high: ratio.high } },
    verdict: ratio.high < 1 ? 'better' : 'no-better',
  };
}
