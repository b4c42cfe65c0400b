import { createRandom } from '@aicrm/learn/random';
import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import { type GateInput, gate, type Period } from './gate.js';
import { allRows } from './table.js';
import { madeTable } from './testing/table.js';

const table = madeTable({ rows: 1_000, seed: 6, signal: 1 });
const random = createRandom(2);
const base = table.labels.reduce((sum, y) => sum + y, 0) / table.labels.length;
/** Probabilities that lean towards the outcome by `lean`, 0..1. */
const leaning = (lean: number): Float64Array =>
  Float64Array.from(table.labels, (y) => base + lean * (0.3 * (y - base) + 0.2 * (random.next() - 0.5)));
const period = (from: string, low: number, high: number, happened = 0.3): Period => ({
  from,
  auc: { value: (low + high) / 2, low, high },
  happened,
});

const asked = (more: Partial<GateInput>) => {
  const p = more.p ?? leaning(1);
  return gate({
    evaluation: evaluate(table, allRows(table), p, base, 1),
    labels: table.labels,
    baseRates: [base],
    past: [period('2024-01-01', 0.6, 0.7), period('2024-04-01', 0.58, 0.72)],
    ordered: true,
    seed: 1,
    ...more,
    p,
  });
};

describe('the gate', () => {
  it('publishes what beats the constant and was of use before', () => {
    const verdict = asked({});
    expect(verdict.publish).toBe(true);
    expect(verdict.checks.map(({ name }) => name)).toEqual(['base-rate', 'in-time']);
  });

  it('refuses what says the base rate with noise', () => {
    expect(asked({ p: leaning(0).map((p) => p + 0.2 * (random.next() - 0.5)) }).reason).toMatch(
      /no better than the base rate/,
    );
  });

  it('refuses a model whose order was certainly of no use in an earlier period, and says when and what moved', () => {
    const past = [period('2024-01-01', 0.6, 0.7, 0.06), period('2024-04-01', 0.46, 0.53, 0.1)];
    const verdict = asked({ past });
    expect(verdict.publish).toBe(false);
    expect(verdict.reason).toMatch(/1 of 2 earlier periods/);
    expect(verdict.reason).toMatch(/from 2024-04-01 AUC 0\.460 to 0\.530/);
    expect(verdict.reason).toMatch(/from 6\.0 % to /);
  });

  it('holds no period against a model that is too small to prove anything', () => {
    expect(asked({ past: [period('2024-01-01', 0.42, 0.68)] }).publish).toBe(true);
    expect(
      asked({ past: [period('2024-01-01', Number.NaN, Number.NaN)] }).checks.every(({ pass }) => pass),
    ).toBe(true);
  });

  it('holds no period against a model that had learned nothing by then', () => {
    expect(asked({ past: [period('2024-01-01', 0.5, 0.5)] }).publish).toBe(true);
    expect(asked({ past: [period('2024-01-01', 0.46, 0.53)] }).publish).toBe(false);
  });

  it('asks nothing of the past where there were no honest cuts', () => {
    expect(asked({ past: [] }).checks.map(({ name }) => name)).toEqual(['base-rate']);
  });

  it('waits for a person where the model would rest on a column of unknown moment, and names it', () => {
    const column = {
      column: 'lead_q',
      label: 'Lead quality',
      verdict: 'suspect' as const,
      reason: '',
      used: true,
    };
    const verdict = asked({ unconfirmed: [{ ...column, auc: 0.8 }] });
    expect(verdict.publish).toBe(false);
    expect(verdict.reason).toMatch(/decide about "Lead quality" \(column lead_q, AUC alone 0\.80\)/);
    expect(asked({ unconfirmed: [] }).publish).toBe(true);
  });

  it('refuses what does not order at all', () => {
    expect(asked({ ordered: false }).reason).toMatch(/did not mean more successes/);
  });
});
