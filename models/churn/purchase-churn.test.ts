import { describe, expect, test } from 'vitest';
import type { ValueModel } from '../value/model-file.js';
import { type ValueInputs, valueFigures } from '../value/value.js';
import { predictPurchaseChurn } from './purchase-churn.js';

const model: ValueModel = {
  schemaVersion: 1,
  name: 'value',
  version: 'v1',
  trainedAt: '2026-01-01T00:00:00Z',
  currency: 'EUR',
  horizonDays: 90,
  purchases: { kind: 'pareto-nbd', r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
  purchasesCovariance: Array.from({ length: 16 }, () => 0),
  spend: null,
  spendCovariance: null,
  reference: { gap: 10, x: 2, T: 33, m: 0 },
  trainingWindow: { from: '2025-01-01', to: '2025-12-31', customers: 2_000, repeat: 900 },
};
const churnOf = (inputs: ValueInputs, horizon?: number) => {
  const churn = predictPurchaseChurn(model, inputs, horizon);
  if (churn.state !== 'churn') throw new Error(churn.detail);
  return churn;
};

describe('churn from purchases', () => {
  const inputs: ValueInputs = { ageDays: 260, gapDays: 100, repeats: 4, meanSpend: null };

  test('is the chance of silence that value shows, and its reasons add up', () => {
    const churn = churnOf(inputs);
    const figures = valueFigures(model, inputs);
    expect('churn' in figures ? figures.churn : Number.NaN).toBeCloseTo(churn.probability, 12);
    const sum = churn.reasons.reduce((total, { contribution }) => total + contribution, churn.base);
    expect(sum).toBeCloseTo(churn.logit, 10);
    expect(churn.reasons).toHaveLength(3);
  });

  test('a longer silence of a regular customer raises it, more purchases with none of silence lower it', () => {
    expect(churnOf({ ...inputs, gapDays: 200 }).probability).toBeGreaterThan(churnOf(inputs).probability);
    const lately = { ...inputs, gapDays: 5 };
    expect(churnOf({ ...lately, repeats: 12 }).probability).toBeLessThan(churnOf(lately).probability);
    expect(churnOf(inputs, 365).probability).toBeLessThan(churnOf(inputs).probability);
    const [first] = churnOf({ ...inputs, gapDays: 200 }).reasons;
    expect(first).toMatchObject({ feature: 'gapDays' });
    expect(first?.contribution).toBeGreaterThan(0);
  });

  test('what cannot be is refused', () => {
    const refused = predictPurchaseChurn(model, { ...inputs, gapDays: 300 });
    expect(refused.state).toBe('insufficient-data');
  });
});
