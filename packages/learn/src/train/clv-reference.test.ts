import { describe, expect, test } from 'vitest';
import { cdnowCustomers } from '../testing/cdnow.js';
import { hasSharedData, readSharedCsv, SHARED_DATA_REASON } from '../testing/shared-data.js';
import { bgNbdAlive, bgNbdExpected } from '../value/bg-nbd.js';
import { gammaGammaExpected } from '../value/gamma-gamma.js';
import { fitBgNbd } from './clv-bg-nbd.js';
import { fitGammaGamma } from './clv-gamma-gamma.js';
import { fitParetoNbd } from './clv-pareto-nbd.js';

describe.skipIf(!hasSharedData)(`CDNOW, the papers' own customers${SHARED_DATA_REASON}`, () => {
  test('BG/NBD: parameters and likelihood of Fader, Hardie & Lee 2005, and every customer of the reference', () => {
    const customers = cdnowCustomers(272);
    expect(customers).toHaveLength(2357);
    const fit = fitBgNbd(customers);
    if (!fit.ok) throw new Error(fit.error.message);
    const { model, logLikelihood } = fit.value;
    for (const [ours, theirs] of [
      [model.r, 0.2426],
      [model.alpha, 4.4136],
      [model.a, 0.7929],
      [model.b, 2.4259],
    ] as const)
      expect(Math.abs(ours - theirs)).toBeLessThan(1e-3);
    expect(Math.abs(logLikelihood + 9582.43)).toBeLessThan(0.01);

    const reference = readSharedCsv('clv/cdnow-reference-predictions.csv');
    const column = (name: string): number[] => (reference.get(name) ?? []).map(Number);
    const [expected, alive] = [column('bgnbd_expected_39w'), column('p_alive')];
    customers.forEach((customer, i) => {
      expect(Math.abs(bgNbdExpected(model, customer, 39) - (expected[i] ?? 0))).toBeLessThan(2e-3);
      expect(Math.abs(bgNbdAlive(model, customer) - (alive[i] ?? 0))).toBeLessThan(1e-3);
    });
  });

  test('Gamma-Gamma: parameters of Fader & Hardie 2013, and every customer of the reference', () => {
    const customers = cdnowCustomers(272);
    const fit = fitGammaGamma(customers);
    if (!fit.ok) throw new Error(fit.error.message);
    const { model } = fit.value;
    expect(Math.abs(model.p - 6.2496)).toBeLessThan(1e-3);
    expect(Math.abs(model.q - 3.7442)).toBeLessThan(1e-3);
    expect(Math.abs(model.v - 15.4435)).toBeLessThan(1e-3);
    const theirs = (readSharedCsv('clv/cdnow-reference-predictions.csv').get('gg_expected_value') ?? []).map(
      Number,
    );
    customers.forEach(({ x, m }, i) => {
      expect(Math.abs(gammaGammaExpected(model, x, m) / (theirs[i] ?? 0) - 1)).toBeLessThan(1e-3);
    });
  });

  test('Pareto/NBD without a prior: the parameters of Fader, Hardie & Lee 2005 for the same customers', () => {
    const fit = fitParetoNbd(cdnowCustomers(272));
    if (!fit.ok) throw new Error(fit.error.message);
    const { r, alpha, s, beta } = fit.value.model;
    // The paper prints r .553, alpha 10.578, s .606, beta 11.669 and LL −9,595.0.
    expect([r, alpha, s, beta].map((value) => Number(value.toFixed(3)))).toEqual([
      0.553, 10.578, 0.606, 11.669,
    ]);
    expect(fit.value.logLikelihood).toBeCloseTo(-9595, 1);
  });
});
