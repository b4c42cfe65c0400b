import { hyp2f1, logAddExp, logBeta, logGamma } from './special.js';

/**
 * The BG/NBD model (Fader, Hardie & Lee 2005, "Counting Your Customers" the Easy Way, Marketing Science 24): while alive a
 * customer buys at a rate λ ~ Gamma(r, alpha), and after each repeat purchase drops out with probability p ~ Beta(a, b).
 */
export interface BgNbd {
  readonly kind: 'bg-nbd';
  readonly r: number;
  /** In the same unit of time as recency and T. */
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/**
 * What is known of one customer at the end of the observation.
 * - `x`: repeat purchases (the first one does not count), a whole number >= 0.
 * - `tx`: time from the first purchase to the last one; 0 where x = 0.
 * - `T`: time from the first purchase to the end of the observation, >= tx.
 */
export interface History {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
}

/** ln L(r, alpha, a, b | x, tx, T), equation 6 of the paper. */
export function bgNbdLogLikelihood({ r, alpha, a, b }: BgNbd, { x, tx, T }: History): number {
  const shared = logGamma(r + x) - logGamma(r) + r * Math.log(alpha) - logBeta(a, b);
  const alive = logBeta(a, b + x) - (r + x) * Math.log(alpha + T);
  const gone = x > 0 ? logBeta(a + 1, b + x - 1) - (r + x) * Math.log(alpha + tx) : Number.NEGATIVE_INFINITY;
  return shared + logAddExp(alive, gone);
}

/** P(alive at T | x, tx, T), 0..1. It is 1 where x = 0, because the model lets nobody go before a repeat purchase. */
export function bgNbdAlive({ r, alpha, a, b }: BgNbd, { x, tx, T }: History): number {
  if (x === 0) return 1;
  const odds = Math.log(a / (b + x - 1)) + (r + x) * Math.log((alpha + T) / (alpha + tx));
  return 1 / (1 + Math.exp(odds));
}

/**
 * E[purchases in (T, T + t] | x, tx, T], equation 10, after Euler's transformation of its ₂F₁: the series is then short and
 * the two large terms that would cancel are gone.
 * @param t length of the horizon, >= 0.
 */
export function bgNbdExpected(model: BgNbd, history: History, t: number): number {
  return t > 0 ? bgNbdAlive(model, history) * expectedIfAlive(model, history, t) : 0;
}

/** Closer than this to a = 1 or c = 0, both removable, the mean of both sides stands in; its error is of the square. */
const step = 1e-4;

function expectedIfAlive(model: BgNbd, history: History, t: number): number {
  const { r, alpha, a, b } = model;
  const { x, T } = history;
  if (Math.abs(a - 1) < step / 2) {
    const beside = (a: number): number => expectedIfAlive({ ...model, a }, history, t);
    return (beside(1 - step) + beside(1 + step)) / 2;
  }
  const c = a + b + x - 1;
  if (Math.abs(c) < step / 2) {
    const beside = (by: number): number => expectedIfAlive({ ...model, b: b + by - c }, history, t);
    return (beside(-step) + beside(step)) / 2;
  }
  const z = t / (alpha + T + t);
  // (1 − z)^(r+x) F(r+x, b+x; c; z) = (1 − z)^(a−1) F(c − r − x, a − 1; c; z).
  const scaled = (1 - z) ** (a - 1) * hyp2f1(c - r - x, a - 1, c, z);
  return (c / (a - 1)) * (1 - scaled);
}

/** P(no purchase in (T, T + t] | x, tx, T): gone already, or alive and silent. 1 minus it is the chance of buying again. */
export function bgNbdSilent(model: BgNbd, history: History, t: number): number {
  const { r, alpha } = model;
  const { x, T } = history;
  const alive = bgNbdAlive(model, history);
  return 1 - alive + alive * ((alpha + T) / (alpha + T + t)) ** (r + x);
}
