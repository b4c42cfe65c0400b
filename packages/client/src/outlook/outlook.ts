import { dateOfStep, workingDaysOf } from '@aicrm/learn/forecast/calendar';
import { combinationForecast } from '@aicrm/learn/forecast/combination-state';
import { notesOf } from '@aicrm/models/forecast/forecast';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import type { ForecastModel } from '@aicrm/schema/forecast-model';
import { normalBelow } from './normal.js';
import { addedSteps, deviationOf, type StepAhead, stepsOf } from './steps-ahead.js';
import type { Backtest, Goal, Outlook, Pipeline, Sureness } from './types.js';

export interface OutlookOptions {
  /** Steps ahead, 1 to the model's own horizon; default all. Others are brought within. */
  readonly horizon?: number | undefined;
  /** Steps of the history to show at most; default three seasons, at least twice the horizon. Look-backs may need more. */
  readonly history?: number | undefined;
  readonly backtest?: boolean | undefined;
  readonly pipeline?: SalesForecastFile['pipeline'] | undefined;
  /** Steps that were made to add up over the levels, shown in place of the model's own. */
  readonly ahead?: SalesForecastFile['series'][number]['ahead'];
  /** Goals by step number, as `@aicrm/learn/forecast/calendar` counts. */
  readonly targets?: SalesForecastFile['targets'] | undefined;
}

const none = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);

/** Values a working day times the step's days; 1 where the model does not count them. */
function daysFactor({ workingDays, grain }: ForecastModel, step: number): number {
  if (workingDays === null) return 1;
  const { week, holidays, mean } = workingDays;
  return workingDaysOf(step, grain, { week, holidays: new Set(holidays) }) / mean;
}

/** The latest value of the same season before a step to come, from the finished history. */
function seasonBefore({ values, period }: ForecastModel, at: number): number {
  const season = values.length >= period ? period : 1;
  const back = Math.ceil((at - values.length + 1) / season) * season;
  return values[at - back] ?? Number.NaN;
}

/**
 * A model as a page shows it: history, forecast and what can be asked of it, over one row of steps. Pure: the same model
 * gives the same numbers in every page.
 * @throws RangeError where the model cannot be forecast from.
 */
export function outlookOf(model: ForecastModel, options: OutlookOptions = {}): Outlook {
  const wanted = Math.round(options.horizon ?? model.horizon);
  const horizon = Math.max(1, Math.min(model.horizon, Number.isFinite(wanted) ? wanted : model.horizon));
  const steps = stepsOf(model, options.ahead, horizon);
  const length = model.values.length;
  const looked = options.backtest ? nonOverlapping(model) : [];
  const shown = Math.max(
    Math.round(options.history ?? Math.max(3 * model.period, 2 * horizon, 12)),
    length - Math.min(length, ...looked.map(({ origin }) => origin)) + Math.min(model.period, 6),
  );
  /** The step that the columns begin with. */
  const start = Math.max(0, length - Math.max(1, shown));
  const now = length - start;
  const count = now + horizon;
  const ahead = (of: (step: StepAhead) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => {
      const step = steps[i - now];
      return step === undefined ? Number.NaN : of(step);
    });
  const mean = ahead((step) => step.mean);
  const lastYear = Float64Array.from({ length: count }, (_, i) =>
    i < now ? Number.NaN : seasonBefore(model, start + i),
  );
  const unfinishedAt = model.unfinished === null ? -1 : model.unfinished.step - model.first - start;
  return {
    label: model.label,
    grain: model.grain,
    dates: Array.from({ length: count }, (_, i) => dateOfStep(model.first + start + i, model.grain)),
    now,
    actual: Float64Array.from({ length: count }, (_, i) => model.values[start + i] ?? Number.NaN),
    mean,
    low80: ahead((step) => step.low80),
    high80: ahead((step) => step.high80),
    low95: ahead((step) => step.low95),
    high95: ahead((step) => step.high95),
    lastYear,
    unfinished:
      model.unfinished !== null && unfinishedAt >= 0 && unfinishedAt < count
        ? { at: unfinishedAt, sum: model.unfinished.sum }
        : null,
    total: totalOf(mean, lastYear, now, model.period),
    backtest: looked.length > 0 ? backtestOf(model, looked, start, count) : null,
    pipeline: pipelineOf(options.pipeline, now, count),
    goals: goalsOf(model, options, start, count),
    sureness: surenessOf(model, steps),
    notes: notesOf(model),
  };
}

function totalOf(mean: Float64Array, lastYear: Float64Array, now: number, period: number): Outlook['total'] {
  const sum = (column: Float64Array): number => column.slice(now).reduce((all, value) => all + value, 0);
  const before = sum(lastYear);
  // Beyond a season the year before lies in the future itself, and is no fact to compare with.
  const comparable = mean.length - now <= Math.max(1, period) && Number.isFinite(before);
  return { mean: sum(mean), before: comparable ? before : null };
}

/** The newest look-back, and those before it that end where the next one begins. */
function nonOverlapping({ backtest }: ForecastModel): ForecastModel['backtest']['lookbacks'][number][] {
  const chosen: ForecastModel['backtest']['lookbacks'][number][] = [];
  let before = Number.POSITIVE_INFINITY;
  for (const look of [...backtest.lookbacks].sort((a, b) => b.origin - a.origin))
    if (look.origin + look.actual.length <= before) {
      chosen.unshift(look);
      before = look.origin;
    }
  return chosen;
}

function backtestOf(
  model: ForecastModel,
  looked: readonly ForecastModel['backtest']['lookbacks'][number][],
  start: number,
  count: number,
): Backtest {
  // Look-backs are told in values of a mean step where working days are counted.
  const column = (of: (look: (typeof looked)[number]) => readonly number[]): Float64Array => {
    const values = none(count);
    for (const look of looked)
      for (const [h, value] of of(look).entries()) {
        const at = look.origin + h - start;
        if (at >= 0 && at < count) values[at] = value * daysFactor(model, model.first + look.origin + h);
      }
    return values;
  };
  return {
    lookbacks: looked.map(({ origin, actual }) => ({ from: origin - start, steps: actual.length })),
    mean: column(({ mean }) => mean),
    low80: column(({ low80 }) => low80),
    high80: column(({ high80 }) => high80),
    lastYear: column(({ naive }) => naive),
  };
}

function pipelineOf(file: OutlookOptions['pipeline'], now: number, count: number): Pipeline | null {
  if (!file || file.expected.length === 0) return null;
  const column = (values: readonly number[]): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => values[i - now] ?? Number.NaN);
  return {
    expected: column(file.expected),
    low80: column(file.low80),
    high80: column(file.high80),
    deals: file.deals,
  };
}

/**
 * That a step reaches its goal, by the distribution that the intervals are drawn from: normal around the mean, or of the
 * logarithm. Of a step under way the sum so far only decides where it is over the goal already.
 */
function goalsOf(
  model: ForecastModel,
  { targets = [], ahead }: OutlookOptions,
  start: number,
  count: number,
): Goal[] {
  const { values, unfinished, first } = model;
  const { mean, deviation, relative } = combinationForecast(model.combination, model.horizon);
  const added = addedSteps(ahead, Math.max(0, start + count - values.length));
  return targets.flatMap(({ step, value }): Goal[] => {
    const index = step - first;
    const at = index - start;
    if (!Number.isFinite(value) || at < 0 || at >= count) return [];
    const came = values[index];
    const decided = (reached: boolean): Goal[] => [
      { at, value, state: reached ? 'reached' : 'missed', probability: null },
    ];
    if (index < values.length) return typeof came === 'number' ? decided(came >= value) : [];
    if (unfinished?.step === step && unfinished.sum >= value) return decided(true);
    const h = index - values.length;
    const shown = added?.[h];
    const chance = (z: number): Goal[] => {
      const probability = 1 - normalBelow(z);
      return [{ at, value, state: 'open', probability: Number.isFinite(probability) ? probability : null }];
    };
    if (shown) return chance((value - shown.mean) / deviationOf(shown));
    const factor = daysFactor(model, step);
    const [middle, spread] = [(mean[h] ?? Number.NaN) * factor, deviation[h] ?? Number.NaN];
    const far = relative
      ? value <= 0
        ? Number.NEGATIVE_INFINITY
        : Math.log(value / middle) / spread
      : (value - middle) / (spread * factor);
    return chance(far);
  });
}

function surenessOf(model: ForecastModel, ahead: readonly StepAhead[]): Sureness {
  const { backtest, verdict } = model;
  const { lookbacks, ratio, coverage80, coverage95 } = backtest;
  let [sum, count] = [0, 0];
  for (const { origin, actual, mean } of lookbacks)
    for (const [h, value] of actual.entries()) {
      sum += Math.abs(value - (mean[h] ?? Number.NaN)) * daysFactor(model, model.first + origin + h);
      count++;
    }
  const reach = (step: StepAhead | undefined): number =>
    step && step.mean > 0 ? (step.high80 - step.low80) / 2 / step.mean : Number.NaN;
  const [first, last] = [reach(ahead[0]), reach(ahead[ahead.length - 1])];
  const meanError = sum / count;
  return {
    ...{ verdict, ratio, coverage80, coverage95 },
    lookbacks: lookbacks.length,
    steps: backtest.horizon,
    meanError: Number.isFinite(meanError) ? meanError : null,
    reach: Number.isFinite(first) && Number.isFinite(last) ? { first, last } : null,
  };
}
