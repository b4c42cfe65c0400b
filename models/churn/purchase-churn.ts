import { silentOf } from '@aicrm/learn/value/future';
import { unitDays } from '../value/customers.js';
import type { ValueModel } from '../value/model-file.js';
import { shares } from '../value/shapley.js';
import {
  historyOf,
  mixOf,
  pointOf,
  type ValueInputs,
  type ValueReason,
  type ValueRefusal,
  whatIsWrong,
} from '../value/value.js';

/**
 * Churn where there is no contract to end: the chance that a customer buys nothing within the horizon, from the model of
 * purchases alone. Where contracts or use are known, a model that learns from them tells more.
 */
export interface PurchaseChurn {
  readonly state: 'churn';
  /** P(no purchase within the horizon), 0..1. */
  readonly probability: number;
  readonly logit: number;
  readonly horizonDays: number;
  /** The logit of the typical repeat customer; it and the reasons add up to `logit`. */
  readonly base: number;
  /** Shares of the logit, the largest first. */
  readonly reasons: readonly Omit<ValueReason, 'unit'>[];
}

/** Certainty has no logit; nobody is known better than one in a million. */
const clipped = (p: number): number => Math.min(Math.max(p, 1e-6), 1 - 1e-6);

/** A pure function of the inputs, so that what-if is a call with others. */
export function predictPurchaseChurn(
  model: ValueModel,
  inputs: ValueInputs,
  horizonDays = model.horizonDays,
): PurchaseChurn | ValueRefusal {
  const wrong = whatIsWrong(inputs, horizonDays);
  if (wrong !== undefined) return { state: 'insufficient-data', detail: wrong };
  const mixed = mixOf(pointOf(inputs), model.reference);
  const logitOf = (set: number): number => {
    const p = clipped(silentOf(model.purchases, historyOf(mixed(set)), horizonDays / unitDays));
    return Math.log(p / (1 - p));
  };
  const logit = logitOf(15);
  const [gap = 0, repeats = 0, age = 0] = shares(logitOf);
  const reasons: PurchaseChurn['reasons'] = [
    { feature: 'gapDays', label: 'Days since last purchase', value: inputs.gapDays, contribution: gap },
    { feature: 'repeats', label: 'Repeat purchases', value: inputs.repeats, contribution: repeats },
    { feature: 'ageDays', label: 'Days since first purchase', value: inputs.ageDays, contribution: age },
  ];
  return {
    state: 'churn',
    probability: 1 / (1 + Math.exp(-logit)),
    logit,
    horizonDays,
    base: logitOf(0),
    reasons: [...reasons].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  };
}
