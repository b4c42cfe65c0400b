import { ece10, rocAuc } from '@aicrm/learn/metrics';
import type { Result } from '@aicrm/learn/result';
import { type CdnowCustomer, cdnowCustomers } from '@aicrm/learn/testing/cdnow';
import { fitBgNbd } from '@aicrm/learn/train/clv-bg-nbd';
import type { ClvError, ClvFit } from '@aicrm/learn/train/clv-fit';
import { fitGammaGamma } from '@aicrm/learn/train/clv-gamma-gamma';
import { fitParetoNbd } from '@aicrm/learn/train/clv-pareto-nbd';
import { aliveOf, expectedOf, type PurchaseModel, silentOf } from '@aicrm/learn/value/future';
import { gammaGammaExpected } from '@aicrm/learn/value/gamma-gamma';
import type { Row } from '../../measure/row.js';
import { whereItLies } from '../lib/present.js';

const name = 'CDNOW, 2,357 customers';
const papers = 'Fader, Hardie & Lee 2005; Fader & Hardie 2013';
const horizon = 39;
/** Last day of each observation, counted from 1997-01-01 = 0: the end of so many weeks, the last one as the papers have it. */
const lastDays = [
  [26, 181],
  [30, 209],
  [34, 237],
  [39, 272],
] as const;

function fitted<Model>(fit: Result<ClvFit<Model>, ClvError>): ClvFit<Model> {
  if (!fit.ok) throw new Error(fit.error.message);
  return fit.value;
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  const [meanA, meanB] = [sum(a) / n, sum(b) / n];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [da, db] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}

/** CPU seconds of the best of seven runs: waiting for a busy machine does not count. */
function cpuSeconds(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}

const near = (metric: string, ours: number, reference: number, within: number, why?: string): Row => ({
  case: name,
  metric,
  better: 'higher',
  ours,
  reference,
  referenceName: papers,
  target: `within ${within}`,
  noise: null,
  pass: Math.abs(ours - reference) <= within,
  ...(why === undefined ? {} : { why }),
});

const info = (
  metric: string,
  ours: number,
  reference: number | null,
  referenceName: string,
  why: string,
): Row => ({
  case: name,
  metric,
  better: 'lower',
  ours,
  reference,
  referenceName,
  target: 'for information',
  noise: null,
  pass: null,
  why,
});

const percentOff = (predicted: number, happened: number): number => 100 * (predicted / happened - 1);

function parameterRows(customers: readonly CdnowCustomer[]): Row[] {
  const { model: bg, logLikelihood } = fitted(fitBgNbd(customers));
  const { model: gg } = fitted(fitGammaGamma(customers));
  const seconds = cpuSeconds(() => fitBgNbd(customers));
  const off = (pairs: readonly (readonly [number, number])[]): number =>
    Math.max(...pairs.map(([ours, theirs]) => Math.abs(ours - theirs)));
  const bgOff = off([
    [bg.r, 0.2426],
    [bg.alpha, 4.4136],
    [bg.a, 0.7929],
    [bg.b, 2.4259],
  ]);
  const ggOff = off([
    [gg.p, 6.2496],
    [gg.q, 3.7442],
    [gg.v, 15.4435],
  ]);
  const words = (values: readonly number[]): string => values.map((value) => value.toFixed(4)).join(', ');
  return [
    near(
      'BG/NBD: largest error of a parameter',
      bgOff,
      0,
      1e-3,
      `r, alpha, a, b: ${words([bg.r, bg.alpha, bg.a, bg.b])}`,
    ),
    near('BG/NBD: log likelihood', logLikelihood, -9582.43, 0.01),
    near(
      'Gamma-Gamma: largest error of a parameter',
      ggOff,
      0,
      1e-3,
      `p, q, v: ${words([gg.p, gg.q, gg.v])}`,
    ),
    {
      case: name,
      metric: 'BG/NBD fit, CPU s',
      better: 'lower',
      ours: seconds,
      reference: 0.15,
      referenceName: 'the reference fit in Python',
      target: '< 0.2 s',
      noise: null,
      pass: seconds < 0.2,
      why: 'best of seven, all customers',
    },
  ];
}

function holdoutRows(customers: readonly CdnowCustomer[]): Row[] {
  const bg = fitted(fitBgNbd(customers)).model;
  const gg = fitted(fitGammaGamma(customers)).model;
  const second = fitted(fitParetoNbd(customers)).model;
  const happened = customers.map(({ laterPurchases }) => laterPurchases);
  const spent = customers.map(({ laterSpend }) => laterSpend);
  const purchases = (model: PurchaseModel): number[] =>
    customers.map((customer) => expectedOf(model, customer, horizon));
  const spends = (counts: readonly number[]): number[] =>
    customers.map(({ x, m }, i) => (counts[i] ?? 0) * gammaGammaExpected(gg, x, m));
  const counts = purchases(bg);
  const counts2 = purchases(second);
  const heuristic = customers.map(({ x, T }) => (x * horizon) / T);
  const reproduced = (metric: string, ours: number, reference: number, within: number): Row => ({
    ...near(metric, ours, reference, within),
    referenceName: 'the reference implementation on the same holdout',
  });
  const pareto = 'Pareto/NBD';
  const best = 'BG/NBD';
  return [
    reproduced('transactions: correlation, BG/NBD', correlation(counts, happened), 0.6256, 5e-4),
    reproduced(
      'transactions: error of the total in %, BG/NBD',
      percentOff(sum(counts), sum(happened)),
      -12.15,
      0.05,
    ),
    reproduced('spend: correlation, BG/NBD x Gamma-Gamma', correlation(spends(counts), spent), 0.5647, 1e-3),
    reproduced(
      'spend: error of the total in %, BG/NBD x Gamma-Gamma',
      percentOff(sum(spends(counts)), sum(spent)),
      -15.56,
      0.1,
    ),
    info(
      'transactions: error of the total in %, purchases so far x 39 / T',
      percentOff(sum(heuristic), sum(happened)),
      percentOff(sum(counts), sum(happened)),
      best,
      'the usual heuristic, off by more than half',
    ),
    info(
      `transactions: correlation, ${pareto}`,
      correlation(counts2, happened),
      correlation(counts, happened),
      best,
      'the second model on the same customers; higher is better here',
    ),
    info(
      `spend: error of the total in %, ${pareto} x Gamma-Gamma`,
      percentOff(sum(spends(counts2)), sum(spent)),
      percentOff(sum(spends(counts)), sum(spent)),
      best,
      'both fall short: the 39 weeks from January on hold no Christmas that a model could learn from',
    ),
  ];
}

/** Churn as purchases show it: who buys again within the holdout. */
function churnRows(customers: readonly CdnowCustomer[]): Row[] {
  const bg = fitted(fitBgNbd(customers)).model;
  const second = fitted(fitParetoNbd(customers)).model;
  const again = Uint8Array.from(customers, ({ laterPurchases }) => Number(laterPurchases > 0));
  const repeat = customers.filter(({ x }) => x > 0);
  const buys = (model: PurchaseModel): Float64Array =>
    Float64Array.from(customers, (customer) => 1 - silentOf(model, customer, horizon));
  const reference = 'the reference implementation on the same holdout';
  const auc = rocAuc(
    Float64Array.from(customers, (customer) => expectedOf(bg, customer, horizon)),
    again,
  );
  const alive = rocAuc(
    Float64Array.from(repeat, (customer) => aliveOf(bg, customer)),
    Uint8Array.from(repeat, ({ laterPurchases }) => Number(laterPurchases > 0)),
  );
  return [
    {
      ...near('who buys again: AUC of expected purchases, BG/NBD', auc, 0.7725, 5e-4),
      referenceName: reference,
    },
    {
      ...near('who buys again: AUC of P(alive) of repeat customers, BG/NBD', alive, 0.6984, 5e-4),
      referenceName: reference,
    },
    {
      ...info(
        'who buys again: AUC of P(a purchase), Pareto/NBD',
        rocAuc(buys(second), again),
        rocAuc(buys(bg), again),
        'BG/NBD',
        'churn is 1 minus it',
      ),
      better: 'higher',
    },
    info(
      'who buys again: calibration error of P(a purchase), Pareto/NBD',
      ece10(buys(second), again),
      ece10(buys(bg), again),
      'BG/NBD',
      'ten bins',
    ),
  ];
}

/** Both models at four cuts, each fitted to what was known there alone; the 39 weeks after it judge. */
function cutsRow(): Row {
  const errors = lastDays.map(([week, day]) => {
    const customers = cdnowCustomers(day);
    const happened = sum(customers.map(({ laterPurchases }) => laterPurchases));
    const off = (model: PurchaseModel): number =>
      percentOff(sum(customers.map((customer) => expectedOf(model, customer, horizon))), happened);
    return {
      week,
      bg: off(fitted(fitBgNbd(customers)).model),
      second: off(fitted(fitParetoNbd(customers)).model),
    };
  });
  const median = (values: readonly number[]): number => {
    const sorted = values.map(Math.abs).sort((a, b) => a - b);
    return ((sorted[1] ?? Number.NaN) + (sorted[2] ?? Number.NaN)) / 2;
  };
  const ours = median(errors.map(({ second }) => second));
  const reference = median(errors.map(({ bg }) => bg));
  const listed = errors.map(
    ({ week, bg, second }) => `week ${week}: ${second.toFixed(1)} (BG/NBD ${bg.toFixed(1)})`,
  );
  return {
    case: name,
    metric: 'median |error of the total| in % over four holdouts of 39 weeks, Pareto/NBD',
    better: 'lower',
    ours,
    reference,
    referenceName: 'BG/NBD on the same holdouts',
    target: "below BG/NBD's",
    noise: null,
    pass: ours < reference,
    why: `${listed.join('; ')}. Chosen on other customers of the same shop (a third of those not in this sample, cuts in weeks 20 to 39: median 5.0 %, BG/NBD 10.1 %); priors on its parameters made totals there worse.`,
  };
}

export const lifetimeValue = (): Promise<Row[]> =>
  whereItLies(name, ['clv/CDNOW_sample.txt'], async () => {
    const customers = cdnowCustomers(272);
    return [...parameterRows(customers), ...holdoutRows(customers), ...churnRows(customers), cutsRow()];
  });
