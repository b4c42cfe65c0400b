import { rollingOrigins, stratifiedFolds } from '@aicrm/learn/splits';
import { labelsOf, positivesIn, type Rows, recordStarts, type TrainingTable } from './table.js';

export interface Split {
  /** Epoch ms; test rows belong to records that begin at or after it. NaN for a random split. */
  readonly cut: number;
  readonly train: Rows;
  readonly test: Rows;
}

/** The share of records, the newest, that a model is judged on. */
const testShare = 0.2;
/** How many origins choose between kinds and calibrate. */
const originCount = 4;
/** Rows of each class below which a part says nothing: 20 to learn from, 10 to judge by. */
const leastTrainPerClass = 20;
const leastTestPerClass = 10;

const pick = (rows: Rows, keep: (row: number) => boolean): Rows => rows.filter(keep);

const hasBoth = (table: TrainingTable, rows: Rows, least: number): boolean => {
  const positives = positivesIn(table, rows);
  return positives >= least && rows.length - positives >= least;
};

/** One number per record among the rows: the moment it begins. */
function starts(rows: Rows, byRow: Float64Array, ids: readonly string[]): Float64Array {
  const first = new Map<string, number>();
  for (const row of rows) first.set(ids[row] ?? '', byRow[row] ?? 0);
  return Float64Array.from(first.values()).sort();
}

/** Whole records on each side; rows whose outcome was not known at the cut (a horizon before it) are in neither. */
function splitAt(table: TrainingTable, rows: Rows, cut: number, end: number, gapMs: number): Split {
  const start = recordStarts(table);
  const at = (row: number): number => table.asOf[row] ?? 0;
  return {
    cut,
    train: pick(rows, (row) => (start[row] ?? 0) < cut && at(row) < cut && at(row) <= cut - gapMs),
    test: pick(rows, (row) => (start[row] ?? 0) >= cut && (start[row] ?? 0) < end),
  };
}

/** Whether the rows tell of more than one moment; a snapshot of today does not. */
export const hasTime = (table: TrainingTable, rows: Rows): boolean =>
  rows.some((row) => table.asOf[row] !== table.asOf[rows[0] ?? 0]);

/** Random halves by record, for tables that know no time: flattering, so the card says that it was done. */
function randomSplits(table: TrainingTable, rows: Rows, folds: number, seed: number): Split[] {
  const labelOf = new Map<string, number>();
  for (const row of rows) labelOf.set(table.recordIds[row] ?? '', table.labels[row] ?? 0);
  const ids = [...labelOf.keys()];
  if (ids.length < folds) return [];
  const fold = stratifiedFolds(Uint8Array.from(labelOf.values()), folds, seed);
  const foldOf = new Map(ids.map((id, i) => [id, fold[i] ?? 0]));
  return Array.from({ length: folds }, (_, k) => ({
    cut: Number.NaN,
    train: pick(rows, (row) => foldOf.get(table.recordIds[row] ?? '') !== k),
    test: pick(rows, (row) => foldOf.get(table.recordIds[row] ?? '') === k),
  }));
}

const usable = (table: TrainingTable, split: Split): boolean =>
  hasBoth(table, split.train, leastTrainPerClass) && hasBoth(table, split.test, leastTestPerClass);

/**
 * The newest fifth of the records to judge by, a horizon after the rows to learn from; undefined where there are too
 * few rows of each class on a side.
 */
export function evaluationSplit(
  table: TrainingTable,
  rows: Rows,
  gapMs: number,
  seed: number,
): Split | undefined {
  if (!hasTime(table, rows)) return randomSplits(table, rows, 5, seed).find((split) => usable(table, split));
  const sorted = starts(rows, recordStarts(table), table.recordIds);
  const cut = sorted[Math.min(Math.ceil(sorted.length * (1 - testShare)), sorted.length - 1)] ?? 0;
  const split = splitAt(table, rows, cut, Number.POSITIVE_INFINITY, gapMs);
  return usable(table, split) ? split : undefined;
}

export interface Origins {
  readonly splits: readonly Split[];
  /** False where the history is too short for honest cuts in time and random folds had to do. */
  readonly inTime: boolean;
}

/** Rolling origins within the rows, oldest first: each block of newer records, predicted from what was known before it. */
export function origins(table: TrainingTable, rows: Rows, gapMs: number, seed: number): Origins {
  if (hasTime(table, rows)) {
    const start = recordStarts(table);
    const cuts = rollingOrigins(starts(rows, start, table.recordIds), { origins: originCount, gapMs: 0 }).map(
      (split) => split.cut,
    );
    const splits = cuts
      .map((cut, i) => splitAt(table, rows, cut, cuts[i + 1] ?? Number.POSITIVE_INFINITY, gapMs))
      .filter((split) => usable(table, split));
    if (splits.length > 0) return { splits, inTime: true };
  }
  return {
    splits: randomSplits(table, rows, 5, seed).filter((split) => usable(table, split)),
    inTime: false,
  };
}

/**
 * The share of positives in the newest tenth of the rows, at least 100 of them; rows of one moment stay together. Half
 * a row of each class is added, so that it is never 0 or 1.
 */
export function newestBaseRate(table: TrainingTable, rows: Rows): number {
  const times = Float64Array.from(rows, (row) => table.asOf[row] ?? 0).sort();
  const from = times[Math.max(0, times.length - Math.max(Math.ceil(times.length / 10), 100))] ?? 0;
  const newest = pick(rows, (row) => (table.asOf[row] ?? 0) >= from);
  const positives = labelsOf(table, newest).reduce((sum, y) => sum + y, 0);
  return (positives + 0.5) / (newest.length + 1);
}
