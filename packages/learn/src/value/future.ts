import type { Random } from '../random.js';
import { type BgNbd, bgNbdAlive, bgNbdExpected, bgNbdSilent, type History } from './bg-nbd.js';
import { betaDraw, exponentialDraw, gammaDraw } from './draws.js';
import type { GammaGamma } from './gamma-gamma.js';
import { type ParetoNbd, paretoNbdAlive, paretoNbdExpected, paretoNbdSilent } from './pareto-nbd.js';

/** A fitted model of when customers buy; `kind` says which. */
export type PurchaseModel = BgNbd | ParetoNbd;

/** P(alive at the end of the observation), 0..1. */
export const aliveOf = (model: PurchaseModel, history: History): number =>
  model.kind === 'bg-nbd' ? bgNbdAlive(model, history) : paretoNbdAlive(model, history);

/** Expected purchases over the next `t`. */
export const expectedOf = (model: PurchaseModel, history: History, t: number): number =>
  model.kind === 'bg-nbd' ? bgNbdExpected(model, history, t) : paretoNbdExpected(model, history, t);

/** P(no purchase over the next `t`), 0..1. */
export const silentOf = (model: PurchaseModel, history: History, t: number): number =>
  model.kind === 'bg-nbd' ? bgNbdSilent(model, history, t) : paretoNbdSilent(model, history, t);

/** A process that never stops buying would never end the loop; no customer buys so often. */
const mostPurchases = 100_000;

/**
 * One possible number of purchases over the next `t`: λ and what ends a lifetime are drawn from their exact distributions
 * given the history and that the customer is alive (gamma, and beta or gamma, independent of each other), then the process runs.
 * @param each is told of every purchase's moment, in order and from now.
 */
export function drawPurchases(
  model: PurchaseModel,
  history: History,
  t: number,
  random: Random,
  each: (at: number) => void = () => {},
): number {
  if (random.next() >= aliveOf(model, history)) return 0;
  const rate = gammaDraw(random, model.r + history.x) / (model.alpha + history.T);
  if (!(rate > 0)) return 0;
  const bg = model.kind === 'bg-nbd';
  const leaves = bg ? betaDraw(random, model.a, model.b + history.x) : 0;
  const ends = bg ? 0 : gammaDraw(random, model.s) / (model.beta + history.T);
  const until = bg || !(ends > 0) ? t : Math.min(t, exponentialDraw(random, ends));
  let at = 0;
  let purchases = 0;
  while (purchases < mostPurchases) {
    at += exponentialDraw(random, rate);
    if (at > until) break;
    purchases++;
    each(at);
    if (bg && random.next() < leaves) break;
  }
  return purchases;
}

/**
 * One possible spend over `purchases` purchases of a customer whose `x` repeat purchases had mean `m`: ν is drawn from its
 * distribution given them, and the purchases' sum is again a gamma.
 */
export function drawSpend(
  model: GammaGamma,
  x: number,
  m: number,
  purchases: number,
  random: Random,
): number {
  if (purchases === 0) return 0;
  const inverse = gammaDraw(random, model.p * x + model.q) / (model.v + x * (x > 0 ? m : 0));
  return gammaDraw(random, model.p * purchases) / inverse;
}

/**
 * A set of parameters that the data allow as well: logarithms drawn from a normal around the fitted ones.
 * @param covariance of the logarithms, row-major, in the order of `values`.
 */
export function drawParameters(
  values: readonly number[],
  covariance: ArrayLike<number>,
  random: Random,
): number[] {
  const n = values.length;
  const lower = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = covariance[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (lower[i * n + k] ?? 0) * (lower[j * n + k] ?? 0);
      lower[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 0)) : sum / (lower[j * n + j] || 1);
    }
  }
  const normals = values.map(() => random.normal());
  return values.map((value, i) => {
    let log = Math.log(value);
    for (let k = 0; k <= i; k++) log += (lower[i * n + k] ?? 0) * (normals[k] ?? 0);
    return Math.exp(log);
  });
}

/** The parameters of a model in the order that covariances use, and a model of the same kind from such a list. */
export const parametersOf = (model: PurchaseModel): number[] =>
  model.kind === 'bg-nbd'
    ? [model.r, model.alpha, model.a, model.b]
    : [model.r, model.alpha, model.s, model.beta];

export function withParameters(model: PurchaseModel, values: readonly number[]): PurchaseModel {
  const [r = 1, alpha = 1, third = 1, fourth = 1] = values;
  return model.kind === 'bg-nbd'
    ? { kind: 'bg-nbd', r, alpha, a: third, b: fourth }
    : { kind: 'pareto-nbd', r, alpha, s: third, beta: fourth };
}
