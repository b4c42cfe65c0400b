import { describe, expect, it } from 'vitest';
import { begin, end } from './calendar.js';
import { type CompanySize, makeCompany } from './company.js';
import { stages, winProbability } from './deals.js';
import { plantedLeaks } from './mess.js';
import { makeMessages, type SourceText } from './messages.js';
import { tablesOf, truthOf } from './tables.js';

const size: CompanySize = { companies: 900, contacts: 2_400, leads: 6_000, deals: 3_000, orders: 8_000 };
const dayMs = 86_400_000;
const made = makeCompany(7, size);
const texts: SourceText[] = [
  { text: 'It works well.', tone: 'positive' },
  { text: 'It broke at once.', tone: 'negative' },
  { text: 'Where is my order?', tone: null },
];
const messages = makeMessages(made, texts, 400);

/** By how many standard errors the share that happened differs from the mean of its true probabilities. */
function off(rows: readonly { readonly p: number; readonly y: boolean }[]): number {
  const expected = rows.reduce((sum, { p }) => sum + p, 0);
  const variance = rows.reduce((sum, { p }) => sum + p * (1 - p), 0);
  return (rows.filter(({ y }) => y).length - expected) / Math.sqrt(variance);
}

describe('the made-up company', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(tablesOf(makeCompany(7, size), messages)).toEqual(tablesOf(made, messages));
    expect(makeCompany(8, size).leads[0]).not.toEqual(made.leads[0]);
  });

  it('lies within its 24 months, and refers to nothing that is not there', () => {
    const contacts = new Set(made.contacts.map(({ id }) => id));
    for (const lead of made.leads) {
      expect(lead.createdAt).toBeGreaterThanOrEqual(begin - 2 * dayMs);
      expect(lead.closedAt ?? end).toBeLessThanOrEqual(end);
      expect(contacts.has(lead.contact.id)).toBe(true);
    }
    for (const deal of made.deals)
      for (const [i, change] of deal.changes.entries())
        expect(change.at).toBeGreaterThanOrEqual(deal.changes[i - 1]?.at ?? deal.createdAt);
    for (const one of made.orders) expect(Date.parse(one.at)).toBeLessThanOrEqual(end + dayMs);
  });

  it('converts leads as their true probability says', () => {
    // Open ones are censored: those that came in early enough have all ended.
    const old = made.leads.filter(({ createdAt }) => createdAt < end - 250 * dayMs);
    expect(
      Math.abs(off(old.map((lead) => ({ p: lead.probability, y: lead.status === 'converted' })))),
    ).toBeLessThan(3);
    const high = old.filter(({ probability }) => probability > 0.4);
    expect(high.length).toBeGreaterThan(200);
    expect(
      Math.abs(off(high.map((lead) => ({ p: lead.probability, y: lead.status === 'converted' })))),
    ).toBeLessThan(3);
  });

  it('wins deals as their true probability says, in every stage and however long they are in it', () => {
    const old = made.deals.filter(({ createdAt }) => createdAt < end - 400 * dayMs);
    for (const days of [0, 8, 20]) {
      for (const [stage, name] of stages.entries()) {
        const rows = old.flatMap((deal) => {
          const i = deal.changes.findIndex(({ to }) => to === name);
          const entered = deal.changes[i]?.at;
          const left = deal.changes[i + 1]?.at;
          const there = entered !== undefined && left !== undefined && left > entered + (days + 0.2) * dayMs;
          return there ? [{ p: winProbability(deal, stage, days), y: deal.status === 'won' }] : [];
        });
        expect(rows.length).toBeGreaterThan(25);
        expect(Math.abs(off(rows))).toBeLessThan(3.5);
      }
    }
  });

  it('lets a deal that stays longer in a stage look worse', () => {
    const [deal] = made.deals;
    if (deal === undefined) throw new Error('no deal');
    const p = [0, 10, 30, 90].map((days) => winProbability(deal, 1, days));
    expect([...p].sort((a, b) => b - a)).toEqual(p);
  });

  it('writes its columns like the canonical fields, with what is missing, doubled and leaking', () => {
    const tables = tablesOf(made, messages);
    for (const { columns, rows } of tables) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.length).toBe(columns.length);
    }
    const leads = tables.find(({ file }) => file === 'leads');
    expect(leads?.columns).toEqual(expect.arrayContaining([...plantedLeaks.lead]));
    expect(leads?.rows.length).toBeGreaterThan(size.leads);
    const source = leads?.columns.indexOf('source') ?? -1;
    expect(leads?.rows.some((row) => row[source] === null)).toBe(true);
    expect(messages.length).toBe(400);
  });

  it('keeps its truth aside: no column of the rows holds it', () => {
    const names = new Set(tablesOf(made, messages).flatMap(({ columns }) => columns));
    for (const { columns } of truthOf(made, messages))
      for (const column of columns.slice(1))
        if (/probability|rate|stopped|tone/.test(column)) expect(names.has(column)).toBe(false);
  });
});
