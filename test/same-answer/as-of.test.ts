import type { FieldChange, LeadHistory } from '@aicrm/models/lead-score/history';
import { indexHistory } from '@aicrm/models/lead-score/history-index';
import { defaultMoments, leadRows } from '@aicrm/models/lead-score/rows';
import { syntheticHistory, syntheticStart } from '@aicrm/models/lead-score/testing/synthetic';
import { leadTable } from '@aicrm/models/lead-score/training-table';
import { leadViewAt } from '@aicrm/models/lead-score/view';
import { must } from '@aicrm/schema/result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// A training row holds what was known at its moment. Facts of every kind that come later (orders, leads and their
// outcomes, campaigns, activities, changes of fields) leave each row as it is: what it reads, and what it is labelled.

const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const cut = syntheticStart + 220 * dayMs;
const options = { now: cut, horizonDays: 60, moments: defaultMoments };
const PEOPLE = 80;

/** A history that has facts of every kind on both sides of the cut. */
const base: LeadHistory = (() => {
  const plain = syntheticHistory({ leads: PEOPLE, seed: 5, signal: 1 });
  const campaigns = [0, 1, 2].map((k) => ({
    sourceId: `k${k}`,
    fields: {
      kind: k === 0 ? 'mail' : 'fair',
      startsAt: iso(syntheticStart + 20 * k * dayMs),
      endsAt: iso(syntheticStart + (20 * k + 400) * dayMs),
    },
  }));
  return {
    ...plain,
    campaigns,
    leads: plain.leads.map(({ sourceId, fields }, i) => ({
      sourceId,
      fields: { ...fields, campaign: `k${i % 3}`, custom: { region: i % 2 === 0 ? 'north' : 'south' } },
    })),
    activities: plain.leads.map((lead, i) => ({
      sourceId: `a${i}`,
      fields: {
        kind: i % 3 === 0 ? 'call' : 'visit',
        at: iso(Date.parse(lead.fields.createdAt) - (i % 9) * dayMs),
        contact: `c${i}`,
      },
    })),
    fieldChanges: [],
    fieldChangesSince: iso(syntheticStart),
  };
})();

const who = fc.integer({ min: 0, max: PEOPLE - 1 });
const later = fc.integer({ min: 0, max: 150 }).map((days) => iso(cut + (days + 0.5) * dayMs));
const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 8 });
const kinds = {
  orders: few(fc.record({ who, at: later, minor: fc.nat(100_000), coupon: fc.boolean() })),
  activities: few(fc.record({ who, at: later, kind: fc.constantFrom('call', 'mail'), orphan: fc.boolean() })),
  leads: few(fc.record({ who, at: later, won: fc.boolean() })),
  campaigns: few(fc.record({ at: later, days: fc.integer({ min: 1, max: 90 }), leads: few(who) })),
  closings: few(fc.record({ who, at: later, won: fc.boolean() })),
  changes: few(
    fc.record({ type: fc.constantFrom('lead', 'contact', 'campaign'), who, at: later, to: fc.string() }),
  ),
};
type Kinds = { [K in keyof typeof kinds]: (typeof kinds)[K] extends fc.Arbitrary<infer T> ? T : never };
const facts: fc.Arbitrary<Kinds> = fc.record(kinds);
const nothing: Kinds = { orders: [], activities: [], leads: [], campaigns: [], closings: [], changes: [] };

/** The field that a change is about, by the type of its record. */
const changed = { lead: 'custom.region', contact: 'custom.town', campaign: 'kind' } as const;

/** A change found later: the record holds the new value now, and the change what it was before. */
function withChange(history: LeadHistory, change: Kinds['changes'][number], shift: number): LeadHistory {
  const { type } = change;
  const at = iso(Date.parse(change.at) + shift);
  const sourceId = type === 'campaign' ? `k${change.who % 3}` : `${type === 'lead' ? 'l' : 'c'}${change.who}`;
  const note = (from: FieldChange['from']): readonly FieldChange[] => [
    ...(history.fieldChanges ?? []),
    { type, sourceId, field: changed[type], from, to: change.to, at, seenAt: at },
  ];
  const put = <T extends { readonly sourceId: string }>(rows: readonly T[], next: (row: T) => T): T[] =>
    rows.map((row) => (row.sourceId === sourceId ? next(row) : row));
  if (type === 'campaign') {
    const from = history.campaigns.find((row) => row.sourceId === sourceId)?.fields.kind ?? null;
    const campaigns = put(history.campaigns, (row) => ({
      ...row,
      fields: { ...row.fields, kind: change.to },
    }));
    return { ...history, campaigns, fieldChanges: note(from) };
  }
  if (type === 'contact') {
    const from = history.contacts.find((row) => row.sourceId === sourceId)?.fields.custom?.town ?? null;
    const contacts = put(history.contacts, (row) => ({
      ...row,
      fields: { ...row.fields, custom: { ...row.fields.custom, town: change.to } },
    }));
    return { ...history, contacts, fieldChanges: note(from) };
  }
  const from = history.leads.find((row) => row.sourceId === sourceId)?.fields.custom?.region ?? null;
  const leads = put(history.leads, (row) => ({
    ...row,
    fields: { ...row.fields, custom: { ...row.fields.custom, region: change.to } },
  }));
  return { ...history, leads, fieldChanges: note(from) };
}

/** @param shift Moves every fact by so many milliseconds: the controls move them before the cut. */
function withFacts(extra: Kinds, shift = 0): LeadHistory {
  const at = (instant: string): string => iso(Date.parse(instant) + shift);
  const closings = new Map(extra.closings.map((closing) => [`l${closing.who}`, closing]));
  const lead = (sourceId: string, contact: number, created: string, won: boolean, campaign?: string) => ({
    sourceId,
    fields: {
      contact: `c${contact}`,
      status: won ? ('converted' as const) : ('lost' as const),
      createdAt: created,
      closedAt: iso(Date.parse(created) + dayMs),
      ...(campaign === undefined ? {} : { campaign }),
    },
  });
  const history: LeadHistory = {
    ...base,
    orders: [
      ...base.orders,
      ...extra.orders.map((order, k) => ({
        sourceId: `later${k}`,
        fields: {
          contact: `c${order.who}`,
          at: at(order.at),
          total: { minor: order.minor, currency: 'EUR' },
          ...(order.coupon ? { couponDiscount: { minor: 5, currency: 'EUR' } } : {}),
        },
      })),
    ],
    activities: [
      ...(base.activities ?? []),
      ...extra.activities.map(({ who: i, kind, orphan, ...one }, k) => ({
        sourceId: `laterActivity${k}`,
        fields: { kind, at: at(one.at), ...(orphan ? { lead: `l${i}` } : { contact: `c${i}` }) },
      })),
    ],
    campaigns: [
      ...base.campaigns,
      ...extra.campaigns.map((campaign, k) => ({
        sourceId: `laterCampaign${k}`,
        fields: {
          kind: 'new',
          startsAt: at(campaign.at),
          endsAt: iso(Date.parse(at(campaign.at)) + campaign.days * dayMs),
        },
      })),
    ],
    leads: [
      ...base.leads.map((row) => {
        const closing = closings.get(row.sourceId);
        // Only an outcome that lies after the cut anyway may be replaced by another one after it.
        if (closing === undefined || Date.parse(row.fields.closedAt ?? '') <= cut) return row;
        const status = closing.won ? ('converted' as const) : ('lost' as const);
        return { ...row, fields: { ...row.fields, status, closedAt: at(closing.at) } };
      }),
      ...extra.leads.map((one, k) => lead(`laterLead${k}`, one.who, at(one.at), one.won)),
      ...extra.campaigns.flatMap((campaign, k) =>
        campaign.leads.map((i, n) =>
          lead(`laterLead${k}-${n}`, i, at(campaign.at), n % 2 === 0, `laterCampaign${k}`),
        ),
      ),
    ],
  };
  // In the order in which they happened: each takes the record as the one before has left it.
  return [...extra.changes]
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
    .reduce((so, change) => withChange(so, change, shift), history);
}

/** Every view that a row of the base could be built from, up to the cut. */
function views(history: LeadHistory): string[] {
  const index = indexHistory(history);
  const found: string[] = [];
  for (const { sourceId, fields } of base.leads)
    for (const days of defaultMoments) {
      const asOf = Date.parse(fields.createdAt) + days * dayMs;
      if (asOf <= cut) found.push(JSON.stringify(leadViewAt(index, sourceId, asOf)));
    }
  return found;
}
const table = (history: LeadHistory) => leadTable(indexHistory(history), options);
const before = { views: views(base), table: table(base) };

describe('the as-of rule', () => {
  it('has rows to speak of: views with every kind of fact, and a table with both labels', () => {
    expect(before.views.length).toBeGreaterThan(200);
    const read = before.views.join('\n');
    for (const part of [
      '"orders.count"',
      '"activities.count"',
      '"campaign.kind"',
      '"region"',
      '"contact.town"',
    ])
      expect(read).toContain(part);
    expect(before.table.recordIds.length).toBeGreaterThan(60);
    expect(new Set(before.table.labels).size).toBe(2);
    expect(leadRows(indexHistory(base), options).censored).toBeGreaterThan(5);
  });

  it('facts of any kind after a moment change no view of it and no training row up to it', () => {
    fc.assert(
      fc.property(facts, (extra) => {
        const history = withFacts(extra);
        expect(views(history).filter((view, i) => view !== before.views[i])).toEqual([]);
        expect(table(history)).toEqual(before.table);
      }),
      { numRuns: 60 },
    );
  });

  const at = iso(cut + dayMs);
  const people = Array.from({ length: PEOPLE }, (_, i) => i);
  const early: readonly (readonly [keyof Kinds, Kinds])[] = [
    ['orders', { ...nothing, orders: people.map((i) => ({ who: i, at, minor: 1, coupon: false })) }],
    [
      'activities',
      { ...nothing, activities: people.map((i) => ({ who: i, at, kind: 'call', orphan: false })) },
    ],
    ['leads', { ...nothing, leads: people.map((i) => ({ who: i, at, won: true })) }],
    ['campaigns', { ...nothing, campaigns: [{ at, days: 5, leads: people }] }],
    ['changes', { ...nothing, changes: people.map((i) => ({ type: 'lead', who: i, at, to: 'east' })) }],
  ];

  it.each(early)('and the same facts before the moment do: %s', (_, extra) => {
    const control = views(withFacts(extra, -219 * dayMs));
    const differ = control.filter((view, i) => view !== must(before.views[i], 'view')).length;
    expect(differ).toBeGreaterThan(before.views.length / 2);
    // Where they were, they change nothing.
    expect(views(withFacts(extra))).toEqual(before.views);
  });
});
