import { quantile } from '@aicrm/learn/bootstrap';
import { createRandom } from '@aicrm/learn/random';
import {
  aliveOf,
  drawParameters,
  drawPurchases,
  drawSpend,
  expectedOf,
  parametersOf,
  silentOf,
  withParameters,
} from '@aicrm/learn/value/future';
import { gammaGammaExpected } from '@aicrm/learn/value/gamma-gamma';
import type { Money } from '@aicrm/schema/record';
import { minorPerMajor } from '../lead-score/history.js';
import { unitDays } from './customers.js';
import type { ValueModel } from './model-file.js';
import { shares } from './shapley.js';

/** What a person can say of a customer. Days, counts, and major units of the model's currency. */
export interface ValueInputs {
  /** Days since the first purchase, > 0. */
  readonly ageDays: number;
  /** Days since the last purchase, 0 to `ageDays`. */
  readonly gapDays: number;
  /** Purchase days after the first, a whole number >= 0. */
  readonly repeats: number;
  /** Mean spend of the repeat purchases; null where unknown. */
  readonly meanSpend: number | null;
}

const range = <T>(value: T, low: T, high: T) => ({ value, low, high });

export interface ValuePrediction {
  readonly state: 'value';
  readonly horizonDays: number;
  /** Expected purchase days within the horizon, and the range that holds what happens four times in five. */
  readonly purchases: { readonly value: number; readonly low: number; readonly high: number };
  /** Expected spend within the horizon with the same range; null where the model knows no amounts. */
  readonly worth: { readonly value: Money; readonly low: Money; readonly high: Money } | null;
  /** P(still a customer), 0..1. */
  readonly alive: number;
  /** P(no purchase within the horizon), 0..1: churn as purchases show it. */
  readonly churn: number;
  /** Spend (or, without amounts, purchases) of the typical repeat customer, from which the reasons count. */
  readonly base: number;
  /** Signed shares of `amount` − `base`, the largest first; they add up to it. */
  readonly reasons: readonly ValueReason[];
  /** What the reasons explain: expected spend in minor units, or expected purchases; not rounded. */
  readonly amount: number;
}

export interface ValueReason {
  readonly feature: 'gapDays' | 'repeats' | 'ageDays' | 'meanSpend';
  readonly label: string;
  readonly value: number | null;
  readonly unit: string;
  readonly contribution: number;
}

export interface ValueRefusal {
  readonly state: 'insufficient-data';
  readonly detail: string;
}

/** The four inputs in the models' own units, any of which may be another customer's. */
export interface Point {
  readonly gap: number;
  readonly x: number;
  readonly T: number;
  readonly m: number;
}

/** A mixture of two customers made possible: nobody bought last before the first time, and a repeat comes after the first. */
export function historyOf({ gap, x, T }: Point): { x: number; tx: number; T: number } {
  return { x, tx: x === 0 ? 0 : Math.min(T, Math.max(T - gap, 1 / unitDays)), T };
}

export const pointOf = ({ gapDays, repeats, ageDays, meanSpend }: ValueInputs): Point => ({
  gap: gapDays / unitDays,
  x: repeats,
  T: ageDays / unitDays,
  m: meanSpend ?? 0,
});

/** The customer whose inputs are `own`'s where the set has them (bits 0 to 3) and `reference`'s else. */
export const mixOf =
  (own: Point, reference: Point) =>
  (set: number): Point => ({
    gap: set & 1 ? own.gap : reference.gap,
    x: set & 2 ? own.x : reference.x,
    T: set & 4 ? own.T : reference.T,
    m: set & 8 ? own.m : reference.m,
  });

const perPurchase = (model: ValueModel, x: number, m: number): number =>
  model.spend === null
    ? 1
    : gammaGammaExpected(model.spend, m > 0 ? x : 0, m) * minorPerMajor(model.currency);

const amountOf = (model: ValueModel, point: Point, horizon: number): number =>
  expectedOf(model.purchases, historyOf(point), horizon) * perPurchase(model, point.x, point.m);

const draws = 400;

/**
 * Value, churn and reasons of one customer: a pure function, so that what-if is a call with other inputs.
 * @param horizonDays any horizon > 0; the model's own by default.
 */
export function predictValue(
  model: ValueModel,
  inputs: ValueInputs,
  horizonDays = model.horizonDays,
): ValuePrediction | ValueRefusal {
  const wrong = whatIsWrong(inputs, horizonDays);
  if (wrong !== undefined) return { state: 'insufficient-data', detail: wrong };
  const horizon = horizonDays / unitDays;
  const own = pointOf(inputs);
  const { reference } = model;
  const mixed = mixOf(own, reference);
  const parts = shares((set) => amountOf(model, mixed(set), horizon));
  const history = historyOf(own);
  const spread = rangesOf(model, own, horizon);
  const perMajor = minorPerMajor(model.currency);
  const amount = amountOf(model, own, horizon);
  const money = (minor: number): Money => ({ minor: Math.round(minor), currency: model.currency });
  const reasons: ValueReason[] = [
    reason('gapDays', 'Days since last purchase', inputs.gapDays, 'days', parts[0]),
    reason('repeats', 'Repeat purchases', inputs.repeats, '', parts[1]),
    reason('ageDays', 'Days since first purchase', inputs.ageDays, 'days', parts[2]),
    reason('meanSpend', 'Mean spend of a repeat purchase', inputs.meanSpend, model.currency, parts[3]),
  ];
  return {
    state: 'value',
    horizonDays,
    purchases: range(
      expectedOf(model.purchases, history, horizon),
      spread.purchases.low,
      spread.purchases.high,
    ),
    worth:
      model.spend === null
        ? null
        : range(money(amount), money(spread.spend.low * perMajor), money(spread.spend.high * perMajor)),
    alive: aliveOf(model.purchases, history),
    churn: silentOf(model.purchases, history, horizon),
    base: amountOf(model, reference, horizon),
    amount,
    reasons: reasons.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  };
}

const reason = (
  feature: ValueReason['feature'],
  label: string,
  value: number | null,
  unit: string,
  contribution = 0,
): ValueReason => ({ feature, label, value, unit, contribution });

/**
 * The figures alone, without ranges and reasons, for lists of many customers: about 13 µs each, where drawing the ranges takes
 * two milliseconds.
 */
export function valueFigures(
  model: ValueModel,
  inputs: ValueInputs,
  horizonDays = model.horizonDays,
): Pick<ValuePrediction, 'amount' | 'alive' | 'churn'> | ValueRefusal {
  const wrong = whatIsWrong(inputs, horizonDays);
  if (wrong !== undefined) return { state: 'insufficient-data', detail: wrong };
  const horizon = horizonDays / unitDays;
  const own = pointOf(inputs);
  const history = historyOf(own);
  return {
    amount: amountOf(model, own, horizon),
    alive: aliveOf(model.purchases, history),
    churn: silentOf(model.purchases, history, horizon),
  };
}

/** The middle four fifths of what may happen: parameters, the customer's own rates, and chance, all drawn. */
function rangesOf(model: ValueModel, own: Point, horizon: number) {
  // The same inputs must show the same range wherever they are computed, so the stream is always the same one.
  const random = createRandom(1);
  const counts = new Float64Array(draws);
  const spends = new Float64Array(draws);
  const history = historyOf(own);
  for (let k = 0; k < draws; k++) {
    const values = drawParameters(parametersOf(model.purchases), model.purchasesCovariance, random);
    const count = drawPurchases(withParameters(model.purchases, values), history, horizon, random);
    counts[k] = count;
    if (model.spend === null || model.spendCovariance === null) continue;
    const { p, q, v } = model.spend;
    const [dp = p, dq = q, dv = v] = drawParameters([p, q, v], model.spendCovariance, random);
    const spend = { kind: 'gamma-gamma', p: dp, q: dq, v: dv } as const;
    spends[k] = drawSpend(spend, own.m > 0 ? own.x : 0, own.m, count, random);
  }
  const ends = (values: Float64Array) => {
    const sorted = values.sort();
    return { low: quantile(sorted, 0.1), high: quantile(sorted, 0.9) };
  };
  return { purchases: ends(counts), spend: ends(spends) };
}

/** Why nothing can be said of such a customer, or undefined. */
export function whatIsWrong(
  { ageDays, gapDays, repeats, meanSpend }: ValueInputs,
  horizonDays: number,
): string | undefined {
  if (!(ageDays > 0 && Number.isFinite(ageDays)))
    return 'The customer must have bought at least a day ago: nothing is known of who has just come.';
  if (!(gapDays >= 0 && gapDays <= ageDays))
    return 'The last purchase must lie between the first one and today.';
  if (!Number.isInteger(repeats) || repeats < 0 || repeats > 100_000)
    return 'Repeat purchases must be a whole number.';
  if (repeats > 0 && gapDays === ageDays) return 'A repeat purchase lies on a later day than the first one.';
  if (repeats > ageDays) return 'There are more purchase days than days.';
  if (meanSpend !== null && !(meanSpend >= 0 && Number.isFinite(meanSpend)))
    return 'Mean spend must be an amount of 0 or more.';
  if (!(horizonDays > 0 && horizonDays <= 3_660)) return 'The horizon must be 1 day to 10 years.';
  return undefined;
}
