import * as z from 'zod/mini';
import { Instant } from './view.js';

/**
 * A feature as data: where it is read in a record view, how it is turned into a value, and what people call it.
 * `from` is `fields.<name>` or `facts.<name>`. `as` says how the raw value is read:
 * - `number`: a finite number, or a text that is one.
 * - `category`: a text level; numbers and booleans become text.
 * - `text`: prose, whose words count.
 * - `days-since`: whole and partial days from the instant at `from` until `asOf` (never negative).
 */
export const FeatureSpec = z.object({
  id: z.string(),
  /** What reasons say to people, in the tenant's words: "Days since last purchase". */
  label: z.string(),
  from: z.string(),
  as: z.enum(['number', 'category', 'days-since', 'text']),
  /** How a value is shown: a currency code for money, `days`, `share` for 0..1 as per cent. */
  unit: z.optional(z.string()),
  /** Whether a person can act on it; only these appear under "what would change this most". */
  changeable: z.boolean(),
  /** Whether it describes a protected or intimate trait; the card lists these and a tenant can leave them out. */
  sensitive: z.boolean(),
});
export type FeatureSpec = z.infer<typeof FeatureSpec>;

/**
 * A fitted encoder turns one feature into one or more float columns.
 * - `raw`: one column, missing = NaN (trees go their default direction).
 * - `standard`: two columns, (x − mean) / sd with missing = 0, then 1 where it was missing.
 * - `log`: the same of sign(x) · ln(1 + |x|), for amounts and other numbers with a heavy tail.
 * - `target`: one column, the level's code; `other` for an unseen level, missing = NaN.
 * - `one-hot`: a column per level, then one for unseen levels, then one for missing.
 * - `words`: one column, the sum of the weights of the different words of a text; 0 for none that is known.
 */
export const Encoder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('raw') }),
  z.object({ kind: z.literal('standard'), mean: z.number(), sd: z.number() }),
  z.object({ kind: z.literal('log'), mean: z.number(), sd: z.number() }),
  z.object({ kind: z.literal('target'), levels: z.record(z.string(), z.number()), other: z.number() }),
  z.object({ kind: z.literal('one-hot'), levels: z.array(z.string()) }),
  z.object({ kind: z.literal('words'), weights: z.record(z.string(), z.number()) }),
]);
export type Encoder = z.infer<typeof Encoder>;

/** How a feature was distributed over the training rows; used by counterfactuals, input drift and the card. */
export const FeatureProfile = z.object({
  /** Share of training rows that had a value, 0..1. */
  present: z.number(),
  /** Mean |contribution| in logits over training rows: the weight of this input. */
  meanAbs: z.number(),
  /** Numbers: the 5, 10, 25, 50, 75, 90 and 95 % quantiles. */
  quantiles: z.optional(z.array(z.number())),
  /** Categories: levels by share, at most 50, none seen fewer than 10 times. */
  levels: z.optional(z.record(z.string(), z.number())),
});
export type FeatureProfile = z.infer<typeof FeatureProfile>;

/** Travels in the artefact (`metadata_props`), next to the graph: all that serving needs beside the weights. */
export const ModelMeta = z.object({
  schemaVersion: z.literal(1),
  name: z.string(),
  version: z.string(),
  kind: z.enum(['trees', 'logistic']),
  recordType: z.string(),
  /** What is predicted, as a sentence part: "redeems a coupon of the campaign within 70 days". */
  outcome: z.string(),
  /** Days within which the outcome must happen; absent where the rows know no time, and in older models. */
  horizonDays: z.optional(z.number()),
  features: z.array(z.object({ spec: FeatureSpec, encoder: Encoder, profile: FeatureProfile })),
  /** The shown logit is a · margin + b with a > 0. */
  calibration: z.object({ a: z.number(), b: z.number() }),
  /** Expected margin over the training rows (what attributions are measured from). */
  baseMargin: z.number(),
  /** Logistic only: training means of the encoded columns, from which linear attributions count. */
  columnMeans: z.optional(z.array(z.number())),
  /** Share of positives in the newest tenth of the training window, 0..1. */
  baseRate: z.number(),
  /** Band thresholds on the probability, from the top: high from `high`, medium from `medium`, else low. */
  bands: z.object({ high: z.number(), medium: z.number() }),
  trainedAt: Instant,
  trainingWindow: z.object({ from: Instant, to: Instant, rows: z.number(), positives: z.number() }),
  dataLicence: z.string(),
  /** The field that says the moment of a record, where records are rows of a table that are dated one by one. */
  time: z.optional(z.string()),
  /** How `03/04/2024` was read in the table that was learned from, so that a table to score is read the same way. */
  dayOrder: z.optional(z.enum(['dmy', 'mdy'])),
  /** The column that is predicted, where the model was made of a table. */
  target: z.optional(z.string()),
  /** Field names of a host page mapped to `from` paths of the features. */
  hostFields: z.record(z.string(), z.string()),
});
export type ModelMeta = z.infer<typeof ModelMeta>;

const Interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** How one group of rows fared: what a fairness review starts from. */
export const GroupFigures = z.object({
  group: z.string(),
  rows: z.number(),
  positives: z.number(),
  /** Mean score and share that happened, 0..1. */
  predicted: z.number(),
  observed: z.number(),
  /** Null where there are fewer than ten rows with or without the outcome: such a figure is mostly chance. */
  auc: z.nullable(z.number()),
  calibrationError: z.nullable(z.number()),
});
export type GroupFigures = z.infer<typeof GroupFigures>;

/** Figures on rows the model never saw: the newest part, a horizon after the training rows. Intervals are 95 % bootstrap. */
export const Evaluation = z.object({
  rows: z.number(),
  positives: z.number(),
  from: Instant,
  to: Instant,
  auc: Interval,
  prAuc: Interval,
  logLoss: Interval,
  /** Log loss of always saying the base rate that was known at the cut. */
  baseLogLoss: z.number(),
  brier: z.number(),
  ece: z.number(),
  liftTop10: z.number(),
  /** Ten equal-width bins: mean prediction, observed rate, rows. */
  reliability: z.array(z.object({ predicted: z.number(), observed: z.number(), rows: z.number() })),
  /** How the shown scores were spread: twenty equal-width bins, their rows and how many of these had the outcome. */
  scores: z.optional(z.array(z.object({ rows: z.number(), positives: z.number() }))),
  predictedMean: z.number(),
  observedMean: z.number(),
  /** The same rows by the values of a column that was named, which need not be one that the model reads; the largest first. */
  groups: z.optional(z.object({ by: z.string(), figures: z.array(GroupFigures) })),
});
export type Evaluation = z.infer<typeof Evaluation>;

/** What the leak check found for one column, with a sentence for people. */
export const LeakFinding = z.object({
  column: z.string(),
  /** What people call the column. */
  label: z.optional(z.string()),
  verdict: z.enum(['ok', 'suspect', 'leak']),
  reason: z.string(),
  /** AUC of this column alone, .5..1, where it could be measured. */
  auc: z.optional(z.number()),
  used: z.boolean(),
  /** True where nothing is published until a person said whether the column is known when a score is needed. */
  confirm: z.optional(z.boolean()),
});
export type LeakFinding = z.infer<typeof LeakFinding>;

/** Whether a candidate may be published, and why, in words. */
export const Verdict = z.object({
  publish: z.boolean(),
  reason: z.string(),
  checks: z.array(z.object({ name: z.string(), pass: z.boolean(), detail: z.string() })),
});
export type Verdict = z.infer<typeof Verdict>;

/** The model card: everything that a person may ask of a model, as data. */
export const ModelCard = z.object({
  name: z.string(),
  version: z.string(),
  sha256: z.optional(z.string()),
  synthetic: z.boolean(),
  meta: z.omit(ModelMeta, { features: true }),
  features: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      changeable: z.boolean(),
      sensitive: z.boolean(),
      present: z.number(),
      /** Share of the summed mean |reason|, 0..1. */
      importance: z.number(),
    }),
  ),
  evaluation: z.optional(Evaluation),
  /** The choice between kinds: mean log loss on each rolling origin. */
  choice: z.array(
    z.object({
      kind: z.enum(['trees', 'logistic']),
      origins: z.array(
        z.object({
          cut: Instant,
          rows: z.number(),
          auc: z.number(),
          /** Its 95 % bootstrap interval, where the rows tried have both outcomes. */
          aucInterval: z.optional(z.object({ low: z.number(), high: z.number() })),
          logLoss: z.number(),
          /** Share of successes that was known at the cut, 0..1. */
          baseRate: z.number(),
          /** Share of successes among the rows tried, 0..1. */
          happened: z.optional(z.number()),
        }),
      ),
    }),
  ),
  leaks: z.array(LeakFinding),
  verdict: Verdict,
  limits: z.array(z.string()),
  seed: z.number(),
  /** Where only the calibration was fitted anew, on outcomes that came after publication; the rest is `from`'s. */
  recalibration: z.optional(
    z.object({
      from: z.string(),
      at: Instant,
      outcomes: z.number(),
      positives: z.number(),
      before: z.object({ a: z.number(), b: z.number() }),
      after: z.object({ a: z.number(), b: z.number() }),
      /** By how much log loss fell per record, cross-validated; the 95 % interval lies above 0. */
      gain: Interval,
    }),
  ),
});
export type ModelCard = z.infer<typeof ModelCard>;
