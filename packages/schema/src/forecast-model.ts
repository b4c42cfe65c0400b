import * as z from 'zod/mini';

const numbers = z.readonly(z.array(z.number()));

/** A fitted exponential smoothing model; the meaning of each number is with `@aicrm/learn/forecast/ets-state`. */
const State = z.object({ level: z.number(), trend: z.number(), season: numbers });
const Ets = z.object({
  error: z.enum(['A', 'M']),
  trend: z.enum(['N', 'A']),
  damped: z.boolean(),
  season: z.enum(['N', 'A', 'M']),
  period: z.number(),
  alpha: z.number(),
  beta: z.number(),
  gamma: z.number(),
  phi: z.number(),
  initial: State,
  last: State,
  sigma2: z.number(),
  logLik: z.number(),
  aicc: z.number(),
  parameters: z.number(),
  observations: z.number(),
});
const Theta = z.object({
  alpha: z.number(),
  level: z.number(),
  drift: z.number(),
  observations: z.number(),
  sigma2: z.number(),
  season: z.object({ kind: z.enum(['none', 'additive', 'multiplicative']), indices: numbers }),
});
const Family = z.readonly(z.array(z.object({ weight: z.number(), model: Ets })));

const Combination = z.object({
  period: z.number(),
  observations: z.number(),
  logarithm: z.boolean(),
  unit: z.number(),
  ets: Family,
  logEts: Family,
  season: numbers,
  aggregates: z.readonly(
    z.array(
      z.object({ size: z.number(), last: z.number(), smoothing: z.nullable(Ets), theta: z.nullable(Theta) }),
    ),
  ),
  spread: z.number(),
});

/** One look back: a forecast from `origin` (the number of values it saw) beside what came and beside last year's values. */
const Lookback = z.object({
  origin: z.number(),
  actual: numbers,
  mean: numbers,
  low80: numbers,
  high80: numbers,
  low95: numbers,
  high95: numbers,
  naive: numbers,
});

/** A sales forecast as a file: it runs unchanged in the page, the worker and Node. Version 1. */
export const ForecastModel = z.object({
  schema: z.literal(1),
  kind: z.literal('forecast'),
  name: z.string(),
  /** What is summed, in words: "Orders in EUR". */
  label: z.string(),
  grain: z.enum(['day', 'week', 'month', 'quarter', 'year']),
  zone: z.string(),
  /** Number of the first step, as `@aicrm/learn/forecast/calendar` counts. */
  first: z.number(),
  /** A value a step; null where it is missing and was filled for the fit. */
  values: z.readonly(z.array(z.nullable(z.number()))),
  absent: z.enum(['zero', 'missing']),
  withoutRows: numbers,
  unfinished: z.nullable(z.object({ step: z.number(), sum: z.number() })),
  /** Where values were taken per working day: which weekdays count, days off, and the mean number of a step. */
  workingDays: z.nullable(
    z.object({ week: z.readonly(z.array(z.boolean())), holidays: numbers, mean: z.number() }),
  ),
  period: z.number(),
  /** Forecasts are asked for up to so many steps. */
  horizon: z.number(),
  combination: Combination,
  backtest: z.object({
    horizon: z.number(),
    lookbacks: z.readonly(z.array(Lookback)),
    /** Mean absolute error over that of the same season last year, with its 95 % interval; null where nothing was tried. */
    ratio: z.nullable(z.object({ value: z.number(), low: z.number(), high: z.number() })),
    coverage80: z.nullable(z.number()),
    coverage95: z.nullable(z.number()),
  }),
  verdict: z.enum(['better', 'no-better', 'not-judged']),
});
export type ForecastModel = z.infer<typeof ForecastModel>;
