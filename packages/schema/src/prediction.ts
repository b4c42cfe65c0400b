import * as z from 'zod/mini';
import { Instant, Scalar } from './view.js';

export const Band = z.enum(['high', 'medium', 'low']);
export type Band = z.infer<typeof Band>;

/** One input's signed share of a score, in logits; the shares and the base add up to the logit of the shown score. */
export const Reason = z.object({
  feature: z.string(),
  label: z.string(),
  /** The input's value as it was read (days for `days-since`), `null` where it was missing. */
  value: Scalar,
  unit: z.optional(z.string()),
  contribution: z.number(),
});
export type Reason = z.infer<typeof Reason>;

export const ModelRef = z.object({ name: z.string(), version: z.string(), sha256: z.string() });
export type ModelRef = z.infer<typeof ModelRef>;

/** A score that can be shown. `probability` = sigmoid(`logit`), calibrated. */
export const Score = z.object({
  state: z.literal('score'),
  recordId: z.string(),
  model: ModelRef,
  asOf: Instant,
  probability: z.number(),
  logit: z.number(),
  band: Band,
  inputsPresent: z.number(),
  inputsTotal: z.number(),
  /** Rows the model was trained on: how much data stood behind the score. */
  trainingRows: z.number(),
});
export type Score = z.infer<typeof Score>;

/** An honest refusal: what is missing, and for whom it would be enough. */
export const Refusal = z.object({
  state: z.literal('insufficient-data'),
  recordId: z.string(),
  /** `inputs`: the record lacks too much; `no-model`: none was trained yet; `no-evidence`: none beat the base rate. */
  why: z.enum(['inputs', 'no-model', 'no-evidence']),
  /** Labels of the inputs that are missing, the weightiest first. */
  missing: z.array(z.string()),
  detail: z.string(),
});
export type Refusal = z.infer<typeof Refusal>;

export const Prediction = z.discriminatedUnion('state', [Score, Refusal]);
export type Prediction = Score | Refusal;

/** The reasons of one score: `base` (logit at no reason) plus all contributions equals the score's logit within 1e-6. */
export const Explanation = z.object({
  base: z.number(),
  /** Every input, the largest |contribution| first. */
  reasons: z.array(Reason),
});
export type Explanation = z.infer<typeof Explanation>;

/** One change of a changeable input that would move the score most, all else equal. */
export const Counterfactual = z.object({
  feature: z.string(),
  label: z.string(),
  unit: z.optional(z.string()),
  from: Scalar,
  to: Scalar,
  probability: z.number(),
});
export type Counterfactual = z.infer<typeof Counterfactual>;
