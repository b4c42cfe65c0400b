import { dateOfStep } from '@aicrm/learn/forecast/calendar';
import type { ReportCardOf } from '@aicrm/schema/report-card';
import { given, type ReportOptions } from '../card/report.js';
import { forecastCard } from './card.js';
import { forecastOf } from './forecast.js';
import type { ForecastModel } from './model-file.js';

export interface ForecastReportOptions extends ReportOptions {
  /** Epoch ms. */
  readonly now: number;
  readonly version?: string;
  /** How a step is written, by its number; by default its first day. */
  readonly timeOf?: (step: number) => string;
  /** What a step is called; its grain, unless steps are only numbered. */
  readonly unit?: string;
}

/** The card of a forecast as a file: the looks back beside last year's numbers, coverage, and what is to come. */
export function forecastReport(
  model: ForecastModel,
  options: ForecastReportOptions,
): ReportCardOf<'forecast'> {
  const unit = options.unit ?? model.grain;
  const card = forecastCard(model, unit);
  const timeOf = options.timeOf ?? ((step: number) => dateOfStep(step, model.grain));
  const place = (i: number): string => timeOf(model.first + i);
  const look = model.backtest.lookbacks.at(-1);
  const at = (values: readonly number[], h: number): number => values[h] ?? 0;
  const n = model.values.length;
  return {
    ...given(options),
    kind: 'forecast',
    name: model.name,
    version: options.version ?? place(n - 1),
    trainedAt: new Date(options.now).toISOString(),
    window: { from: place(0), to: place(n - 1) },
    rows: [{ of: `${unit}s of history`, count: n }],
    inputs: [{ id: model.label, label: model.label, note: `by ${unit}` }],
    verdict: {
      good: model.verdict === 'not-judged' ? null : model.verdict === 'better',
      reason: card.verdict.reason,
    },
    limits: [...card.limits],
    detail: {
      label: model.label,
      grain: unit,
      season: model.period,
      horizon: model.horizon,
      state: model.verdict,
      method: card.method.map(({ part, share, models }) => ({ part, share, models: [...models] })),
      lookbacks: model.backtest.lookbacks.map(({ origin }, i) => ({
        from: place(origin),
        error: card.backtest.lookbacks[i]?.error ?? 0,
        lastYear: card.backtest.lookbacks[i]?.lastYear ?? 0,
      })),
      lookbackSteps: card.backtest.horizon,
      ratio: card.backtest.ratio,
      coverage80: card.backtest.coverage80,
      coverage95: card.backtest.coverage95,
      history: model.values.map((value, i) => ({ at: place(i), value })),
      newest:
        look === undefined
          ? []
          : look.actual.map((actual, h) => ({
              at: place(look.origin + h),
              actual,
              mean: at(look.mean, h),
              low80: at(look.low80, h),
              high80: at(look.high80, h),
              low95: at(look.low95, h),
              high95: at(look.high95, h),
            })),
      ahead: forecastOf(model).ahead.map(({ mean, low80, high80, low95, high95 }, h) => ({
        at: place(n + h),
        actual: null,
        mean,
        low80,
        high80,
        low95,
        high95,
      })),
    },
  };
}
