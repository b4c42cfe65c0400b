import { describe, expect, it } from 'vitest';
import type { DealHistory } from './history.js';
import { indexDeals } from './history-index.js';
import { dealRows } from './rows.js';
import { dealViewAt } from './view.js';

const dayMs = 86_400_000;
const now = Date.parse('2024-12-31');
type Fields = DealHistory['deals'][number]['fields'];
type Change = readonly [deal: string, from: string | undefined, to: string, at: string];

const historyOf = (deals: readonly Fields[], changes: readonly Change[] = []): DealHistory => ({
  connection: 'x',
  deals: deals.map((fields, i) => ({ sourceId: `d${i}`, fields })),
  stageChanges: changes.map(([deal, from, to, at], i) => ({
    sourceId: `s${i}`,
    fields: { deal, ...(from === undefined ? {} : { from }), to, at },
  })),
  activities: [],
  contacts: [],
  companies: [],
});
const rowsOf = (deals: readonly Fields[], changes: readonly Change[] = [], horizonDays = 60, weeks = 3) => {
  const found = dealRows(indexDeals(historyOf(deals, changes)), { now, horizonDays, weeks });
  return {
    ...found,
    rows: found.rows.map(({ deal, asOf, label }) => [
      deal.sourceId,
      Math.round((asOf - deal.createdAt) / dayMs),
      label,
    ]),
  };
};

describe('training rows of deals', () => {
  it('are taken at each stage entry and weekly while the deal is open', () => {
    const { rows } = rowsOf(
      [{ status: 'won', stage: 'Won', createdAt: '2024-01-01', closedAt: '2024-01-19T12:00:00Z' }],
      [
        ['d0', undefined, 'First', '2024-01-01T00:00:00Z'],
        ['d0', 'First', 'Second', '2024-01-11T00:00:00Z'],
        ['d0', 'Second', 'Won', '2024-01-19T12:00:00Z'],
      ],
    );
    expect(rows).toEqual([
      ['d0', 0, 1],
      ['d0', 7, 1],
      ['d0', 10, 1],
      ['d0', 14, 1],
    ]);
  });

  it('a win beyond the horizon is none yet, and one of the first day counts', () => {
    expect(
      rowsOf([{ status: 'won', createdAt: '2024-01-01', closedAt: '2024-03-10' }]).rows.map((row) => row[2]),
    ).toEqual([0, 0, 1, 1]);
    expect(rowsOf([{ status: 'won', createdAt: '2024-01-01', closedAt: '2024-01-01' }]).rows).toEqual([
      ['d0', 0, 1],
    ]);
  });

  it('a deal younger than the horizon is censored, whatever happened so far', () => {
    const young = rowsOf([
      { status: 'open', createdAt: '2024-12-01' },
      { status: 'won', createdAt: '2024-12-01', closedAt: '2024-12-05' },
    ]);
    expect(young.rows).toEqual([]);
    expect(young.censored).toBe(2);
  });

  it('a deal that was closed without a date gives its first row only, unless a move tells when', () => {
    const undated = { status: 'lost', stage: 'Lost', createdAt: '2024-01-01' } as const;
    expect(rowsOf([undated])).toMatchObject({ rows: [['d0', 0, 0]], undatedClosings: 1 });
    const told = rowsOf([undated], [['d0', 'First', 'Lost', '2024-01-10T00:00:00Z']]);
    expect(told).toMatchObject({
      rows: [
        ['d0', 0, 0],
        ['d0', 7, 0],
      ],
      undatedClosings: 0,
    });
  });
});

describe('the stage of a deal at a moment', () => {
  const index = indexDeals(
    historyOf(
      [{ status: 'won', stage: 'Won', createdAt: '2024-01-01', closedAt: '2024-02-01T12:00:00Z' }],
      [
        ['d0', 'First', 'Second', '2024-01-11T00:00:00Z'],
        ['d0', 'Second', 'Won', '2024-02-01T12:00:00Z'],
      ],
    ),
  );
  const at = (day: string) => dealViewAt(index, 'd0', Date.parse(day));

  it('is told by the moves, with the instant of the last', () => {
    expect(at('2024-01-05').fields).toMatchObject({ stage: 'First', status: 'open' });
    expect(at('2024-01-05').facts).toMatchObject({ 'stage.enteredAt': '2024-01-01', 'stage.passed': 0 });
    expect(at('2024-01-20').fields.stage).toBe('Second');
    expect(at('2024-01-20').facts['stage.enteredAt']).toBe('2024-01-11T00:00:00Z');
    expect(at('2024-03-01').fields).toMatchObject({ stage: 'Won', status: 'won' });
  });

  it('is never today’s field where moves are kept, and is known at once where both know only the day', () => {
    const closed = { status: 'won', stage: 'Won', createdAt: '2024-01-01', closedAt: '2024-02-01' } as const;
    const stageOn = (first: string) =>
      dealViewAt(
        indexDeals(historyOf([closed], [['d0', undefined, 'First', first]])),
        'd0',
        Date.parse('2024-01-01'),
      ).fields.stage;
    expect(stageOn('2024-01-01')).toBe('First');
    expect(stageOn('2024-01-03')).toBeNull();
  });

  it('without moves is the field as it was known then', () => {
    const seen = '2024-01-15T00:00:00Z';
    const bare = indexDeals({
      ...historyOf([{ status: 'open', stage: 'B', createdAt: '2024-01-01' }]),
      fieldChanges: [
        { type: 'deal', sourceId: 'd0', field: 'stage', from: 'A', to: 'B', at: seen, seenAt: seen },
      ],
    });
    expect(dealViewAt(bare, 'd0', Date.parse('2024-01-05')).fields.stage).toBe('A');
    expect(dealViewAt(bare, 'd0', Date.parse('2024-01-20'))).toMatchObject({
      fields: { stage: 'B' },
      facts: { 'stage.enteredAt': seen, 'stage.passed': 1 },
    });
  });
});
