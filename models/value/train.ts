import { quantile } from '@aicrm/learn/bootstrap';
import { fitBgNbd } from '@aicrm/learn/train/clv-bg-nbd';
import type { ClvFit } from '@aicrm/learn/train/clv-fit';
import { fitGammaGamma } from '@aicrm/learn/train/clv-gamma-gamma';
import { fitParetoNbd } from '@aicrm/learn/train/clv-pareto-nbd';
import type { PurchaseModel } from '@aicrm/learn/value/future';
import type { GammaGamma } from '@aicrm/learn/value/gamma-gamma';
import { type Problem, type ProblemIssue, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { type Backtest, backtest } from './backtest.js';
import { type Customer, customersAt, dayMs, type Order, purchasesOf, unitDays } from './customers.js';
import type { ValueModel } from './model-file.js';

export interface ValueOptions {
  /** Epoch ms: nothing dated later is used. */
  readonly now: number;
  /** Days that value and churn look ahead; default 273 (39 weeks), or a third of the history where it is shorter. */
  readonly horizonDays?: number;
  /** ISO 4217 code; by default that of most orders. */
  readonly currency?: string;
  readonly version?: string;
  readonly synthetic?: boolean;
}

export interface ValueCard {
  readonly name: 'value';
  readonly version: string;
  readonly synthetic: boolean;
  readonly model: ValueModel;
  /** Of both models of purchases, the one that is used first; empty where the history is too short to hold anything out. */
  readonly backtests: readonly Backtest[];
  readonly verdict: { readonly publish: boolean; readonly reason: string };
  readonly limits: readonly string[];
}

export interface TrainedValue {
  readonly model: ValueModel;
  readonly card: ValueCard;
}

/** Below, the covariances are wider than the parameters: an interval would hold everything. */
const leastCustomers = 200;
const leastRepeat = 50;
const leastDays = 90;

interface Fits {
  /** The one that is used first. */
  readonly purchases: readonly ClvFit<PurchaseModel>[];
  readonly spend: ClvFit<GammaGamma> | null;
}

function fitAll(customers: readonly Customer[]): Fits | string {
  const [pareto, bg] = [fitParetoNbd(customers), fitBgNbd(customers)];
  const purchases = [
    ...(pareto.ok ? [pareto.value] : []),
    ...(bg.ok ? [bg.value] : []),
  ] as const satisfies readonly ClvFit<PurchaseModel>[];
  if (purchases.length === 0) return bg.ok ? '' : bg.error.message;
  const known = customers.filter(({ spends }) => spends > 0);
  const spend =
    known.length < leastRepeat ? null : fitGammaGamma(known.map(({ spends, m }) => ({ x: spends, m })));
  return { purchases, spend: spend?.ok ? spend.value : null };
}

/** What is missing, each as a sentence that says what would be enough. */
function lacks(customers: readonly Customer[], days: number): ProblemIssue[] {
  const repeat = customers.filter(({ x }) => x > 0).length;
  const issues: ProblemIssue[] = [];
  const say = (at: string, message: string): number => issues.push({ at, message });
  if (customers.length < leastCustomers)
    say('customers', `There are ${customers.length} customers; ${leastCustomers} are needed.`);
  if (repeat < leastRepeat)
    say('repeat', `${repeat} customers bought on a second day; ${leastRepeat} are needed.`);
  if (!(days >= leastDays))
    say('history', `The orders span ${Math.max(0, Math.floor(days))} days; ${leastDays} are needed.`);
  return issues;
}

const median = (values: readonly number[]): number => quantile(Float64Array.from(values).sort(), 0.5);
const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/**
 * Value and purchase-based churn of a tenant's customers from its orders. Deterministic; the order of rows does not matter.
 *
 * Errors: `not-enough-data` with one issue per lack.
 */
export function trainValue(orders: readonly Order[], options: ValueOptions): Result<TrainedValue, Problem> {
  const today = Math.floor(options.now / dayMs) - 1;
  const purchases = purchasesOf(orders, options.now, options.currency);
  const customers = customersAt(purchases, today);
  const days = today - purchases.firstDay;
  const issues = lacks(customers, days);
  const refuse = (detail: string): Result<TrainedValue, Problem> =>
    fail(problem('not-enough-data', 'Not enough purchases to tell value from', detail, { issues }));
  if (issues.length > 0) return refuse(issues.map(({ message }) => message).join(' '));
  const fits = fitAll(customers);
  if (typeof fits === 'string')
    return fail(
      problem(
        'not-enough-data',
        'The purchases do not settle a model of value',
        'Many sets of rates fit them equally well: customers differ too little in when they come back, or nearly none can be seen to have stopped.',
        {
          action:
            'Give a longer history, in which some customers have stopped buying and others go on; a few hundred who bought twice are mostly enough.',
        },
      ),
    );
  const [first] = fits.purchases;
  if (first === undefined) return refuse('The purchases do not settle the model.');

  const horizonDays = options.horizonDays ?? Math.min(273, Math.floor(days / 3));
  const backtests = judge(purchases, today, Math.min(horizonDays, Math.floor(days / 2)));
  const repeat = customers.filter(({ x }) => x > 0);
  const version = options.version ?? isoDay(today);
  const model: ValueModel = {
    schemaVersion: 1,
    name: 'value',
    version,
    trainedAt: new Date(options.now).toISOString(),
    currency: purchases.currency,
    horizonDays,
    purchases: first.model,
    purchasesCovariance: Array.from(first.covariance),
    spend: fits.spend?.model ?? null,
    spendCovariance: fits.spend === null ? null : Array.from(fits.spend.covariance),
    reference: {
      gap: median(repeat.map(({ tx, T }) => T - tx)),
      x: Math.round(median(repeat.map(({ x }) => x))),
      T: median(repeat.map(({ T }) => T)),
      m: median(repeat.filter(({ spends }) => spends > 0).map(({ m }) => m)) || 0,
    },
    trainingWindow: {
      from: isoDay(purchases.firstDay),
      to: isoDay(today),
      customers: customers.length,
      repeat: repeat.length,
    },
  };
  return ok({
    model,
    card: {
      name: 'value',
      version,
      synthetic: options.synthetic ?? false,
      model,
      backtests,
      verdict: verdictOf(backtests),
      limits: limitsOf(model, customers, purchases.otherCurrency, backtests),
    },
  });
}

/** Both models fitted anew to what was known `days` ago. */
function judge(purchases: Parameters<typeof backtest>[0], today: number, days: number): Backtest[] {
  const cut = today - days;
  const customers = customersAt(purchases, cut);
  if (lacks(customers, cut - purchases.firstDay).length > 0) return [];
  const fits = fitAll(customers);
  if (typeof fits === 'string') return [];
  return fits.purchases.map((fit) => backtest(purchases, fit, fits.spend?.model ?? null, cut, days));
}

const percent = (value: number): string => `${Math.abs(value).toFixed(1)} %`;
const names = { 'pareto-nbd': 'Pareto/NBD', 'bg-nbd': 'BG/NBD' } as const;

function verdictOf(backtests: readonly Backtest[]): ValueCard['verdict'] {
  const [own] = backtests;
  if (own === undefined)
    return {
      publish: false,
      reason: `Nothing could be held out to judge by: before the days that judge there must be ${leastCustomers} customers, ${leastRepeat} of them with a second purchase, and ${leastDays} days.`,
    };
  if (!(own.correlation.low > 0))
    return {
      publish: false,
      reason: `On the ${own.days} days held out, who was predicted to buy more did not certainly buy more (correlation ${own.correlation.low.toFixed(2)} to ${own.correlation.high.toFixed(2)}).`,
    };
  return {
    publish: true,
    reason: `On the ${own.days} days held out, correlation ${own.correlation.value.toFixed(2)} (${own.correlation.low.toFixed(2)} to ${own.correlation.high.toFixed(2)}); ${own.total.predicted.toFixed(0)} purchases predicted where ${own.total.actual} happened.`,
  };
}

function limitsOf(
  model: ValueModel,
  customers: readonly Customer[],
  otherCurrency: number,
  backtests: readonly Backtest[],
): string[] {
  const limits = [
    'It knows purchases only: seasons, campaigns, prices and what is to come are not in it.',
    `The horizon is ${model.horizonDays} days; the further ahead, the more rests on the shape of the model.`,
  ];
  for (const { kind, total, days } of backtests) {
    const missed = total.actual < total.low || total.actual > total.high;
    const side = total.errorPercent < 0 ? 'too few' : 'too many';
    limits.push(
      `Over the last ${days} days ${names[kind]} predicted ${percent(total.errorPercent)} ${side} purchases in all${missed ? ', outside its own range: the ranges leave out what the model does not know' : ', within its range'}.`,
    );
  }
  if (otherCurrency > 0)
    limits.push(
      `${otherCurrency} orders in a currency other than ${model.currency} count as purchases without an amount.`,
    );
  if (model.spend === null)
    limits.push(`Too few amounts are known, so purchases are predicted and no value.`);
  else if (model.spend.q <= 1)
    limits.push(
      'Amounts are so uneven that the mean of a new customer does not exist; their value is not to be relied on.',
    );
  const related = correlation(customers.filter(({ spends }) => spends > 0));
  if (model.spend !== null && Math.abs(related) > 0.2)
    limits.push(
      `Who buys more often spends ${related > 0 ? 'more' : 'less'} on a purchase (correlation ${related.toFixed(2)}); the model takes both as unrelated.`,
    );
  return limits;
}

function correlation(customers: readonly Customer[]): number {
  const n = customers.length;
  const mean = (of: (customer: Customer) => number): number =>
    customers.reduce((sum, c) => sum + of(c), 0) / n;
  const [mx, mm] = [mean(({ x }) => x), mean(({ m }) => m)];
  const moment = (of: (customer: Customer) => number): number => mean(of);
  const xx = moment(({ x }) => (x - mx) ** 2);
  const mmm = moment(({ m }) => (m - mm) ** 2);
  const both = moment(({ x, m }) => (x - mx) * (m - mm));
  return xx > 0 && mmm > 0 ? both / Math.sqrt(xx * mmm) : 0;
}

/** The inputs of one customer as the model's predict side takes them. */
export const inputsOf = ({ x, tx, T, m, spends }: Customer) => ({
  ageDays: Math.round(T * unitDays),
  gapDays: Math.round((T - tx) * unitDays),
  repeats: x,
  meanSpend: spends > 0 ? m : null,
});
