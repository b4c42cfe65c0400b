import * as z from 'zod/mini';
import { ForecastModel } from './forecast-model.js';
import { ActionRule } from './next-action.js';
import { ValueModel } from './value-model.js';
import { Instant } from './view.js';

const text = z.string().check(z.maxLength(2_000));
const share = z.number().check(z.gte(0), z.lte(1));

/** Customers in segments of the business's own rules, each with its size, its share of value and what sets it apart. */
export const SegmentsFile = z.object({
  schema: z.literal(1),
  kind: z.literal('segments'),
  computedAt: Instant,
  currency: z.string(),
  /** Null, with no segments, for tokens that may read one record: the file then only places that record. */
  customers: z.nullable(z.int()),
  /**
   * Upper bounds of the quantile parts, one for each part, the worst first, so that a page finds a record's segment by itself:
   * those of the days fall and the last one that holds a value tells its part; the others rise and the first one does.
   */
  recencyDays: z.array(z.number()),
  frequency: z.array(z.number()),
  money: z.array(z.number()),
  rules: z.unknown(),
  /** In the order of the rules; those without customers have 0. */
  segments: z.array(
    z.object({
      id: z.string(),
      name: text,
      advice: text,
      customers: z.int(),
      share,
      valueShare: share,
      median: z.record(z.string(), z.number()),
      apart: z.array(z.object({ measure: z.string(), sentence: text })),
    }),
  ),
  notes: z.array(text),
});
export type SegmentsFile = z.infer<typeof SegmentsFile>;

/** Sales by level (total, region, product, rep), reconciled so that they add up, with what the open pipeline adds. */
export const SalesForecastFile = z.object({
  schema: z.literal(1),
  kind: z.literal('sales-forecast'),
  computedAt: Instant,
  /** ISO 4217, or null where counts are forecast. */
  currency: z.nullable(z.string()),
  series: z.array(
    z.object({
      /** Path of the level: [] is the total, ["region", "North"] a part of it. */
      path: z.array(z.string()),
      label: text,
      model: ForecastModel,
      /** The steps ahead made to add up over the levels; in place of the model's own where there are several series. */
      ahead: z.optional(
        z.object({
          mean: z.array(z.number()),
          low80: z.array(z.number()),
          high80: z.array(z.number()),
          low95: z.array(z.number()),
          high95: z.array(z.number()),
        }),
      ),
    }),
  ),
  /** Expected sums of open deals by step after the history's end, with the 10th and 90th percentile of the simulation. */
  pipeline: z.nullable(
    z.object({
      expected: z.array(z.number()),
      low80: z.array(z.number()),
      high80: z.array(z.number()),
      deals: z.int(),
    }),
  ),
  /** Targets by step number, where the tenant set them. */
  targets: z.array(z.object({ step: z.number(), value: z.number() })),
  /** What a reader should know: what counts as a sale, and what was too short for a season. */
  notes: z.optional(z.array(text)),
});
export type SalesForecastFile = z.infer<typeof SalesForecastFile>;

/** What changed in the last full week and why: at most ten, the weightiest first. */
export const InsightsFile = z.object({
  schema: z.literal(1),
  kind: z.literal('insights'),
  computedAt: Instant,
  week: z.object({ from: Instant, to: Instant }),
  insights: z.array(z.unknown()),
  /** Metrics that were looked at, those without news included. */
  judged: z.array(z.string()),
});
export type InsightsFile = z.infer<typeof InsightsFile>;

export const ActionRulesFile = z.object({
  schema: z.literal(1),
  kind: z.literal('action-rules'),
  rules: z.array(ActionRule),
});
export type ActionRulesFile = z.infer<typeof ActionRulesFile>;

/** What the worker computes for a whole tenant and pages fetch by hash, each in a file of its own. */
export const analysisFiles = {
  'customer-value': ValueModel,
  segments: SegmentsFile,
  'sales-forecast': SalesForecastFile,
  insights: InsightsFile,
  'action-rules': ActionRulesFile,
} as const;
export type AnalysisName = keyof typeof analysisFiles;
export type AnalysisFile<N extends AnalysisName> = z.infer<(typeof analysisFiles)[N]>;
export const analysisNames = Object.keys(analysisFiles) as readonly AnalysisName[];

/** How a page learns of an analysis: the file to fetch, or why there is none, in words for people. */
export const AnalysisPointer = z.object({
  name: z.string(),
  current: z.nullable(z.object({ sha256: z.string(), bytes: z.number(), computedAt: Instant })),
  refusal: z.nullable(z.string()),
});
export type AnalysisPointer = z.infer<typeof AnalysisPointer>;
