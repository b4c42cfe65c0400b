import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { end } from '../synthetic/calendar.js';
import { stages } from '../synthetic/deals.js';
import type { DealHistory } from './history.js';
import { indexDeals } from './history-index.js';
import { stageOrder } from './outlook.js';
import { stageNorms, stalledSignal } from './stalled.js';
import { dealHistoryOf, smallCompany } from './testing/synthetic.js';
import { dealViewAt } from './view.js';

const dayMs = 86_400_000;
const start = Date.parse('2024-01-01T00:00:00Z');
const iso = (days: number): string => new Date(start + days * dayMs).toISOString();

/** `n` won deals that took 1, 2, ... n days in their only stage, and an open one since day 0. */
function history(n: number): DealHistory {
  const won = Array.from({ length: n }, (_, i) => ({
    sourceId: `w${i}`,
    fields: { status: 'won' as const, createdAt: iso(0), closedAt: iso(i + 1) },
  }));
  const open = { sourceId: 'open', fields: { status: 'open' as const, createdAt: iso(0) } };
  return {
    connection: 'x',
    deals: [...won, open],
    stageChanges: [...won, open].flatMap(({ sourceId, fields }) => [
      { sourceId: `${sourceId}-0`, fields: { deal: sourceId, to: 'Talks', at: fields.createdAt } },
      ...('closedAt' in fields
        ? [
            {
              sourceId: `${sourceId}-1`,
              fields: { deal: sourceId, from: 'Talks', to: 'Won', at: fields.closedAt },
            },
          ]
        : []),
    ]),
    activities: [],
    contacts: [],
    companies: [],
  };
}
const signalAt = (n: number, days: number) => {
  const index = indexDeals(history(n));
  const asOf = start + days * dayMs;
  return stalledSignal(dealViewAt(index, 'open', asOf, stageNorms(index, start + 1_000 * dayMs)), asOf);
};

describe('the stalled signal', () => {
  it('says so beyond the time that nine in ten won deals took', () => {
    expect(stageNorms(indexDeals(history(40)), start + 1_000 * dayMs).get('Talks')).toEqual({
      deals: 40,
      usualDays: 20,
      longDays: 36,
    });
    expect(signalAt(40, 36.5)).toMatchObject({
      state: 'stalled',
      longDays: 36,
      sentence:
        'Stalled: 37 days in Talks, where nine in ten of 40 won deals left it within 36 days, half within 20 days.',
    });
    expect(signalAt(40, 35.5).state).toBe('moving');
  });

  it('does not guess from fewer than 20 won deals', () => {
    expect(signalAt(19, 400)).toMatchObject({ state: 'not-enough-data', longDays: null });
    expect(signalAt(19, 400).sentence).toContain('19 won deals passed Talks');
    expect(signalAt(20, 400).state).toBe('stalled');
  });

  it('learns only from deals that were won by then, and is silent about closed ones', () => {
    const index = indexDeals(history(40));
    expect(stageNorms(index, start + 19.5 * dayMs).get('Talks')).toMatchObject({ deals: 19, longDays: null });
    const asOf = start + 500 * dayMs;
    expect(stalledSignal(dealViewAt(index, 'w3', asOf, stageNorms(index, asOf)), asOf).state).toBe('closed');
  });

  it('tells apart deals that are lost more often', () => {
    const made = smallCompany();
    const index = indexDeals(dealHistoryOf(made));
    const cut = end - 200 * dayMs;
    const norms = stageNorms(index, cut);
    expect(stageOrder(index)).toEqual([...stages]);
    const lost = { stalled: [0, 0], moving: [0, 0] };
    for (const deal of index.deals.values()) {
      if (deal.createdAt > cut || !(deal.closedAt > cut)) continue;
      const { state } = stalledSignal(dealViewAt(index, deal.sourceId, cut, norms), cut);
      if (state !== 'stalled' && state !== 'moving') continue;
      const count = must(lost[state], 'count');
      count[0] = (count[0] ?? 0) + (deal.fields.status === 'lost' ? 1 : 0);
      count[1] = (count[1] ?? 0) + 1;
    }
    const share = ([k = 0, n = 1]: number[]): number => k / n;
    expect(lost.stalled[1]).toBeGreaterThan(10);
    expect(share(lost.stalled)).toBeGreaterThan(share(lost.moving) + 0.1);
  });
});
