import * as z from 'zod/mini';
import { Band } from './prediction.js';
import { Instant } from './view.js';

// What came of the predictions, as the wire has it. A file of its own, because no page reads it: the part of the
// protocol that pages check their answers by stays small.

/** `unknown`: too little has been seen to say. `watch`: look at it. `alert`: the model should not be relied on as it is. */
export const DriftLevel = z.enum(['ok', 'watch', 'alert', 'unknown']);
export type DriftLevel = z.infer<typeof DriftLevel>;

/** How far a distribution moved between the rows trained on and the records that are open now. */
export const PopulationShift = z.object({
  /** Population stability index; null where it cannot be told. Custom: .1 is a shift to look at, .25 another population. */
  psi: z.nullable(z.number()),
  /** What chance alone stays below in 999 of 1,000 cases, with so few records; a smaller index is no news. */
  noise: z.nullable(z.number()),
  level: DriftLevel,
  /** A sentence for a person. */
  detail: z.string(),
});
export type PopulationShift = z.infer<typeof PopulationShift>;

export const InputShift = z.extend(PopulationShift, {
  id: z.string(),
  label: z.string(),
  /** Its share of what the model judges by, 0..1; a shift of a light input changes no score. */
  weight: z.number(),
});
export type InputShift = z.infer<typeof InputShift>;

/** Predicted against actual: records in groups of equal size by what was said of them. */
export const OutcomeBin = z.object({
  rows: z.number(),
  predicted: z.number(),
  observed: z.number(),
  /** 95 % Wilson interval of the rate behind `observed`. */
  low: z.number(),
  high: z.number(),
});
export type OutcomeBin = z.infer<typeof OutcomeBin>;

/**
 * What was said against what happened: records scored by this version whose outcome is known whichever way it went,
 * each once, by what was said of it first.
 */
export const OutcomeCheck = z.object({
  /** Records whose outcome is known, and how many of them were successes. */
  outcomes: z.number(),
  positives: z.number(),
  /** Records that were scored and whose outcome is still open. */
  waiting: z.number(),
  /** The next moment at which one of those is known at the latest. */
  nextKnownAt: z.nullable(Instant),
  /** Outcomes needed before anything is said. */
  needed: z.number(),
  level: DriftLevel,
  detail: z.string(),
  /** Null, and no bins, while there are too few outcomes. */
  figures: z.nullable(
    z.object({
      predictedMean: z.number(),
      observedMean: z.number(),
      /** Standard errors between the two: beyond 2 is unlikely by chance, beyond 2.6 very. */
      z: z.number(),
      auc: z.nullable(z.number()),
      logLoss: z.number(),
    }),
  ),
  bins: z.array(OutcomeBin),
});
export type OutcomeCheck = z.infer<typeof OutcomeCheck>;

/** GET /v1/models/:name/drift */
export const DriftReport = z.object({
  model: z.string(),
  version: z.string(),
  publishedAt: z.nullable(Instant),
  asOf: Instant,
  level: DriftLevel,
  /** One sentence for each thing that is not as it should be, the worst first. */
  alerts: z.array(
    z.object({
      level: z.enum(['watch', 'alert']),
      about: z.enum(['input', 'score', 'calibration']),
      /** The input's id, where it is about one. */
      input: z.optional(z.string()),
      detail: z.string(),
    }),
  ),
  /** Records open in the newest days that were compared, and the training rows they were compared with. */
  records: z.number(),
  trainingRows: z.number(),
  /** What a reader must know of this comparison. */
  notes: z.array(z.string()),
  /** The most shifted first. */
  inputs: z.array(InputShift),
  score: PopulationShift,
  calibration: OutcomeCheck,
  /** What recalibrating asks for: known outcomes, and how many of them successes and how many failures at least. */
  recalibration: z.object({ outcomes: z.number(), ofEitherKind: z.number() }),
});
export type DriftReport = z.infer<typeof DriftReport>;

/** GET /v1/records/:id/trend?model=: what was said of a record over time, and what came of it. */
export const RecordTrend = z.object({
  record: z.string(),
  model: z.string(),
  /** The oldest first. */
  points: z.array(
    z.object({
      asOf: Instant,
      version: z.string(),
      probability: z.number(),
      band: Band,
      /** The first by this version, a change of band, or the week's sample. */
      cause: z.enum(['first', 'band', 'week']),
      /** Whether it came true within the horizon; null while nobody can know. */
      outcome: z.nullable(z.boolean()),
    }),
  ),
});
export type RecordTrend = z.infer<typeof RecordTrend>;
