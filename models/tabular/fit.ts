import type { FittedModel } from '@aicrm/learn/model/ensemble';
import { margins } from '@aicrm/learn/model/evaluate';
import { trainBoosting } from '@aicrm/learn/train/boosting';
import { trainLogistic } from '@aicrm/learn/train/logistic';
import { type EncodedFeature, encodeForTraining, encodeRows, fitEncoders } from './encoders.js';
import { labelsOf, type Rows, type TrainingTable } from './table.js';

export type ModelKind = 'trees' | 'logistic';

export interface FitSettings {
  readonly trees: number;
  readonly depth: number;
  readonly learningRate: number;
  /** Least sum of hessians in a leaf; 20 is about 200 rows where one in nine succeeds. */
  readonly minHessian: number;
  /** Shares of rows and of columns that each tree sees. */
  readonly rowSample: number;
  readonly columnSample: number;
  /** Penalty on the squared coefficients of standardised columns, as a sum over rows. */
  readonly logisticL2: number;
}

/**
 * Two sizes of ensemble, and out-of-time log loss chooses: finer settings would need more data than a tenant has. The
 * first is the better default on public tables of 7,000 rows and more. The second is for few successes, or many rows
 * of the same records: it held better in time at each of three cuts of the retail data (log loss .340, .294, .286
 * against .365, .313, .296).
 */
export const treeSizes: readonly FitSettings[] = [
  {
    trees: 200,
    depth: 4,
    learningRate: 0.05,
    minHessian: 5,
    rowSample: 0.8,
    columnSample: 0.8,
    logisticL2: 1,
  },
  {
    trees: 100,
    depth: 3,
    learningRate: 0.05,
    minHessian: 20,
    rowSample: 0.5,
    columnSample: 0.4,
    logisticL2: 1,
  },
];

/**
 * Penalties of logistic regression, and out-of-time log loss chooses here too: the stronger ones hold better where inputs
 * move together with the calendar, and cost nothing where there is much data. 1 is scikit-learn's default.
 */
export const logisticPenalties: readonly number[] = [1, 3, 10];

export interface Fitted {
  readonly kind: ModelKind;
  readonly features: readonly EncodedFeature[];
  readonly model: FittedModel;
}

/** Fits encoders and model on the given rows only. Throws where the rows hold one class only. */
export function fitModel(
  table: TrainingTable,
  rows: Rows,
  kind: ModelKind,
  seed: number,
  settings: FitSettings,
): Fitted {
  const features = fitEncoders(table, rows, kind);
  const x = encodeForTraining(features, table, rows, seed);
  const y = labelsOf(table, rows);
  const model =
    kind === 'trees'
      ? trainBoosting(x, y, {
          trees: settings.trees,
          depth: settings.depth,
          learningRate: settings.learningRate,
          minHessian: settings.minHessian,
          rowSample: settings.rowSample,
          columnSample: settings.columnSample,
          seed,
        })
      : trainLogistic(x, y, { l2: settings.logisticL2 });
  return { kind, features, model };
}

/** Uncalibrated margins of rows, by the same encoding as serving. */
export const marginsOf = (fitted: Fitted, table: TrainingTable, rows: Rows): Float64Array =>
  margins(fitted.model, encodeRows(fitted.features, table, rows));
