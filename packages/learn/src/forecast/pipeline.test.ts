import { describe, expect, it } from 'vitest';
import { blend, forecastPipeline, type OpenDeal, pipelineWeight } from './pipeline.js';

const deals: OpenDeal[] = Array.from({ length: 40 }, (_, i) => ({
  amount: 1_000 * (1 + (i % 7)),
  winProbability: 0.1 + 0.02 * i,
  closeMonthProbabilities: [0.2, 0.3, 0.25],
}));

describe('the pipeline', () => {
  it('expects amount times both probabilities, and the simulation agrees', () => {
    const months = forecastPipeline(deals, { months: 3, draws: 20_000, seed: 4 });
    const expected = deals.reduce((sum, deal) => sum + deal.amount * deal.winProbability * 0.3, 0);
    expect(months[1]?.mean).toBeCloseTo(expected, 9);
    for (const month of months) {
      const deviation = Math.sqrt(month.variance);
      // 40 deals are near normal; the bounds of 80 % then lie 1.28 deviations away.
      expect(Math.abs((month.high80 - month.mean) / deviation - 1.28)).toBeLessThan(0.12);
      expect(Math.abs((month.mean - month.low80) / deviation - 1.28)).toBeLessThan(0.12);
      expect(month.low95).toBeLessThan(month.low80);
      expect(month.high95).toBeGreaterThan(month.high80);
    }
  });

  it('a deal closes in one month only: three months together never exceed it', () => {
    const sure = { amount: 100, winProbability: 1, closeMonthProbabilities: [0.5, 0.5] };
    const months = forecastPipeline([sure], { months: 3, draws: 500 });
    expect(months.map(({ high95 }) => high95)).toEqual([100, 100, 0]);
    expect(months.map(({ mean }) => mean)).toEqual([50, 50, 0]);
    expect(forecastPipeline([], { months: 1 })[0]).toMatchObject({ mean: 0, low80: 0, high80: 0 });
  });

  it('the same seed gives the same numbers, another seed others', () => {
    const once = forecastPipeline(deals, { months: 2, seed: 1 });
    expect(forecastPipeline(deals, { months: 2, seed: 1 })).toEqual(once);
    expect(forecastPipeline(deals, { months: 2, seed: 2 })).not.toEqual(once);
  });

  it.each([
    { amount: Number.NaN, winProbability: 0.5, closeMonthProbabilities: [1] },
    { amount: 1, winProbability: 1.5, closeMonthProbabilities: [1] },
    { amount: 1, winProbability: 0.5, closeMonthProbabilities: [0.7, 0.7] },
    { amount: 1, winProbability: 0.5, closeMonthProbabilities: [-0.1] },
  ])('refuses %o', (deal) => {
    expect(() => forecastPipeline([deal], { months: 1 })).toThrow(RangeError);
  });
});

describe('the blend', () => {
  const past = (history: number, pipeline: number, n: number) =>
    Array.from({ length: n }, (_, i) => ({
      actual: 100,
      history: 100 + (i % 2 ? history : -history),
      pipeline: 100 + (i % 2 ? pipeline : -pipeline),
    }));

  it('trusts what was right before, the more the longer', () => {
    expect(pipelineWeight([])).toBeNull();
    expect(pipelineWeight(past(10, 10, 6))).toBeCloseTo(0.5, 12);
    expect(pipelineWeight(past(20, 10, 8))).toBeCloseTo((8 * 0.8 + 2) / 12, 12);
    expect(pipelineWeight(past(20, 10, 80))).toBeGreaterThan(pipelineWeight(past(20, 10, 8)) ?? 1);
    expect(pipelineWeight(past(10, 20, 8))).toBeLessThan(0.5);
  });

  it('lies between the two', () => {
    expect(blend({ mean: 10, deviation: 2 }, { mean: 20, deviation: 4 }, 0.25)).toEqual({
      mean: 12.5,
      deviation: 2.5,
    });
    expect(() => blend({ mean: 1, deviation: 1 }, { mean: 1, deviation: 1 }, 2)).toThrow(RangeError);
  });
});
