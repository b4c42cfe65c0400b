import { dateOfStep, workingDaysOf } from '@aicrm/learn/forecast/calendar';
import {
  combinationForecast,
  combinationParts,
  intervalOf,
  partForecasts,
  quantiles,
} from '@aicrm/learn/forecast/combination-state';
import type { ForecastModel } from './model-file.js';

/** A step to come. Level, trend and season add up to the mean; days are working days where the model counts them. */
export interface ForecastStep {
  /** First day of the step, "2026-12-01". */
  readonly date: string;
  readonly mean: number;
  readonly low80: number;
  readonly high80: number;
  readonly low95: number;
  readonly high95: number;
  readonly level: number;
  readonly trend: number;
  readonly season: number;
  /** Working days of the step; null where the model does not count them. */
  readonly workingDays: number | null;
  /** What each part of the combination says, by its name. */
  readonly parts: Readonly<Record<string, number>>;
}

/** What a reader should know, as data: widgets have the words. */
export type ForecastNote =
  | { readonly code: 'unfinished-left-out'; readonly date: string; readonly sum: number }
  | { readonly code: 'filled'; readonly dates: readonly string[] }
  | { readonly code: 'counted-as-zero'; readonly dates: readonly string[] }
  | {
      readonly code: 'no-better-than-last-year';
      readonly ratio: number;
      readonly low: number;
      readonly high: number;
    }
  | {
      readonly code: 'better-than-last-year';
      readonly ratio: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly code: 'not-judged' };

export interface ForecastView {
  readonly label: string;
  readonly grain: ForecastModel['grain'];
  readonly history: readonly { readonly date: string; readonly value: number | null }[];
  readonly ahead: readonly ForecastStep[];
  readonly notes: readonly ForecastNote[];
}

/** Factor of a step's working days; 1 where they are not counted. */
const daysFactor = (model: ForecastModel, step: number): { days: number | null; factor: number } => {
  if (model.workingDays === null) return { days: null, factor: 1 };
  const { week, holidays, mean } = model.workingDays;
  const days = workingDaysOf(step, model.grain, { week, holidays: new Set(holidays) });
  return { days, factor: days / mean };
};

export function notesOf(model: ForecastModel): ForecastNote[] {
  const notes: ForecastNote[] = [];
  const dates = model.withoutRows.map((step) => dateOfStep(step, model.grain));
  if (model.unfinished !== null)
    notes.push({
      code: 'unfinished-left-out',
      date: dateOfStep(model.unfinished.step, model.grain),
      sum: model.unfinished.sum,
    });
  if (dates.length > 0) notes.push({ code: model.absent === 'zero' ? 'counted-as-zero' : 'filled', dates });
  const { ratio } = model.backtest;
  if (ratio === null || model.verdict === 'not-judged') notes.push({ code: 'not-judged' });
  else {
    const { value, low, high } = ratio;
    const code = model.verdict === 'better' ? 'better-than-last-year' : 'no-better-than-last-year';
    notes.push({ code, ratio: value, low, high });
  }
  return notes;
}

/**
 * The next steps after the history. Pure: the same model gives the same view in the page, the worker and Node.
 * @param horizon steps ahead, 1 to the model's own horizon.
 * @throws RangeError outside.
 */
export function forecastOf(model: ForecastModel, horizon = model.horizon): ForecastView {
  if (!(Number.isInteger(horizon) && horizon >= 1 && horizon <= model.horizon))
    throw new RangeError(`${horizon} steps are not within 1 and ${model.horizon}`);
  // Always all steps, then cut: a level is what remains at the far end, so it must not hang on how many are asked for.
  const forecast = combinationForecast(model.combination, model.horizon);
  const eighty = intervalOf(forecast, quantiles.of80);
  const wide = intervalOf(forecast, quantiles.of95);
  const { level, trend, season } = combinationParts(model.combination, model.horizon);
  const parts = partForecasts(model.combination, model.horizon);
  const next = model.first + model.values.length;
  return {
    label: model.label,
    grain: model.grain,
    history: model.values.map((value, i) => ({ date: dateOfStep(model.first + i, model.grain), value })),
    ahead: Array.from({ length: horizon }, (_, h) => {
      const { days, factor } = daysFactor(model, next + h);
      const at = (values: Float64Array): number => factor * (values[h] ?? Number.NaN);
      return {
        date: dateOfStep(next + h, model.grain),
        mean: at(forecast.mean),
        low80: at(eighty.low),
        high80: at(eighty.high),
        low95: at(wide.low),
        high95: at(wide.high),
        level: at(level),
        trend: at(trend),
        season: at(season),
        workingDays: days,
        parts: Object.fromEntries([...parts].map(([name, values]) => [name, at(values)])),
      };
    }),
    notes: notesOf(model),
  };
}
