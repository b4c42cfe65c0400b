import type { EtsSpec } from '../../forecast/ets-state.js';

/** The model's numbers as one vector: α, β, γ, φ (those it has), then level, trend and all but one season term. */
export interface Layout {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
  readonly level: number;
  readonly trend: number;
  readonly season: number;
  readonly length: number;
}

export function layoutOf(spec: EtsSpec, period: number): Layout {
  let next = 0;
  const take = (wanted: boolean, count = 1): number => {
    if (!wanted) return -1;
    next += count;
    return next - count;
  };
  return {
    alpha: take(true),
    beta: take(spec.trend !== 'N'),
    gamma: take(spec.season !== 'N'),
    phi: take(spec.damped),
    level: take(true),
    trend: take(spec.trend !== 'N'),
    season: take(spec.season !== 'N', period - 1),
    length: next,
  };
}

/** Bounds of the R package's ets: α and γ' in [1e-4, .9999], β below α, γ below 1 − α, φ from .8 to .98. */
const low = 1e-4;
const high = 0.9999;
const phiLow = 0.8;
const phiHigh = 0.98;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
export const inside = (x: number, from: number, to: number): number => from + (to - from) * logistic(x);
export const outside = (value: number, from: number, to: number): number => {
  const share = Math.min(Math.max((value - from) / (to - from), 1e-9), 1 - 1e-9);
  return Math.log(share / (1 - share));
};

export interface Smoothing {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
}

/** The smoothing parameters of an unbounded vector. */
export function smoothingOf(spec: EtsSpec, at: Layout, x: Float64Array): Smoothing {
  const alpha = inside(x[at.alpha] ?? 0, low, high);
  return {
    alpha,
    beta: spec.trend === 'N' ? 0 : inside(x[at.beta] ?? 0, low, alpha),
    gamma: spec.season === 'N' ? 0 : inside(x[at.gamma] ?? 0, low, Math.max(1 - alpha, 2 * low)),
    phi: spec.damped ? inside(x[at.phi] ?? 0, phiLow, phiHigh) : 1,
  };
}

/** The unbounded vector's smoothing part for given parameters. */
export function writeSmoothing(spec: EtsSpec, at: Layout, x: Float64Array, wanted: Smoothing): void {
  x[at.alpha] = outside(wanted.alpha, low, high);
  if (spec.trend !== 'N') x[at.beta] = outside(wanted.beta, low, wanted.alpha);
  if (spec.season !== 'N') x[at.gamma] = outside(wanted.gamma, low, Math.max(1 - wanted.alpha, 2 * low));
  if (spec.damped) x[at.phi] = outside(wanted.phi, phiLow, phiHigh);
}

/** Work space and results of running a model over a series; kept between calls, since a fit makes hundreds of them. */
export class EtsRun {
  /** Sum of squared errors (relative for M) and −2 log likelihood up to a constant: n log SSE [+ 2 Σ log |forecast|]. */
  sse = 0;
  objective = Number.POSITIVE_INFINITY;
  /** Season terms as they stand, position t mod period; after `forward` those after the last observation. */
  readonly season: Float64Array;
  readonly season0: Float64Array;
  level = 0;
  trend = 0;
  private readonly q: Float64Array;
  private readonly b: Float64Array;
  private readonly s: Float64Array;
  private readonly f: Float64Array;
  private readonly adjoint: Float64Array;

  private readonly y: Float64Array;
  private readonly period: number;

  constructor(y: Float64Array, period: number) {
    this.y = y;
    this.period = period;
    const n = y.length;
    this.season = new Float64Array(period);
    this.season0 = new Float64Array(period);
    this.q = new Float64Array(n);
    this.b = new Float64Array(n);
    this.s = new Float64Array(n);
    this.f = new Float64Array(n);
    this.adjoint = new Float64Array(period);
  }

  /** One-step forecasts of the last run. */
  get fitted(): Float64Array {
    return this.f;
  }

  /** Runs over the series from `season0` and the given level and trend. */
  forward(spec: EtsSpec, p: Smoothing, level: number, trend: number): number {
    const { y, period, q, b, s, f, season } = this;
    const n = y.length;
    const { alpha, beta, gamma, phi } = p;
    const kind = spec.season === 'N' ? 0 : spec.season === 'A' ? 1 : 2;
    const relative = spec.error === 'M';
    season.set(this.season0);
    let l = level;
    let slope = spec.trend === 'N' ? 0 : trend;
    let sse = 0;
    let product = 1;
    let logs = 0;
    let at = 0;
    this.objective = Number.POSITIVE_INFINITY;
    for (let t = 0; t < n; t++) {
      const value = y[t] ?? 0;
      const base = l + phi * slope;
      q[t] = base;
      b[t] = slope;
      let forecast = base;
      let d = value - base;
      if (kind !== 0) {
        const term = season[at] ?? 0;
        s[t] = term;
        if (kind === 1) {
          forecast = base + term;
          d = value - term - base;
          season[at] = term + gamma * (value - base - term);
        } else {
          if (!(term > 1e-8 && base > 1e-8)) return this.objective;
          forecast = base * term;
          d = value / term - base;
          season[at] = term + gamma * (value / base - term);
        }
        at = at + 1 === period ? 0 : at + 1;
      }
      f[t] = forecast;
      let e = value - forecast;
      if (relative) {
        if (!(forecast > 1e-8)) return this.objective;
        e /= forecast;
        product *= forecast;
        if (product > 1e100 || product < 1e-100) {
          logs += Math.log(product);
          product = 1;
        }
      }
      sse += e * e;
      l = base + alpha * d;
      slope = phi * slope + beta * d;
    }
    this.level = l;
    this.trend = slope;
    this.sse = sse;
    const floor = Math.max(sse, 1e-20 * n);
    this.objective = n * Math.log(floor) + (relative ? 2 * (logs + Math.log(product)) : 0);
    if (!Number.isFinite(this.objective)) this.objective = Number.POSITIVE_INFINITY;
    return this.objective;
  }

  /** The objective at an unbounded vector, and its gradient by going back over the run (reverse differentiation). */
  evaluate(spec: EtsSpec, layout: Layout, x: Float64Array, gradient: Float64Array): number {
    const { y, period, q, b, s, f, adjoint, season0 } = this;
    const n = y.length;
    const p = smoothingOf(spec, layout, x);
    const { alpha, beta, gamma, phi } = p;
    if (spec.season !== 'N') {
      let rest = spec.season === 'A' ? 0 : period;
      for (let j = 0; j < period - 1; j++) {
        const term = x[layout.season + j] ?? 0;
        season0[j] = term;
        rest -= term;
      }
      season0[period - 1] = rest;
    }
    const hasTrend = spec.trend !== 'N';
    const objective = this.forward(spec, p, x[layout.level] ?? 0, hasTrend ? (x[layout.trend] ?? 0) : 0);
    if (!Number.isFinite(objective)) return objective;

    const kind = spec.season === 'N' ? 0 : spec.season === 'A' ? 1 : 2;
    const relative = spec.error === 'M';
    const weight = (2 * n) / Math.max(this.sse, 1e-20 * n);
    adjoint.fill(0);
    let aLevel = 0;
    let aTrend = 0;
    let gAlpha = 0;
    let gBeta = 0;
    let gGamma = 0;
    let gPhi = 0;
    let at = n % period;
    for (let t = n - 1; t >= 0; t--) {
      const value = y[t] ?? 0;
      const base = q[t] ?? 0;
      const slope = b[t] ?? 0;
      const forecast = f[t] ?? 0;
      const aForecast = relative
        ? (-weight * (value - forecast) * value) / (forecast * forecast * forecast) + 2 / forecast
        : -weight * (value - forecast);
      const aD = aLevel * alpha + aTrend * beta;
      let aBase = aLevel - aD;
      let d = value - base;
      if (kind === 0) aBase += aForecast;
      else {
        at = at === 0 ? period - 1 : at - 1;
        const term = s[t] ?? 0;
        const aTerm = adjoint[at] ?? 0;
        const back = aTerm * gamma;
        if (kind === 1) {
          d -= term;
          gGamma += aTerm * d;
          aBase += aForecast - back;
          adjoint[at] = aTerm - back - aD + aForecast;
        } else {
          gGamma += aTerm * (value / base - term);
          d = value / term - base;
          aBase += aForecast * term - (back * value) / (base * base);
          adjoint[at] = aTerm - back - (aD * value) / (term * term) + aForecast * base;
        }
      }
      gAlpha += aLevel * d;
      gBeta += aTrend * d;
      gPhi += (aTrend + aBase) * slope;
      aLevel = aBase;
      aTrend = phi * (aTrend + aBase);
    }
    // From here on: chain rule of the bounds, where β hangs on α from above and γ on 1 − α.
    const slopeOf = (value: number, from: number, to: number): number =>
      ((value - from) * (to - value)) / (to - from);
    let total = gAlpha;
    if (hasTrend) {
      total += (gBeta * (beta - low)) / (alpha - low);
      gradient[layout.beta] = gBeta * slopeOf(beta, low, alpha);
      gradient[layout.trend] = aTrend;
    }
    if (kind !== 0) {
      const top = Math.max(1 - alpha, 2 * low);
      total -= 1 - alpha > 2 * low ? (gGamma * (gamma - low)) / (top - low) : 0;
      gradient[layout.gamma] = gGamma * slopeOf(gamma, low, top);
      const rest = adjoint[period - 1] ?? 0;
      for (let j = 0; j < period - 1; j++) gradient[layout.season + j] = (adjoint[j] ?? 0) - rest;
    }
    if (spec.damped) gradient[layout.phi] = gPhi * slopeOf(phi, phiLow, phiHigh);
    gradient[layout.alpha] = total * slopeOf(alpha, low, high);
    gradient[layout.level] = aLevel;
    return objective;
  }
}
