import * as z from 'zod/mini';
import { Encoder, FeatureProfile, FeatureSpec, LeakFinding, Verdict } from './model.js';
import { Instant } from './view.js';

const Interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

/**
 * What travels in the file of a model that tells classes apart. One head a class, each with its own encoders, since a level's
 * code is the rate of that class: p = softmax(sharpness · margins).
 */
export const ClassesMeta = z.object({
  schemaVersion: z.literal(1),
  task: z.literal('classes'),
  name: z.string(),
  version: z.string(),
  kind: z.enum(['trees', 'logistic']),
  recordType: z.string(),
  outcome: z.string(),
  /** Sorted; heads are in this order. */
  classes: z.array(z.string()),
  /** Share of each class among the training rows. */
  shares: z.array(z.number()),
  features: z.array(FeatureSpec),
  profiles: z.array(FeatureProfile),
  heads: z.array(z.object({ encoders: z.array(Encoder), columnMeans: z.optional(z.array(z.number())) })),
  /** > 0; fitted on out-of-time margins. */
  sharpness: z.number().check(z.positive()),
  trainedAt: Instant,
  trainingWindow: z.object({ from: Instant, to: Instant, rows: z.number() }),
  dataLicence: z.string(),
  time: z.optional(z.string()),
  /** How `03/04/2024` was read in the table that was learned from. */
  dayOrder: z.optional(z.enum(['dmy', 'mdy'])),
  target: z.optional(z.string()),
});
export type ClassesMeta = z.infer<typeof ClassesMeta>;

/** Figures on rows the model never saw; intervals are 95 % bootstrap. */
export const ClassesEvaluation = z.object({
  rows: z.number(),
  from: Instant,
  to: Instant,
  inTime: z.boolean(),
  accuracy: Interval,
  /** Accuracy of always saying the most frequent class. */
  baseAccuracy: z.number(),
  macroF1: z.number(),
  logLoss: Interval,
  baseLogLoss: z.number(),
  /** Expected calibration error of the probability of the class that was said, ten equal-width bins. */
  ece: z.number(),
  perClass: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      precision: z.nullable(z.number()),
      recall: z.nullable(z.number()),
      auc: z.nullable(z.number()),
    }),
  ),
});
export type ClassesEvaluation = z.infer<typeof ClassesEvaluation>;

/** The card of a model that tells classes apart. */
export const ClassesCard = z.object({
  name: z.string(),
  version: z.string(),
  sha256: z.string(),
  synthetic: z.boolean(),
  meta: z.omit(ClassesMeta, { heads: true, features: true, profiles: true }),
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
  evaluation: ClassesEvaluation,
  choice: z.array(
    z.object({ kind: z.enum(['trees', 'logistic']), settings: z.string(), logLoss: z.number() }),
  ),
  leaks: z.array(LeakFinding),
  verdict: Verdict,
  limits: z.array(z.string()),
  seed: z.number(),
});
export type ClassesCard = z.infer<typeof ClassesCard>;
