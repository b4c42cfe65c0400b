import * as z from 'zod/mini';
import { Instant } from './view.js';

const Interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** Figures on texts that the model never saw; intervals are 95 % bootstrap. */
export const TextEvaluation = z.object({
  /** What was judged on, in words. */
  on: z.string(),
  rows: z.number(),
  accuracy: Interval,
  macroF1: Interval,
  /** |confidence − share right|, weighted over ten bins of confidence. */
  ece: z.number(),
  reliability: z.array(z.object({ predicted: z.number(), observed: z.number(), rows: z.number() })),
});
export type TextEvaluation = z.infer<typeof TextEvaluation>;

export const TextSource = z.object({
  name: z.string(),
  rows: z.number(),
  licence: z.string(),
  cite: z.string(),
});
export type TextSource = z.infer<typeof TextSource>;

/** The card of a text model: parallel to the tabular `ModelCard`, for what texts have in place of columns. */
export const TextCard = z.object({
  name: z.string(),
  version: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  synthetic: z.boolean(),
  /** What it says, as a sentence. */
  outcome: z.string(),
  classes: z.array(z.string()),
  languages: z.array(z.string()),
  features: z.number(),
  recipe: z.string(),
  trainedAt: Instant,
  sources: z.array(TextSource),
  evaluations: z.array(TextEvaluation),
  calibration: z.object({ sharpness: z.number(), on: z.string() }),
  limits: z.array(z.string()),
  seed: z.number(),
});
export type TextCard = z.infer<typeof TextCard>;
