import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { etsCandidates, fitEts, rankEts, rankEtsQuickly } from '../train/forecast/ets.js';
import { EtsRun } from '../train/forecast/ets-likelihood.js';
import { fitTheta } from '../train/forecast/theta.js';
import { type EtsModel, type EtsSpec, etsMean, etsName, etsParts, etsVariance } from './ets-state.js';
import { seasonalNaive } from './naive.js';
import { thetaMean, thetaVariance } from './theta-state.js';

interface RModel {
  readonly model: string;
  readonly alpha: number;
  readonly beta: number | null;
  readonly gamma: number | null;
  readonly phi: number | null;
  readonly level: number;
  readonly trend: number | null;
  readonly season: readonly number[];
  readonly logLik: number;
  readonly aicc: number;
  readonly sigma2: number;
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

interface RSeries {
  readonly y: readonly number[];
  readonly theta: readonly number[];
  readonly thetaHigh80: readonly number[];
  readonly snaive: readonly number[];
  readonly ets: readonly RModel[];
}

// Public series of R itself with R's own fits: golden/make-r-forecast-golden.R.
const golden = JSON.parse(readFileSync(new URL('golden/r-forecast.json', import.meta.url), 'utf8')) as Record<
  string,
  RSeries
>;
const [horizon, period] = [18, 12];

const specOf = (model: string): EtsSpec => ({
  error: model.startsWith('M') ? 'M' : 'A',
  trend: model[1] === 'A' ? 'A' : 'N',
  damped: model.includes('d'),
  season: model.endsWith('A') ? 'A' : model.endsWith('M') ? 'M' : 'N',
});

/** R's own parameters, run over the series by our recursion. */
function withTheirs(y: Float64Array, r: RModel): { logLik: number; model: EtsModel } {
  const spec = specOf(r.model);
  const m = spec.season === 'N' ? 1 : period;
  const run = new EtsRun(y, m);
  run.season0.set(r.season);
  const smoothing = { alpha: r.alpha, beta: r.beta ?? 0, gamma: r.gamma ?? 0, phi: r.phi ?? 1 };
  const objective = run.forward(spec, smoothing, r.level, r.trend ?? 0);
  const n = y.length;
  return {
    logLik: -objective / 2,
    model: {
      ...spec,
      ...smoothing,
      period: m,
      initial: { level: r.level, trend: r.trend ?? 0, season: r.season },
      last: {
        level: run.level,
        trend: run.trend,
        season: Array.from(run.season, (_, j) => run.season[(n + j) % m] ?? 0),
      },
      sigma2: r.sigma2,
      logLik: r.logLik,
      aicc: r.aicc,
      parameters: 0,
      observations: n,
    },
  };
}

const worst = (ours: ArrayLike<number>, theirs: readonly number[]): number =>
  Math.max(...theirs.map((value, i) => Math.abs((ours[i] ?? Number.NaN) / value - 1)));

describe.each(Object.entries(golden))('%s against R forecast 8.20', (_, series) => {
  const y = Float64Array.from(series.y);

  it.each(series.ets.map((r) => [r.model, r] as const))('%s: likelihood, means and variances', (_name, r) => {
    const { logLik, model } = withTheirs(y, r);
    expect(Math.abs(logLik - r.logLik)).toBeLessThan(1e-4);
    const rough = model.season === 'M';
    // R gives the expected value for multiplicative seasons, ours is the forecast with errors 0; the variance is then an
    // approximation in both, and R's matrix of the damped trend lacks its φ.
    expect(worst(etsMean(model, horizon), r.mean)).toBeLessThan(rough ? 2e-3 : 1e-6);
    expect(worst(etsVariance(model, horizon), r.variance)).toBeLessThan(rough ? 0.2 : 1e-5);
  });

  it.each(series.ets.map((r) => [r.model, r] as const))(
    '%s: at least as likely as R finds it',
    (_name, r) => {
      const model = fitEts(y, period, specOf(r.model), {
        maxSteps: 400,
        starts: [
          { alpha: 0.3, beta: 0.03, gamma: 0.1, phi: 0.95 },
          { alpha: 0.05, beta: 0.005, gamma: 0.02, phi: 0.97 },
          { alpha: 0.8, beta: 0.1, gamma: 0.05, phi: 0.9 },
          { alpha: 0.8, beta: 0.75, gamma: 0.05, phi: 0.82 },
        ],
      });
      expect(model?.logLik).toBeGreaterThan(r.logLik - 0.05);
      // The same number of parameters counts.
      expect((model?.aicc ?? 0) + 2 * (model?.logLik ?? 0)).toBeCloseTo(r.aicc + 2 * r.logLik, 6);
    },
  );

  it('theta: forecasts and intervals of thetaf', () => {
    const model = fitTheta(y, period);
    expect(model).not.toBeNull();
    if (model === null) return;
    const mean = thetaMean(model, horizon);
    expect(worst(mean, series.theta)).toBeLessThan(2e-3);
    const high = thetaVariance(model, horizon).map(
      (value, h) => (mean[h] ?? 0) + 1.2815515655446004 * Math.sqrt(value),
    );
    expect(worst(high, series.thetaHigh80)).toBeLessThan(0.02);
  });

  it('seasonal naive', () => {
    expect(worst(seasonalNaive(y, period, horizon), series.snaive)).toBe(0);
  });

  it('parts add up to the forecast, in all models', () => {
    for (const model of rankEts(y, period)) {
      const { level, trend, season } = etsParts(model, horizon);
      const mean = etsMean(model, horizon);
      for (const [h, value] of mean.entries())
        expect((level[h] ?? 0) + (trend[h] ?? 0) + (season[h] ?? 0)).toBeCloseTo(value, 9);
    }
  });

  it('the quick ranking loses no model that has weight', () => {
    const options = { maxSteps: 100 };
    const all = rankEts(y, period, etsCandidates(y, period), options);
    const quick = rankEtsQuickly(y, period, etsCandidates(y, period), options).map(etsName);
    const best = all[0]?.aicc ?? 0;
    for (const model of all) if (model.aicc - best < 9) expect(quick).toContain(etsName(model));
    expect(all).toHaveLength(15);
  });
});
