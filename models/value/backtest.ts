import { bootstrapInterval, quantile } from '@aicrm/learn/bootstrap';
import { createRandom } from '@aicrm/learn/random';
import type { ClvFit } from '@aicrm/learn/train/clv-fit';
import {
  drawParameters,
  drawPurchases,
  expectedOf,
  type PurchaseModel,
  parametersOf,
  silentOf,
  withParameters,
} from '@aicrm/learn/value/future';
import { type GammaGamma, gammaGammaExpected } from '@aicrm/learn/value/gamma-gamma';
import { type Customer, customersAt, laterOf, type Purchases, unitDays } from './customers.js';

/** One group of customers: how many, and purchases each on average, predicted and actual. */
export interface Group {
  readonly name: string;
  readonly customers: number;
  readonly predicted: number;
  readonly actual: number;
}

/** Purchases of all customers within one part of the days held out. */
export interface Month {
  /** The last day of the part. */
  readonly until: string;
  readonly days: number;
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
  readonly actual: number;
}

export interface Backtest {
  readonly kind: PurchaseModel['kind'];
  /** The models knew nothing after this day; the days after it judge them. */
  readonly cut: string;
  readonly days: number;
  readonly customers: number;
  readonly total: {
    readonly predicted: number;
    /** What four of five totals lie within, if the model is right. */
    readonly low: number;
    readonly high: number;
    readonly actual: number;
    readonly errorPercent: number;
  };
  readonly spend: {
    readonly predicted: number;
    readonly actual: number;
    readonly errorPercent: number;
  } | null;
  /** Between predicted and actual purchases of customers, with the 95 % bootstrap interval. */
  readonly correlation: { readonly value: number; readonly low: number; readonly high: number };
  /** Share of customers whose purchases lay within their own range of four in five. Counts are whole, so it may exceed .8. */
  readonly covered: number;
  /** Purchases of each 30 days (the last part may be shorter), with the range of four in five. */
  readonly months: readonly Month[];
  readonly byRepeats: readonly Group[];
  readonly byRecency: readonly Group[];
  /** Five groups by predicted churn: mean prediction and the share that bought nothing. */
  readonly churn: readonly Group[];
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const round = (value: number): number => Number(value.toPrecision(6));
const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

interface Judged {
  readonly customer: Customer;
  readonly predicted: number;
  readonly silent: number;
  readonly actual: number;
}

function groupOf(name: string, rows: readonly Judged[]): Group[] {
  if (rows.length === 0) return [];
  const predicted = round(mean(rows.map((row) => row.predicted)));
  return [{ name, customers: rows.length, predicted, actual: round(mean(rows.map((row) => row.actual))) }];
}

function correlationOf(rows: readonly Judged[]): Backtest['correlation'] {
  const interval = bootstrapInterval(
    rows.length,
    (indices) => {
      let [n, p, a, pp, aa, pa] = [0, 0, 0, 0, 0, 0];
      for (const i of indices) {
        const { predicted = 0, actual = 0 } = rows[i] ?? {};
        n++;
        p += predicted;
        a += actual;
        pp += predicted * predicted;
        aa += actual * actual;
        pa += predicted * actual;
      }
      return (pa - (p * a) / n) / Math.sqrt((pp - (p * p) / n) * (aa - (a * a) / n));
    },
    { rounds: 200 },
  );
  return { value: round(interval.value), low: round(interval.low), high: round(interval.high) };
}

/** Judges a model that was fitted to what was known at the end of day `cut` by the `days` after it. */
export function backtest(
  purchases: Purchases,
  fit: ClvFit<PurchaseModel>,
  spend: GammaGamma | null,
  cut: number,
  days: number,
): Backtest {
  const customers = customersAt(purchases, cut);
  const t = days / unitDays;
  let [spent, expectedSpend] = [0, 0];
  const rows: Judged[] = customers.map((customer) => {
    const later = laterOf(purchases, customer.id, cut, cut + days);
    const predicted = expectedOf(fit.model, customer, t);
    spent += later.spend;
    if (spend !== null) expectedSpend += predicted * gammaGammaExpected(spend, customer.spends, customer.m);
    return { customer, predicted, silent: silentOf(fit.model, customer, t), actual: later.purchases };
  });
  const predicted = rows.reduce((sum, row) => sum + row.predicted, 0);
  const actual = rows.reduce((sum, row) => sum + row.actual, 0);
  const ends = partEnds(days);
  const { totals, parts, covered } = possibleTotals(fit, rows, t, ends);
  const gaps = Float64Array.from(customers, ({ tx, T }) => T - tx).sort();
  const edges = [0.25, 0.5, 0.75].map((share) => quantile(gaps, share));
  const byChurn = [...rows].sort((a, b) => a.silent - b.silent);
  return {
    kind: fit.model.kind,
    cut: isoDay(cut),
    days,
    customers: rows.length,
    total: {
      predicted: round(predicted),
      low: quantile(totals, 0.1),
      high: quantile(totals, 0.9),
      actual,
      errorPercent: round(100 * (predicted / actual - 1)),
    },
    spend:
      spend === null || !(spent > 0)
        ? null
        : {
            predicted: round(expectedSpend),
            actual: round(spent),
            errorPercent: round(100 * (expectedSpend / spent - 1)),
          },
    correlation: correlationOf(rows),
    covered: round(covered),
    months: monthsOf(purchases, fit.model, rows, cut, ends, parts),
    byRepeats: [0, 1, 2, 3, 4, 5, 6, 7].flatMap((x) =>
      groupOf(
        x === 7 ? '7 or more' : `${x}`,
        rows.filter(({ customer }) => Math.min(customer.x, 7) === x),
      ),
    ),
    byRecency: [0, 1, 2, 3].flatMap((q) => {
      const [from, to] = [edges[q - 1] ?? -1, edges[q] ?? Number.POSITIVE_INFINITY];
      const weeks = (edge: number): string => `${Math.round(edge * unitDays)} days`;
      const name = q === 3 ? `over ${weeks(from)} ago` : `up to ${weeks(to)} ago`;
      return groupOf(
        name,
        rows.filter(({ customer }) => customer.T - customer.tx > from && customer.T - customer.tx <= to),
      );
    }),
    churn: [0, 1, 2, 3, 4].flatMap((fifth) => {
      const part = byChurn.slice(
        Math.floor((fifth * rows.length) / 5),
        Math.floor(((fifth + 1) * rows.length) / 5),
      );
      return groupOf(
        `fifth ${fifth + 1}`,
        part.map((row) => ({ ...row, predicted: row.silent, actual: Number(row.actual === 0) })),
      );
    }),
  };
}

/** Last days of the parts of about 30 days, counted from the cut; what is left over goes to the last. */
const partEnds = (days: number): number[] => {
  const parts = Math.max(1, Math.round(days / 30));
  return Array.from({ length: parts }, (_, i) => (i === parts - 1 ? days : (i + 1) * 30));
};

interface Possible {
  /** Sorted. */
  readonly totals: Float64Array;
  /** The same of each part, in order. */
  readonly parts: readonly Float64Array[];
  /** Share of customers whose own counts lay within their own range. */
  readonly covered: number;
}

/** What the model holds possible: 100 courses of the days held out, with the parameters' doubt. */
function possibleTotals(
  fit: ClvFit<PurchaseModel>,
  rows: readonly Pick<Judged, 'customer' | 'actual'>[],
  t: number,
  ends: readonly number[],
): Possible {
  const random = createRandom(1);
  const rounds = 100;
  const own = new Float64Array(rows.length * rounds);
  const parts = ends.map(() => new Float64Array(rounds));
  const totals = Float64Array.from({ length: rounds }, (_, r) => {
    const values = drawParameters(parametersOf(fit.model), fit.covariance, random);
    const model = withParameters(fit.model, values);
    const count = (at: number): void => {
      const day = at * unitDays;
      const part =
        parts[
          Math.max(
            0,
            ends.findIndex((end) => day <= end),
          )
        ];
      if (part) part[r] = (part[r] ?? 0) + 1;
    };
    let sum = 0;
    rows.forEach(({ customer }, i) => {
      const drawn = drawPurchases(model, customer, t, random, count);
      own[i * rounds + r] = drawn;
      sum += drawn;
    });
    return sum;
  }).sort();
  let inside = 0;
  rows.forEach(({ actual }, i) => {
    const sorted = own.subarray(i * rounds, (i + 1) * rounds).sort();
    // Whole counts: the ends are rounded outward, since a range between two counts holds neither.
    inside += Number(
      actual >= Math.floor(quantile(sorted, 0.1)) && actual <= Math.ceil(quantile(sorted, 0.9)),
    );
  });
  return {
    totals,
    parts: parts.map((part) => part.sort()),
    covered: rows.length > 0 ? inside / rows.length : 0,
  };
}

/** Predicted and actual purchases of each part of the days held out. */
function monthsOf(
  purchases: Purchases,
  model: PurchaseModel,
  rows: readonly Judged[],
  cut: number,
  ends: readonly number[],
  possible: readonly Float64Array[],
): Month[] {
  let [before, from] = [0, 0];
  return ends.map((end, i) => {
    const until = rows.reduce((sum, { customer }) => sum + expectedOf(model, customer, end / unitDays), 0);
    const actual = rows.reduce(
      (sum, { customer }) => sum + laterOf(purchases, customer.id, cut + from, cut + end).purchases,
      0,
    );
    const draws = possible[i] ?? new Float64Array(0);
    const month = {
      until: isoDay(cut + end),
      days: end - from,
      predicted: round(until - before),
      low: quantile(draws, 0.1),
      high: quantile(draws, 0.9),
      actual,
    };
    [before, from] = [until, end];
    return month;
  });
}
