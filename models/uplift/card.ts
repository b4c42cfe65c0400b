import { type QiniBandPoint, type QiniTest, qiniBand, type UpliftOutcomes } from '@aicrm/learn/uplift/qini';
import type { UpliftModel } from '@aicrm/schema/uplift-model';
import type { AssignmentCheck } from './assignment.js';

export interface UpliftDecile {
  /** Mean predicted effect. */
  readonly predicted: number;
  /** Outcome of the treated less that of the others, with its 95 % interval. */
  readonly actual: number;
  readonly low: number;
  readonly high: number;
  readonly treated: number;
  readonly untreated: number;
}

/** What treating only the most promising would have brought. */
export interface UpliftTarget {
  readonly share: number;
  /** Extra outcomes among 1,000 customers of whom this share is treated, with the 95 % interval. */
  readonly extraPer1000: number;
  readonly low: number;
  readonly high: number;
  /** What the same number of customers drawn by lot would bring. */
  readonly byLotPer1000: number;
}

/** What a person may ask of an uplift model before trusting it, as data. All figures are of rows the judged model had not seen. */
export interface UpliftCard {
  readonly name: 'uplift';
  readonly version: string;
  readonly synthetic: boolean;
  readonly treatment: string;
  readonly outcome: string;
  readonly rows: UpliftModel['rows'];
  readonly average: UpliftModel['average'];
  readonly assignment: AssignmentCheck & { readonly propensity: 'known' | 'even' | 'estimated' };
  /** Whose mean is the model. */
  readonly learners: readonly string[];
  readonly compared: readonly { readonly learner: string; readonly qini: number }[];
  readonly qini: QiniTest;
  readonly curve: readonly QiniBandPoint[];
  readonly deciles: readonly UpliftDecile[];
  readonly targets: readonly UpliftTarget[];
  /** Shares of customers by predicted effect; null where no effect by customer is reliable. */
  readonly persuadable: { readonly gain: number; readonly harm: number } | null;
  readonly verdict: UpliftModel['verdict'];
  readonly limits: readonly string[];
}

/** Difference of the two groups' weighted means with its normal 95 % interval. */
export function difference(
  rows: UpliftOutcomes,
  of: ArrayLike<number>,
): UpliftModel['average'] & { treated: number; untreated: number } {
  const groups = [1, 0].map((group) => {
    let [n, weights, squares, sum] = [0, 0, 0, 0];
    for (let k = 0; k < of.length; k++) {
      const i = of[k] ?? 0;
      if (rows.treated[i] !== group) continue;
      const weight = rows.weight?.[i] ?? 1;
      n++;
      weights += weight;
      squares += weight * weight;
      sum += weight * (rows.outcome[i] ?? 0);
    }
    const mean = weights > 0 ? sum / weights : Number.NaN;
    let spread = 0;
    for (let k = 0; k < of.length; k++) {
      const i = of[k] ?? 0;
      if (rows.treated[i] === group) spread += (rows.weight?.[i] ?? 1) * ((rows.outcome[i] ?? 0) - mean) ** 2;
    }
    return { n, mean, variance: weights > 0 ? ((spread / weights) * squares) / (weights * weights) : 0 };
  });
  const [treated, untreated] = groups;
  const value = (treated?.mean ?? 0) - (untreated?.mean ?? 0);
  const half = 1.96 * Math.sqrt((treated?.variance ?? 0) + (untreated?.variance ?? 0));
  return {
    value,
    low: value - half,
    high: value + half,
    treated: treated?.n ?? 0,
    untreated: untreated?.n ?? 0,
  };
}

/** Ten groups by predicted effect, the most promising first. A group without treated or untreated rows is left out. */
export function decilesOf(rank: Float64Array, effects: Float64Array, rows: UpliftOutcomes): UpliftDecile[] {
  const order = Int32Array.from(rank.keys()).sort((a, b) => (rank[b] ?? 0) - (rank[a] ?? 0) || a - b);
  const deciles: UpliftDecile[] = [];
  for (let d = 0; d < 10; d++) {
    const own = order.subarray(
      Math.floor((d * order.length) / 10),
      Math.floor(((d + 1) * order.length) / 10),
    );
    const { value, low, high, treated, untreated } = difference(rows, own);
    if (treated === 0 || untreated === 0) continue;
    const predicted = own.reduce((sum, i) => sum + (effects[i] ?? 0), 0) / own.length;
    deciles.push({ predicted, actual: value, low, high, treated, untreated });
  }
  return deciles;
}

/** The curve with both bands, and what it says of treating the best tenth, fifth, third and half. */
export function curveOf(
  rank: Float64Array,
  rows: UpliftOutcomes,
  seed: number,
): { curve: QiniBandPoint[]; targets: UpliftTarget[] } {
  const curve = qiniBand(rank, rows, { steps: 20, rounds: 100, seed });
  const whole = curve[20]?.gain ?? 0;
  const targets = [2, 4, 6, 10].flatMap((step) => {
    const point = curve[step];
    if (point === undefined) return [];
    return {
      share: point.share,
      extraPer1000: 1000 * point.gain,
      low: 1000 * point.low,
      high: 1000 * point.high,
      byLotPer1000: 1000 * point.share * whole,
    };
  });
  return { curve, targets };
}
