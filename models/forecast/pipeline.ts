import { quantiles } from '@aicrm/learn/forecast/combination-state';
import { blend, type PastPair, type PipelineMonth, pipelineWeight } from '@aicrm/learn/forecast/pipeline';
import type { ForecastStep } from './forecast.js';

/** A month as the history and the open deals together see it. */
export interface BlendedMonth {
  readonly date: string;
  readonly mean: number;
  readonly low80: number;
  readonly high80: number;
  readonly low95: number;
  readonly high95: number;
  /** What each said alone; the pipeline is null beyond the months it was simulated for. */
  readonly history: number;
  readonly pipeline: number | null;
  /** The pipeline's share, 0..1. */
  readonly weight: number;
}

/**
 * The history's forecast and the pipeline's as one, by what each was worth before: `past` holds, for the same distance
 * ahead, what both had said of months that are known now. Without a past the history stands alone, because open deals leave
 * out those that are not opened yet and nothing tells by how much. Bounds are normal ones around the mean, cut at 0 where
 * the history's are.
 * @param past by months ahead, index 0 for the next month; a month without an entry counts as without past.
 */
export function blendPipeline(
  ahead: readonly ForecastStep[],
  pipeline: readonly PipelineMonth[],
  past: readonly (readonly PastPair[])[],
): BlendedMonth[] {
  return ahead.map((step, h) => {
    const month = pipeline[h];
    const weight = month === undefined ? 0 : (pipelineWeight(past[h] ?? []) ?? 0);
    const history = { mean: step.mean, deviation: (step.high80 - step.low80) / (2 * quantiles.of80) };
    const both =
      month === undefined
        ? history
        : blend(history, { mean: month.mean, deviation: Math.sqrt(month.variance) }, weight);
    const bound = (quantile: number): number => {
      const value = both.mean + quantile * both.deviation;
      return step.low95 >= 0 ? Math.max(value, 0) : value;
    };
    return {
      date: step.date,
      mean: both.mean,
      // Without a share of the pipeline the history's own bounds, which need not lie evenly, stay.
      low80: weight === 0 ? step.low80 : bound(-quantiles.of80),
      high80: weight === 0 ? step.high80 : bound(quantiles.of80),
      low95: weight === 0 ? step.low95 : bound(-quantiles.of95),
      high95: weight === 0 ? step.high95 : bound(quantiles.of95),
      history: step.mean,
      pipeline: month?.mean ?? null,
      weight,
    };
  });
}
