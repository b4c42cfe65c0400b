import { quantile } from '../bootstrap.js';
import { createRandom } from '../random.js';

/** Who was treated and what came of it, row by row. */
export interface UpliftOutcomes {
  /** 1 = treated, 0 = not. */
  readonly treated: Uint8Array;
  /** What happened, any finite number; 0 or 1 for a yes or no. */
  readonly outcome: ArrayLike<number>;
  /** Inverse probabilities of the assignment where it was not even, > 0; 1 each by default. */
  readonly weight?: ArrayLike<number>;
}

/** Rows in descending score, and after which of them the score changes; what a curve needs apart from the rows' weights. */
interface Order {
  readonly rows: Int32Array;
  readonly ends: Uint8Array;
}

function orderOf(scores: ArrayLike<number>, rows: Int32Array): Order {
  const sorted = rows.slice().sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const ends = Uint8Array.from(sorted, (row, k) => {
    const next = sorted[k + 1];
    return next === undefined || scores[next] !== scores[row] ? 1 : 0;
  });
  return { rows: sorted, ends };
}

/**
 * Walks the curve height(k) = Y_t(k) − Y_c(k) n_t(k) / n_c(k) (Radcliffe 2007, the Qini curve) and tells `visit` each place where
 * a group of equal scores ends; between them it is a straight line, as if equals were treated in random order.
 */
function walk(
  { rows, ends }: Order,
  { treated, outcome, weight: own }: UpliftOutcomes,
  weights: ArrayLike<number> | undefined,
  visit: (count: number, height: number, treatedCount: number) => void,
): void {
  let count = 0;
  let [nt, nc, yt, yc] = [0, 0, 0, 0];
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] ?? 0;
    const weight =
      (weights === undefined ? 1 : (weights[row] ?? 0)) * (own === undefined ? 1 : (own[row] ?? 0));
    count += weight;
    if (treated[row] === 1) {
      nt += weight;
      yt += weight * (outcome[row] ?? 0);
    } else {
      nc += weight;
      yc += weight * (outcome[row] ?? 0);
    }
    if (ends[k] === 1) visit(count, nc > 0 ? yt - (yc * nt) / nc : yt, nt);
  }
}

function areaOf(order: Order, rows: UpliftOutcomes, weights?: ArrayLike<number>): number {
  let [area, lastCount, lastHeight, treated] = [0, 0, 0, 0];
  walk(order, rows, weights, (count, height, nt) => {
    area += ((height + lastHeight) / 2) * (count - lastCount);
    [lastCount, lastHeight, treated] = [count, height, nt];
  });
  return treated > 0 ? (area / lastCount - lastHeight / 2) / treated : Number.NaN;
}

/** One point of the curve. */
export interface QiniPoint {
  /** Share of customers treated, the most promising first, 0..1. */
  readonly share: number;
  /** Extra outcomes a treated customer of the whole group: height / n_t of all. */
  readonly gain: number;
}

/** The curve at `steps` + 1 even shares, by linear interpolation. */
export function qiniCurve(scores: ArrayLike<number>, rows: UpliftOutcomes, steps = 20): QiniPoint[] {
  checkRows(scores, rows);
  const gains = gainsOf(orderOf(scores, allOf(scores)), rows, undefined, steps);
  return Array.from(gains, (gain, step) => ({ share: step / steps, gain }));
}

function gainsOf(
  order: Order,
  rows: UpliftOutcomes,
  weights: ArrayLike<number> | undefined,
  steps: number,
): Float64Array {
  const counts = [0];
  const heights = [0];
  let [treated, all] = [0, 0];
  walk(order, rows, weights, (count, height, nt) => {
    counts.push(count);
    heights.push(height);
    [treated, all] = [nt, count];
  });
  let k = 0;
  return Float64Array.from({ length: steps + 1 }, (_, step) => {
    const at = (step / steps) * all;
    while (k + 2 < counts.length && (counts[k + 1] ?? 0) < at) k++;
    const [a = 0, b = 0] = [counts[k], counts[k + 1]];
    const [low = 0, high = 0] = [heights[k], heights[k + 1]];
    return b > a ? (low + ((high - low) * (at - a)) / (b - a)) / treated : high / treated;
  });
}

export interface QiniBandPoint extends QiniPoint {
  /** 95 % percentile bootstrap interval of the gain. */
  readonly low: number;
  readonly high: number;
  /** Where 95 % of curves lie whose order is drawn by lot. */
  readonly chanceLow: number;
  readonly chanceHigh: number;
}

/** The curve with its bootstrap interval and the band of chance, `rounds` draws of each. Deterministic by `seed`. */
export function qiniBand(
  scores: ArrayLike<number>,
  rows: UpliftOutcomes,
  options: { readonly steps?: number; readonly rounds?: number; readonly seed?: number } = {},
): QiniBandPoint[] {
  const { steps = 20, rounds = 200, seed = 1 } = options;
  const random = createRandom(seed);
  const order = orderOf(scores, allOf(scores));
  const weights = new Float64Array(scores.length);
  const draws: Float64Array[] = [];
  const chance: Float64Array[] = [];
  for (let round = 0; round < rounds; round++) {
    weights.fill(0);
    for (let k = 0; k < weights.length; k++) {
      const row = random.int(weights.length);
      weights[row] = (weights[row] ?? 0) + 1;
    }
    draws.push(gainsOf(order, rows, weights, steps));
    chance.push(
      gainsOf({ rows: random.shuffle(order.rows.slice()), ends: order.ends }, rows, undefined, steps),
    );
  }
  const at = (all: readonly Float64Array[], step: number, share: number): number =>
    quantile(Float64Array.from(all, (one) => one[step] ?? 0).sort(), share);
  return qiniCurve(scores, rows, steps).map((point, step) => ({
    ...point,
    low: at(draws, step, 0.025),
    high: at(draws, step, 0.975),
    chanceLow: at(chance, step, 0.025),
    chanceHigh: at(chance, step, 0.975),
  }));
}

const allOf = (scores: ArrayLike<number>): Int32Array =>
  Int32Array.from({ length: scores.length }, (_, i) => i);

function ordersOf(scores: ArrayLike<number>, folds: ArrayLike<number> | undefined): Order[] {
  const rows = allOf(scores);
  if (folds === undefined) return [orderOf(scores, rows)];
  return [...new Set(Array.from(folds))]
    .sort((a, b) => a - b)
    .map((fold) =>
      orderOf(
        scores,
        rows.filter((row) => folds[row] === fold),
      ),
    );
}

/**
 * Area between the Qini curve and the line to its end, per treated row: (mean height − end / 2) / n_t. 0 for a random order.
 * @param folds where scores of different models stand side by side: the mean over the folds, each ranked by itself.
 * @throws RangeError for lengths that differ, or a score that is not finite.
 */
export function qiniPerTreated(
  scores: ArrayLike<number>,
  rows: UpliftOutcomes,
  folds?: ArrayLike<number>,
): number {
  checkRows(scores, rows);
  return mean(ordersOf(scores, folds).map((order) => areaOf(order, rows)));
}

export interface QiniTest {
  readonly value: number;
  /** Standard deviation of the same figure when the scores are shuffled among the rows: what chance alone gives. */
  readonly nullSd: number;
  /** value / nullSd. */
  readonly z: number;
  /** Percentile bootstrap interval of 95 %, rows drawn with replacement within the folds; the scores stay as they are. */
  readonly low: number;
  readonly high: number;
}

/** Qini per treated with its permutation null and bootstrap interval; `rounds` of each. Deterministic by `seed`. */
export function qiniTest(
  scores: ArrayLike<number>,
  rows: UpliftOutcomes,
  options: { readonly folds?: ArrayLike<number>; readonly rounds?: number; readonly seed?: number } = {},
): QiniTest {
  checkRows(scores, rows);
  const { folds, rounds = 200, seed = 1 } = options;
  const random = createRandom(seed);
  const orders = ordersOf(scores, folds);
  const value = mean(orders.map((order) => areaOf(order, rows)));
  let [sum, squares] = [0, 0];
  const weights = new Float64Array(scores.length);
  const drawn = new Float64Array(rounds);
  for (let round = 0; round < rounds; round++) {
    // The ends of groups of equals stay at their places, so that a score of few values has the null of few values.
    const none = mean(
      orders.map(({ rows: own, ends }) => areaOf({ rows: random.shuffle(own.slice()), ends }, rows)),
    );
    sum += none;
    squares += none * none;
    weights.fill(0);
    for (const { rows: own } of orders)
      for (let k = 0; k < own.length; k++) {
        const row = own[random.int(own.length)] ?? 0;
        weights[row] = (weights[row] ?? 0) + 1;
      }
    drawn[round] = mean(orders.map((order) => areaOf(order, rows, weights)));
  }
  const nullSd = Math.sqrt(Math.max(0, (squares - (sum * sum) / rounds) / (rounds - 1)));
  drawn.sort();
  return {
    value,
    nullSd,
    z: nullSd > 0 ? value / nullSd : 0,
    low: quantile(drawn, 0.025),
    high: quantile(drawn, 0.975),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function checkRows(scores: ArrayLike<number>, { treated, outcome }: UpliftOutcomes): void {
  if (scores.length === 0 || scores.length !== treated.length || scores.length !== outcome.length)
    throw new RangeError(`${scores.length} scores, ${treated.length} treatments, ${outcome.length} outcomes`);
  for (let i = 0; i < scores.length; i++)
    if (!Number.isFinite(scores[i])) throw new RangeError(`score ${i} is not a finite number`);
}
