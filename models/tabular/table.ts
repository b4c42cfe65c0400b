import { createRandom } from '@aicrm/learn/random';
import type { FeatureSpec } from '@aicrm/schema/model';

/** What a feature is before it is encoded: a number, a category's level, or null where it is missing. */
export type Value = number | string | null;

/** A column that never became a feature, and why, as a sentence. */
export interface LeftOut {
  readonly column: string;
  /** What people call it. */
  readonly label?: string;
  /** What it was taken for; by default nothing bad. */
  readonly verdict?: 'ok' | 'suspect' | 'leak';
  readonly reason: string;
}

/**
 * Rows to learn from. A row is a record at a moment; a record may have several rows, and a split never parts them.
 * `columns[f][i]` is feature f of row i.
 */
export interface TrainingTable {
  readonly features: readonly FeatureSpec[];
  readonly recordIds: readonly string[];
  /** The moment of each row, epoch ms. */
  readonly asOf: Float64Array;
  /** 1 where the outcome happened within the horizon after `asOf`, else 0. */
  readonly labels: Uint8Array;
  /** The number to predict, where it is one; `labels` then tell which rows lie above the median, for splits. */
  readonly outcomes?: Float64Array;
  readonly columns: readonly (readonly Value[])[];
  /**
   * Which of the moments that records are asked about each row is, 0 being the first; absent where a record has one
   * row. A record that ended early lacks its later ones.
   */
  readonly slots?: Uint8Array;
  /** One row per record with values as they are today: nobody knows when each was filled in. */
  readonly snapshot: boolean;
  /**
   * A person chose these columns for this question, as in an exported table: a strong one with an end where the outcome
   * never happens may be an honest measurement, so it is asked about instead of left out.
   */
  readonly chosen?: boolean;
  /** Ids of features whose values are as they are today although the rows are dated; judged as in a snapshot. */
  readonly undated?: readonly string[];
  /** Groups to compare on the rows judged on: what people call the column, and its value in each row. Never an input by itself. */
  readonly groups?: { readonly by: string; readonly of: readonly string[] };
  /** Columns that were left out before, each with a sentence; the card lists them. */
  readonly leftOut?: readonly LeftOut[];
  /** Columns left out because another says the same in every row, and the `from` path of that other. */
  readonly twins?: readonly { readonly column: string; readonly twin: string }[];
}

/** What is predicted of each row: the number where it is one, else 1 or 0. */
export const outcomesOf = (table: TrainingTable): ArrayLike<number> => table.outcomes ?? table.labels;

/** Row numbers, ascending. */
export type Rows = Int32Array;

export const allRows = (table: TrainingTable): Rows => Int32Array.from(table.labels, (_, i) => i);

export function rowsWhere(table: TrainingTable, keep: (row: number) => boolean): Rows {
  const rows: number[] = [];
  for (let i = 0; i < table.labels.length; i++) if (keep(i)) rows.push(i);
  return Int32Array.from(rows);
}

export const labelsOf = (table: TrainingTable, rows: Rows): Uint8Array =>
  Uint8Array.from(rows, (row) => table.labels[row] ?? 0);

export function positivesIn(table: TrainingTable, rows: Rows): number {
  let positives = 0;
  for (const row of rows) positives += table.labels[row] ?? 0;
  return positives;
}

/** The first moment of each row's record, by which whole records fall on one side of a split. */
export function recordStarts(table: TrainingTable): Float64Array {
  const first = new Map<string, number>();
  table.recordIds.forEach((id, i) => {
    const at = table.asOf[i] ?? 0;
    first.set(id, Math.min(first.get(id) ?? at, at));
  });
  return Float64Array.from(table.recordIds, (id) => first.get(id) ?? 0);
}

/** The same table with only the features that `keep` names. */
export function withFeatures(table: TrainingTable, keep: (id: string) => boolean): TrainingTable {
  const kept = table.features.map((feature) => keep(feature.id));
  return {
    ...table,
    features: table.features.filter((_, f) => kept[f]),
    columns: table.columns.filter((_, f) => kept[f]),
  };
}

/**
 * Rows of whole records, drawn by seed without looking at them, so that about `most` remain where there are more. What is
 * only compared or looked at needs no more, and a table of any length then costs the same.
 */
export function fewerRecords(table: TrainingTable, rows: Rows, most: number, seed: number): Rows {
  if (rows.length <= most) return rows;
  const random = createRandom(seed);
  const share = most / rows.length;
  const drawn = new Map<string, boolean>();
  return rows.filter((row) => {
    const id = table.recordIds[row] ?? '';
    let taken = drawn.get(id);
    if (taken === undefined) {
      taken = random.next() < share;
      drawn.set(id, taken);
    }
    return taken;
  });
}

/**
 * At most one row of each record, drawn by seed: what an evaluation looks at, so that no record counts twice. Half of
 * the records are asked at their first moment, the others at one of the later ones. The moment is drawn without looking
 * at the record, and one that had ended by then gives no row: drawing among the rows that exist would put early
 * successes at the first moments more often than they are there, and every figure would be too high.
 */
export function oneRowPerRecord(table: TrainingTable, rows: Rows, seed: number): Rows {
  const { slots } = table;
  if (slots === undefined) return rows;
  const random = createRandom(seed);
  const last = rows.reduce((most, row) => Math.max(most, slots[row] ?? 0), 0);
  const drawn = new Map<string, number>();
  return rows.filter((row) => {
    const id = table.recordIds[row] ?? '';
    let slot = drawn.get(id);
    if (slot === undefined) {
      slot = random.next() < 0.5 || last === 0 ? 0 : 1 + random.int(last);
      drawn.set(id, slot);
    }
    return slots[row] === slot;
  });
}
