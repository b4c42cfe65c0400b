import { sigmoid } from '@aicrm/learn/model/calibrate';
import { createRandom } from '@aicrm/learn/random';
import { describe, expect, it } from 'vitest';
import type { FirstWord } from '../db/prediction-log.js';
import { checkOutcomes, outcomesOf, wilson } from './outcomes.js';
import { refitCalibration } from './refit.js';

const asOf = '2026-11-20T12:00:00.000Z';
const word = (logit: number, outcome: FirstWord['outcome'], known = outcome !== null): FirstWord => ({
  asOf: '2026-06-01T00:00:00.000Z',
  logit,
  dueAt: known ? '2026-08-30T00:00:00.000Z' : '2026-12-24T00:00:00.000Z',
  outcome,
  known,
});
/** Words whose shown logit is `said(true logit)`, with outcomes by the true one. */
function words(n: number, said: (truth: number) => number, seed = 5): FirstWord[] {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => {
    const truth = -1 + 3 * (random.next() - 0.5);
    return word(said(truth), random.next() < sigmoid(truth) ? 1 : 0);
  });
}
const right = (truth: number): number => truth;

describe('predicted against actual', () => {
  it('says nothing of too few outcomes, and when the next is known', () => {
    const check = checkOutcomes([...words(49, right), word(0, null)], asOf);
    expect(check).toMatchObject({ level: 'unknown', figures: null, bins: [], outcomes: 49, waiting: 1 });
    expect(check.detail).toMatch(/49 of 50 are known, 1 are awaited, the next by 2026-12-24/);
    expect(checkOutcomes(words(50, right), asOf).figures).not.toBeNull();
  });

  it('leaves out what may not be counted yet, and what had happened before it was predicted', () => {
    const early = words(60, right).map((one) => ({ ...one, known: false }));
    const late = words(60, right).map((one): FirstWord => ({ ...one, outcome: 'late' }));
    expect(checkOutcomes([...early, ...late], asOf)).toMatchObject({
      outcomes: 0,
      waiting: 60,
      level: 'unknown',
    });
  });

  it('is content with a version that is right, in 98 of 100 samples and more', () => {
    const levels = Array.from(
      { length: 100 },
      (_, seed) => checkOutcomes(words(400, right, seed + 1), asOf).level,
    );
    expect(levels.filter((level) => level === 'ok').length).toBeGreaterThanOrEqual(97);
    expect(levels).not.toContain('alert');
  });

  it('finds one that says too much or too little, with a sentence and bins', () => {
    for (const shift of [-1, 1]) {
      const check = checkOutcomes(
        words(400, (truth) => truth + shift),
        asOf,
      );
      expect(check.level).toBe('alert');
      expect(Math.sign(check.figures?.z ?? 0)).toBe(-shift);
      expect(check.detail).toMatch(/standard errors apart/);
      expect(check.bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(400);
      expect(check.bins.some((bin) => bin.predicted < bin.low || bin.predicted > bin.high)).toBe(true);
    }
  });

  it('finds one that is right on average and too sure at both ends', () => {
    const check = checkOutcomes(
      words(2_000, (truth) => -1 + 3 * (truth + 1)),
      asOf,
    );
    expect(check.level).toBe('alert');
  });

  it('finds one that was sure and wrong, though it expected no surprise', () => {
    const check = checkOutcomes(
      Array.from({ length: 60 }, (_, i) => word(-9, i % 2 === 0 ? 1 : 0)),
      asOf,
    );
    expect(check.level).toBe('alert');
    const sure = checkOutcomes(
      Array.from({ length: 60 }, () => word(-9, 0)),
      asOf,
    );
    expect(sure).toMatchObject({ level: 'unknown', figures: null });
  });

  it('gives the interval of the textbook', () => {
    // Wilson's interval of 10 in 100: 5.52 % to 17.44 %.
    const { low, high } = wilson(10, 100);
    expect(low).toBeCloseTo(0.0552, 3);
    expect(high).toBeCloseTo(0.1744, 3);
    expect(wilson(0, 20).low).toBe(0);
  });
});

describe('a new calibration', () => {
  const before = { a: 2, b: 0.5 };
  const refit = (list: FirstWord[]) => refitCalibration(outcomesOf(list), before);

  it('finds the line between what was said and what happened', () => {
    // Shown logit 2 · margin + .5 where the truth is margin − 1.
    const fit = refit(words(4_000, (truth) => 2 * (truth + 1) + 0.5));
    if (!fit.ok) throw new Error(fit.error.kind);
    // Standard errors of both are about .045 here.
    expect(Math.abs(fit.value.after.a - 1)).toBeLessThan(0.15);
    expect(Math.abs(fit.value.after.b + 1)).toBeLessThan(0.15);
    expect(fit.value.gain.low).toBeGreaterThan(0);
    expect(refit(words(4_000, (truth) => 2 * (truth + 1) + 0.5))).toEqual(fit);
  });

  it('is refused where nothing is gained, where the order is wrong, and with too few outcomes', () => {
    const kind = (list: FirstWord[]) => {
      const fit = refit(list);
      return fit.ok ? 'fitted' : fit.error.kind;
    };
    expect(kind(words(1_000, right))).toBe('no-gain');
    expect(kind(words(1_000, (truth) => -truth))).toBe('not-increasing');
    expect(kind(words(99, (truth) => truth + 2))).toBe('too-few');
    expect(kind(Array.from({ length: 300 }, (_, i) => word(i / 100, i > 281 ? 1 : 0)))).toBe('too-few');
    expect(kind(words(150, (truth) => truth + 2))).toBe('fitted');
  });
});
