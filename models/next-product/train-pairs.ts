import type { LinearModel, Matrix } from '@aicrm/learn/model/ensemble';
import { createRandom } from '@aicrm/learn/random';
import type { Purchases } from '@aicrm/learn/recommend/purchases';
import { trainLogistic } from '@aicrm/learn/train/logistic';
import { dayMs, featureCount, featuresOf } from './features.js';
import type { Snapshot } from './train-state.js';

export type Want = 'any' | 'new';

/** Pairs of customer and item that are learned from, about; the rest of the pairs that were not bought is left out by lot. */
const mostPairs = 250_000;

/** For each customer, the kept items bought in [from, from + days). */
export function boughtWithin(purchases: Purchases, from: number, days: number): Set<number>[] {
  const sets = Array.from({ length: purchases.customers }, () => new Set<number>());
  for (let k = 0; k < purchases.at.length; k++) {
    const at = purchases.at[k] ?? 0;
    if (at >= from && at < from + days * dayMs) sets[purchases.customer[k] ?? 0]?.add(purchases.item[k] ?? 0);
  }
  return sets;
}

export interface PairModel {
  readonly intercept: number;
  readonly coefficients: number[];
  readonly means: number[];
}

/**
 * Logistic regression of "bought within the horizon" over pairs of customers known at a snapshot and items. All bought pairs
 * are taken and a share of the others; the intercept is set right for it, so that probabilities are those of all pairs.
 * @returns nothing where no pair or every pair was bought.
 */
export function trainPairs(
  snapshots: readonly Snapshot[],
  purchases: Purchases,
  horizonDays: number,
  want: Want,
  seed: number,
): PairModel | undefined {
  const random = createRandom(seed);
  const total = snapshots.reduce(
    (sum, { histories, state }) => sum + histories.filter((own) => own.length > 0).length * state.items,
    0,
  );
  const share = Math.min(1, mostPairs / Math.max(total, 1));
  const values: number[] = [];
  const labels: number[] = [];
  for (const { state, at, histories } of snapshots) {
    const later = boughtWithin(purchases, at, horizonDays);
    const x = new Float64Array(state.items * featureCount);
    for (const [customer, own] of histories.entries()) {
      if (own.length === 0) continue;
      const known = new Set(own.map(({ item }) => item));
      const bought = later[customer];
      featuresOf(state, own, at, x);
      for (let i = 0; i < state.items; i++) {
        const label = Number(bought?.has(i) ?? false);
        if (want === 'new' && known.has(i)) continue;
        if (label === 0 && random.next() >= share) continue;
        for (let j = 0; j < featureCount; j++) values.push(x[i * featureCount + j] ?? 0);
        labels.push(label);
      }
    }
  }
  const positives = labels.reduce((sum, y) => sum + y, 0);
  if (positives === 0 || positives === labels.length) return undefined;
  const { matrix, means, scales } = standardised(values, labels.length);
  const model: LinearModel = trainLogistic(matrix, Uint8Array.from(labels), { l2: 1 });
  const coefficients = Array.from(model.coefficients, (b, j) => b / (scales[j] ?? 1));
  const intercept = coefficients.reduce(
    (sum, b, j) => sum - b * (means[j] ?? 0),
    model.intercept + Math.log(share),
  );
  return { intercept, coefficients, means };
}

function standardised(
  values: readonly number[],
  rows: number,
): { matrix: Matrix; means: number[]; scales: number[] } {
  const means = new Array<number>(featureCount).fill(0);
  const squares = new Array<number>(featureCount).fill(0);
  for (const [k, value] of values.entries()) {
    const j = k % featureCount;
    means[j] = (means[j] ?? 0) + value / rows;
    squares[j] = (squares[j] ?? 0) + (value * value) / rows;
  }
  const scales = squares.map((square, j) => Math.sqrt(Math.max(0, square - (means[j] ?? 0) ** 2)) || 1);
  const data = Float32Array.from(
    values,
    (value, k) => (value - (means[k % featureCount] ?? 0)) / (scales[k % featureCount] ?? 1),
  );
  return { matrix: { rows, columns: featureCount, data }, means, scales };
}
