import * as z from 'zod/mini';
import { Encoder, FeatureProfile, FeatureSpec, LeakFinding, Verdict } from './model.js';
import { Instant } from './view.js';

const Interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

/**
 * What travels in the file of a model that predicts a number. It lies under a key of its own, so that whatever shows
 * probabilities refuses the file instead of showing a sum of money as a chance.
 */
export const NumberMeta = z.object({
  schemaVersion: z.literal(1),
  task: z.literal('number'),
  name: z.string(),
  version: z.string(),
  kind: z.enum(['trees', 'linear']),
  recordType: z.string(),
  /** What is predicted, as a sentence part. */
  outcome: z.string(),
  features: z.array(z.object({ spec: FeatureSpec, encoder: Encoder, profile: FeatureProfile })),
  /** Linear only: training means of the encoded columns. */
  columnMeans: z.optional(z.array(z.number())),
  /** value = offset + scale · margin; scale > 0. */
  offset: z.number(),
  scale: z.number().check(z.positive()),
  /** Add both ends to a prediction: of new rows at least `coverage` lie between (split-conformal, out-of-time errors). */
  interval: z.nullable(
    z.object({ low: z.number(), high: z.number(), coverage: z.number(), rows: z.number() }),
  ),
  trainedAt: Instant,
  trainingWindow: z.object({ from: Instant, to: Instant, rows: z.number() }),
  dataLicence: z.string(),
  time: z.optional(z.string()),
  /** How `03/04/2024` was read in the table that was learned from. */
  dayOrder: z.optional(z.enum(['dmy', 'mdy'])),
  target: z.optional(z.string()),
});
export type NumberMeta = z.infer<typeof NumberMeta>;

/** Figures on rows the model never saw, in the target's own unit; intervals are 95 % bootstrap. */
export const NumberEvaluation = z.object({
  rows: z.number(),
  from: Instant,
  to: Instant,
  /** Whether the rows are the newest ones; else they are a random fifth. */
  inTime: z.boolean(),
  rmse: Interval,
  mae: Interval,
  r2: Interval,
  /** RMSE of always saying the mean that was known. */
  baseRmse: z.number(),
  /** Share of the rows inside their intervals. */
  covered: z.nullable(z.number()),
  predictedMean: z.number(),
  observedMean: z.number(),
  /** Ten bins of equally many rows by prediction: mean predicted, mean observed. */
  reliability: z.array(z.object({ predicted: z.number(), observed: z.number(), rows: z.number() })),
});
export type NumberEvaluation = z.infer<typeof NumberEvaluation>;

/** The card of a model that predicts a number. */
export const NumberCard = z.object({
  name: z.string(),
  version: z.string(),
  sha256: z.string(),
  synthetic: z.boolean(),
  meta: z.omit(NumberMeta, { features: true }),
  features: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      changeable: z.boolean(),
      sensitive: z.boolean(),
      present: z.number(),
      importance: z.number(),
    }),
  ),
  evaluation: NumberEvaluation,
  /** Mean RMSE of each candidate over the rolling origins. */
  choice: z.array(z.object({ kind: z.enum(['trees', 'linear']), settings: z.string(), rmse: z.number() })),
  leaks: z.array(LeakFinding),
  verdict: Verdict,
  limits: z.array(z.string()),
  seed: z.number(),
});
export type NumberCard = z.infer<typeof NumberCard>;
