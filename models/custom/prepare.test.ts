import { describe, expect, it } from 'vitest';
import { type CustomQuestion, prepare } from './prepare.js';
import type { Cell, RawTable } from './raw-table.js';

const n = 400;
const now = Date.UTC(2025, 0, 1);
const day = (i: number): string => new Date(Date.UTC(2024, 0, 1) + i * 86_400_000).toISOString().slice(0, 10);
const row = (make: (i: number) => Cell): Cell[] => Array.from({ length: n }, (_, i) => make(i));

const columns: Record<string, Cell[]> = {
  won: row((i) => (i % 3 === 0 ? 'yes' : 'no')),
  order_id: row((i) => 1_000 + i),
  reference: row((i) => `ref-${i * 7919}`),
  amount: row((i) => (i % 50 === 0 ? null : (i * 37) % 101)),
  region: row((i) => ['north', 'south', 'east'][i % 3] ?? ''),
  note: row((i) => `please call me back about offer ${i}`),
  opened: row((i) => day(i % 300)),
  closed: row((i) => day((i % 300) + 20)),
  empty: row(() => null),
  same: row(() => 'EUR'),
  customer: row((i) => `c${i % 80}`),
};
const table: RawTable = { names: Object.keys(columns), rows: n, columns: Object.values(columns) };
const ask = (more: Partial<CustomQuestion> = {}) => {
  const prepared = prepare(table, { target: 'won', now, ...more });
  if (!prepared.ok) throw new Error(prepared.error.detail);
  return prepared.value;
};
const useOf = (name: string, more: Partial<CustomQuestion> = {}) =>
  ask(more).uses.find((use) => use.name === name);

describe('a question to a table', () => {
  it('decides of every column how it is used, or says why not', () => {
    expect(ask().uses.map(({ name, as }) => [name, as])).toEqual([
      ['order_id', 'none'],
      ['reference', 'none'],
      ['amount', 'number'],
      ['region', 'category'],
      ['note', 'none'],
      ['opened', 'days-since'],
      ['closed', 'days-since'],
      ['empty', 'none'],
      ['same', 'none'],
      ['customer', 'category'],
    ]);
    for (const use of ask().uses) if (use.as === 'none') expect(use.reason.length).toBeGreaterThan(10);
    expect(useOf('note', { text: ['note'] })).toMatchObject({ as: 'text' });
    expect(useOf('amount', { drop: ['amount'] })).toMatchObject({
      as: 'none',
      reason: 'Left out as you asked.',
    });
  });

  it('leaves out rows whose horizon has not passed, and refuses a horizon where nothing is dated', () => {
    const moments = [...ask({ time: 'opened' }).table.asOf];
    const late = Math.max(...moments) + 10 * 86_400_000;
    const kept = ask({ time: 'opened', horizonDays: 30, now: late });
    expect(kept.table.asOf.length).toBe(moments.filter((ms) => ms <= late - 30 * 86_400_000).length);
    expect(kept.table.asOf.length).toBeLessThan(moments.length);
    expect(kept.target.rows.length).toBe(kept.table.asOf.length);
    expect(kept.notes.join(' ')).toContain('fewer than 30 days have passed since "opened"');
    const undated = prepare(table, { target: 'won', now, horizonDays: 30 });
    expect(!undated.ok && undated.error.title).toBe('A horizon needs a column of time');
    const young = prepare(table, { target: 'won', now, time: 'opened', horizonDays: 700 });
    expect(!young.ok && young.error.title).toBe('No row is old enough');
  });

  it('counts the dates of a snapshot from its newest day that is not in the future', () => {
    const { table: rows } = ask();
    const f = rows.features.findIndex(({ id }) => id === 'opened');
    // The newest day in the table is day 319; row 0 was opened on day 0.
    expect(rows.columns[f]?.[0]).toBe(319);
  });

  it('counts dates from the row’s own moment where there is one, and leaves out what lies behind it', () => {
    expect(useOf('closed', { time: 'opened' })).toMatchObject({
      as: 'none',
      reason: expect.stringContaining('100 %'),
    });
    const { table: rows, uses } = ask({ time: 'closed' });
    expect(uses.some(({ name }) => name === 'closed')).toBe(false);
    const f = rows.features.findIndex(({ id }) => id === 'opened');
    expect(new Set(rows.columns[f])).toEqual(new Set([20]));
  });

  it('keeps rows of many groups together, and compares few', () => {
    expect(new Set(ask({ groups: 'customer' }).table.recordIds).size).toBe(80);
    expect(new Set(ask({ groups: 'region' }).table.recordIds).size).toBe(n);
    expect(ask({ groups: 'region' }).groups?.slice(0, 3)).toEqual(['north', 'south', 'east']);
  });

  it.each([
    ['a target that is not there', { target: 'wonn' }, 'no column "wonn"'],
    ['another column that is not there', { drop: ['nope'] }, 'no column "nope"'],
    ['a time that is none', { time: 'amount' }, 'are dates'],
    ['a time in the future', { time: 'closed', now: Date.UTC(2024, 5, 1) }, 'lie in the future'],
    ['nothing to learn from', { drop: ['amount', 'region', 'opened', 'closed', 'customer'] }, 'same'],
  ])('refuses %s with a sentence', (_, more, words) => {
    const prepared = prepare(table, { target: 'won', now, ...more });
    expect(prepared.ok ? '' : prepared.error.detail).toContain(words);
    expect(prepared.ok ? '' : prepared.error.action).toBeTruthy();
  });

  it('says how many rows it left out, and why', () => {
    const holes: RawTable = {
      ...table,
      columns: table.columns.map((cells, c) =>
        c === 0 ? cells.map((cell, i) => (i < 5 ? '' : cell)) : cells,
      ),
    };
    const prepared = prepare(holes, { target: 'won', now });
    expect(prepared.ok && prepared.value.notes).toEqual([
      '5 rows were left out: "won" has no value there that can be read.',
    ]);
  });
});
