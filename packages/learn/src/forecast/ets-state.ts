/** What an exponential smoothing model is made of (Hyndman, Koehler, Ord & Snyder 2008, the taxonomy of chapter 2). */
export interface EtsSpec {
  /** Errors are added to the forecast (A) or are a share of it (M). */
  readonly error: 'A' | 'M';
  readonly trend: 'N' | 'A';
  /** Whether the trend fades; only with a trend. */
  readonly damped: boolean;
  readonly season: 'N' | 'A' | 'M';
}

/** A fitted model as plain data: it says all that is needed to go on from the last observation. */
export interface EtsModel extends EtsSpec {
  /** Observations a season; 1 without one. */
  readonly period: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
  /** Level and trend before the first observation, and the season's terms, that of the first observation first. */
  readonly initial: { readonly level: number; readonly trend: number; readonly season: readonly number[] };
  /** The same after the last observation; the next observation's season term first. */
  readonly last: { readonly level: number; readonly trend: number; readonly season: readonly number[] };
  /** Variance of the one-step errors (relative ones for M), by the number of observations less that of parameters. */
  readonly sigma2: number;
  /** −2 log likelihood up to a constant of the length, and with penalties, as the R package forecast reports them. */
  readonly logLik: number;
  readonly aicc: number;
  /** Free parameters, the variance included. */
  readonly parameters: number;
  readonly observations: number;
}

/** "ETS(M,Ad,M)". */
export const etsName = ({ error, trend, damped, season }: EtsSpec): string =>
  `ETS(${error},${trend}${damped ? 'd' : ''},${season})`;

/** Forecast means 1..horizon steps ahead (equations of table 2.1 with errors 0). */
export function etsMean(model: EtsModel, horizon: number): Float64Array {
  const { level, trend, season } = model.last;
  const mean = new Float64Array(horizon);
  let damping = 0;
  let power = 1;
  for (let h = 0; h < horizon; h++) {
    power *= model.damped ? model.phi : 1;
    damping += power;
    const base = model.trend === 'N' ? level : level + damping * trend;
    const s = season[h % model.period] ?? 0;
    mean[h] = model.season === 'A' ? base + s : model.season === 'M' ? base * s : base;
  }
  return mean;
}

/**
 * Level, trend and season of each forecast; they add up to `etsMean` (the season's share of a multiplicative one is what
 * it adds to the base).
 */
export function etsParts(
  model: EtsModel,
  horizon: number,
): { level: Float64Array; trend: Float64Array; season: Float64Array } {
  const mean = etsMean(model, horizon);
  const base = model.season === 'N' ? mean : etsMean({ ...model, season: 'N' }, horizon);
  const { level } = model.last;
  return {
    level: new Float64Array(horizon).fill(level),
    trend: base.map((value) => value - level),
    season: mean.map((value, h) => value - (base[h] ?? 0)),
  };
}

/** Weight of an error j steps ago in the forecast of an additive model: c_j = α + β φ_j + γ [j is a whole season]. */
function memory(model: EtsModel, horizon: number): Float64Array {
  const c = new Float64Array(horizon);
  let damping = 0;
  let power = 1;
  for (let j = 1; j < horizon; j++) {
    damping += power;
    power *= model.damped ? model.phi : 1;
    const trend = model.trend === 'N' ? 0 : model.beta * (model.damped ? damping * model.phi : damping);
    // With damping the trend's weight is β(φ + … + φ^j); the first step's error has moved the trend already.
    const season = model.season !== 'N' && j % model.period === 0 ? model.gamma : 0;
    c[j] = model.alpha + trend + season;
  }
  return c;
}

/**
 * Variance of the forecast error 1..horizon steps ahead: exact for additive models (class 1) and for multiplicative
 * errors without multiplicative season (class 2), equations 6.1 to 6.3; for multiplicative seasons the approximation of
 * class 3 (equation 6.4), in which season and base vary independently.
 */
export function etsVariance(model: EtsModel, horizon: number): Float64Array {
  const { sigma2 } = model;
  const variance = new Float64Array(horizon);
  const multiplied = model.season === 'M';
  const base = multiplied ? etsMean({ ...model, season: 'N' }, horizon) : etsMean(model, horizon);
  const c = memory(multiplied ? { ...model, season: 'N' } : model, horizon);
  if (model.error === 'A') {
    let sum = 0;
    for (let h = 0; h < horizon; h++) {
      sum += h === 0 ? 1 : (c[h] ?? 0) ** 2;
      variance[h] = sigma2 * sum;
    }
    return variance;
  }
  const theta = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    let sum = (base[h] ?? 0) ** 2;
    for (let j = 1; j <= h; j++) sum += sigma2 * (c[j] ?? 0) ** 2 * (theta[h - j] ?? 0);
    theta[h] = sum;
    if (multiplied) {
      const seasons = (1 + sigma2 * model.gamma ** 2) ** Math.floor(h / model.period);
      const s = model.last.season[h % model.period] ?? 1;
      variance[h] = s * s * (sum * (1 + sigma2) * seasons - (base[h] ?? 0) ** 2);
    } else variance[h] = (1 + sigma2) * sum - (base[h] ?? 0) ** 2;
  }
  return variance;
}
