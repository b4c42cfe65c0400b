import { createRandom } from './random.js';

/**
 * Deals rows into k folds, each class by itself, so that every fold has its share of positives (give or take one).
 * @param y 0 or 1 per row.
 * @returns the fold 0..k−1 of each row. A class of fewer than k rows is missing from some folds.
 * @throws RangeError unless 2 <= k <= rows.
 */
export function stratifiedFolds(y: Uint8Array, k: number, seed: number): Uint8Array {
  if (!(Number.isInteger(k) && k >= 2 && k <= Math.min(y.length, 255))) {
    throw new RangeError(`${y.length} rows cannot be dealt into ${k} folds`);
  }
  const random = createRandom(seed);
  const folds = new Uint8Array(y.length);
  // The second class goes on where the first ended, so that fold sizes differ by one at most.
  let next = 0;
  for (const label of [1, 0]) {
    const rows: number[] = [];
    for (let i = 0; i < y.length; i++) if (y[i] === label) rows.push(i);
    for (const row of random.shuffle(rows)) {
      folds[row] = next % k;
      next++;
    }
  }
  return folds;
}

export interface TimeSplit {
  /** The moment of the cut: test rows are as of it or later. Epoch milliseconds. */
  readonly cut: number;
  /** Row numbers, ascending, as of `cut − gap` or earlier. */
  readonly train: Int32Array;
  /** Row numbers, ascending. */
  readonly test: Int32Array;
}

export interface RollingOptions {
  /** How many origins to aim for, 1 and more. */
  readonly origins: number;
  /** The label's horizon: a row trains only if its outcome was known at the cut, so its asOf is at most cut − gapMs. */
  readonly gapMs: number;
  /** Least rows to train on, and by default to test on; an origin with fewer is left out. Default 1. */
  readonly minRows?: number;
  readonly minTestRows?: number;
  /** Share of rows (the oldest) before the first cut, 0..1; default .4. */
  readonly firstShare?: number;
}

/**
 * Cuts in time for comparing models: the newer rows, beyond `firstShare`, are parted into `origins` blocks of about equal rows;
 * each block is a test set, trained on all rows old enough before it. Rows of one moment are never parted. Oldest cut first;
 * fewer than `origins` come back where moments or rows do not suffice, none when there is no honest cut.
 * @param asOf epoch milliseconds per row, in any order.
 */
export function rollingOrigins(asOf: Float64Array, options: RollingOptions): TimeSplit[] {
  const { origins, gapMs, minRows = 1, minTestRows = minRows, firstShare = 0.4 } = options;
  const sorted = Float64Array.from(asOf).sort();
  const cuts: number[] = [];
  for (let o = 0; o < origins; o++) {
    const place = Math.floor(sorted.length * (firstShare + ((1 - firstShare) * o) / origins));
    const cut = sorted[place];
    if (cut !== undefined && cut !== cuts.at(-1)) cuts.push(cut);
  }
  const splits: TimeSplit[] = [];
  for (let c = 0; c < cuts.length; c++) {
    const cut = cuts[c] ?? 0;
    const split = splitAt(asOf, cut, cuts[c + 1] ?? Number.POSITIVE_INFINITY, gapMs);
    if (split.train.length >= minRows && split.test.length >= minTestRows) splits.push(split);
  }
  return splits;
}

function splitAt(asOf: Float64Array, cut: number, end: number, gapMs: number): TimeSplit {
  const train: number[] = [];
  const test: number[] = [];
  for (let i = 0; i < asOf.length; i++) {
    const moment = asOf[i] ?? Number.NaN;
    if (moment < cut && moment <= cut - gapMs) train.push(i);
    else if (moment >= cut && moment < end) test.push(i);
  }
  return { cut, train: Int32Array.from(train), test: Int32Array.from(test) };
}

export interface TemporalOptions {
  /** Share of rows, the newest, that are to test; at least this many where a moment has many rows. 0 < share < 1. */
  readonly testShare: number;
  /** The label's horizon: rows between cut − gapMs and the cut are in neither part, their outcome was not known at the cut. */
  readonly gapMs: number;
  /**
   * A record with rows on both sides of the cut:
   * - `leave-training` (default): its older rows are dropped. The test stays what the model will meet, and nothing of its records
   *   was learned by heart.
   * - `leave-test`: its newer rows are dropped. The test then holds new records only.
   * - `keep`: nothing is dropped. For histories where the same customers come back in every period, as they will in use; the
   *   outcomes still lie on the two sides of the cut.
   */
  readonly sharedRecords?: 'leave-training' | 'leave-test' | 'keep';
}

export interface TemporalSplit extends TimeSplit {
  /** Rows in neither part because of the gap. */
  readonly inGap: number;
  /** Rows in neither part because their record is on the other side. */
  readonly shared: number;
}

/**
 * One cut in time: the newest rows test, those whose outcome was known at the cut train. Rows of one moment are never parted,
 * and unless asked otherwise neither are the rows of one record.
 * @param asOf epoch milliseconds per row, in any order.
 * @param recordIds the record of each row.
 * @throws RangeError for no rows, mismatched lengths or a share out of range.
 */
export function temporalSplit(
  asOf: Float64Array,
  recordIds: readonly string[],
  options: TemporalOptions,
): TemporalSplit {
  const { testShare, gapMs, sharedRecords = 'leave-training' } = options;
  if (asOf.length === 0) throw new RangeError('there are no rows to split');
  if (recordIds.length !== asOf.length) {
    throw new RangeError(`${asOf.length} rows have ${recordIds.length} record ids`);
  }
  if (!(testShare > 0 && testShare < 1))
    throw new RangeError(`testShare must be in (0, 1), not ${testShare}`);
  const sorted = Float64Array.from(asOf).sort();
  const cut = sorted[Math.ceil(sorted.length * (1 - testShare))] ?? sorted[sorted.length - 1] ?? 0;
  const all = splitAt(asOf, cut, Number.POSITIVE_INFINITY, gapMs);
  const inGap = asOf.length - all.train.length - all.test.length;
  if (sharedRecords === 'keep') return { ...all, inGap, shared: 0 };

  const leaves = sharedRecords === 'leave-training' ? all.train : all.test;
  const stays = sharedRecords === 'leave-training' ? all.test : all.train;
  const taken = new Set<string | undefined>();
  for (const row of stays) taken.add(recordIds[row]);
  const rest = leaves.filter((row) => !taken.has(recordIds[row]));
  const shared = leaves.length - rest.length;
  return sharedRecords === 'leave-training'
    ? { cut, train: rest, test: all.test, inGap, shared }
    : { cut, train: all.train, test: rest, inGap, shared };
}
