import type { LeadHistory } from '@aicrm/models/lead-score/history';
import { behaviourOf } from '@aicrm/models/segments/behaviour';
import { customersAt, dayMs, type Order, purchasesOf } from '@aicrm/models/value/customers';
import { inputsOf } from '@aicrm/models/value/train';
import { segmentInputsOf, valueInputsOf } from '@aicrm/models/value/view-inputs';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { contactViews } from './contact-view.js';

const now = Date.parse('2026-11-20T15:00:00Z');

const order = (contact: string, at: string, minor: number | null, currency = 'EUR'): Order => ({
  sourceId: `${contact}-${at}-${minor}`,
  fields: { contact, at, ...(minor === null ? {} : { total: { minor, currency } }) },
});

const orders: Order[] = [
  order('steady', '2026-01-05', 1_000),
  order('steady', '2026-02-05T08:00:00Z', 2_010),
  order('steady', '2026-02-05T09:00:00Z', 33),
  order('steady', '2026-09-05', 777),
  order('once', '2026-03-01', 500),
  order('refunded', '2026-03-01', 500),
  order('refunded', '2026-04-01', -500),
  order('unknown', '2026-03-01', 500),
  order('unknown', '2026-05-01', null),
  order('unknown', '2026-06-01', 900, 'USD'),
  order('today', '2026-06-01', 900),
  order('today', '2026-11-20', 400),
];
const names = [...new Set(orders.map(({ fields }) => fields.contact))];
const history: LeadHistory = {
  connection: 'crm',
  leads: [],
  contacts: [...names, 'none'].map((sourceId) => ({ sourceId, fields: {} })),
  campaigns: [],
  orders,
  currency: 'EUR',
};
const views = new Map(
  [...contactViews(history, now)].map((view) => [view.id.split(':')[2], { ...view, seq: 1 }]),
);

describe('what a page reads from a contact’s view', () => {
  it('is what the value model was trained on', () => {
    const customers = customersAt(purchasesOf(orders, now, 'EUR'), Math.floor(now / dayMs));
    expect(customers).toHaveLength(names.length);
    for (const customer of customers) {
      const view = must(views.get(customer.id), 'view');
      const { meanSpend, ...counts } = must(valueInputsOf(view, now, 'EUR'), 'inputs');
      const own = inputsOf(customer);
      expect({ id: customer.id, ...counts }).toEqual({
        id: customer.id,
        ageDays: own.ageDays,
        gapDays: own.gapDays,
        repeats: own.repeats,
      });
      if (own.meanSpend === null) expect(meanSpend).toBeNull();
      else expect(meanSpend).toBeCloseTo(own.meanSpend, 9);
    }
  });

  it('is what the segments were made of', () => {
    const { ids, columns } = behaviourOf(orders, now, 'EUR');
    for (const [i, id] of ids.entries()) {
      const found = must(segmentInputsOf(must(views.get(id), 'view'), now, 'EUR'), 'inputs');
      expect([id, found.recencyDays, found.frequency]).toEqual([
        id,
        columns.recency[i],
        columns.frequency[i],
      ]);
      expect(found.money).toBeCloseTo(columns.money[i] ?? Number.NaN, 9);
    }
  });

  it('is nothing of who bought nothing, and no amount in another currency', () => {
    expect(valueInputsOf(must(views.get('none'), 'view'), now)).toBeNull();
    expect(valueInputsOf(must(views.get('steady'), 'view'), now, 'USD')?.meanSpend).toBeNull();
    const { facts: _facts, ...rest } = must(views.get('steady'), 'view');
    expect(valueInputsOf({ ...rest, facts: {} }, now)).toBeNull();
  });
});
