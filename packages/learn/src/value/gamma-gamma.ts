import { logGamma } from './special.js';

/**
 * The Gamma-Gamma model of spend (Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value"; Fader, Hardie & Lee 2005,
 * RFM and CLV): a purchase is Gamma(p, ν) with ν ~ Gamma(q, v), independent of how often one buys.
 */
export interface GammaGamma {
  readonly kind: 'gamma-gamma';
  readonly p: number;
  readonly q: number;
  /** In the unit of spend. */
  readonly v: number;
}

/** ln f(m | p, q, v, x) of the mean `m` > 0 of `x` >= 1 purchases, equation 1a. */
export function gammaGammaLogLikelihood({ p, q, v }: GammaGamma, x: number, m: number): number {
  const px = p * x;
  return (
    logGamma(px + q) -
    logGamma(px) -
    logGamma(q) +
    q * Math.log(v) +
    (px - 1) * Math.log(m) +
    px * Math.log(x) -
    (px + q) * Math.log(v + m * x)
  );
}

/**
 * E[mean spend per purchase | x purchases of mean m], equation 5: the customer's own mean, pulled to everybody's by how little
 * is known. Everybody's where x = 0. Infinite where q <= 1 and x = 0: the population's mean then does not exist.
 */
export function gammaGammaExpected({ p, q, v }: GammaGamma, x: number, m: number): number {
  const shape = p * x + q - 1;
  return shape > 0 ? (p * (v + x * (x > 0 ? m : 0))) / shape : Number.POSITIVE_INFINITY;
}
