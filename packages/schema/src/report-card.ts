import * as z from 'zod/mini';

const text = (length: number) => z.string().check(z.maxLength(length));
const many = <T extends z.core.$ZodType>(of: T) => z.readonly(z.array(of).check(z.maxLength(5_000)));
const Range = z.object({ value: z.number(), low: z.number(), high: z.number() });
const Verdict = z.object({
  /** Whether the figures speak for it; null where nothing could be judged. */
  good: z.nullable(z.boolean()),
  reason: text(2_000),
});

/** What every card says, whatever the model: where it comes from, what it reads, what was refused, and its limits. */
const common = {
  schemaVersion: z.literal(1),
  name: text(200),
  version: text(200),
  trainedAt: text(40),
  synthetic: z.boolean(),
  dataLicence: text(1_000),
  /** First and last day of what it learned from; null where the rows have no dates. */
  window: z.nullable(z.object({ from: text(40), to: text(40) })),
  rows: many(z.object({ of: text(200), count: z.number() })),
  inputs: many(z.object({ id: text(200), label: text(200), note: z.optional(text(500)) })),
  refused: many(z.object({ column: text(200), reason: text(1_000) })),
  verdict: Verdict,
  limits: many(text(2_000)),
};

const Group = z.object({ name: text(200), customers: z.number(), predicted: z.number(), actual: z.number() });

/** One model of purchases, judged by the days held out. */
export const ValueBacktest = z.object({
  kind: z.enum(['bg-nbd', 'pareto-nbd']),
  cut: text(40),
  days: z.number(),
  customers: z.number(),
  /** `low` and `high`: what four of five totals lie within, if the model is right. */
  total: z.object({
    predicted: z.number(),
    low: z.number(),
    high: z.number(),
    actual: z.number(),
    errorPercent: z.number(),
  }),
  spend: z.nullable(z.object({ predicted: z.number(), actual: z.number(), errorPercent: z.number() })),
  /** Between predicted and actual purchases of customers, with the 95 % bootstrap interval. */
  correlation: Range,
  /** Share of customers whose purchases lay within their own range of 80 %; counts are whole, so it is 80 % or more where the model is right. */
  covered: z.number(),
  /** Purchases of each 30 days held out (the last part may be shorter), with the range of four in five. */
  months: many(
    z.object({
      until: text(40),
      days: z.number(),
      predicted: z.number(),
      low: z.number(),
      high: z.number(),
      actual: z.number(),
    }),
  ),
  byRepeats: many(Group),
  byRecency: many(Group),
  /** Five groups by predicted churn: mean prediction and the share that bought nothing. */
  churn: many(Group),
});
export type ValueBacktest = z.infer<typeof ValueBacktest>;

const ValueReport = z.object({
  ...common,
  kind: z.literal('value'),
  detail: z.object({
    currency: text(10),
    horizonDays: z.number(),
    /** The one that is used first. */
    backtests: many(ValueBacktest),
  }),
});

const Step = z.object({
  at: text(40),
  actual: z.nullable(z.number()),
  mean: z.number(),
  low80: z.number(),
  high80: z.number(),
  low95: z.number(),
  high95: z.number(),
});

const ForecastReport = z.object({
  ...common,
  kind: z.literal('forecast'),
  detail: z.object({
    label: text(200),
    grain: text(20),
    season: z.number(),
    horizon: z.number(),
    state: z.enum(['better', 'no-better', 'not-judged']),
    method: many(z.object({ part: text(100), share: z.number(), models: many(text(200)) })),
    /** Mean absolute error of each look back, beside that of the same season of the year before. */
    lookbacks: many(z.object({ from: text(40), error: z.number(), lastYear: z.number() })),
    lookbackSteps: z.number(),
    ratio: z.nullable(Range),
    coverage80: z.nullable(z.number()),
    coverage95: z.nullable(z.number()),
    history: many(z.object({ at: text(40), value: z.nullable(z.number()) })),
    /** The newest look back: what was said then, and what came. */
    newest: many(Step),
    ahead: many(Step),
  }),
});

const Segment = z.object({
  id: text(200),
  name: text(400),
  advice: z.optional(text(1_000)),
  customers: z.number(),
  share: z.number(),
  valueShare: z.number(),
  /** Medians by measure; null where the segment is empty. */
  median: z.record(z.string(), z.nullable(z.number())),
  /** Differences from all other customers in standard deviations, with their standard errors. */
  apart: many(z.object({ label: text(200), difference: z.number(), error: z.number() })),
});

const SegmentsReport = z.object({
  ...common,
  kind: z.literal('segments'),
  detail: z.object({
    customers: z.number(),
    /** What shares of value are of: a currency, or purchases. */
    valueOf: text(60),
    measures: many(z.object({ id: text(40), label: text(200) })),
    rules: many(Segment),
    clusters: z.nullable(
      z.object({
        k: z.nullable(z.number()),
        reason: text(1_000),
        tried: many(
          z.object({
            k: z.number(),
            stability: z.number(),
            nullStability: z.number(),
            error: z.number(),
            silhouette: z.number(),
            nullSilhouette: z.number(),
          }),
        ),
        segments: many(Segment),
      }),
    ),
  }),
});

const Ranking = z.object({
  by: z.enum(['model', 'popularity']),
  reason: text(1_000),
  customers: z.number(),
  recall: z.number(),
  popularityRecall: z.number(),
  /** Recall less that of popularity, with its 95 % interval. */
  difference: Range,
  ndcg: z.number(),
  popularityNdcg: z.number(),
  predicted: z.number(),
  happened: z.number(),
});

const NextProductReport = z.object({
  ...common,
  kind: z.literal('next-product'),
  detail: z.object({
    horizonDays: z.number(),
    judgedFrom: text(40),
    items: z.object({ kept: z.number(), all: z.number(), rule: text(500) }),
    any: Ranking,
    new: Ranking,
  }),
});

const UpliftReport = z.object({
  ...common,
  kind: z.literal('uplift'),
  detail: z.object({
    treatment: text(200),
    outcome: text(200),
    average: Range,
    assignment: z.object({ propensity: z.enum(['known', 'even', 'estimated']), sentence: text(1_000) }),
    learners: many(text(200)),
    compared: many(z.object({ learner: text(200), qini: z.number() })),
    qini: z.object({
      value: z.number(),
      nullSd: z.number(),
      z: z.number(),
      low: z.number(),
      high: z.number(),
    }),
    curve: many(
      z.object({
        share: z.number(),
        gain: z.number(),
        low: z.number(),
        high: z.number(),
        chanceLow: z.number(),
        chanceHigh: z.number(),
      }),
    ),
    deciles: many(
      z.object({
        predicted: z.number(),
        actual: z.number(),
        low: z.number(),
        high: z.number(),
        treated: z.number(),
        untreated: z.number(),
      }),
    ),
    targets: many(
      z.object({
        share: z.number(),
        extraPer1000: z.number(),
        low: z.number(),
        high: z.number(),
        byLotPer1000: z.number(),
      }),
    ),
    persuadable: z.nullable(z.object({ gain: z.number(), harm: z.number() })),
  }),
});

/** The card of a model that is not one of the shared yes/no, number or classes recipe, as a file. `kind` says which. */
export const ReportCard = z.discriminatedUnion('kind', [
  ValueReport,
  ForecastReport,
  SegmentsReport,
  NextProductReport,
  UpliftReport,
]);
export type ReportCard = z.infer<typeof ReportCard>;
export type ReportCardOf<Kind extends ReportCard['kind']> = Extract<ReportCard, { kind: Kind }>;
export const reportKinds = ['value', 'forecast', 'segments', 'next-product', 'uplift'] as const;
