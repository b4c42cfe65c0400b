import { readArtefact } from '@aicrm/runtime/artefact';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { end } from '../synthetic/calendar.js';
import { makeCompany } from '../synthetic/company.js';
import type { ValueModel } from '../value/model-file.js';
import { type Churn, type ChurnSources, predictChurn } from './churn.js';
import { indexChurn } from './history.js';
import { companyContracts } from './testing/company.js';
import { trainChurn } from './train.js';
import { churnViewAt } from './view.js';

const few = { contacts: 10, leads: 10, deals: 10, orders: 10 };
const history = companyContracts(makeCompany(7, { companies: 3_000, ...few }));
const index = indexChurn(history);
const trained = await trainChurn(history, { now: end, synthetic: true, groups: 'region' });
if (!trained.ok) throw new Error(trained.error.detail);
const { bytes, sha256, card } = trained.value;
const read = readArtefact(bytes, sha256);
if (!read.ok) throw new Error(read.error.detail);
const artefact = read.value;
const running = [...index.contracts.values()]
  .filter(({ endedAt }) => endedAt > end)
  .map(({ contract }) => must(churnViewAt(index, contract.sourceId, end), 'a contract'));
const churnOf = (sources: ChurnSources, horizon?: number): Churn => {
  const found = predictChurn(sources, end, horizon);
  if (found.state !== 'churn') throw new Error(found.detail);
  return found;
};
const purchases: NonNullable<ChurnSources['purchases']> = {
  model: {
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
  } satisfies ValueModel,
  inputs: { ageDays: 260, gapDays: 100, repeats: 4, meanSpend: null },
};

describe('churn of contracts', () => {
  it('has a card with its horizon, what a person can change, and figures by groups', () => {
    expect(card.meta).toMatchObject({ name: 'churn', recordType: 'contract', horizonDays: 90 });
    expect(card.meta.outcome).toBe('ends within 90 days');
    const changeable = card.features.filter((one) => one.changeable).map(({ id }) => id);
    expect(changeable.sort()).toEqual(['usage.latePayments.last', 'usage.logins.last', 'usage.tickets.last']);
    expect(card.evaluation?.groups?.by).toBe('region');
    expect(card.limits.join(' ')).toContain('too young');
  });

  it('gives reasons that add up to the logit of each running contract', () => {
    expect(running.length).toBeGreaterThan(300);
    for (const view of running.slice(0, 100)) {
      const found = churnOf({ contract: { artefact, view } });
      expect(found).toMatchObject({ basis: 'contract', horizonDays: 90 });
      const sum = found.reasons.reduce((total, { contribution }) => total + contribution, found.base);
      expect(Math.abs(sum - found.logit)).toBeLessThan(1e-6);
      expect(1 / (1 + Math.exp(-found.logit))).toBeCloseTo(found.probability, 12);
    }
  });

  it('names only changes that lower it, and keeps the word: what-if is the same function', () => {
    let named = 0;
    for (const view of running) {
      const found = churnOf({ contract: { artefact, view } });
      for (const { feature, to, probability } of found.changes) {
        named++;
        expect(probability).toBeLessThan(found.probability);
        const facts = { ...view.facts, [feature]: to };
        const then = churnOf({ contract: { artefact, view: { ...view, facts } } });
        expect(then.probability).toBeCloseTo(probability, 9);
      }
    }
    expect(named).toBeGreaterThan(50);
  });

  it('is refused below the least data, with what is missing', async () => {
    const little = companyContracts(makeCompany(7, { companies: 200, ...few }));
    const refused = await trainChurn(little, { now: end });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'not-enough-data' } });
    expect(refused.ok ? '' : refused.error.detail).toMatch(/at least 200 are needed/);
  });
});

describe('one entry for whichever data there are', () => {
  const view = must(running[0], 'a running contract');

  it('asks the contract first, and purchases where there is none', () => {
    expect(churnOf({ contract: { artefact, view }, purchases }).basis).toBe('contract');
    const bought = churnOf({ purchases });
    expect(bought).toMatchObject({
      basis: 'purchases',
      horizonDays: 90,
      model: { name: 'value' },
      changes: [],
    });
    const sum = bought.reasons.reduce((total, { contribution }) => total + contribution, bought.base);
    expect(sum).toBeCloseTo(bought.logit, 9);
    expect(Object.keys(bought).sort()).toEqual(Object.keys(churnOf({ contract: { artefact, view } })).sort());
  });

  it('never answers for a horizon that a model was not trained for', () => {
    expect(predictChurn({ contract: { artefact, view } }, end, 30)).toMatchObject({
      state: 'insufficient-data',
      detail: expect.stringContaining('90 days'),
    });
    expect(churnOf({ contract: { artefact, view }, purchases }, 30)).toMatchObject({
      basis: 'purchases',
      horizonDays: 30,
    });
  });

  it('says what is missing where nothing can answer', () => {
    const empty = { ...view, fields: {}, facts: {} };
    expect(predictChurn({ contract: { artefact, view: empty } }, end).state).toBe('insufficient-data');
    expect(predictChurn({}, end)).toMatchObject({ detail: expect.stringContaining('neither') });
  });
});
