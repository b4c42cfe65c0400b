import { describe, expect, test } from 'vitest';
import { quantile } from '../bootstrap.js';
import { createRandom, type Random } from '../random.js';
import { fitBgNbd } from '../train/clv-bg-nbd.js';
import { fitParetoNbd } from '../train/clv-pareto-nbd.js';
import type { BgNbd, History } from './bg-nbd.js';
import { betaDraw, exponentialDraw, gammaDraw } from './draws.js';
import {
  drawParameters,
  drawPurchases,
  drawSpend,
  expectedOf,
  type PurchaseModel,
  parametersOf,
  silentOf,
  withParameters,
} from './future.js';
import { gammaGammaExpected } from './gamma-gamma.js';

const bg = { kind: 'bg-nbd', r: 0.24, alpha: 4.41, a: 0.79, b: 2.43 } as const;
const pareto = { kind: 'pareto-nbd', r: 0.55, alpha: 10.6, s: 0.61, beta: 11.7 } as const;
const meanOf = (n: number, draw: () => number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += draw();
  return sum / n;
};

/** A customer made by the story that BG/NBD tells, watched for T and then for `later`. */
function bgCustomer(model: BgNbd, T: number, later: number, random: Random): History & { later: number } {
  const rate = gammaDraw(random, model.r) / model.alpha;
  const leaves = betaDraw(random, model.a, model.b);
  let [x, tx, after, at] = [0, 0, 0, 0];
  for (;;) {
    at += exponentialDraw(random, rate);
    if (!(at <= T + later)) break;
    if (at <= T) [x, tx] = [x + 1, at];
    else after++;
    if (random.next() < leaves) break;
  }
  return { x, tx, T, later: after };
}

describe('draws', () => {
  test('have the moments of their distributions', () => {
    const random = createRandom(5);
    for (const shape of [0.2, 1, 7.5]) {
      const draws = Float64Array.from({ length: 40_000 }, () => gammaDraw(random, shape));
      const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
      const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
      expect(Math.abs(mean / shape - 1)).toBeLessThan(0.05);
      expect(Math.abs(variance / shape - 1)).toBeLessThan(0.1);
    }
    expect(meanOf(40_000, () => betaDraw(random, 0.8, 2.4))).toBeCloseTo(0.25, 2);
  });

  test.each<[PurchaseModel]>([[bg], [pareto]])('of purchases agree with the formulas: %j', (model) => {
    const random = createRandom(9);
    for (const history of [
      { x: 0, tx: 0, T: 38.9 },
      { x: 4, tx: 25, T: 38.9 },
    ]) {
      const n = 60_000;
      let silent = 0;
      const mean = meanOf(n, () => {
        const drawn = drawPurchases(model, history, 39, random);
        if (drawn === 0) silent++;
        return drawn;
      });
      const expected = expectedOf(model, history, 39);
      expect(Math.abs(mean / expected - 1)).toBeLessThan(0.04);
      expect(Math.abs(silent / n - silentOf(model, history, 39))).toBeLessThan(0.01);
    }
  });

  test('of spend agree with the formula', () => {
    const model = { kind: 'gamma-gamma', p: 6.25, q: 3.74, v: 15.44 } as const;
    const random = createRandom(4);
    const mean = meanOf(80_000, () => drawSpend(model, 3, 40, 2, random));
    expect(Math.abs(mean / (2 * gammaGammaExpected(model, 3, 40)) - 1)).toBeLessThan(0.02);
    expect(drawSpend(model, 3, 40, 0, random)).toBe(0);
  });
});

describe('intervals', () => {
  test('cover what happens to made customers: 80 % of totals, and at least 80 % of customers', () => {
    const random = createRandom(21);
    const rounds = 40;
    let covered = 0;
    let inside = 0;
    let judged = 0;
    for (let round = 0; round < rounds; round++) {
      const customers = Array.from({ length: 500 }, () => bgCustomer(bg, 30 + random.int(8), 26, random));
      const fit = fitBgNbd(customers);
      if (!fit.ok) throw new Error(fit.error.message);
      const { model, covariance } = fit.value;
      const totals = new Float64Array(60);
      const own = customers.map(() => new Float64Array(totals.length));
      for (let k = 0; k < totals.length; k++) {
        const drawn = withParameters(model, drawParameters(parametersOf(model), covariance, random));
        for (const [i, customer] of customers.entries()) {
          const purchases = drawPurchases(drawn, customer, 26, random);
          totals[k] = (totals[k] ?? 0) + purchases;
          own[i]?.fill(purchases, k, k + 1);
        }
      }
      const happened = customers.reduce((sum, customer) => sum + customer.later, 0);
      totals.sort();
      if (happened >= quantile(totals, 0.1) && happened <= quantile(totals, 0.9)) covered++;
      for (const [i, customer] of customers.entries()) {
        const sorted = own[i]?.sort() ?? [];
        judged++;
        if (customer.later >= quantile(sorted, 0.1) && customer.later <= quantile(sorted, 0.9)) inside++;
      }
    }
    // 40 rounds of 80 % have a standard error of 6 points.
    expect(covered / rounds).toBeGreaterThan(0.65);
    expect(covered / rounds).toBeLessThan(0.96);
    // Counts are coarse, so an interval of whole numbers holds more than it must; it must not hold everything.
    expect(inside / judged).toBeGreaterThan(0.8);
    expect(inside / judged).toBeLessThan(0.99);
  });

  test('fitting gives back what customers were made with', () => {
    const random = createRandom(3);
    const customers = Array.from({ length: 6_000 }, () => bgCustomer(bg, 52, 0, random));
    const fit = fitBgNbd(customers);
    if (!fit.ok) throw new Error(fit.error.message);
    const found = parametersOf(fit.value.model);
    parametersOf(bg).forEach((truth, j) => {
      const sd = Math.sqrt(fit.value.covariance[j * 5] ?? Number.NaN);
      expect(Math.abs(Math.log((found[j] ?? 0) / truth))).toBeLessThan(3.5 * sd);
      expect(sd).toBeLessThan(0.4);
    });
  });
});

describe('customers that cannot be fitted', () => {
  test('where nobody bought twice, both say so; impossible histories are the caller’s mistake', () => {
    const once = Array.from({ length: 50 }, (_, i) => ({ x: 0, tx: 0, T: 10 + (i % 7) }));
    for (const fit of [fitBgNbd(once), fitParetoNbd(once)]) {
      expect(fit.ok).toBe(false);
      if (!fit.ok) expect(fit.error.message).toMatch(/bought twice/);
    }
    for (const wrong of [
      { x: 1, tx: 12, T: 10 },
      { x: 1.5, tx: 2, T: 10 },
      { x: 0, tx: 2, T: 10 },
      { x: 1, tx: 0, T: 10 },
      { x: 0, tx: 0, T: Number.NaN },
    ])
      expect(() => fitBgNbd([wrong])).toThrow(RangeError);
    expect(() => fitBgNbd([])).toThrow(/no customers/);
  });
});
