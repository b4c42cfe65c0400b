import { type BootstrapInterval, pairedBootstrap } from '@aicrm/learn/bootstrap';
import { ece10, mean, rocAuc } from '@aicrm/learn/metrics';
import { indexChurn } from '@aicrm/models/churn/history';
import { companyContracts, companyTruth } from '@aicrm/models/churn/testing/company';
import { trainChurn } from '@aicrm/models/churn/train';
import { type ChurnTable, churnTable } from '@aicrm/models/churn/training-table';
import { end } from '@aicrm/models/synthetic/calendar';
import { makeCompany } from '@aicrm/models/synthetic/company';
import { evaluationSplit } from '@aicrm/models/tabular/splits';
import { allRows, labelsOf, oneRowPerRecord, type Rows } from '@aicrm/models/tabular/table';
import { type Trained, trainTabular } from '@aicrm/models/tabular/train';
import { readArtefact } from '@aicrm/runtime/artefact';
import { explain } from '@aicrm/runtime/explain';
import { predict as predictOne } from '@aicrm/runtime/predict';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { Row } from '../../measure/row.js';
import { gateRow } from '../lib/compare.js';
import { recipeFor } from '../lib/gate-recipe.js';
import { whereItLies } from '../lib/present.js';
import { outOfFold, predict } from '../lib/recipe.js';
import { telco } from '../tables.js';

const horizonDays = 90;
/** Nothing can order better than the truth; so far below it nobody ranks differently. */
const aucMargin = 0.015;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The paired difference of AUC with whole contracts drawn, since months of one contract share their end. */
function byContract(
  ids: readonly string[],
  y: Uint8Array,
  ours: Float64Array,
  truth: Float64Array,
): BootstrapInterval {
  const rowsOf = new Map<string, number[]>();
  ids.forEach((id, i) => {
    const rows = rowsOf.get(id);
    if (rows) rows.push(i);
    else rowsOf.set(id, [i]);
  });
  const groups = [...rowsOf.values()];
  const auc =
    (p: Float64Array) =>
    (drawn: ArrayLike<number>): number => {
      const rows = Array.from(drawn).flatMap((g) => groups[g] ?? []);
      return rocAuc(
        Float64Array.from(rows, (i) => p[i] ?? 0),
        Uint8Array.from(rows, (i) => y[i] ?? 0),
      );
    };
  return pairedBootstrap(groups.length, auc(ours), auc(truth), { rounds: 300, seed: 7 });
}

function againstTruth(
  name: string,
  table: ChurnTable,
  rows: Rows,
  p: Float64Array,
  truth: ReadonlyMap<string, number>,
  why: string,
  eceTarget: number | null,
): Row[] {
  const y = labelsOf(table, rows);
  const ids = Array.from(rows, (row) => table.recordIds[row] ?? '');
  const best = Float64Array.from(rows, (row, i) =>
    must(truth.get(`${ids[i]} ${dayOf(table.asOf[row] ?? 0)}`), 'the truth of a month'),
  );
  const difference = byContract(ids, y, p, best);
  const counted = `${rows.length.toLocaleString('en')} months of ${new Set(ids).size.toLocaleString('en')} contracts, ${y.reduce((sum, one) => sum + one, 0)} ended within ${horizonDays} days.`;
  const ece = ece10(p, y);
  return [
    {
      case: name,
      metric: 'AUC',
      better: 'higher',
      ours: rocAuc(p, y),
      reference: rocAuc(best, y),
      referenceName: 'the true probability given the months so far',
      target: `not wholly below −${aucMargin}`,
      noise: (difference.high - difference.low) / 2,
      pass: difference.high >= -aucMargin,
      why: `${counted} ${why}`,
    },
    {
      case: name,
      metric: 'ECE',
      better: 'lower',
      ours: ece,
      reference: ece10(best, y),
      referenceName: 'the true probability on the same rows',
      target: eceTarget === null ? 'for information' : `<= ${eceTarget}`,
      noise: null,
      pass: eceTarget === null ? null : ece <= eceTarget,
      why: `Predicted ${mean(p).toFixed(3)} on average (true ${mean(best).toFixed(3)}), happened ${mean(y).toFixed(3)}.`,
    },
  ];
}

async function madeCompany(): Promise<Row[]> {
  const made = makeCompany(7);
  const history = companyContracts(made);
  const truth = companyTruth(made);
  const table = churnTable(indexChurn(history), { now: end, horizonDays });
  const name = 'Contract churn, made-up company';
  const contracts = [...new Set(table.recordIds)];
  const foldOf = new Map(contracts.map((id, i) => [id, i % 5]));
  const folds = Int32Array.from(table.recordIds, (id) => foldOf.get(id) ?? 0);
  const all = await outOfFold(table, folds);
  const split = must(evaluationSplit(table, allRows(table), horizonDays * 86_400_000, 1), 'a newest fifth');
  const newest = await predict(table, split.train, split.test);
  const once = oneRowPerRecord(table, split.test, 1);
  const place = new Map(Array.from(split.test, (row, i) => [row, i]));
  const trained = await trainChurn(history, { now: end, synthetic: true, dataLicence: 'made by a seed' });
  if (!trained.ok) throw new Error(trained.error.detail);
  const { evaluation, verdict } = trained.value.card;
  return [
    ...againstTruth(
      `${name}, 5 folds by contract`,
      table,
      allRows(table),
      all.p,
      truth,
      `Chosen: ${[...new Set(all.words)].join(', ')}.`,
      0.015,
    ),
    ...againstTruth(
      `${name}, newest fifth of contracts`,
      table,
      split.test,
      newest.p,
      truth,
      `Chosen in time: ${newest.choice.words}. Learned from ${split.train.length.toLocaleString('en')} months; contracts that are new have few months to tell a trend by. On five companies (seeds 7, 21 to 24) logistic regression by evidence has .0016 more than the truth on average, as much as one given the true form of its inputs (.0012): here it would have .719, but the origins, two with a few hundred months each, choose trees; of eight other companies they choose the best candidate in seven.`,
      null,
    ),
    ...againstTruth(
      `${name}, newest fifth, one month each`,
      table,
      once,
      Float64Array.from(once, (row) => newest.p[place.get(row) ?? 0] ?? 0),
      truth,
      'What the gate looks at, by the fit of the row above, where it is said what was tried: 22 contracts that ended leave an interval of ±.08 around any difference.',
      null,
    ),
    gateRow(
      `${name} by the whole recipe`,
      verdict,
      true,
      evaluation === undefined
        ? ''
        : `AUC ${evaluation.auc.value.toFixed(3)} (${evaluation.auc.low.toFixed(3)} to ${evaluation.auc.high.toFixed(3)}) on ${evaluation.rows} months. Tried: a penalty for each input by evidence, a third size of trees, and candidates compared over all moments of a contract, which took the gain from -0.012 to 0.071 to what it is now; the gate is not made milder for it.`,
    ),
  ];
}

/** The largest distance between a score's logit and what its reasons add up to. */
function offReasons({ bytes, sha256 }: Trained, views: readonly RecordView[]): number {
  const artefact = readArtefact(bytes, sha256);
  if (!artefact.ok) throw new Error(artefact.error.detail);
  let most = 0;
  for (const view of views) {
    const prediction = predictOne(artefact.value, view, 0);
    if (prediction.state !== 'score') continue;
    const { base, reasons } = explain(artefact.value, view, 0);
    const sum = reasons.reduce((total, { contribution }) => total + contribution, base);
    most = Math.max(most, Math.abs(sum - prediction.logit));
  }
  return most;
}

/** Telco as a tenant's snapshot: the folds are judged by the suite `telco`; this is what its owner would read. */
export const telcoCard = (): Promise<Row[]> =>
  whereItLies('Telco churn as a card', ['churn/Telco-Customer-Churn.csv'], async () => {
    const table = await telco();
    const trained = await trainTabular(table, { ...recipeFor('leaves', 0), recordType: 'customer' });
    if (!trained.ok) throw new Error(trained.error.detail);
    const { card } = trained.value;
    const views = Array.from({ length: 500 }, (_, i): RecordView => {
      const row = Math.floor((i * table.labels.length) / 500);
      const values = table.features.map(({ from }, f) => [
        from.slice('fields.'.length),
        table.columns[f]?.[row] ?? null,
      ]);
      return {
        id: `row-${row}`,
        type: 'customer',
        seq: 0,
        viewAt: '1970-01-01',
        fields: Object.fromEntries(values),
        facts: {},
      };
    });
    const off = offReasons(trained.value, views);
    const most = card.features
      .slice(0, 3)
      .map(({ label, importance }) => `${label} ${(100 * importance).toFixed(0)} %`);
    return [
      gateRow(
        'Telco churn as a card',
        card.verdict,
        true,
        `It looks most at ${most.join(', ')} of all reasons.`,
      ),
      {
        case: 'Telco churn as a card',
        metric: 'reasons off the logit',
        better: 'lower',
        ours: off,
        reference: null,
        referenceName: '',
        target: '<= 1e-6',
        noise: null,
        pass: off <= 1e-6,
        why: 'The largest of 500 customers.',
      },
    ];
  });

export const churn = async (): Promise<Row[]> => [...(await madeCompany()), ...(await telcoCard())];
