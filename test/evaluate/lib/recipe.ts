import { rocAuc } from '@aicrm/learn/metrics';
import { probability, sigmoid } from '@aicrm/learn/model/calibrate';
import { createRandom } from '@aicrm/learn/random';
import { compareKinds } from '@aicrm/models/tabular/compare-kinds';
import { type FitSettings, fitModel, type ModelKind, marginsOf } from '@aicrm/models/tabular/fit';
import { calibrateInTime, type OutOfTime } from '@aicrm/models/tabular/judge-kinds';
import { origins } from '@aicrm/models/tabular/splits';
import { labelsOf, type Rows, rowsWhere, type TrainingTable } from '@aicrm/models/tabular/table';
import { must } from '@aicrm/schema/result';

/** One seed for everything that is drawn while training. */
const seed = 1;
const none = async (): Promise<void> => {};

const inWords = ({ kind, settings }: OutOfTime): string =>
  kind === 'trees'
    ? `${settings.trees} trees of depth ${settings.depth}`
    : `logistic, penalty ${settings.logisticL2}`;

/** The same table without moments, which the recipe then treats as a snapshot: kinds are compared on random parts. */
export const withoutTime = (table: TrainingTable): TrainingTable => ({
  ...table,
  asOf: new Float64Array(table.asOf.length),
});

export interface Choice {
  readonly best: OutOfTime;
  readonly words: string;
}

/** What the recipe would use, told from the training rows only: every candidate is judged on rows it was not fitted on. */
export async function choose(table: TrainingTable, train: Rows, splitsAtMost?: number): Promise<Choice> {
  const { splits } = origins(table, train, 0, seed);
  const { best } = await compareKinds(table, splits.slice(0, splitsAtMost), seed, none);
  return { best, words: inWords(best) };
}

export interface Predicted {
  /** Uncalibrated log-odds of the test rows. */
  readonly margins: Float64Array;
  /** What would be shown. */
  readonly p: Float64Array;
  readonly labels: Uint8Array;
  readonly choice: Choice;
}

/** Chooses, fits and calibrates on `train` as the recipe does, and predicts `test`. */
export async function predict(table: TrainingTable, train: Rows, test: Rows): Promise<Predicted> {
  const choice = await choose(table, train);
  const calibration = must(calibrateInTime(choice.best), 'a calibration');
  const { kind, settings } = choice.best;
  const margins = marginsOf(fitModel(table, train, kind, seed, settings), table, test);
  return {
    margins,
    p: margins.map((margin) => probability(calibration, margin)),
    labels: labelsOf(table, test),
    choice,
  };
}

export interface OutOfFold {
  /** One probability a row of the table, from the model that did not see its fold. */
  readonly p: Float64Array;
  /** What was chosen in each fold. */
  readonly words: readonly string[];
  /** Two checks that a figure which looks too good must stand, as a sentence; costs two fits. */
  readonly checkForLeaks: () => string;
}

/**
 * Out-of-fold probabilities, as they come (no calibration). Each fold chooses its kind on one stratified fifth of its own
 * training rows; the recipe takes all five of a snapshot, which costs five times as long.
 */
export async function outOfFold(dated: TrainingTable, folds: Int32Array): Promise<OutOfFold> {
  const table = withoutTime(dated);
  const p = new Float64Array(folds.length);
  const words: string[] = [];
  let last: { fold: number; best: OutOfTime } | undefined;
  for (const fold of [...new Set(folds)].sort()) {
    const train = rowsWhere(table, (row) => folds[row] !== fold);
    const test = rowsWhere(table, (row) => folds[row] === fold);
    const { best, words: chosen } = await choose(table, train, 1);
    const margins = marginsOf(fitModel(table, train, best.kind, seed, best.settings), table, test);
    test.forEach((row, i) => {
      p[row] = sigmoid(margins[i] ?? 0);
    });
    words.push(chosen);
    last = { fold, best };
  }
  const { fold, best } = must(last, 'a fold');
  return { p, words, checkForLeaks: () => probe(table, folds, fold, best.kind, best.settings) };
}

/**
 * What a leak of the test labels would show in: a model learned from shuffled training labels still orders the test rows,
 * or other test labels change what is predicted.
 */
export function probe(
  table: TrainingTable,
  folds: Int32Array,
  fold: number,
  kind: ModelKind,
  settings: FitSettings,
): string {
  const train = rowsWhere(table, (row) => folds[row] !== fold);
  const test = rowsWhere(table, (row) => folds[row] === fold);
  const predictions = (labels: Uint8Array): Float64Array => {
    const changed = { ...table, labels };
    return marginsOf(fitModel(changed, train, kind, seed, settings), changed, test);
  };
  const shuffled = Uint8Array.from(table.labels);
  const drawn = createRandom(seed).shuffle(labelsOf(table, train));
  train.forEach((row, i) => {
    shuffled[row] = drawn[i] ?? 0;
  });
  const turned = table.labels.map((y, row) => (folds[row] === fold ? 1 - y : y));
  const truth = predictions(table.labels);
  const unmoved = predictions(turned).every((margin, i) => margin === truth[i]);
  const auc = rocAuc(predictions(shuffled), labelsOf(table, test));
  return `Checked for a leak on one fold: with shuffled training labels AUC ${auc.toFixed(3)}, and turning the test labels around changes ${unmoved ? 'no prediction' : 'PREDICTIONS'}.`;
}
