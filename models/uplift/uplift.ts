import type { FittedModel } from '@aicrm/learn/model/ensemble';
import { type EffectModel, effectContributions, effectOf, expectedEffect } from '@aicrm/learn/uplift/effect';
import type { UpliftModel } from '@aicrm/schema/uplift-model';
import { encodeFields, type Fields, widthOf } from './columns.js';

export interface UpliftReason {
  readonly field: string;
  readonly label: string;
  readonly value: number | string | boolean | null;
  /** In units of the outcome: .02 is two more in a hundred. */
  readonly contribution: number;
}

export type UpliftPrediction =
  | {
      readonly state: 'effect';
      /** What the offer is expected to change for this customer, in units of the outcome. */
      readonly effect: number;
      /** From which the reasons count; with them it adds up to `effect`. */
      readonly base: number;
      /** The largest first. */
      readonly reasons: readonly UpliftReason[];
    }
  | {
      readonly state: 'no-reliable-difference';
      readonly detail: string;
      /** All there is to say of any customer. */
      readonly average: UpliftModel['average'];
    };

type Part = UpliftModel['parts'][number]['model'];

function fittedOf(model: Part, columns: number): FittedModel {
  if (model.kind === 'linear')
    return {
      kind: 'linear',
      columns,
      intercept: model.intercept,
      coefficients: Float32Array.from(model.coefficients),
      means: Float32Array.from(model.means),
    };
  return {
    kind: 'trees',
    columns,
    bias: model.bias,
    roots: Int32Array.from(model.roots),
    feature: Int32Array.from(model.feature),
    threshold: Float32Array.from(model.threshold),
    // Columns are never missing, so the side does not matter.
    missingLeft: new Uint8Array(model.feature.length),
    left: Int32Array.from(model.left),
    right: Int32Array.from(model.right),
    value: Float32Array.from(model.value),
    cover: Float32Array.from(model.cover),
  };
}

const fitted = new WeakMap<UpliftModel, EffectModel>();

/** The evaluator of a model's file, made once. */
export function effectModelOf(model: UpliftModel): EffectModel {
  let own = fitted.get(model);
  if (own === undefined) {
    const columns = widthOf(model.columns);
    own = {
      parts: model.parts.map((part) => ({ weight: part.weight, model: fittedOf(part.model, columns) })),
    };
    fitted.set(model, own);
  }
  return own;
}

/** What the offer changes for one customer, and why; pure, so that what-if is a call with other fields. */
export function predictUplift(model: UpliftModel, fields: Fields): UpliftPrediction {
  if (model.verdict.state === 'no-reliable-difference')
    return { state: 'no-reliable-difference', detail: model.verdict.reason, average: model.average };
  const effects = effectModelOf(model);
  const width = widthOf(model.columns);
  const x = new Float32Array(width);
  encodeFields(model.columns, fields, x);
  const parts = effectContributions(effects, x, width);
  let at = 0;
  const reasons = model.columns.map((column): UpliftReason => {
    const wide = column.kind === 'number' ? 1 : column.levels.length;
    let contribution = 0;
    for (const end = at + wide; at < end; at++) contribution += parts[at] ?? 0;
    return { field: column.field, label: column.label, value: fields[column.field] ?? null, contribution };
  });
  return {
    state: 'effect',
    effect: effectOf(effects, x),
    base: expectedEffect(effects),
    reasons: reasons.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  };
}
