import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChurnHistory, indexChurn } from './history.js';
import { monthlyUsage } from './monthly-usage.js';
import { churnTable } from './training-table.js';
import { churnViewAt } from './view.js';

const dayMs = 86_400_000;
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const month = (contract: string, i: number, logins: number | null, tickets: number) => ({
  contract,
  endsAt: `2025-${String(i).padStart(2, '0')}-28`,
  values: { logins, tickets },
});
const small: ChurnHistory = {
  connection: 'crm',
  contracts: [
    { sourceId: 'a', customer: 'A', startedAt: '2025-01-01', plan: 'Plus', fee: eur(24_900) },
    { sourceId: 'b', startedAt: '2025-01-01', endedAt: '2025-05-10', fee: { minor: 9_900, currency: 'USD' } },
  ],
  usage: [
    ...[20, 22, 24, 10, 8, null].map((logins, i) => month('a', i + 1, logins, i)),
    ...[5, 5, 5, 5, 5].map((logins, i) => month('b', i + 1, logins, 0)),
  ],
  customers: [{ sourceId: 'A', fields: { industry: 'Food', employees: 40 } }],
  messages: [
    { customer: 'A', at: '2025-03-01T08:00:00Z', tone: 0.5 },
    { customer: 'A', at: '2025-06-01T08:00:00Z', tone: -1 },
  ],
  orders: [{ customer: 'A', at: '2025-06-02', total: eur(5_000) }],
};
const index = indexChurn(small);
const at = (day: string): number => Date.parse(`${day}T23:59:59.999Z`);

describe('the view of a contract at a moment', () => {
  it('tells levels and trends of the months that were over, and what was joined', () => {
    const view = churnViewAt(index, 'a', at('2025-06-28'));
    expect(view).toMatchObject({ id: 'contract:crm:a', type: 'contract' });
    expect(view?.fields).toEqual({
      startedAt: '2025-01-01',
      plan: 'Plus',
      fee: 249,
      'customer.industry': 'Food',
      'customer.employees': 40,
    });
    expect(view?.facts).toEqual({
      'usage.logins.last': null,
      'usage.logins.mean3': 9,
      'usage.logins.change': 9 - 22,
      'usage.logins.total': 84,
      'usage.tickets.last': 5,
      'usage.tickets.mean3': 4,
      'usage.tickets.change': 3,
      'usage.tickets.total': 15,
      'messages.count90': 1,
      'messages.tone90': -1,
      'messages.lastTone': -1,
      'orders.count90': 1,
      'orders.sum90': 50,
      'orders.lastAt': '2025-06-02T23:59:59.999Z',
    });
  });

  it('knows a month only when its last day is over, and no trend before a fourth', () => {
    const noon = churnViewAt(index, 'a', Date.parse('2025-03-28T12:00:00Z'));
    expect(noon?.facts).toMatchObject({ 'usage.logins.last': 22, 'usage.logins.change': null });
    expect(churnViewAt(index, 'a', at('2025-04-28'))?.facts['usage.logins.change']).toBeCloseTo(
      56 / 3 - 20,
      12,
    );
  });

  it('mixes no currencies, and knows no contract that is not there', () => {
    expect(churnViewAt(index, 'b', at('2025-04-28'))?.fields.fee).toBeNull();
    expect(churnViewAt(index, 'c', 0)).toBeUndefined();
  });
});

describe('rows to learn from', () => {
  const table = churnTable(index, { now: at('2025-07-31'), horizonDays: 60, groups: 'industry' });

  it('are the months of running contracts whose horizon has passed', () => {
    const rows = table.recordIds.map(
      (id, i) => `${id} ${new Date(table.asOf[i] ?? 0).toISOString().slice(5, 10)} ${table.labels[i]}`,
    );
    expect(rows).toEqual([
      ...['a 01-28 0', 'a 02-28 0', 'a 03-28 0', 'a 04-28 0', 'a 05-28 0'],
      // What ended on 10 May had 60 days left on 11 March, and no month after its end.
      ...['b 01-28 0', 'b 02-28 0', 'b 03-28 1', 'b 04-28 1'],
    ]);
    expect(table.censored).toBe(1);
    expect(table.groups?.of[0]).toBe('Food');
  });

  it('mark what somebody can act on, by default the last month, else what the tenant says', () => {
    const changeable = (ids?: readonly string[]) =>
      churnTable(index, { now: at('2025-07-31'), horizonDays: 60, ...(ids ? { changeable: ids } : {}) })
        .features.filter((spec) => spec.changeable)
        .map(({ id }) => id);
    expect(changeable()).toEqual(['usage.logins.last', 'usage.tickets.last']);
    expect(changeable(['fee'])).toEqual(['fee']);
  });

  it('come every 30 days where no use is recorded', () => {
    const { usage: _, ...bare } = small;
    const moments = churnTable(indexChurn(bare), { now: at('2025-07-31'), horizonDays: 60 });
    expect(moments.recordIds.filter((id) => id === 'b')).toHaveLength(4);
  });
});

describe('the as-of rule', () => {
  const cut = at('2025-04-28');
  const before = (history: ChurnHistory): string => {
    const found = indexChurn(history);
    const moments = ['2025-01-28', '2025-02-28', '2025-03-30', '2025-04-28'].map(at);
    return JSON.stringify(
      moments.flatMap((moment) => ['a', 'b'].map((id) => churnViewAt(found, id, moment))),
    );
  };
  const later = fc.integer({ min: 1, max: 200 }).map((days) => new Date(cut + days * dayMs).toISOString());
  const facts = fc.record({
    usage: fc.array(
      fc.record({
        contract: fc.constantFrom('a', 'b'),
        endsAt: later,
        values: fc.record({ logins: fc.nat(50), tickets: fc.nat(9) }),
      }),
      { maxLength: 6 },
    ),
    messages: fc.array(fc.record({ customer: fc.constant('A'), at: later, tone: fc.constantFrom(-1, 1) }), {
      maxLength: 4,
    }),
    orders: fc.array(fc.record({ customer: fc.constant('A'), at: later, total: fc.nat(9_999).map(eur) }), {
      maxLength: 4,
    }),
    end: later,
  });

  it('adding any fact or end after a moment changes nothing known at it', () => {
    const known = before(small);
    fc.assert(
      fc.property(facts, ({ usage, messages, orders, end }) => {
        const more: ChurnHistory = {
          ...small,
          contracts: small.contracts.map((one) => ({ ...one, endedAt: end })),
          usage: [...(small.usage ?? []), ...usage],
          messages: [...(small.messages ?? []), ...messages],
          orders: [...(small.orders ?? []), ...orders],
        };
        expect(before(more)).toBe(known);
      }),
      { numRuns: 100 },
    );
  });

  it('and a fact before the moment does change it', () => {
    const early = { contract: 'a', endsAt: '2025-02-10', values: { logins: 3, tickets: 0 } };
    expect(before({ ...small, usage: [...(small.usage ?? []), early] })).not.toBe(before(small));
  });
});

describe('events by month', () => {
  const events = [
    { contract: 'a', at: '2025-02-03T10:00:00Z', metric: 'logins' },
    { contract: 'a', at: '2025-02-28T23:59:59Z', metric: 'logins' },
    { contract: 'a', at: '2025-03-01T00:00:00Z', metric: 'tickets', value: 3 },
  ];
  it('are summed; a month without any is one of zeros; the running month is not over', () => {
    const lives = new Map([['a', { from: Date.parse('2025-01-15'), to: Number.POSITIVE_INFINITY }]]);
    const months = monthlyUsage(events, lives, Date.parse('2025-01-01'), Date.parse('2025-04-20'));
    expect(months.map(({ endsAt, values }) => [endsAt.slice(0, 10), values.logins, values.tickets])).toEqual([
      ['2025-02-01', 0, 0],
      ['2025-03-01', 2, 0],
      ['2025-04-01', 0, 3],
    ]);
  });
});
