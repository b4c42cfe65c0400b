import { logLoss, rocAuc } from '@aicrm/learn/metrics';
import { type Calibration, probability, sigmoid } from '@aicrm/learn/model/calibrate';
import { fitCalibration } from '@aicrm/learn/train/calibration';
import type { ModelCard } from '@aicrm/schema/model';
import { lossOf } from './evaluate.js';
import { type FitSettings, fitModel, type ModelKind, marginsOf } from './fit.js';
import { newestBaseRate, type Split } from './splits.js';
import { fewerRecords, labelsOf, oneRowPerRecord, type Rows, type TrainingTable } from './table.js';

/** Predictions that were made of the future: margins of each origin's test rows, oldest origin first. */
export interface OutOfTime {
  readonly kind: ModelKind;
  readonly settings: FitSettings;
  readonly blocks: readonly { readonly margins: Float64Array; readonly labels: Uint8Array }[];
  readonly origins: ModelCard['choice'][number]['origins'];
  /** Log loss over all moments of each record (`momentWeights`), the mean over the origins, each weighing the same. */
  readonly meanLogLoss: number;
}

/**
 * Rows that an origin learns from and is judged by at most: which settings are best, and how far predictions are off, no
 * longer changes with more, and all rows are learned from at the end.
 */
export const mostPerOrigin = 25_000;

/**
 * What each row weighs where one is drawn of each record: its chance of being drawn by `oneRowPerRecord`. A loss weighed by it
 * is the mean over all such draws, whose luck would otherwise choose between candidates that lie near each other.
 */
export function momentWeights({ slots }: TrainingTable, rows: Rows): Float64Array {
  if (slots === undefined) return new Float64Array(rows.length).fill(1);
  const last = rows.reduce((most, row) => Math.max(most, slots[row] ?? 0), 0);
  return Float64Array.from(rows, (row) => (last === 0 ? 1 : slots[row] === 0 ? 0.5 : 0.5 / last));
}

function weightedLoss(p: Float64Array, labels: Uint8Array, weights: Float64Array): number {
  let [sum, total] = [0, 0];
  p.forEach((one, i) => {
    const weight = weights[i] ?? 0;
    sum += weight * lossOf(one, labels[i] ?? 0);
    total += weight;
  });
  return sum / total;
}

const iso = (ms: number): string => new Date(Number.isNaN(ms) ? 0 : ms).toISOString();

/** Fits one kind before each origin and predicts the block after it. */
export async function predictOrigins(
  table: TrainingTable,
  splits: readonly Split[],
  kind: ModelKind,
  settings: FitSettings,
  seed: number,
  step: () => Promise<void>,
): Promise<OutOfTime> {
  const blocks: { margins: Float64Array; labels: Uint8Array }[] = [];
  const origins: ModelCard['choice'][number]['origins'] = [];
  let sum = 0;
  for (const split of splits) {
    const test = fewerRecords(table, oneRowPerRecord(table, split.test, seed), mostPerOrigin, seed);
    const train = fewerRecords(table, split.train, mostPerOrigin, seed);
    const fitted = fitModel(table, train, kind, seed, settings);
    const margins = marginsOf(fitted, table, test);
    const labels = labelsOf(table, test);
    const p = margins.map(sigmoid);
    const loss = logLoss(p, labels);
    if (table.slots === undefined) sum += loss;
    else {
      const all = fewerRecords(table, split.test, mostPerOrigin, seed);
      sum += weightedLoss(
        marginsOf(fitted, table, all).map(sigmoid),
        labelsOf(table, all),
        momentWeights(table, all),
      );
    }
    blocks.push({ margins, labels });
    origins.push({
      cut: iso(split.cut),
      rows: test.length,
      auc: rocAuc(p, labels),
      logLoss: loss,
      baseRate: newestBaseRate(table, oneRowPerRecord(table, split.train, seed)),
      happened: labels.reduce((total, y) => total + y, 0) / Math.max(labels.length, 1),
    });
    await step();
  }
  return { kind, settings, blocks, origins, meanLogLoss: sum / splits.length };
}

/** Positives and negatives that a calibration needs at least; older blocks are added until there are so many. */
const leastToCalibrate = 100;

type Block = OutOfTime['blocks'][number];
const identity: Calibration = { a: 1, b: 0 };

/** Platt's fit on as many of the newest blocks as hold enough of both outcomes; undefined where it is refused. */
function fitNewest(blocks: readonly Block[]): Calibration | undefined {
  const margins: number[] = [];
  const labels: number[] = [];
  let positives = 0;
  for (const block of [...blocks].reverse()) {
    margins.push(...block.margins);
    labels.push(...block.labels);
    positives += block.labels.reduce((sum, y) => sum + y, 0);
    if (Math.min(positives, labels.length - positives) >= leastToCalibrate) break;
  }
  const fitted = fitCalibration(Float64Array.from(margins), Uint8Array.from(labels));
  return fitted.ok ? fitted.value : undefined;
}

const lossWith = (calibration: Calibration, { margins, labels }: Block): number =>
  logLoss(
    margins.map((margin) => probability(calibration, margin)),
    labels,
  );

/**
 * The calibration for the next records, from out-of-time predictions. A fit to the newest blocks is used where such
 * fits have proved themselves: where, made before each block, they would have lowered the log loss on it, on average
 * over the blocks. Otherwise margins are shown as they are (a = 1, b = 0), because a block's base rate is partly its
 * own luck: on campaign data each moves by .7 logits on its own, and following the last one doubles the error.
 * Undefined where margins do not rise with the outcome at all: such a model orders nothing.
 */
export function calibrateInTime({ blocks }: OutOfTime): Calibration | undefined {
  if (fitNewest(blocks) === undefined) return undefined;
  let gained = 0;
  for (let k = 1; k < blocks.length; k++) {
    const block = blocks[k];
    const fitted = fitNewest(blocks.slice(0, k));
    if (block !== undefined && fitted !== undefined)
      gained += lossWith(identity, block) - lossWith(fitted, block);
  }
  return gained > 0 ? fitNewest(blocks) : identity;
}
