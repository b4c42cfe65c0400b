import {
  type DatedValue,
  filled,
  type Grain,
  regularSeries,
  seasonOf,
  type WorkingDays,
  workingDaysOf,
} from '@aicrm/learn/forecast/calendar';
import { fitCombination } from '@aicrm/learn/train/forecast/combination';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ForecastModel } from './model-file.js';
import { lookBack } from './train-backtest.js';

export interface SalesForecastOptions {
  readonly name?: string;
  readonly label?: string;
  /** Default month. */
  readonly grain?: Grain;
  /** The tenant's clock, an IANA name; default UTC. */
  readonly zone?: string;
  /** Now, in milliseconds: the step under way is left out. */
  readonly asOf: number;
  /** Steps a season; default a year (a week for days). */
  readonly period?: number;
  /** Steps ahead; default one season and a half, at least 6. */
  readonly horizon?: number;
  /** What a step without rows means; default `zero`, since sales are all there were. */
  readonly absent?: 'zero' | 'missing';
  /** Forecast what a working day brings, and give each step as many as it has. */
  readonly workingDays?: WorkingDays;
}

const workWeek = [true, true, true, true, true, false, false];

const stepsOf = (n: number, grain: Grain): string => `${n} ${grain}${n === 1 ? '' : 's'}`;

/** Two seasons; and without one, as many values as a level, a trend and a look back need. */
const leastSteps = (period: number): number => Math.max(2 * period, 8);

/**
 * Fits a forecast to dated sales. "Too little history" below two seasons is a problem that says what would be enough;
 * "no better than last year" is a verdict in the model.
 * @param rows instants and amounts in one currency; several a step are summed.
 * @throws RangeError for an amount or an instant that is not finite, or an unknown zone.
 */
export function forecastSales(
  rows: readonly DatedValue[],
  options: SalesForecastOptions,
): Result<ForecastModel, Problem> {
  const { grain = 'month', zone = 'UTC', absent = 'zero', asOf } = options;
  for (const { at, value } of rows)
    if (!Number.isFinite(at) || !Number.isFinite(value))
      throw new RangeError('an instant or an amount is not finite');
  const period = options.period ?? seasonOf[grain];
  const horizon = options.horizon ?? Math.max(6, Math.round(1.5 * period));
  const series = regularSeries(rows, { grain, zone, asOf, absent });
  const least = leastSteps(period);
  const have = series?.values.length ?? 0;
  if (series === null || have < least)
    return fail(
      problem(
        'not-enough-data',
        'Too little history',
        `There are ${have === 0 ? 'no rows in a finished step' : `${stepsOf(have, grain)} of sales`}; a forecast needs ${stepsOf(least, grain)}, so that a season is told from chance.`,
        { action: `Import older sales, or wait until there are ${stepsOf(least, grain)}.` },
      ),
    );
  const known = series.values.reduce((count, value) => count + Number(Number.isFinite(value)), 0);
  if (known < least || known < have / 2)
    return fail(
      problem(
        'not-enough-data',
        'Too many gaps',
        `Of ${stepsOf(have, grain)} only ${known} have a value; at least ${Math.max(least, Math.ceil(have / 2))} are needed.`,
      ),
    );
  if (series.values.every((value) => value === series.values[0]))
    return fail(
      problem(
        'not-enough-data',
        'All values are equal',
        `Each of the ${stepsOf(have, grain)} has ${series.values[0] ?? 0}; there is nothing to learn from.`,
      ),
    );

  const days = options.workingDays;
  const counts = Float64Array.from(series.values, (_, i) =>
    days === undefined ? 1 : workingDaysOf(series.first + i, grain, days),
  );
  const meanDays = counts.reduce((sum, count) => sum + count / counts.length, 0);
  // A step without a working day has no value a day; it counts as missing.
  const daily = series.values.map((value, i) =>
    (counts[i] ?? 0) > 0 ? (value * meanDays) / (counts[i] ?? 1) : Number.NaN,
  );
  const y = filled(daily, period);
  const { backtest, verdict } = lookBack(y, period, horizon, least);
  return ok({
    schema: 1,
    kind: 'forecast',
    name: options.name ?? 'sales-forecast',
    label: options.label ?? 'Sales',
    grain,
    zone,
    first: series.first,
    values: Array.from(series.values, (value) => (Number.isFinite(value) ? value : null)),
    absent,
    withoutRows: [...series.withoutRows],
    unfinished: series.unfinished,
    workingDays:
      days === undefined
        ? null
        : { week: [...(days.week ?? workWeek)], holidays: [...(days.holidays ?? [])], mean: meanDays },
    period,
    horizon,
    combination: fitCombination(y, period),
    backtest,
    verdict,
  });
}
