/** 1 / (1 + e^-t), without overflow for any t. */
export function sigmoid(t: number): number {
  if (t >= 0) return 1 / (1 + Math.exp(-t));
  const e = Math.exp(t);
  return e / (1 + e);
}

/** ln(p / (1 − p)); −Infinity at 0 and Infinity at 1. */
export function logit(p: number): number {
  return Math.log(p) - Math.log1p(-p);
}

/** A shown logit is `a · margin + b`, with a > 0 so that the order of scores stays. */
export interface Calibration {
  readonly a: number;
  readonly b: number;
}

/** The calibrated probability of a margin, 0..1. */
export function probability(calibration: Calibration, margin: number): number {
  return sigmoid(calibration.a * margin + calibration.b);
}
