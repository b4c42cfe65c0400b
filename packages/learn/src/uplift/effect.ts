import { contributions, expectedMargin } from '../model/attribution.js';
import type { FittedModel, Matrix } from '../model/ensemble.js';
import { margin, margins } from '../model/evaluate.js';

/**
 * The effect of a treatment as a weighted sum of models of numbers: of the effect itself (weight 1), of the treated less the
 * others (1 and −1), or the mean of several such. The unit is that of the outcome (a share, for a yes or no), so reasons add up in it.
 */
export interface EffectModel {
  readonly parts: readonly { readonly weight: number; readonly model: FittedModel }[];
}

/** Effect of each row of a matrix. */
export function effectsOf({ parts }: EffectModel, x: Matrix): Float64Array {
  const sum = new Float64Array(x.rows);
  for (const { weight, model } of parts) {
    const own = margins(model, x);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + weight * (own[i] ?? 0);
  }
  return sum;
}

/** Effect of one row, `x[offset]` on. */
export const effectOf = ({ parts }: EffectModel, x: Float32Array, offset = 0): number =>
  parts.reduce((sum, { weight, model }) => sum + weight * margin(model, x, offset), 0);

/** The effect that contributions are counted from. */
export const expectedEffect = ({ parts }: EffectModel): number =>
  parts.reduce((sum, { weight, model }) => sum + weight * expectedMargin(model), 0);

/** One value a column; with `expectedEffect` they add up to `effectOf`, exactly as `contributions` of one model do. */
export function effectContributions(
  { parts }: EffectModel,
  x: Float32Array,
  columns: number,
  offset = 0,
): Float64Array {
  const sum = new Float64Array(columns);
  for (const { weight, model } of parts) {
    const own = contributions(model, x, new Float64Array(columns), offset);
    for (let j = 0; j < columns; j++) sum[j] = (sum[j] ?? 0) + weight * (own[j] ?? 0);
  }
  return sum;
}
