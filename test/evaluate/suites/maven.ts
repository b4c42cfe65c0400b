import { rocAuc } from '@aicrm/learn/metrics';
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

export const mavenDeals = (): Promise<Row[]> => {
  const name = 'Maven CRM, closed deals';
  return whereItLies(name, needed, async () => {
    const table = await maven();
    const trained = await trainTabular(table, recipeFor('closes as won', horizonDays));
    if (!trained.ok) throw new Error(trained.error.detail);
    const { verdict } = trained.value.card;
    const ours = await outOfFold(table, await readFolds('crm/maven-winloss-folds.csv'));
    const { y, p } = await readReference('crm/maven-winloss-oof.csv.gz');
    return [
      {
        ...gateRow(name, verdict, false),
        pass: !verdict.publish && verdict.checks.some((check) => check.name === 'base-rate' && !check.pass),
        target: 'refuses: no better than the base rate',
      },
      {
        case: `${name}, 5 folds`,
        metric: 'AUC',
        better: 'higher',
        ours: rocAuc(ours.p, table.labels),
        reference: rocAuc(p('at-open|LR'), y),
        referenceName: 'logistic, the best of three',
        target: 'for information',
        noise: null,
        pass: null,
        why: 'The outcome is close to noise, so nobody has anything to show here.',
      },
    ];
  });
};
