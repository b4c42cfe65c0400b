import { describe, expect, it } from 'vitest';
import { allRows, fewerRecords } from './table.js';
import { madeTable } from './testing/table.js';

const table = madeTable({ rows: 3_000, seed: 5, signal: 1 }, {});
// Three rows a record.
const grouped = { ...table, recordIds: table.recordIds.map((_, i) => `r${Math.floor(i / 3)}`) };

describe('fewer records', () => {
  it('are whole ones, about as many rows as asked for, and the same for the same seed', () => {
    const rows = allRows(grouped);
    const fewer = fewerRecords(grouped, rows, 600, 1);
    expect(fewer.length).toBeGreaterThan(450);
    expect(fewer.length).toBeLessThan(750);
    const counts = Map.groupBy(fewer, (row) => grouped.recordIds[row]);
    expect([...counts.values()].every(({ length }) => length === 3)).toBe(true);
    expect(fewerRecords(grouped, rows, 600, 1)).toEqual(fewer);
    expect(fewerRecords(grouped, rows, 600, 2)).not.toEqual(fewer);
  });

  it('are all where there are no more than asked for', () => {
    expect(fewerRecords(grouped, allRows(grouped), 3_000, 1)).toEqual(allRows(grouped));
  });
});
