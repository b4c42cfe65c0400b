import { describe, expect, it } from 'vitest';
import type { LeadHistory } from './history.js';
import { indexHistory } from './history-index.js';
import { defaultMoments, leadRows } from './rows.js';

const dayMs = 86_400_000;
const now = Date.parse('2024-12-31');
type Fields = LeadHistory['leads'][number]['fields'];

const rowsOf = (leads: readonly Fields[], campaigns: LeadHistory['campaigns'] = [], horizonDays = 60) => {
  const rows = leads.map((fields, i) => ({ sourceId: `l${i}`, fields }));
  const found = leadRows(
    indexHistory({ connection: 'x', leads: rows, contacts: [], campaigns, orders: [] }),
    { now, horizonDays, moments: defaultMoments },
  );
  return {
    ...found,
    rows: found.rows.map(({ lead, asOf, label }) => [
      lead.sourceId,
      Math.round((asOf - lead.createdAt) / dayMs),
      label,
    ]),
  };
};

describe('training rows of leads', () => {
  it('are taken while the lead is open, and ask for the horizon after each moment', () => {
    const { rows } = rowsOf([
      { status: 'converted', createdAt: '2024-01-01', closedAt: '2024-01-06T12:00:00Z' },
      { status: 'lost', createdAt: '2024-02-01', closedAt: '2024-02-03T12:00:00Z' },
    ]);
    expect(rows).toEqual([
      ['l0', 0, 1],
      ['l0', 1, 1],
      ['l0', 3, 1],
      ['l1', 0, 0],
      ['l1', 1, 0],
    ]);
  });

  it('a conversion on the day of creation counts for the first row', () => {
    const { rows } = rowsOf([{ status: 'converted', createdAt: '2024-01-01', closedAt: '2024-01-01' }]);
    expect(rows).toEqual([['l0', 0, 1]]);
  });

  it('a conversion beyond the horizon is a failure at creation and a success later', () => {
    const { rows } = rowsOf([{ status: 'converted', createdAt: '2024-01-01', closedAt: '2024-03-10' }]);
    expect(rows.map(([, days, label]) => [days, label])).toEqual([
      [0, 0],
      [1, 0],
      [3, 0],
      [7, 0],
      [14, 1],
      [30, 1],
    ]);
  });

  it('a lead younger than the horizon is censored, whatever happened so far', () => {
    const young = rowsOf([
      { status: 'open', createdAt: '2024-12-01' },
      { status: 'converted', createdAt: '2024-12-01', closedAt: '2024-12-05' },
    ]);
    expect(young.rows).toEqual([]);
    expect(young.censored).toBe(2);
    expect(rowsOf([{ status: 'open', createdAt: '2024-10-30' }]).rows.map((row) => row[1])).toEqual([0, 1]);
  });

  it('a campaign that is over with no open lead counts before the horizon has passed', () => {
    const campaign = { sourceId: 'k', fields: { startsAt: '2024-12-01', endsAt: '2024-12-20' } };
    const lead = { campaign: 'k', createdAt: '2024-12-01' };
    const closed: Fields[] = [
      { ...lead, status: 'converted', closedAt: '2024-12-01' },
      { ...lead, status: 'lost', closedAt: '2024-12-02' },
    ];
    expect(rowsOf(closed, [campaign]).rows.map(([id, , label]) => [id, label])).toEqual([
      ['l0', 1],
      ['l1', 0],
      ['l1', 0],
    ]);
    expect(rowsOf([...closed, { ...lead, status: 'open' }], [campaign]).rows).toEqual([]);
  });

  it('a lead that was closed without a date gives its first row only', () => {
    const found = rowsOf([{ status: 'lost', createdAt: '2024-01-01' }]);
    expect(found.rows).toEqual([['l0', 0, 0]]);
    expect(found.undatedClosings).toBe(1);
  });
});
