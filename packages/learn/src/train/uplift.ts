import type { Matrix } from '../model/ensemble.js';
import { margins } from '../model/evaluate.js';
import { createRandom } from '../random.js';
import { type EffectModel, effectsOf } from '../uplift/effect.js';
import { qiniPerTreated } from '../uplift/qini.js';
import type { BoostingOptions } from './boosting.js';
import { trainBoostingSquared } from './boosting-squared.js';
import { trainRidge } from './ridge.js';

/** Customers with what was known before the offer, whether they got it, and what came of it. */
export interface UpliftData {
  /** No missing values; columns of like scale. */
  readonly x: Matrix;
  readonly treated: Uint8Array;
  readonly outcome: Float64Array;
  /** Each row's probability of having been treated, in (0, 1): known from the design, or estimated. */
  readonly propensity: Float64Array;
}

export interface UpliftLearner {
  readonly method: 'class-transform' | 'two-model' | 'doubly-robust';
  readonly base: 'ridge' | 'trees';
  /** Ridge's penalty as a share of rows, so that the same number means the same at any size. */
  readonly penalty: number;
}

/** What is compared: three ways to the effect, each linear and strongly or weakly held back, and one that sees interactions. */
export const upliftLearners: readonly UpliftLearner[] = [
  { method: 'class-transform', base: 'ridge', penalty: 0.001 },
  { method: 'class-transform', base: 'ridge', penalty: 0.1 },
  { method: 'two-model', base: 'ridge', penalty: 0.001 },
  { method: 'two-model', base: 'ridge', penalty: 0.1 },
  { method: 'doubly-robust', base: 'ridge', penalty: 0.001 },
  { method: 'doubly-robust', base: 'ridge', penalty: 0.1 },
  { method: 'doubly-robust', base: 'trees', penalty: 0 },
];

// Effects are small beside the noise of single rows: few, shallow trees with large leaves.
const trees = (rows: number, seed: number): Partial<BoostingOptions> => ({
  trees: 40,
  depth: 2,
  learningRate: 0.05,
  minHessian: Math.max(20, rows / 100),
  bins: 32,
  seed,
});

/**
 * A model of the effect.
 * - `class-transform` (Jaskowski & Jaroszewicz 2012): z = 1 for who was treated and did, or was not and did not; the effect is
 *   2 P(z) − 1 at a propensity of one half. For others the same with inverse weights: the mean of (y − ½)(w − e) / (e (1 − e)).
 *   Outcomes must be 0 or 1.
 * - `two-model`: one model of the outcome of the treated, one of the others, and their difference.
 * - `doubly-robust` (Kennedy 2020, algorithm 1): the pseudo-outcome m1 − m0 + (w − e)(y − m_w) / (e (1 − e)), each half's from
 *   models of the other half, is regressed on x.
 * @throws RangeError for lengths that differ, a propensity outside (0, 1), only one of treated and not, or outcomes that do not fit.
 */
export function trainUplift(data: UpliftData, learner: UpliftLearner, seed = 1): EffectModel {
  checkData(data);
  const { x, treated, outcome, propensity } = data;
  const fit = (rows: Matrix, y: Float64Array) =>
    learner.base === 'ridge'
      ? trainRidge(rows, y, { l2: Math.max(learner.penalty * rows.rows, 1e-9) })
      : trainBoostingSquared(rows, y, trees(rows.rows, seed));
  const { method } = learner;
  if (method === 'two-model') {
    const part = (group: 1 | 0) => {
      const rows = rowsWhere(x.rows, (i) => treated[i] === group);
      return fit(matrixOf(x, rows), take(outcome, rows));
    };
    return {
      parts: [
        { weight: 1, model: part(1) },
        { weight: -1, model: part(0) },
      ],
    };
  }
  const weigh = (i: number): number => {
    const e = propensity[i] ?? 0;
    return ((treated[i] ?? 0) - e) / (e * (1 - e));
  };
  if (method === 'class-transform') {
    if (outcome.some((y) => y !== 0 && y !== 1))
      throw new RangeError('the class transform needs outcomes of 0 or 1');
    const target = outcome.map((y, i) => (y - 0.5) * weigh(i));
    return { parts: [{ weight: 1, model: fit(x, target) }] };
  }
  const half = dealt(data, 2, seed);
  const target = new Float64Array(x.rows);
  for (const side of [0, 1]) {
    const [known, asked] = [
      rowsWhere(x.rows, (i) => half[i] !== side),
      rowsWhere(x.rows, (i) => half[i] === side),
    ];
    const [m0, m1] = [0, 1].map((group) => {
      const rows = known.filter((i) => treated[i] === group);
      return margins(
        trainRidge(matrixOf(x, rows), take(outcome, rows), { l2: Math.max(0.001 * rows.length, 1e-9) }),
        matrixOf(x, asked),
      );
    });
    asked.forEach((i, k) => {
      const [without, withOffer] = [m0?.[k] ?? 0, m1?.[k] ?? 0];
      const own = treated[i] === 1 ? withOffer : without;
      target[i] = withOffer - without + weigh(i) * ((outcome[i] ?? 0) - own);
    });
  }
  return { parts: [{ weight: 1, model: fit(x, target) }] };
}

/** Folds 0..k−1 that have their share of treated and untreated, with and without outcome. */
export function dealt(
  { treated, outcome }: Pick<UpliftData, 'treated' | 'outcome'>,
  k: number,
  seed: number,
): Uint8Array {
  const random = createRandom(seed);
  const folds = new Uint8Array(treated.length);
  let next = 0;
  for (const group of [0, 1, 2, 3]) {
    const rows = rowsWhere(
      treated.length,
      (i) => 2 * (treated[i] ?? 0) + Number((outcome[i] ?? 0) > 0) === group,
    );
    for (const row of random.shuffle(rows)) folds[row] = next++ % k;
  }
  return folds;
}

export interface ComparedLearner {
  readonly learner: UpliftLearner;
  /** Mean of the folds' Qini per treated, none of whose rows were learned from. */
  readonly qini: number;
  /** Not behind the best by more than the standard error of the difference over the folds. */
  readonly near: boolean;
}

/**
 * All learners by cross-validated Qini, the best first; equals in the order they are given in. Qini is so noisy that the order
 * of near ones is a lottery; the mean of those that are `near` the best has less variance than the winner.
 */
export function compareUplift(
  data: UpliftData,
  options: {
    readonly learners?: readonly UpliftLearner[];
    readonly folds?: number;
    readonly seed?: number;
  } = {},
): ComparedLearner[] {
  const { learners = upliftLearners, folds = 4, seed = 1 } = options;
  const fold = dealt(data, folds, seed);
  const binary = data.outcome.every((y) => y === 0 || y === 1);
  const judged = learners
    .filter(({ method }) => binary || method !== 'class-transform')
    .map((learner) => {
      const effects = outOfFoldEffects(data, fold, () => [learner], seed);
      const each = Array.from({ length: folds }, (_, k) => {
        const rows = rowsWhere(fold.length, (i) => fold[i] === k);
        const own = rowsOf(data, rows);
        return qiniPerTreated(take(effects, rows), own);
      });
      return { learner, each, qini: mean(each) };
    })
    .sort((a, b) => b.qini - a.qini);
  const [best] = judged;
  return judged.map(({ learner, each, qini }) => {
    const behind = each.map((value, k) => (best?.each[k] ?? 0) - value);
    const gap = mean(behind);
    const squares = behind.reduce((sum, one) => sum + (one - gap) ** 2, 0);
    return { learner, qini, near: gap <= Math.sqrt(squares / (folds * Math.max(1, folds - 1))) };
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of several learners' effects as one model. */
export function trainUpliftMean(data: UpliftData, learners: readonly UpliftLearner[], seed = 1): EffectModel {
  if (learners.length === 0) throw new RangeError('there are no learners');
  const all = learners.map((learner) => trainUplift(data, learner, seed).parts);
  return {
    parts: all.flatMap((parts) =>
      parts.map(({ weight, model }) => ({ weight: weight / learners.length, model })),
    ),
  };
}

/** Each row's effect by the model that did not see its fold; `choose` may pick learners, whose mean is taken, from the rows that it is given. */
export function outOfFoldEffects(
  data: UpliftData,
  folds: ArrayLike<number>,
  choose: (training: UpliftData) => readonly UpliftLearner[],
  seed = 1,
): Float64Array {
  const effects = new Float64Array(data.x.rows);
  for (const fold of [...new Set(Array.from(folds))].sort((a, b) => a - b)) {
    const training = rowsOf(
      data,
      rowsWhere(data.x.rows, (i) => folds[i] !== fold),
    );
    const test = rowsWhere(data.x.rows, (i) => folds[i] === fold);
    const model = trainUpliftMean(training, choose(training), seed);
    const own = effectsOf(model, matrixOf(data.x, test));
    test.forEach((row, k) => {
      effects[row] = own[k] ?? 0;
    });
  }
  return effects;
}

/** The chosen rows of data. */
export const rowsOf = (data: UpliftData, rows: Int32Array): UpliftData => ({
  x: matrixOf(data.x, rows),
  treated: Uint8Array.from(rows, (i) => data.treated[i] ?? 0),
  outcome: take(data.outcome, rows),
  propensity: take(data.propensity, rows),
});

function rowsWhere(n: number, wanted: (row: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < n; i++) if (wanted(i)) rows.push(i);
  return Int32Array.from(rows);
}

const take = (values: Float64Array, rows: Int32Array): Float64Array =>
  Float64Array.from(rows, (i) => values[i] ?? 0);

function matrixOf({ columns, data }: Matrix, rows: Int32Array): Matrix {
  const out = new Float32Array(rows.length * columns);
  rows.forEach((row, k) => {
    out.set(data.subarray(row * columns, (row + 1) * columns), k * columns);
  });
  return { rows: rows.length, columns, data: out };
}

function checkData({ x, treated, outcome, propensity }: UpliftData): void {
  const lengths = [treated.length, outcome.length, propensity.length];
  if (lengths.some((n) => n !== x.rows))
    throw new RangeError(`${x.rows} rows have ${lengths.join(', ')} treatments, outcomes and propensities`);
  if (propensity.some((e) => !(e > 0 && e < 1))) throw new RangeError('a propensity is not between 0 and 1');
  const count = treated.reduce((sum, w) => sum + w, 0);
  if (count === 0 || count === x.rows) throw new RangeError('there must be treated and untreated rows');
}
