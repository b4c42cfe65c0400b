import { seasonalIndices } from '../../forecast/decompose.js';
import type { EtsModel, EtsSpec } from '../../forecast/ets-state.js';
import {
  EtsRun,
  type Layout,
  layoutOf,
  type Smoothing,
  smoothingOf,
  writeSmoothing,
} from './ets-likelihood.js';
import { minimise } from './minimise.js';

export interface EtsOptions {
  /** Most steps of the optimiser a start. Default 100. */
  readonly maxSteps?: number;
  /** Smoothing parameters to start from. Default two starts, a slow and a quick one. */
  readonly starts?: readonly Smoothing[];
}

const defaultStarts: readonly Smoothing[] = [{ alpha: 0.3, beta: 0.03, gamma: 0.1, phi: 0.95 }];

/**
 * All models that ets of the R package considers by default: no multiplicative trend, and none of the combinations that
 * are unstable (additive errors with a multiplicative season). Multiplicative parts only for values above 0.
 */
export function etsCandidates(y: Float64Array, period: number): EtsSpec[] {
  const positive = y.every((value) => value > 0);
  const seasonal = period > 1 && y.length > period;
  const specs: EtsSpec[] = [];
  for (const error of ['A', 'M'] as const)
    for (const season of ['N', 'A', 'M'] as const)
      for (const [trend, damped] of [
        ['N', false],
        ['A', false],
        ['A', true],
      ] as const) {
        if (error === 'M' && !positive) continue;
        if (season !== 'N' && !seasonal) continue;
        if (season === 'M' && (error === 'A' || !positive)) continue;
        specs.push({ error, trend, damped, season });
      }
  return specs;
}

/** Level, trend and season to start from, after Hyndman and others (2008), section 2.6.1. */
function writeInitial(spec: EtsSpec, layout: Layout, period: number, y: Float64Array, x: Float64Array): void {
  let adjusted = y;
  if (spec.season !== 'N') {
    const few = y.length < 2 * period;
    const begin = y.subarray(0, Math.min(y.length, 3 * period));
    const neutral = spec.season === 'A' ? 0 : 1;
    const kind = spec.season === 'A' ? 'additive' : 'multiplicative';
    const indices = few ? new Float64Array(period).fill(neutral) : seasonalIndices(begin, period, kind);
    for (let j = 0; j < period; j++) if (spec.season === 'M') indices[j] = Math.max(indices[j] ?? 1, 1e-2);
    for (let j = 0; j < period - 1; j++) x[layout.season + j] = indices[j] ?? neutral;
    adjusted = y.map((value, t) => {
      const index = indices[t % period] ?? neutral;
      return spec.season === 'A' ? value - index : value / index;
    });
  }
  const n = Math.min(y.length, Math.max(10, 2 * period));
  let mean = 0;
  for (let t = 0; t < n; t++) mean += (adjusted[t] ?? 0) / n;
  if (spec.trend === 'N') {
    x[layout.level] = mean;
    return;
  }
  let above = 0;
  let below = 0;
  for (let t = 0; t < n; t++) {
    const time = t + 1 - (n + 1) / 2;
    above += time * ((adjusted[t] ?? 0) - mean);
    below += time * time;
  }
  const slope = below > 0 ? above / below : 0;
  let level = mean - slope * ((n + 1) / 2);
  let trend = slope;
  if (spec.error === 'M' && !(level + trend > 0)) {
    level = Math.max(adjusted[0] ?? 1, 1e-2);
    trend = 0;
  }
  x[layout.level] = level;
  x[layout.trend] = trend;
}

const rotated = (values: Float64Array, by: number): number[] =>
  Array.from(values, (_, j) => values[(j + by) % values.length] ?? 0);

/**
 * Fits one model of the family by maximum likelihood over smoothing parameters and initial states together, with exact
 * gradients. Null where the series is too short for its parameters (the corrected AIC needs two observations more) or
 * the model cannot run over it.
 * @param y finite values, the oldest first; all above 0 for multiplicative parts.
 * @throws RangeError when a value is not finite, or a multiplicative part meets one that is not above 0.
 */
export function fitEts(
  y: Float64Array,
  period: number,
  spec: EtsSpec,
  options: EtsOptions = {},
): EtsModel | null {
  const n = y.length;
  let scale = 0;
  for (const value of y) {
    if (!Number.isFinite(value)) throw new RangeError('a value is not finite');
    if ((spec.error === 'M' || spec.season === 'M') && !(value > 0))
      throw new RangeError('multiplicative parts need values above 0');
    scale += Math.abs(value) / n;
  }
  const m = spec.season === 'N' ? 1 : period;
  const layout = layoutOf(spec, m);
  const parameters = layout.length + 1;
  if (n <= parameters + 1) return null;
  if (!(scale > 0)) scale = 1;
  const scaled = y.map((value) => value / scale);
  const run = new EtsRun(scaled, m);
  const objective = (x: Float64Array, gradient: Float64Array): number =>
    run.evaluate(spec, layout, x, gradient);
  let best: { x: Float64Array; value: number } | null = null;
  for (const start of options.starts ?? defaultStarts) {
    const x = new Float64Array(layout.length);
    writeInitial(spec, layout, m, scaled, x);
    writeSmoothing(spec, layout, x, start);
    const found = minimise(objective, x, { maxSteps: options.maxSteps ?? 100, tolerance: 1e-5 });
    if (Number.isFinite(found.value) && (best === null || found.value < best.value)) best = found;
  }
  if (best === null) return null;

  objective(best.x, new Float64Array(layout.length));
  const { alpha, beta, gamma, phi } = smoothingOf(spec, layout, best.x);
  // Units: squared errors of additive models, and forecasts of relative ones, carry the scale twice.
  const logLik = -0.5 * (best.value + 2 * n * Math.log(scale));
  const relative = spec.error === 'M';
  return {
    ...spec,
    period: m,
    alpha,
    beta,
    gamma,
    phi,
    initial: {
      level: (best.x[layout.level] ?? 0) * scale,
      trend: spec.trend === 'N' ? 0 : (best.x[layout.trend] ?? 0) * scale,
      season:
        spec.season === 'N' ? [] : Array.from(run.season0, (s) => (spec.season === 'A' ? s * scale : s)),
    },
    last: {
      level: run.level * scale,
      trend: run.trend * scale,
      season:
        spec.season === 'N'
          ? []
          : rotated(run.season, n % m).map((s) => (spec.season === 'A' ? s * scale : s)),
    },
    sigma2: (run.sse * (relative ? 1 : scale * scale)) / Math.max(n - parameters + 1, 1),
    logLik,
    aicc: -2 * logLik + 2 * parameters + (2 * parameters * (parameters + 1)) / (n - parameters - 1),
    parameters,
    observations: n,
  };
}

/** A trend costs at most so much corrected AIC more than none, with a hundredth of the best one's weight beside it. */
const hopeless = 16;

/**
 * As `rankEts` over all candidates, with a third of the work: for each kind of error and season the damped trend, which
 * holds the others, is fitted first, and where that is too far behind to matter the others are not.
 */
export function rankEtsQuickly(
  y: Float64Array,
  period: number,
  candidates: readonly EtsSpec[],
  options: EtsOptions = {},
): EtsModel[] {
  const first = rankEts(
    y,
    period,
    candidates.filter(({ damped }) => damped),
    options,
  );
  const best = first[0]?.aicc ?? 0;
  const behind = first.filter(({ aicc }) => aicc - best > hopeless);
  const others = candidates.filter(
    (spec) =>
      !spec.damped && !behind.some(({ error, season }) => error === spec.error && season === spec.season),
  );
  return [...first, ...rankEts(y, period, others, options)].sort((one, other) => one.aicc - other.aicc);
}

/** Fits the candidates and sorts them by corrected AIC, the best first; empty where none can be fitted. */
export function rankEts(
  y: Float64Array,
  period: number,
  candidates: readonly EtsSpec[] = etsCandidates(y, period),
  options: EtsOptions = {},
): EtsModel[] {
  const models: EtsModel[] = [];
  for (const spec of candidates) {
    const model = fitEts(y, period, spec, options);
    if (model !== null) models.push(model);
  }
  return models.sort((one, other) => one.aicc - other.aicc);
}
