import { describe, expect, it } from 'vitest';
import { momentWeights } from './judge-kinds.js';
import { allRows, oneRowPerRecord } from './table.js';
import { madeTable } from './testing/table.js';

// 600 records: all have the first moment, ever fewer the later ones.
const moments: number[] = [];
const ids: string[] = [];
for (let record = 0; record < 600; record++)
  for (let slot = 0; slot <= record % 5; slot++) {
    moments.push(slot);
    ids.push(`r${record}`);
  }
const table = {
  ...madeTable({ rows: moments.length, seed: 6, signal: 1 }, {}),
  recordIds: ids,
  slots: Uint8Array.from(moments),
};

describe('what a moment weighs', () => {
  it('is its chance of being the one drawn of its record', () => {
    const rows = allRows(table);
    const weights = momentWeights(table, rows);
    const drawn = new Float64Array(5);
    const rounds = 60;
    for (let seed = 1; seed <= rounds; seed++)
      for (const row of oneRowPerRecord(table, rows, seed))
        drawn[moments[row] ?? 0] = (drawn[moments[row] ?? 0] ?? 0) + 1;
    const wanted = new Float64Array(5);
    for (const row of rows)
      wanted[moments[row] ?? 0] = (wanted[moments[row] ?? 0] ?? 0) + (weights[row] ?? 0);
    for (let slot = 0; slot < 5; slot++)
      expect(Math.abs((drawn[slot] ?? 0) / rounds - (wanted[slot] ?? 0))).toBeLessThan(
        4 * Math.sqrt((wanted[slot] ?? 0) / rounds),
      );
    expect(wanted[0]).toBeGreaterThan(wanted[4] ?? Number.NaN);
  });

  it('is the same for all where a record has one row, or all rows are of one moment', () => {
    const { slots: _, ...single } = table;
    expect(new Set(momentWeights(single, allRows(single)))).toEqual(new Set([1]));
    const first = allRows(table).filter((row) => moments[row] === 0);
    expect(new Set(momentWeights(table, first))).toEqual(new Set([1]));
  });
});
