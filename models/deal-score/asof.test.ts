import { createRandom } from '@aicrm/learn/random';
import { describe, expect, it } from 'vitest';
import { end } from '../synthetic/calendar.js';
import { makeCompany } from '../synthetic/company.js';
import type { DealHistory } from './history.js';
import { indexDeals } from './history-index.js';
import { dealHistoryOf } from './testing/synthetic.js';
import { dealTable } from './training-table.js';
import { dealViewAt } from './view.js';

const dayMs = 86_400_000;
const history = dealHistoryOf(
  makeCompany(3, { companies: 120, contacts: 300, leads: 400, deals: 400, orders: 300 }),
);
const iso = (ms: number): string => new Date(ms).toISOString();

/** One more fact of every kind about some deal, dated after `asOf`. */
function later(random: ReturnType<typeof createRandom>, asOf: number, i: number): Partial<DealHistory> {
  const deal = history.deals[random.int(history.deals.length)];
  const other = history.deals[random.int(history.deals.length)];
  if (deal === undefined || other === undefined) throw new Error('no deals');
  const at = iso(asOf + (0.01 + random.next() * 200) * dayMs);
  const { contact = '', company } = deal.fields;
  return {
    stageChanges: [{ sourceId: `s${i}`, fields: { deal: deal.sourceId, to: 'Negotiation', at } }],
    activities: [{ sourceId: `a${i}`, fields: { kind: 'Meeting', at, deal: deal.sourceId } }],
    orders: [{ sourceId: `o${i}`, fields: { contact, at, total: { minor: 99_900, currency: 'EUR' } } }],
    deals: [
      {
        sourceId: `d${i}`,
        fields: {
          contact,
          ...(company === undefined ? {} : { company }),
          ...(deal.fields.owner === undefined ? {} : { owner: deal.fields.owner }),
          status: 'won',
          stage: 'Won',
          amount: { minor: 100, currency: 'EUR' },
          createdAt: at,
          closedAt: iso(Date.parse(at) + dayMs),
        },
      },
    ],
    fieldChanges: [
      {
        type: 'deal',
        sourceId: other.sourceId,
        field: 'amount.minor',
        from: other.fields.amount?.minor ?? null,
        to: 5,
        at,
        seenAt: at,
      },
    ],
  };
}

describe('the view of a deal at a moment', () => {
  it('is untouched by any fact dated later', () => {
    const random = createRandom(5);
    for (let i = 0; i < 60; i++) {
      const deal = history.deals[random.int(history.deals.length)];
      if (deal === undefined) throw new Error('no deal');
      const asOf = Date.parse(deal.fields.createdAt) + random.next() * 60 * dayMs;
      const more = later(random, asOf, i);
      const amounts = more.fieldChanges ?? [];
      const with5 = history.deals.map((row) =>
        row.sourceId === amounts[0]?.sourceId && row.fields.amount !== undefined
          ? { ...row, fields: { ...row.fields, amount: { minor: 5, currency: 'EUR' } } }
          : row,
      );
      const grown: DealHistory = {
        ...history,
        deals: [...with5, ...(more.deals ?? [])],
        stageChanges: [...history.stageChanges, ...(more.stageChanges ?? [])],
        activities: [...history.activities, ...(more.activities ?? [])],
        orders: [...(history.orders ?? []), ...(more.orders ?? [])],
        fieldChanges: amounts,
      };
      const before = dealViewAt(indexDeals({ ...history, currency: 'EUR' }), deal.sourceId, asOf);
      expect(dealViewAt(indexDeals({ ...grown, currency: 'EUR' }), deal.sourceId, asOf)).toEqual(before);
    }
  });

  it('does change with a fact dated before', () => {
    const deal = history.deals[0];
    if (deal === undefined) throw new Error('no deal');
    const asOf = Date.parse(deal.fields.createdAt) + 3 * dayMs;
    const at = iso(asOf - dayMs);
    const met = indexDeals({
      ...history,
      activities: [
        ...history.activities,
        { sourceId: 'm', fields: { kind: 'Meeting', at, deal: deal.sourceId } },
      ],
    });
    const meetings = (index: ReturnType<typeof indexDeals>) =>
      dealViewAt(index, deal.sourceId, asOf).facts['activities.meetings'];
    expect(Number(meetings(met))).toBe(Number(meetings(indexDeals(history))) + 1);
  });

  it('gives the same training rows when later facts are added', () => {
    const now = end - 200 * dayMs;
    const options = { now, horizonDays: 90, weeks: 8 };
    const random = createRandom(9);
    const more = Array.from({ length: 30 }, (_, i) => later(random, now + dayMs, i));
    const grown: DealHistory = {
      ...history,
      deals: [...history.deals, ...more.flatMap((one) => one.deals ?? [])],
      stageChanges: [...history.stageChanges, ...more.flatMap((one) => one.stageChanges ?? [])],
      activities: [...history.activities, ...more.flatMap((one) => one.activities ?? [])],
      orders: [...(history.orders ?? []), ...more.flatMap((one) => one.orders ?? [])],
    };
    const before = dealTable(indexDeals(history), options);
    const after = dealTable(indexDeals(grown), options);
    expect(before.labels.length).toBeGreaterThan(500);
    expect(after.features).toEqual(before.features);
    expect(after.columns).toEqual(before.columns);
    expect([...after.labels]).toEqual([...before.labels]);
    expect([...after.asOf]).toEqual([...before.asOf]);
  });
});
