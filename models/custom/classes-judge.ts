import { bootstrapInterval } from '@aicrm/learn/bootstrap';
import { mean, rocAuc } from '@aicrm/learn/metrics';
import { softmax } from '@aicrm/runtime/classes-artefact';
import type { ClassesEvaluation } from '@aicrm/schema/classes-model';
import type { Verdict } from '@aicrm/schema/model';

/** Mean log loss of margins at a sharpness, in nats. */
export const lossOf = (margins: readonly number[][], codes: readonly number[], sharpness: number): number =>
  mean(margins.map((row, i) => -Math.log(Math.max(softmax(row, sharpness)[codes[i] ?? 0] ?? 0, 1e-15))));

/** The sharpness with the least log loss, by golden-section search on its logarithm (the loss is convex in the sharpness). */
export function fitSharpness(margins: readonly number[][], codes: readonly number[]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.05), Math.log(20)];
  for (let step = 0; step < 40; step++) {
    const [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (lossOf(margins, codes, Math.exp(a)) < lossOf(margins, codes, Math.exp(b))) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}

/** Place of the largest value. */
export const largest = (values: readonly number[]): number =>
  values.reduce((best, value, k) => (value > (values[best] ?? 0) ? k : best), 0);

/** Figures of probabilities on rows the model never saw; `codes` are the true classes, `shares` what was known of them. */
export function evaluateClasses(
  p: readonly number[][],
  codes: readonly number[],
  classes: readonly string[],
  shares: readonly number[],
  seed: number,
  window: Pick<ClassesEvaluation, 'from' | 'to' | 'inTime'>,
): ClassesEvaluation {
  const said = p.map(largest);
  const right = said.map((k, i) => (k === codes[i] ? 1 : 0));
  const losses = p.map((row, i) => -Math.log(Math.max(row[codes[i] ?? 0] ?? 0, 1e-15)));
  const of = (values: readonly number[]) =>
    bootstrapInterval(values.length, (indices) => mean(Array.from(indices, (i) => values[i] ?? 0)), {
      rounds: 500,
      seed,
    });
  const frequent = largest([...shares]);
  const perClass = classes.map((name, k) => {
    const actual = codes.filter((code) => code === k).length;
    const claimed = said.filter((code) => code === k).length;
    const hits = said.filter((code, i) => code === k && codes[i] === k).length;
    const auc = rocAuc(
      Float64Array.from(p, (row) => row[k] ?? 0),
      Uint8Array.from(codes, (code) => (code === k ? 1 : 0)),
    );
    return {
      name,
      rows: actual,
      precision: claimed > 0 ? hits / claimed : null,
      recall: actual > 0 ? hits / actual : null,
      auc: Number.isNaN(auc) ? null : auc,
    };
  });
  const f1 = perClass.map(({ precision, recall }) =>
    precision && recall ? (2 * precision * recall) / (precision + recall) : 0,
  );
  let ece = 0;
  for (let bin = 0; bin < 10; bin++) {
    const inside = p.flatMap((row, i) =>
      Math.min(9, Math.floor(10 * (row[said[i] ?? 0] ?? 0))) === bin ? [i] : [],
    );
    if (inside.length > 0)
      ece +=
        Math.abs(
          mean(inside.map((i) => right[i] ?? 0)) - mean(inside.map((i) => p[i]?.[said[i] ?? 0] ?? 0)),
        ) *
        (inside.length / p.length);
  }
  return {
    rows: p.length,
    ...window,
    accuracy: of(right),
    baseAccuracy: mean(codes.map((code) => (code === frequent ? 1 : 0))),
    macroF1: mean(f1),
    logLoss: of(losses),
    baseLogLoss: mean(codes.map((code) => -Math.log(Math.max(shares[code] ?? 0, 1e-15)))),
    ece,
    perClass,
  };
}

/** Published only where log loss is below that of saying each class's share, by more than noise (paired bootstrap). */
export function gateClasses(
  p: readonly number[][],
  codes: readonly number[],
  shares: readonly number[],
  seed: number,
): Verdict {
  const gain = p.map((row, i) => {
    const code = codes[i] ?? 0;
    return Math.log(Math.max(row[code] ?? 0, 1e-15)) - Math.log(Math.max(shares[code] ?? 0, 1e-15));
  });
  const interval = bootstrapInterval(
    gain.length,
    (indices) => mean(Array.from(indices, (i) => gain[i] ?? 0)),
    { rounds: 1_000, seed },
  );
  const pass = interval.low > 0;
  const figures = `log loss lower by ${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}`;
  const detail = pass
    ? `It is better than the classes' shares by more than noise: ${figures}.`
    : `It is no better than saying each class's share: ${figures}.`;
  return {
    publish: pass,
    reason: pass ? `It passed each check: ${detail}` : `Not published. ${detail}`,
    checks: [{ name: 'base-rate', pass, detail }],
  };
}
