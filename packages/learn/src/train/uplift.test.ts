import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.js';
import { effectContributions, effectOf, effectsOf, expectedEffect } from '../uplift/effect.js';
import { qiniTest } from '../uplift/qini.js';
import {
  compareUplift,
  dealt,
  outOfFoldEffects,
  trainUplift,
  type UpliftData,
  upliftLearners,
} from './uplift.js';

/** Effect of the offer: `slope` times the first column; the second moves the outcome but not the effect. */
function made(n: number, slope: number, seed: number, share = 0.5): UpliftData {
  const random = createRandom(seed);
  const data = new Float32Array(n * 3).map(() => random.normal());
  const treated = new Uint8Array(n).map(() => Number(random.next() < share));
  const outcome = new Float64Array(n).map((_, i) => {
    const p =
      0.4 + 0.08 * Math.tanh(data[i * 3 + 1] ?? 0) + (treated[i] ?? 0) * slope * Math.tanh(data[i * 3] ?? 0);
    return Number(random.next() < p);
  });
  return { x: { rows: n, columns: 3, data }, treated, outcome, propensity: new Float64Array(n).fill(share) };
}

const correlation = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const n = a.length;
  const mean = (v: ArrayLike<number>): number => Array.from(v).reduce((sum, one) => sum + one, 0) / n;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [da, db] = [(a[i] ?? 0) - ma, (b[i] ?? 0) - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
};

describe('learners of an effect', () => {
  test.each([0.5, 0.25])('all find a planted one in its size and direction, treated share %f', (share) => {
    const data = made(8_000, 0.25, 3, share);
    const truth = Float64Array.from({ length: 8_000 }, (_, i) => 0.25 * Math.tanh(data.x.data[i * 3] ?? 0));
    for (const learner of upliftLearners) {
      const effects = effectsOf(trainUplift(data, learner), data.x);
      expect(correlation(effects, truth)).toBeGreaterThan(0.85);
      const mean = effects.reduce((sum, e) => sum + e, 0) / effects.length;
      expect(Math.abs(mean)).toBeLessThan(0.04);
    }
  });

  test('reasons and the base add up to the effect', () => {
    const data = made(1_500, 0.2, 4);
    for (const learner of upliftLearners) {
      const model = trainUplift(data, learner);
      for (const row of [0, 17, 900]) {
        const parts = effectContributions(model, data.x.data, 3, row * 3);
        const sum = parts.reduce((total, part) => total + part, expectedEffect(model));
        expect(sum).toBeCloseTo(effectOf(model, data.x.data, row * 3), 6);
      }
    }
  });

  test('two-model by ridge is the difference of two least squares', () => {
    // Treated: y = 2 + 3 x; the others: y = 1 + x; so the effect is 1 + 2 x.
    const xs = [-2, -1, 0, 1, 2, 3, -2, -1, 0, 1, 2, 3];
    const treated = Uint8Array.from(xs, (_, i) => Number(i < 6));
    const outcome = Float64Array.from(xs, (x, i) => (i < 6 ? 2 + 3 * x : 1 + x));
    const x = { rows: 12, columns: 1, data: Float32Array.from(xs) };
    const data = { x, treated, outcome, propensity: new Float64Array(12).fill(0.5) };
    const model = trainUplift(data, { method: 'two-model', base: 'ridge', penalty: 0 });
    expect(effectOf(model, Float32Array.of(5))).toBeCloseTo(11, 5);
  });

  test('doubly robust stays right where the treated were not drawn evenly', () => {
    const random = createRandom(8);
    const base = made(8_000, 0, 8);
    const propensity = new Float64Array(8_000).map(
      (_, i) => 1 / (1 + Math.exp(-(base.x.data[i * 3 + 1] ?? 0))),
    );
    const treated = new Uint8Array(8_000).map((_, i) => Number(random.next() < (propensity[i] ?? 0)));
    const outcome = base.outcome.map((_, i) =>
      Number(random.next() < 0.3 + 0.2 * Math.tanh(base.x.data[i * 3 + 1] ?? 0) + 0.1 * (treated[i] ?? 0)),
    );
    const data = { ...base, propensity, treated, outcome };
    const effects = effectsOf(
      trainUplift(data, { method: 'doubly-robust', base: 'ridge', penalty: 0.001 }),
      data.x,
    );
    const mean = effects.reduce((sum, e) => sum + e, 0) / effects.length;
    expect(mean).toBeCloseTo(0.1, 1);
    const raw = (group: number): number => {
      const own = outcome.filter((_, i) => treated[i] === group);
      return own.reduce((sum, y) => sum + y, 0) / own.length;
    };
    // The plain difference is far off, so the correction did the work.
    expect(raw(1) - raw(0)).toBeGreaterThan(0.15);
  });

  test('what cannot be learned from is refused', () => {
    const data = made(100, 0, 1);
    const [learner] = upliftLearners;
    if (learner === undefined) throw new Error('no learner');
    expect(() => trainUplift({ ...data, treated: new Uint8Array(100) }, learner)).toThrow('untreated');
    expect(() => trainUplift({ ...data, propensity: new Float64Array(100) }, learner)).toThrow('propensity');
    expect(() => trainUplift({ ...data, outcome: new Float64Array(99) }, learner)).toThrow(RangeError);
    expect(() => trainUplift({ ...data, outcome: data.outcome.map((y) => y + 0.5) }, learner)).toThrow(
      '0 or 1',
    );
  });
});

describe('the choice', () => {
  test('a planted effect is certain, and nothing is made of noise', () => {
    const z = (slope: number, seed: number): number => {
      const data = made(2_000, slope, seed);
      const folds = dealt(data, 4, seed);
      const effects = outOfFoldEffects(data, folds, (rows) =>
        compareUplift(rows, { folds: 3, learners: upliftLearners.slice(0, 6) })
          .filter(({ near }) => near)
          .map(({ learner }) => learner),
      );
      return qiniTest(effects, data, { folds, rounds: 100 }).z;
    };
    expect(z(0.3, 1)).toBeGreaterThan(5);
    const noise = Array.from({ length: 40 }, (_, seed) => z(0, seed + 100));
    expect(noise.filter((one) => one > 3.29)).toHaveLength(0);
  });

  test('folds have their share of each kind of row', () => {
    const data = made(1_000, 0.1, 2);
    const folds = dealt(data, 5, 9);
    const counts = Array.from({ length: 5 }, (_, fold) =>
      data.treated.reduce(
        (sum, w, i) => sum + Number(folds[i] === fold && w === 1 && data.outcome[i] === 1),
        0,
      ),
    );
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  test('the class transform is left out where the outcome is an amount', () => {
    const data = made(300, 0.1, 2);
    const amounts = { ...data, outcome: data.outcome.map((y, i) => y * (1 + (i % 7))) };
    const methods = compareUplift(amounts, { folds: 2 }).map(({ learner }) => learner.method);
    expect(methods).not.toContain('class-transform');
    expect(methods).toContain('doubly-robust');
  });
});
