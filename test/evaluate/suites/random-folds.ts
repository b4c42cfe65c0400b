import type { TrainingTable } from '@aicrm/models/tabular/table';
import type { Row } from '../../measure/row.js';
import { bestOf, comparisonRows } from '../lib/compare.js';
import { whereItLies } from '../lib/present.js';
import { outOfFold } from '../lib/recipe.js';
import { readFolds, readReference } from '../public-data.js';
import { bank, telco, xEducation } from '../tables.js';

const models = { LR: 'logistic', HGB: 'scikit-learn HGB', XGB: 'XGBoost' };

interface Case {
  readonly name: string;
  /** Path without `-folds.csv` and `-oof.csv.gz`. */
  readonly files: string;
  readonly data: string;
  readonly variant: string;
  readonly eceTarget: number;
  readonly table: () => Promise<TrainingTable>;
}

const counted = (words: readonly string[]): string =>
  [...new Set(words)]
    .map((word) => `${word} (${words.filter((other) => other === word).length} of ${words.length} folds)`)
    .join(', ');

const run = (c: Case): Promise<Row[]> => {
  const [folds, reference] = [`${c.files}-folds.csv`, `${c.files}-oof.csv.gz`];
  return whereItLies(c.name, [c.data, folds, reference], async () => {
    const table = await c.table();
    const { y, p } = await readReference(reference);
    if (y.length !== table.labels.length || y.some((label, i) => label !== table.labels[i]))
      throw new Error(`${reference} has other rows than ${c.data}`);
    const best = bestOf(
      y,
      Object.entries(models).map(([id, name]) => ({ name, p: p(`${c.variant}|${id}`) })),
    );
    const ours = await outOfFold(table, await readFolds(folds));
    return comparisonRows({
      name: c.name,
      y,
      ours: ours.p,
      reference: best,
      eceTarget: c.eceTarget,
      why: `chosen inside the training folds: ${counted(ours.words)}.`,
      checkForLeaks: ours.checkForLeaks,
    });
  });
};

export const telcoFolds = (): Promise<Row[]> =>
  run({
    name: 'Telco churn, 5 folds',
    files: 'churn/telco',
    data: 'churn/Telco-Customer-Churn.csv',
    variant: 'all',
    eceTarget: 0.018,
    table: telco,
  });

export const bankFolds = (): Promise<Row[]> =>
  run({
    name: 'Bank marketing without duration, 5 folds',
    files: 'lead-scoring/bank',
    data: 'lead-scoring/bank-additional-full.csv',
    variant: 'no-duration',
    eceTarget: 0.008,
    table: () => bank(),
  });

export async function xEducationFolds(): Promise<Row[]> {
  const of = (variant: 'no-leak' | 'strict', words: string): Promise<Row[]> =>
    run({
      name: `X Education ${words}, 5 folds`,
      files: 'lead-scoring/xeducation',
      data: 'lead-scoring/xeducation-leads.csv',
      variant,
      eceTarget: 0.012,
      table: () => xEducation(variant),
    });
  return [...(await of('no-leak', 'without leaking columns')), ...(await of('strict', 'strict'))];
}
