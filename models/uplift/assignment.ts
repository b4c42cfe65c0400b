import { rocAuc } from '@aicrm/learn/metrics';
import { sigmoid } from '@aicrm/learn/model/calibrate';
import type { Matrix } from '@aicrm/learn/model/ensemble';
import { margins } from '@aicrm/learn/model/evaluate';
import { stratifiedFolds } from '@aicrm/learn/splits';
import { trainLogistic } from '@aicrm/learn/train/logistic';

/** Were the treated and the others alike before the offer? */
export interface AssignmentCheck {
  /** How well who was treated can be told from the fields, on rows that were not learned from: .5 = not at all. */
  readonly auc: number;
  /** Standard deviations above .5. */
  readonly z: number;
  readonly alike: boolean;
  readonly sentence: string;
}

const folds = 2;
/** One in two thousand offers that were drawn by lot look worse; and less than .53 moves no figure. */
const limits = { z: 3.29, auc: 0.53 };

/** Each row's probability of treatment, told by a logistic regression of the other half; and whether it tells anything. */
export function checkAssignment(
  x: Matrix,
  treated: Uint8Array,
  seed: number,
): { check: AssignmentCheck; propensity: Float64Array } {
  const fold = stratifiedFolds(treated, folds, seed);
  const propensity = new Float64Array(treated.length);
  const pick = (wanted: (own: number) => boolean): number[] =>
    Array.from(treated.keys()).filter((i) => wanted(fold[i] ?? 0));
  const take = (rows: readonly number[]): Matrix => {
    const data = new Float32Array(rows.length * x.columns);
    for (const [k, row] of rows.entries())
      data.set(x.data.subarray(row * x.columns, (row + 1) * x.columns), k * x.columns);
    return { rows: rows.length, columns: x.columns, data };
  };
  for (let k = 0; k < folds; k++) {
    const known = pick((own) => own !== k);
    const asked = pick((own) => own === k);
    const model = trainLogistic(
      take(known),
      Uint8Array.from(known, (i) => treated[i] ?? 0),
      { l2: 0.001 * known.length },
    );
    const own = margins(model, take(asked));
    // Weights above twenty would let single customers decide.
    for (const [j, row] of asked.entries())
      propensity[row] = Math.min(0.95, Math.max(0.05, sigmoid(own[j] ?? 0)));
  }
  const n1 = treated.reduce((sum, w) => sum + w, 0);
  const auc = rocAuc(propensity, treated);
  // Of the Mann-Whitney statistic where both are alike, of one half: what A says of B and B of A is the same product of what
  // both found, so the second half is no second witness.
  const z = (auc - 0.5) / Math.sqrt((treated.length + 2) / (6 * n1 * (treated.length - n1)));
  const alike = z <= limits.z || auc <= limits.auc;
  const figure = `AUC ${auc.toFixed(3)}, where .5 is not at all`;
  const sentence = alike
    ? `Treated and untreated customers are alike as far as the fields tell (${figure}).`
    : `Treated and untreated customers differ before the offer: the fields tell who was treated (${figure}).`;
  return { check: { auc, z, alike, sentence }, propensity };
}
