import { indexDeals } from '@aicrm/models/deal-score/history-index';
import { stageNorms } from '@aicrm/models/deal-score/stalled';
import { dealHistoryOf, smallCompany } from '@aicrm/models/deal-score/testing/synthetic';
import { dealViewAt } from '@aicrm/models/deal-score/view';
import { end } from '@aicrm/models/synthetic/calendar';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { dealOutlook, dealView } from './deal-outlook.js';

const asOf = Date.parse('2026-11-20T12:00:00Z');
const view: RecordView = {
  id: 'deal:crm:1',
  type: 'deal',
  seq: 3,
  viewAt: '2026-11-20T00:00:00Z',
  fields: { status: 'open', stage: 'Offer', amount: 20_000, currency: 'EUR', closeAt: '2026-11-17' },
  facts: {
    'stage.enteredAt': '2026-11-10T12:00:00Z',
    'stage.wonDeals': 40,
    'stage.usualDays': 4,
    'stage.longDays': 9,
  },
};

describe('the outlook of a deal', () => {
  it('weighs the amount by the chance, and compares the time in the stage with won deals', () => {
    expect(dealOutlook(view, 0.3, asOf)).toMatchObject({
      amount: 20_000,
      expected: { value: 6_000, currency: 'EUR' },
      stage: 'Offer',
      stalled: { state: 'stalled', days: 10, longDays: 9 },
      usualDays: 4,
      wonDeals: 40,
      closesInDays: -3,
    });
  });

  it('invents nothing: without an amount, a stage or norms it says null, or that there is not enough', () => {
    const bare = { ...view, fields: { status: 'open' }, facts: {} };
    expect(dealOutlook(bare, 0.3, asOf)).toMatchObject({
      amount: null,
      expected: null,
      stage: null,
      stalled: { state: 'not-enough-data', days: null },
      usualDays: null,
      wonDeals: null,
      closesInDays: null,
    });
    const noCurrency = { ...view, fields: { ...view.fields, currency: null } };
    expect(dealOutlook(noCurrency, 0.3, asOf).expected).toBeNull();
  });

  it('says what the deal score itself says of a deal of the made-up company', () => {
    const index = indexDeals(dealHistoryOf(smallCompany()));
    const at = end - 10 * 86_400_000;
    const deal = must(
      [...index.deals.values()].find(
        ({ createdAt, closedAt }) => createdAt < at - 60 * 86_400_000 && !(closedAt <= at),
      ),
      'an open deal',
    );
    const real = dealViewAt(index, deal.sourceId, at, stageNorms(index, at));
    const outlook = dealOutlook(real, 0.25, at);
    expect(outlook.expected?.value).toBe(0.25 * Number(real.fields.amount));
    expect(outlook.usualDays).toBe(real.facts['stage.usualDays']);
    expect(['stalled', 'moving']).toContain(outlook.stalled.state);
  });
});

describe('the view of a deal', () => {
  it('lays the host’s fields, by its own names too, over the stored ones', () => {
    const merged = dealView(view, { value: 500, stage: 'Talks' }, { value: 'fields.amount' }, asOf);
    expect(merged?.fields).toMatchObject({ amount: 500, currency: 'EUR', stage: 'Talks' });
    expect(merged?.facts).toEqual(view.facts);
    expect(view.fields.amount).toBe(20_000);
  });

  it('takes a deal without a status for open, and none for nothing', () => {
    expect(dealView(undefined, { amount: 500, currency: 'EUR' }, {}, asOf)?.fields).toEqual({
      amount: 500,
      currency: 'EUR',
      status: 'open',
    });
    expect(dealView({ ...view, fields: { status: 'won' } }, undefined, {}, asOf)?.fields.status).toBe('won');
    expect(dealView(undefined, undefined, {}, asOf)).toBeNull();
  });
});
