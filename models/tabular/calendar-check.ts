import type { LeakFinding } from '@aicrm/schema/model';
import type { Rows, TrainingTable } from './table.js';

/** Share of the newest fifth that may lie beyond everything seen before. */
const mostBeyond = 0.4;

/**
 * Columns that grow with the calendar instead of with the record: "days since the first purchase" where the records
 * themselves begin a year ago. The newest rows then lie beyond all that was learned, and trees can only repeat what
 * they saw at the edge. Such columns are left out, with a sentence.
 */
export function growsWithCalendar(table: TrainingTable, rows: Rows): LeakFinding[] {
  const times = Float64Array.from(rows, (row) => table.asOf[row] ?? 0).sort();
  const cut = times[Math.floor(times.length * 0.8)] ?? 0;
  const older = rows.filter((row) => (table.asOf[row] ?? 0) < cut);
  const newer = rows.filter((row) => (table.asOf[row] ?? 0) >= cut);
  if (older.length === 0 || newer.length === 0) return [];
  const found: LeakFinding[] = [];
  table.features.forEach((spec, f) => {
    if (spec.as === 'category') return;
    const values = (part: Rows): number[] =>
      Array.from(part, (row) => table.columns[f]?.[row]).filter((value) => typeof value === 'number');
    const before = values(older);
    const after = values(newer);
    if (before.length === 0 || after.length === 0) return;
    const highest = before.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const beyond = after.filter((value) => value > highest).length / after.length;
    if (beyond <= mostBeyond) return;
    found.push({
      column: spec.id,
      label: spec.label,
      verdict: 'suspect',
      reason: `It grows with the calendar: ${Math.round(beyond * 100)} % of the newest values are higher than any before, so what was learned of it would not hold.`,
      used: false,
    });
  });
  return found;
}
