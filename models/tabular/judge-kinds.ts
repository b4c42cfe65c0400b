import { logLoss, rocAuc } from '@aicrm/learn/metrics';
import { type Calibration, sigmoid } from '@aicrm/learn/model/calibrate';
import { fitCalibration } from '@aicrm/learn/train/calibration';
import type { ModelCard } from '@aicrm/schema/model';
import { type FitSettings, fitModel, type ModelKind, marginsOf } from './fit.js';
import { newestBaseRate, type Split } from './splits.js';
import { labelsOf, oneRowPerRecord, type TrainingTable } from './table.js';

/** Predictions that were made of the future: margins of each origin's test rows, oldest origin first. */
export interface OutOfTime {
  readonly kind: ModelKind;
  readonly settings: FitSettings;
  readonly blocks: readonly { readonly margins: Float64Array; readonly labels: Uint8Array }[];
  readonly origins: ModelCard['choice'][number]['origins'];
  /** Mean log loss over the origins, each weighing the same. */
  readonly meanLogLoss: number;
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
  const origins: { cut: string; rows: number; auc: number; logLoss: number; baseRate: number }[] = [];
  let sum = 0;
  for (const split of splits) {
    const test = oneRowPerRecord(table, split.test, seed);
    const margins = marginsOf(fitModel(table, split.train, kind, seed, settings), table, test);
    const labels = labelsOf(table, test);
    const p = margins.map(sigmoid);
    const loss = logLoss(p, labels);
    sum += loss;
    blocks.push({ margins, labels });
    origins.push({
      cut: iso(split.cut),
      rows: test.length,
      auc: rocAuc(p, labels),
      logLoss: loss,
      baseRate: newestBaseRate(table, oneRowPerRecord(table, split.train, seed)),
    });
    await step();
  }
  return { kind, settings, blocks, origins, meanLogLoss: sum / splits.length };
}

/** Positives and negatives that a calibration needs at least; older origins are added until there are so many. */
const leastToCalibrate = 100;

/**
 * Calibrates on the newest out-of-time predictions: as many of the newest origins as hold 100 positives and 100
 * negatives. Newest first, because a model predicts too high or too low as the base rate moves, and only the newest
 * rows know where it went. Undefined where margins do not rise with the outcome: such a model orders nothing.
 */
export function calibrateInTime(predictions: OutOfTime): Calibration | undefined {
  const margins: number[] = [];
  const labels: number[] = [];
  let positives = 0;
  for (const block of [...predictions.blocks].reverse()) {
    margins.push(...block.margins);
    labels.push(...block.labels);
    positives += block.labels.reduce((sum, y) => sum + y, 0);
    if (Math.min(positives, labels.length - positives) >= leastToCalibrate) break;
  }
  const fitted = fitCalibration(Float64Array.from(margins), Uint8Array.from(labels));
  return fitted.ok ? fitted.value : undefined;
}
