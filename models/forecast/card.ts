import { dateOfStep } from '@aicrm/learn/forecast/calendar';
import { etsName } from '@aicrm/learn/forecast/ets-state';
import type { ForecastModel } from './model-file.js';

/** What a person may ask of a forecast before trusting it, as data. */
export interface ForecastCard {
  readonly name: string;
  readonly predicts: string;
  readonly window: { readonly from: string; readonly to: string; readonly steps: number };
  readonly grain: ForecastModel['grain'];
  readonly zone: string;
  readonly season: number;
  readonly horizon: number;
  /** The parts have equal shares; within a family the models have the shares shown. */
  readonly method: readonly {
    readonly part: string;
    readonly share: number;
    readonly models: readonly string[];
  }[];
  readonly backtest: {
    readonly horizon: number;
    readonly lookbacks: readonly {
      readonly from: string;
      readonly error: number;
      readonly lastYear: number;
    }[];
    readonly ratio: ForecastModel['backtest']['ratio'];
    readonly coverage80: number | null;
    readonly coverage95: number | null;
  };
  readonly verdict: { readonly state: ForecastModel['verdict']; readonly reason: string };
  readonly limits: readonly string[];
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** The verdict as a sentence. */
export function verdictReason({ backtest, verdict }: ForecastModel): string {
  const { ratio, lookbacks } = backtest;
  if (verdict === 'not-judged' || ratio === null)
    return `The history is too short to look back often enough (${lookbacks.length} ${lookbacks.length === 1 ? 'time' : 'times'}), so nothing shows whether this is better than last year's numbers.`;
  const figures = `its error was ${percent(ratio.value)} of that of last year's numbers (95 % interval ${percent(ratio.low)} to ${percent(ratio.high)}, ${lookbacks.length} looks back)`;
  return verdict === 'better'
    ? `Better than last year's numbers: ${figures}.`
    : `No better than last year's numbers, as far as the history shows: ${figures}.`;
}

const meanError = (actual: readonly number[], forecast: readonly number[]): number =>
  actual.reduce((sum, value, h) => sum + Math.abs(value - (forecast[h] ?? Number.NaN)), 0) / actual.length;

/** @param unit what a step is called; its grain, unless steps are only numbered. */
export function forecastCard(model: ForecastModel, unit: string = model.grain): ForecastCard {
  const { combination, backtest, grain } = model;
  const date = (i: number): string => dateOfStep(model.first + i, grain);
  const shown = (family: typeof combination.ets): string[] =>
    family.map(({ weight, model: one }) => `${etsName(one)} ${percent(weight)}`);
  const aggregates = combination.aggregates.map(({ size }) => `means of ${size}`);
  const parts = [
    { part: 'ets', models: shown(combination.ets) },
    { part: 'log-ets', models: shown(combination.logEts) },
    { part: 'aggregated-damped', models: aggregates },
    { part: 'aggregated-theta', models: aggregates },
  ].filter(({ models }) => models.length > 0);
  const limits = [
    'It goes on with what the history did; it knows nothing of prices, campaigns or competitors.',
    `Intervals are made for single ${unit}s; those of sums over several are not the sums of their bounds.`,
    `Looks back overlap by half, so the interval of their ratio is rather too narrow.`,
  ];
  if (model.withoutRows.length > 0)
    limits.push(
      model.absent === 'zero'
        ? `${model.withoutRows.length} ${unit}s without a row were taken as 0.`
        : `${model.withoutRows.length} missing ${unit}s were filled from their neighbours.`,
    );
  if (model.values.length < 3 * model.period)
    limits.push('Less than three seasons: the seasonal pattern rests on two or three values each.');
  return {
    name: model.name,
    predicts: `${model.label} by ${unit}, ${model.horizon} ${unit}s ahead`,
    window: { from: date(0), to: date(model.values.length - 1), steps: model.values.length },
    grain,
    zone: model.zone,
    season: model.period,
    horizon: model.horizon,
    method: parts.map((part) => ({ ...part, share: 1 / parts.length })),
    backtest: {
      horizon: backtest.horizon,
      lookbacks: backtest.lookbacks.map((look) => ({
        from: date(look.origin),
        error: meanError(look.actual, look.mean),
        lastYear: meanError(look.actual, look.naive),
      })),
      ratio: backtest.ratio,
      coverage80: backtest.coverage80,
      coverage95: backtest.coverage95,
    },
    verdict: { state: model.verdict, reason: verdictReason(model) },
    limits,
  };
}
