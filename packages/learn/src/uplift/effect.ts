import { contributions, expectedMargin } from '../model/attribution.js';
import type { FittedModel, Matrix } from '../model/ensemble.js';
import { margin, margins } from '../model/evaluate.js';

/**
 * The effect of a treatment as a sum of models of numbers, each with its sign: one of the effect itself, or that of the treated
 * less that of the others. The unit is that of the outcome (a share, for a yes or no), so reasons add up in it.
 */
export interface EffectModel {
  readonly method: 'class-transform' | 'two-model' | 'doubly-robust';
  readonly parts: readonly { readonly sign: 1 | -1; readonly model: FittedModel }[];
}

/** Effect of each row of a matrix. */
export function effectsOf({ parts }: EffectModel, x: Matrix): Float64Array {
  const sum = new Float64Array(x.rows);
  for (const { sign, model } of parts) {
    const own = margins(model, x);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + sign * (own[i] ?? 0);
  }
  return sum;
}

/** Effect of one row, `x[offset]` on. */
export const effectOf = ({ parts }: EffectModel, x: Float32Array, offset = 0): number =>
  parts.reduce((sum, { sign, model }) => sum + sign * margin(model, x, offset), 0);

/** The effect that contributions are counted from. */
export const expectedEffect = ({ parts }: EffectModel): number =>
  parts.reduce((sum, { sign, model }) => sum + sign * expectedMargin(model), 0);

/** One value a column; with `expectedEffect` they add up to `effectOf`, exactly as `contributions` of one model do. */
export function effectContributions(
  { parts }: EffectModel,
  x: Float32Array,
  columns: number,
  offset = 0,
): Float64Array {
  const sum = new Float64Array(columns);
  for (const { sign, model } of parts) {
    const own = contributions(model, x, new Float64Array(columns), offset);
    for (let j = 0; j < columns; j++) sum[j] = (sum[j] ?? 0) + sign * (own[j] ?? 0);
  }
  return sum;
}
