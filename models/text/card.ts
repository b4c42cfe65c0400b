import { bootstrapInterval } from '@aicrm/learn/bootstrap';
import { type ReliabilityBin, reliabilityBins } from '@aicrm/learn/metrics';
import { accuracy, macroF1, topLabels } from '@aicrm/learn/text/measures';

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Figures on texts that the model never saw; intervals are 95 % bootstrap. */
export interface TextEvaluation {
  /** What was judged on, in words. */
  readonly on: string;
  readonly rows: number;
  readonly accuracy: Interval;
  readonly macroF1: Interval;
  /** |confidence − share right|, weighted over ten bins of confidence. */
  readonly ece: number;
  readonly reliability: readonly ReliabilityBin[];
}

export interface TextSource {
  readonly name: string;
  readonly rows: number;
  readonly licence: string;
  readonly cite: string;
}

/** The card of a text model: parallel to the tabular `ModelCard`, for what texts have in place of columns. */
export interface TextCard {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly synthetic: boolean;
  /** What it says, as a sentence. */
  readonly outcome: string;
  readonly classes: readonly string[];
  readonly languages: readonly string[];
  readonly features: number;
  readonly recipe: string;
  readonly trainedAt: string;
  readonly sources: readonly TextSource[];
  readonly evaluations: readonly TextEvaluation[];
  readonly calibration: { readonly sharpness: number; readonly on: string };
  readonly limits: readonly string[];
  readonly seed: number;
}

/** Judges probabilities (rows x classes) against class numbers. */
export function evaluateText(
  on: string,
  p: Float64Array,
  y: ArrayLike<number>,
  classes: number,
  seed = 7,
): TextEvaluation {
  const found = topLabels(p, classes);
  const pick = (indices: Int32Array, from: ArrayLike<number>): Uint8Array =>
    Uint8Array.from(indices, (i) => from[i] ?? 0);
  const interval = (measure: (f: Uint8Array, t: Uint8Array) => number): Interval =>
    bootstrapInterval(y.length, (indices) => measure(pick(indices, found), pick(indices, y)), {
      rounds: 300,
      seed,
    });
  const confidence = Float64Array.from(found, (k, i) => p[i * classes + k] ?? 0);
  const right = Uint8Array.from(found, (k, i) => Number(k === y[i]));
  const reliability = reliabilityBins(confidence, right);
  return {
    on,
    rows: y.length,
    accuracy: interval(accuracy),
    macroF1: interval((f, t) => macroF1(f, t, classes)),
    ece: reliability.reduce(
      (sum, bin) => sum + (bin.rows > 0 ? Math.abs(bin.predicted - bin.observed) * (bin.rows / y.length) : 0),
      0,
    ),
    reliability: reliability.filter((bin) => bin.rows > 0),
  };
}
