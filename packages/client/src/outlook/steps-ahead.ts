import { quantiles } from '@aicrm/learn/forecast/combination-state';
import { forecastOf } from '@aicrm/models/forecast/forecast';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import type { ForecastModel } from '@aicrm/schema/forecast-model';

type Series = SalesForecastFile['series'][number];

/** A step to come with the ranges of 80 and 95 %, in the series' units. */
export interface StepAhead {
  readonly mean: number;
  readonly low80: number;
  readonly high80: number;
  readonly low95: number;
  readonly high95: number;
}

/** The steps that were made to add up over the levels; `null` where there are none, or fewer than are wanted. */
export function addedSteps(ahead: Series['ahead'], horizon: number): StepAhead[] | null {
  if (ahead === undefined) return null;
  const steps = Array.from({ length: horizon }, (_, h) => {
    const at = (column: readonly number[]): number => column[h] ?? Number.NaN;
    return {
      ...{ mean: at(ahead.mean), low80: at(ahead.low80), high80: at(ahead.high80) },
      ...{ low95: at(ahead.low95), high95: at(ahead.high95) },
    };
  });
  return steps.every((step) => Object.values(step).every(Number.isFinite)) ? steps : null;
}

/**
 * The standard deviation that the ranges of a step made to add up were drawn with: they are normal around the mean, and only
 * their lower ends are cut at 0.
 */
export const deviationOf = ({ mean, high80 }: StepAhead): number => (high80 - mean) / quantiles.of80;

/** The steps to show of a level: those that add up where the file has them, else the model's own. */
export const stepsOf = (
  model: ForecastModel,
  ahead: Series['ahead'],
  horizon: number,
): readonly StepAhead[] => addedSteps(ahead, horizon) ?? forecastOf(model, horizon).ahead;

/**
 * Whether the parts of each kind add up to the total at every step that is shown of it: not where a level was forecast by
 * itself alone, nor where the file leaves a part out. False for a file without parts.
 */
export function addsUp({ series }: SalesForecastFile): boolean {
  const total = series.find(({ path }) => path.length === 0);
  const kinds = new Map<string, Series[]>();
  for (const one of series) {
    const [kind] = one.path;
    if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  if (!total || kinds.size === 0) return false;
  const { horizon } = total.model;
  const means = (one: Series): readonly number[] | undefined =>
    addedSteps(one.ahead, horizon)?.map(({ mean }) => mean);
  const whole = means(total);
  return (
    whole !== undefined &&
    [...kinds.values()].every((members) => {
      const parts = members.map(means);
      return whole.every((mean, h) => {
        const sum = parts.reduce((all, part) => all + (part?.[h] ?? Number.NaN), 0);
        return Math.abs(sum - mean) <= 1e-6 * Math.max(1, Math.abs(mean));
      });
    })
  );
}
