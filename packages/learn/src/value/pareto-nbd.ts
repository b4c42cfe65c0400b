import type { History } from './bg-nbd.js';
import { logAddExp, logGamma } from './special.js';

/**
 * The Pareto/NBD model (Schmittlein, Morrison & Colombo 1987, Management Science 33; notation of Fader & Hardie 2005, "A Note
 * on Deriving the Pareto/NBD Model"): a customer buys at a rate λ ~ Gamma(r, alpha) until a lifetime ends that is exponential
 * with rate μ ~ Gamma(s, beta). Unlike in BG/NBD, a customer may leave at any moment, before a first repeat purchase too.
 */
export interface ParetoNbd {
  readonly kind: 'pareto-nbd';
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

/** Nodes and weights of Gauss-Legendre quadrature on [−1, 1], by Newton's method on the Legendre polynomial. */
function legendre(n: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let at = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      let [before, value] = [1, at];
      for (let k = 2; k <= n; k++)
        [before, value] = [value, ((2 * k - 1) * at * value - (k - 1) * before) / k];
      slope = (n * (at * value - before)) / (at * at - 1);
      const move = value / slope;
      at -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    nodes[i] = at;
    weights[i] = 2 / ((1 - at * at) * slope * slope);
  }
  return { nodes, weights };
}

const { nodes, weights } = legendre(24);

/**
 * ln ∫ s (alpha + u)^−(r + x) (beta + u)^−(s + 1) du from tx to T: the customers who left between their last purchase and
 * the end. Quadrature over ln(shift + u), on which the powers are nearly straight, in place of the paper's difference of two
 * ₂F₁, which cancels where tx is near T. −∞ where tx = T.
 */
function logLeft({ r, alpha, s, beta }: ParetoNbd, { x, tx, T }: History): number {
  if (!(T > tx)) return Number.NEGATIVE_INFINITY;
  const [shift, near, other, far] = alpha < beta ? [alpha, r + x, beta, s + 1] : [beta, s + 1, alpha, r + x];
  const from = Math.log(shift + tx);
  const half = (Math.log(shift + T) - from) / 2;
  // Relative to the value at tx, so that nothing underflows.
  const top = -(r + x) * Math.log(alpha + tx) - (s + 1) * Math.log(beta + tx);
  let sum = 0;
  for (let k = 0; k < nodes.length; k++) {
    const at = from + half * (1 + (nodes[k] ?? 0));
    const u = Math.exp(at) - shift;
    // The nearer shift's logarithm is the node itself, and the 1 that its power loses is du = e^at dat.
    sum += (weights[k] ?? 0) * Math.exp((1 - near) * at - far * Math.log(other + u) - top);
  }
  return Math.log(s * half * sum) + top;
}

/** ln of the weight of having survived until T, without the factors that both cases share. */
const logSurvived = ({ r, alpha, s, beta }: ParetoNbd, { x, T }: History): number =>
  -(r + x) * Math.log(alpha + T) - s * Math.log(beta + T);

/** ln L(r, alpha, s, beta | x, tx, T). */
export function paretoNbdLogLikelihood(model: ParetoNbd, history: History): number {
  const { r, alpha, s, beta } = model;
  const shared = logGamma(r + history.x) - logGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
  return shared + logAddExp(logSurvived(model, history), logLeft(model, history));
}

/** P(alive at T | x, tx, T), 0..1. */
export function paretoNbdAlive(model: ParetoNbd, history: History): number {
  return 1 / (1 + Math.exp(logLeft(model, history) - logSurvived(model, history)));
}

/** E[purchases in (T, T + t] | x, tx, T]; for s = 1 the limit, a logarithm. */
export function paretoNbdExpected(model: ParetoNbd, history: History, t: number): number {
  const { r, alpha, s, beta } = model;
  const { x, T } = history;
  const rate = ((r + x) * (beta + T)) / (alpha + T);
  const length = Math.log((beta + T + t) / (beta + T));
  // (1 − e^(−(s−1) length)) / (s − 1), which expm1 keeps exact near s = 1.
  const lived = Math.abs(s - 1) < 1e-12 ? length : -Math.expm1(-(s - 1) * length) / (s - 1);
  return paretoNbdAlive(model, history) * rate * lived;
}

/** P(no purchase in (T, T + t] | x, tx, T): gone already, or alive and then silent for as long as alive. */
export function paretoNbdSilent(model: ParetoNbd, history: History, t: number): number {
  const { x, T } = history;
  const alive = paretoNbdAlive(model, history);
  const later = { x, tx: T, T: T + t };
  const silent = logAddExp(logSurvived(model, later), logLeft(model, later)) - logSurvived(model, history);
  return 1 - alive + alive * Math.min(1, Math.exp(silent));
}
