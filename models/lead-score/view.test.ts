import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldChange, LeadHistory } from './history.js';
import { indexHistory } from './history-index.js';
import { defaultMoments } from './rows.js';
import { syntheticHistory, syntheticNow, syntheticStart } from './testing/synthetic.js';
import { leadTable } from './training-table.js';
import { leadViewAt } from './view.js';

const dayMs = 86_400_000;
const usd = (minor: number) => ({ minor, currency: 'USD' });
const small: LeadHistory = {
  connection: 'club',
  contacts: [{ sourceId: 'c', fields: { email: 'a@b.org', custom: { age: '45-54', Mobile: '+49 30 1' } } }],
  campaigns: [
    { sourceId: 'k', fields: { kind: 'A', startsAt: '2024-03-01', endsAt: '2024-04-10', name: 'Spring' } },
  ],
  orders: [
    {
      sourceId: '1',
      fields: { contact: 'c', at: '2024-01-10T10:00:00Z', total: usd(1000), discount: usd(250) },
    },
    { sourceId: '2', fields: { contact: 'c', at: '2024-02-20', total: usd(3000), couponDiscount: usd(100) } },
    { sourceId: '3', fields: { contact: 'c', at: '2024-02-21', total: { minor: 999, currency: 'EUR' } } },
    { sourceId: '4', fields: { contact: 'c', at: '2024-03-05', total: usd(5000) } },
  ],
  leads: [
    {
      sourceId: 'old',
      fields: { contact: 'c', status: 'converted', createdAt: '2024-01-05', closedAt: '2024-02-01' },
    },
    {
      sourceId: 'new',
      fields: {
        name: 'Ann',
        contact: 'c',
        campaign: 'k',
        status: 'converted',
        createdAt: '2024-03-01',
        closedAt: '2024-03-20',
        custom: { region: 'north' },
      },
    },
  ],
};

describe('the view of a lead at a moment', () => {
  const at = Date.parse('2024-03-01');
  const view = leadViewAt(indexHistory(small), 'new', at);

  it('tells what was known: counters, sums in one currency, timestamps', () => {
    expect(view.id).toBe('lead:club:new');
    expect(view.viewAt).toBe('2024-03-01T00:00:00.000Z');
    expect(view.facts).toMatchObject({
      'orders.count': 3,
      'orders.count30': 2,
      'orders.sum': 40,
      'orders.sum30': 30,
      'orders.lastAt': '2024-02-21',
      'orders.firstAt': '2024-01-10T10:00:00Z',
      'orders.coupons': 1,
      'orders.lastCouponAt': '2024-02-20',
      'leads.count': 1,
      'leads.converted': 1,
      'leads.lastConvertedAt': '2024-02-01',
    });
    expect(view.facts['orders.discountShare']).toBeCloseTo(2.5 / 42.5, 4);
    expect(view.fields).toMatchObject({
      status: 'open',
      region: 'north',
      'campaign.kind': 'A',
      'campaign.days': 40,
      'contact.age': '45-54',
    });
  });

  it('holds no name, address or number of a person', () => {
    expect(JSON.stringify(view)).not.toMatch(/Ann|a@b|\+49|Spring/);
  });

  it('says null for what is known to be empty, and nothing for what the tenant has no records of', () => {
    const none = leadViewAt(indexHistory({ ...small, orders: small.orders.slice(3) }), 'new', at);
    expect(none.facts['orders.lastAt']).toBeNull();
    expect(none.facts['orders.count']).toBe(0);
    expect(view.facts).not.toHaveProperty('activities.count');
  });

  it('counts a fact of a calendar day only once the day is over', () => {
    const index = indexHistory(small);
    const noon = Date.parse('2024-03-05T12:00:00Z');
    expect(leadViewAt(index, 'new', noon).facts['orders.count']).toBe(3);
    expect(leadViewAt(index, 'new', noon + dayMs).facts['orders.count']).toBe(4);
  });

  it('takes back a change of a field that was seen later', () => {
    const change = {
      type: 'lead',
      sourceId: 'new',
      field: 'custom.region',
      from: 'south',
      to: 'north',
    } as const;
    const changed = (seenAt: string): unknown =>
      leadViewAt(
        indexHistory({ ...small, fieldChanges: [{ ...change, at: '2024-02-01', seenAt }] }),
        'new',
        at,
      ).fields.region;
    expect(changed('2024-03-02')).toBe('south');
    expect(changed('2024-02-28')).toBe('north');
  });
});

describe('the as-of rule', () => {
  const base = syntheticHistory({ leads: 60, seed: 5, signal: 1 });
  const cut = syntheticStart + 200 * dayMs;
  const features = (history: LeadHistory): string[] => {
    const index = indexHistory(history);
    const views: string[] = [];
    for (const lead of base.leads)
      for (const days of defaultMoments) {
        const asOf = Date.parse(lead.fields.createdAt) + days * dayMs;
        if (asOf <= cut) views.push(JSON.stringify(leadViewAt(index, lead.sourceId, asOf)));
      }
    return views;
  };
  const before = features(base);
  const later = fc
    .integer({ min: 0, max: 150 })
    .map((days) => new Date(cut + (days + 0.5) * dayMs).toISOString());
  const who = fc.integer({ min: 0, max: 59 });
  const facts = fc.record({
    orders: fc.array(fc.record({ who, at: later, minor: fc.nat(100_000), coupon: fc.boolean() }), {
      maxLength: 8,
    }),
    leads: fc.array(fc.record({ who, at: later, won: fc.boolean() }), { maxLength: 8 }),
    changes: fc.array(fc.record({ who, at: later, from: fc.constantFrom('web', 'fair') }), { maxLength: 4 }),
    closings: fc.array(fc.record({ who, at: later, won: fc.boolean() }), { maxLength: 8 }),
  });

  const withLater = (extra: typeof facts extends fc.Arbitrary<infer T> ? T : never): LeadHistory => {
    const closings = new Map(extra.closings.map((closing) => [`l${closing.who}`, closing]));
    const changes: FieldChange[] = extra.changes.map(({ who: i, at, from }) => ({
      type: 'contact',
      sourceId: `c${i}`,
      field: 'custom.town',
      from: base.contacts[i]?.fields.custom?.town ?? null,
      to: from,
      at,
      seenAt: at,
    }));
    return {
      ...base,
      fieldChanges: changes,
      orders: [
        ...base.orders,
        ...extra.orders.map((order, k) => ({
          sourceId: `later${k}`,
          fields: {
            contact: `c${order.who}`,
            at: order.at,
            total: { minor: order.minor, currency: 'EUR' },
            ...(order.coupon ? { couponDiscount: { minor: 5, currency: 'EUR' } } : {}),
          },
        })),
      ],
      leads: [
        ...base.leads.map((lead) => {
          const closing = closings.get(lead.sourceId);
          // Only an outcome that lies after the cut anyway may be replaced by another one after it.
          if (closing === undefined || Date.parse(lead.fields.closedAt ?? '') <= cut) return lead;
          const status = closing.won ? ('converted' as const) : ('lost' as const);
          return { ...lead, fields: { ...lead.fields, status, closedAt: closing.at } };
        }),
        ...extra.leads.map((lead, k) => ({
          sourceId: `laterlead${k}`,
          fields: {
            contact: `c${lead.who}`,
            status: lead.won ? ('converted' as const) : ('lost' as const),
            createdAt: lead.at,
            closedAt: new Date(Date.parse(lead.at) + dayMs).toISOString(),
          },
        })),
      ],
    };
  };

  it('adding any fact or outcome after a moment changes nothing known at it', () => {
    fc.assert(
      fc.property(facts, (extra) => {
        expect(features(withLater(extra))).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('and a fact before the moment does change it', () => {
    const at = new Date(syntheticStart + dayMs).toISOString();
    const early = base.contacts.map(({ sourceId }) => ({
      sourceId: `early-${sourceId}`,
      fields: { contact: sourceId, at, total: { minor: 1, currency: 'EUR' } },
    }));
    const changed = features({ ...base, orders: [...base.orders, ...early] });
    expect(changed.every((view, i) => view !== before[i])).toBe(true);
  });

  it('training rows do not depend on the order of the history', () => {
    const options = { now: syntheticNow, horizonDays: 60, moments: defaultMoments };
    const reversed: LeadHistory = {
      ...base,
      leads: base.leads.toReversed(),
      contacts: base.contacts.toReversed(),
      orders: base.orders.toReversed(),
    };
    expect(leadTable(indexHistory(reversed), options)).toEqual(leadTable(indexHistory(base), options));
  });
});
