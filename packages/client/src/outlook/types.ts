import type { ForecastNote } from '@aicrm/models/forecast/forecast';
import type { ForecastModel } from '@aicrm/schema/forecast-model';

export type Grain = ForecastModel['grain'];

/** One look back: what would have been said then, over the steps it spoke of. `NaN` elsewhere, like all columns here. */
export interface Lookback {
  /** Index of the first step that it foresaw. */
  readonly from: number;
  /** Steps that it foresaw. */
  readonly steps: number;
}

/** Look-backs that do not overlap, side by side in one column each, the newest complete. */
export interface Backtest {
  readonly lookbacks: readonly Lookback[];
  readonly mean: Float64Array;
  readonly low80: Float64Array;
  readonly high80: Float64Array;
  /** The same season of the year before, as known at each look-back. */
  readonly lastYear: Float64Array;
}

/** How far the forecast can be believed, as figures; widgets have the words. */
export interface Sureness {
  readonly verdict: ForecastModel['verdict'];
  /** Looks back that were made, overlapping ones included. */
  readonly lookbacks: number;
  /** Steps that each look-back foresaw. */
  readonly steps: number;
  /** Mean absolute error over that of last year's values, with its 95 % interval. */
  readonly ratio: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** Shares of steps that came within the interval of 80 and 95 %; 0..1. */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  /** Mean absolute error of all look-backs in the series' units; `null` without any. */
  readonly meanError: number | null;
  /** Half the width of the 80 % interval over the mean, at the first and the last step shown. */
  readonly reach: { readonly first: number; readonly last: number } | null;
}

/** A goal of a step, and what became or may become of it. */
export interface Goal {
  readonly at: number;
  readonly value: number;
  readonly state: 'reached' | 'missed' | 'open';
  /** That the step reaches it: 0..1, by the forecast's own distribution; `null` where it is decided. */
  readonly probability: number | null;
}

/** What the open deals are expected to bring, by step, beside the forecast. */
export interface Pipeline {
  readonly expected: Float64Array;
  readonly low80: Float64Array;
  readonly high80: Float64Array;
  readonly deals: number;
}

/** A forecast with what came before it, in columns over the same steps: `NaN` where a column has no value. */
export interface Outlook {
  readonly label: string;
  readonly grain: Grain;
  /** First day of each step, "2026-11-01": the history's first, those to come last. */
  readonly dates: readonly string[];
  /** Index of the first step to come. */
  readonly now: number;
  readonly actual: Float64Array;
  readonly mean: Float64Array;
  readonly low80: Float64Array;
  readonly high80: Float64Array;
  readonly low95: Float64Array;
  readonly high95: Float64Array;
  /** The same season last time, for the steps to come: what a forecast must beat. */
  readonly lastYear: Float64Array;
  /** The step under way and its sum so far. */
  readonly unfinished: { readonly at: number; readonly sum: number } | null;
  /** Sum of the steps to come that are shown, and of the same steps a season before where all of those are known. */
  readonly total: { readonly mean: number; readonly before: number | null };
  readonly backtest: Backtest | null;
  readonly pipeline: Pipeline | null;
  readonly goals: readonly Goal[];
  readonly sureness: Sureness;
  readonly notes: readonly ForecastNote[];
}
