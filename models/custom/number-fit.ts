import type { FittedModel } from '@aicrm/learn/model/ensemble';
import { margins } from '@aicrm/learn/model/evaluate';
import { trainBoostingSquared } from '@aicrm/learn/train/boosting-squared';
import { trainRidge } from '@aicrm/learn/train/ridge';
import { type EncodedFeature, encodeForTraining, encodeRows, fitEncoders } from '../tabular/encoders.js';
import { treeSizes } from '../tabular/fit.js';
import { outcomesOf, type Rows, type TrainingTable } from '../tabular/table.js';

/** The candidates among which rolling origins choose: the two sizes of trees of the yes/no recipe, and three penalties. */
export interface NumberCandidate {
  readonly kind: 'trees' | 'linear';
  readonly settings: string;
  readonly fit: (table: TrainingTable, rows: Rows, seed: number) => NumberFit;
}

export interface NumberFit {
  readonly features: readonly EncodedFeature[];
  readonly model: FittedModel;
}

const outcomesAt = (table: TrainingTable, rows: Rows): Float64Array =>
  Float64Array.from(rows, (row) => outcomesOf(table)[row] ?? 0);

const trees = (size: (typeof treeSizes)[number]): NumberCandidate => ({
  kind: 'trees',
  settings: `${size.trees} trees of depth ${size.depth}`,
  fit: (table, rows, seed) => {
    const features = fitEncoders(table, rows, 'trees');
    const { trees, depth, learningRate, minHessian, rowSample, columnSample } = size;
    const model = trainBoostingSquared(
      encodeForTraining(features, table, rows, seed),
      outcomesAt(table, rows),
      {
        trees,
        depth,
        learningRate,
        minHessian,
        rowSample,
        columnSample,
        seed,
      },
    );
    return { features, model };
  },
});

const linear = (l2: number): NumberCandidate => ({
  kind: 'linear',
  settings: `penalty ${l2}`,
  fit: (table, rows, seed) => {
    const features = fitEncoders(table, rows, 'logistic');
    const model = trainRidge(encodeForTraining(features, table, rows, seed), outcomesAt(table, rows), { l2 });
    return { features, model };
  },
});

export const numberCandidates: readonly NumberCandidate[] = [
  ...treeSizes.map(trees),
  linear(1),
  linear(10),
  linear(100),
];

/** Predictions of rows by the same encoding as serving, in the unit of `table.outcomes`. */
export const numbersOf = ({ features, model }: NumberFit, table: TrainingTable, rows: Rows): Float64Array =>
  margins(model, encodeRows(features, table, rows));
