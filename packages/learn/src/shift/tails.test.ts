import { describe, expect, it } from 'vitest';
import { countTails, gammaQ, normalUpperQuantile, shareTails, skewedTails, twoSided } from './tails.js';

// Golden numbers by SciPy 1.17.1: special.gammaincc, stats.poisson, nbinom, betabinom, pearson3 and norm (cdf, sf of x − 1).
describe('tails against SciPy', () => {
  it.each([
    [0.5, 2, 0.04550026389635857],
    [3, 1, 0.9196986029286058],
    [10, 30, 7.121750862815593e-6],
    [200, 180, 0.9251419650158405],
    [0.5, 20, 2.5396285894708634e-10],
  ])('Q(%f, %f)', (a, x, expected) => {
    expect(Math.abs(gammaQ(a, x) / expected - 1)).toBeLessThan(1e-11);
  });

  it.each([
    [3, 10, 15, 0.026475260162823033, 0.9906774115455268],
    [30, 12.5, 20, 0.9994233318975855, 0.0009536347291178571],
    [0, 5, 6, 0.010482596010396096, 1],
    [430, 400, 900, 0.8453257101695157, 0.16243688217269217],
    [3, 10, 10, 0.010336050675925726, 0.9972306042844884],
    [25, 12.5, 12.5, 0.9994435021049262, 0.0011924488482317112],
    [0, 4, 4, 0.018315638888734182, 1],
  ])('a count of %i where %f (variance %f) was expected', (x, mean, variance, lower, upper) => {
    const tails = countTails(x, mean, variance);
    expect(tails.lower).toBeCloseTo(lower, 10);
    expect(tails.upper).toBeCloseTo(upper, 10);
  });

  it.each([
    [3, 40, 0.2, 500, 0.033085334314390105, 0.990186149771573],
    [20, 40, 0.2, 50, 0.9992659054754237, 0.0015755317694807758],
    [0, 10, 0.5, 8, 0.014705882352941159, 1],
  ])('%i of %i at a rate of %f', (k, n, rate, precision, lower, upper) => {
    const tails = shareTails(k, n, rate, precision);
    expect(tails.lower).toBeCloseTo(lower, 10);
    expect(tails.upper).toBeCloseTo(upper, 10);
  });

  it.each([
    [150, 100, 20, 0.8, 0.9814071434479575, 0.01859285655204246],
    [70, 100, 20, 0.8, 0.032418208478648194, 0.9675817915213518],
    [70, 100, 20, -0.8, 0.08031599679793901, 0.919684003202061],
    [3, 1, 1, 0, 0.9772498680518208, 0.022750131948179195],
  ])('a sum of %f where %f ± %f with skew %f was expected', (x, mean, sd, skew, lower, upper) => {
    const tails = skewedTails(x, mean, sd, skew);
    expect(tails.lower).toBeCloseTo(lower, 10);
    expect(tails.upper).toBeCloseTo(upper, 10);
  });

  it('quantiles of the normal', () => {
    expect(normalUpperQuantile(0.025)).toBeCloseTo(1.95996398, 7);
    expect(normalUpperQuantile(0.001)).toBeCloseTo(3.09023231, 7);
    expect(normalUpperQuantile(0.9)).toBeCloseTo(-1.28155157, 7);
  });

  it('takes the smaller side twice and never above 1', () => {
    expect(twoSided({ lower: 0.02, upper: 0.99 })).toBe(0.04);
    expect(twoSided({ lower: 0.6, upper: 0.6 })).toBe(1);
  });

  it('refuses what has no tails', () => {
    expect(() => countTails(1.5, 3, 3)).toThrow(RangeError);
    expect(() => shareTails(3, 2, 0.5, 10)).toThrow(RangeError);
    expect(() => skewedTails(1, 0, 0, 0)).toThrow(RangeError);
    expect(() => gammaQ(0, 1)).toThrow(RangeError);
    expect(() => normalUpperQuantile(1)).toThrow(RangeError);
  });
});
