import { rocAuc } from '@aicrm/learn/metrics';
import type { TrainingTable } from '@aicrm/models/tabular/table';
import { trainTabular } from '@aicrm/models/tabular/train';
import type { Row } from '../../measure/row.js';
import { gateRow } from '../lib/compare.js';
import { recipeFor } from '../lib/gate-recipe.js';
import { whereItLies } from '../lib/present.js';
import { outOfFold } from '../lib/recipe.js';
import { readFolds, readReference } from '../public-data.js';
import { maven } from '../tables.js';

const folder = 'crm/maven';
const needed = [
  ...['sales_pipeline', 'accounts', 'sales_teams', 'products'].map((file) => `${folder}/${file}.csv`),
  'crm/maven-winloss-folds.csv',
  'crm/maven-winloss-oof.csv.gz',
];

/** Nine in ten deals were closed within so many days. */
const horizonDays = 104;

/** The calendar month of each row as one more category. */
const withMonth = (table: TrainingTable): TrainingTable => ({
  ...table,
  features: [
    ...table.features,
    {
      id: 'month',
      label: 'Month of opening',
      from: 'fields.month',
      as: 'category',
      changeable: false,
      sensitive: false,
    },
  ],
  columns: [
    ...table.columns,
    Array.from(table.asOf, (at) => `month ${new Date(at).toISOString().slice(5, 7)}`),
  ],
});

export const mavenDeals = (): Promise<Row[]> => {
  const name = 'Maven CRM, closed deals';
  return whereItLies(name, needed, async () => {
    const table = await maven();
    const trained = await trainTabular(table, recipeFor('closes as won', horizonDays));
    if (!trained.ok) throw new Error(trained.error.detail);
    const { verdict } = trained.value.card;
    const folds = await readFolds('crm/maven-winloss-folds.csv');
    const plain = await outOfFold(table, folds);
    const seasonal = await outOfFold(withMonth(table), folds);
    const { y, p } = await readReference('crm/maven-winloss-oof.csv.gz');
    return [
      {
        ...gateRow(name, verdict, false),
        pass: !verdict.publish && verdict.checks.some((check) => check.name === 'base-rate' && !check.pass),
        target: 'refuses: no better than the base rate',
      },
      {
        case: `${name}, 5 folds`,
        metric: 'AUC with the month of opening',
        better: 'higher',
        ours: rocAuc(seasonal.p, table.labels),
        reference: rocAuc(p('at-open|LR'), y),
        referenceName: 'logistic, the best of three',
        target: 'for information',
        noise: null,
        pass: null,
        why: 'The outcome is close to noise: all there is to know is in which month a deal was opened, and that is because only closed deals are in the file.',
      },
      {
        case: `${name}, 5 folds`,
        metric: 'AUC without the calendar',
        better: 'higher',
        ours: rocAuc(plain.p, table.labels),
        reference: null,
        referenceName: '',
        target: 'for information',
        noise: null,
        pass: null,
        why: 'What a model of the future could use.',
      },
    ];
  });
};
