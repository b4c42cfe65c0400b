import { bootstrapInterval } from '@aicrm/learn/bootstrap';
import { reliabilityBins } from '@aicrm/learn/metrics';
import { accuracy, macroF1, topLabels } from '@aicrm/learn/text/measures';
import type { TextEvaluation } from '@aicrm/schema/text-card';

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
  const interval = (measure: (f: Uint8Array, t: Uint8Array) => number): TextEvaluation['accuracy'] =>
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
