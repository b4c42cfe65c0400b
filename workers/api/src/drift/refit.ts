import { bootstrapInterval } from '@aicrm/learn/bootstrap';
import { type Calibration, sigmoid } from '@aicrm/learn/model/calibrate';
import { createRandom } from '@aicrm/learn/random';
import { fitCalibration } from '@aicrm/learn/train/calibration';
import type { Evaluation } from '@aicrm/schema/model';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Outcomes } from './outcomes.js';

/** Two parameters are fitted; with fewer outcomes, or fewer of either kind, they would follow chance. */
export const leastOutcomes = 100;
export const leastPerClass = 20;
const folds = 10;
/** Of the parts and of every bootstrap: equal outcomes give an equal card. */
export const seed = 1;

export type Interval = Evaluation['auc'];

export interface Fit {
  readonly after: Calibration;
  /** Probabilities of each outcome by a calibration fitted without it. */
  readonly p: Float64Array;
  /** By how much log loss falls per record, cross-validated. */
  readonly gain: Interval;
}

export type FitRefusal =
  | { readonly kind: 'too-few'; readonly outcomes: number; readonly positives: number }
  | { readonly kind: 'not-increasing' }
  | { readonly kind: 'no-gain'; readonly gain: Interval };

/**
 * Fits a and b of a · margin + b to outcomes. Judged by cross-validation, so that what is said of the gain holds for
 * records that were not fitted to. Pure and seeded.
 */
export function refitCalibration({ logits, labels }: Outcomes, before: Calibration): Result<Fit, FitRefusal> {
  const n = labels.length;
  const positives = labels.reduce((sum, y) => sum + y, 0);
  if (n < leastOutcomes || Math.min(positives, n - positives) < leastPerClass)
    return fail({ kind: 'too-few', outcomes: n, positives });
  const margins = logits.map((logit) => (logit - before.b) / before.a);
  const fit = (rows: readonly number[]) =>
    fitCalibration(
      Float64Array.from(rows, (i) => margins[i] ?? 0),
      Uint8Array.from(rows, (i) => labels[i] ?? 0),
    );
  // Both kinds are there by now, so the one thing that can still be wrong is a line that does not rise.
  const all = fit(Array.from(labels, (_, i) => i));
  if (!all.ok) return fail({ kind: 'not-increasing' });
  const order = createRandom(seed).shuffle(Array.from(labels, (_, i) => i));
  const p = new Float64Array(n);
  for (let fold = 0; fold < folds; fold++) {
    const part = fit(order.filter((_, at) => at % folds !== fold));
    if (!part.ok) return fail({ kind: 'not-increasing' });
    for (let at = fold; at < n; at += folds) {
      const i = order[at] ?? 0;
      p[i] = sigmoid(part.value.a * (margins[i] ?? 0) + part.value.b);
    }
  }
  const loss = (one: number, y: number): number => -Math.log(Math.max(y === 1 ? one : 1 - one, 1e-15));
  const saved = Float64Array.from(labels, (y, i) => loss(sigmoid(logits[i] ?? 0), y) - loss(p[i] ?? 0, y));
  const gain = bootstrapInterval(
    n,
    (rows) => rows.reduce((sum, i) => sum + (saved[i] ?? 0), 0) / rows.length,
    {
      rounds: 1_000,
      seed,
    },
  );
  if (!(gain.low > 0)) return fail({ kind: 'no-gain', gain });
  return ok({ after: all.value, p, gain });
}
