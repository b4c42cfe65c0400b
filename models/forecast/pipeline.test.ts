import { forecastPipeline } from '@aicrm/learn/forecast/pipeline';
import { describe, expect, it } from 'vitest';
import type { ForecastStep } from './forecast.js';
import { blendPipeline } from './pipeline.js';

const step = (date: string, mean: number): ForecastStep => ({
  ...{ date, mean, low80: mean - 20, high80: mean + 20, low95: mean - 30, high95: mean + 30 },
  ...{ level: mean, trend: 0, season: 0, workingDays: null, parts: {} },
});
const ahead = [step('2026-12-01', 100), step('2027-01-01', 110)];
const pipeline = forecastPipeline(
  [
    { amount: 100, winProbability: 0.5, closeMonthProbabilities: [1] },
    { amount: 100, winProbability: 0.9, closeMonthProbabilities: [1] },
  ],
  { months: 1 },
);

describe('history and pipeline', () => {
  it('without a past the history stands as it is', () => {
    const [first, second] = blendPipeline(ahead, pipeline, []);
    expect(first).toMatchObject({ mean: 100, low80: 80, high95: 130, weight: 0, pipeline: 140 });
    expect(second).toMatchObject({ mean: 110, weight: 0, pipeline: null });
  });

  it('with one, the share follows the errors, and the mean lies between', () => {
    const past = Array.from({ length: 8 }, (_, i) => ({
      ...{ actual: 100, history: i % 2 ? 120 : 80, pipeline: i % 2 ? 110 : 90 },
    }));
    const [first, second] = blendPipeline(ahead, pipeline, [past]);
    expect(first?.weight).toBeCloseTo((8 * 0.8 + 2) / 12, 9);
    expect(first?.mean).toBeCloseTo(100 + 40 * (first?.weight ?? 0), 9);
    expect(first?.low80).toBeLessThan(first?.mean ?? 0);
    expect(first?.low95).toBeGreaterThanOrEqual(0);
    // The second month has no past and no pipeline.
    expect(second?.weight).toBe(0);
  });
});
