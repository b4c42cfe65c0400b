import { describe, expect, it } from 'vitest';
import { isOpen, readFilter, selectLeads, writeFilter } from './public/list-filter.js';

const lead = (id: string, name: string, more = {}) => ({
  id,
  name,
  campaign: '18',
  status: 'open',
  createdAt: '2026-11-01',
  ...more,
});
const leads = [
  lead('18-1', 'Zoë Ødegård'),
  lead('18-2', 'Ana Vint', { createdAt: '2026-11-03' }),
  lead('19-3', 'Ben Ana', { campaign: '19' }),
  lead('18-4', 'Cleo Lost', { status: 'lost' }),
];
const scores = new Map([
  ['18-1', { probability: 0.9 }],
  ['19-3', { probability: 0.4 }],
]);
const ids = (search: string, known = scores) =>
  selectLeads(leads, readFilter(search), known).map(({ id }) => id);

describe('what the list shows', () => {
  it('shows open leads by score, those without one last', () => {
    expect(ids('')).toEqual(['18-1', '19-3', '18-2']);
  });
  it('shows the newest first while there are no scores', () => {
    expect(ids('', new Map())).toEqual(['18-2', '19-3', '18-1']);
  });
  it('finds by any word, without regard to accents or case, and by number', () => {
    expect(ids('?q=zoe')).toEqual(['18-1']);
    expect(ids('?q=ana&sort=name')).toEqual(['18-2', '19-3']);
    expect(ids('?q=19-3')).toEqual(['19-3']);
    expect(ids('?q=nobody')).toEqual([]);
  });
  it('filters by status and campaign', () => {
    expect(ids('?status=lost')).toEqual(['18-4']);
    expect(ids('?status=all&campaign=18&sort=name')).toEqual(['18-2', '18-4', '18-1']);
  });
  it('puts closed leads last, whatever a model would say of them', () => {
    const known = new Map([...scores, ['18-4', { probability: 0.99 }]]);
    expect(ids('?status=all', known)).toEqual(['18-1', '19-3', '18-2', '18-4']);
    expect(leads.filter(isOpen).map(({ id }) => id)).not.toContain('18-4');
  });
  it('writes an address that reads back to the same filter', () => {
    for (const search of ['', '?q=a+b&status=all&campaign=3&sort=date'])
      expect(writeFilter(readFilter(search))).toBe(`/${search}`);
    expect(readFilter('?sort=nonsense').sort).toBe('score');
  });
});
