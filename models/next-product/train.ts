import type { Purchases } from '@aicrm/learn/recommend/purchases';
import type { NextProductModel, NextProductRanking } from '@aicrm/schema/next-product-model';
import { type Problem, type ProblemIssue, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { dayMs } from './features.js';
import { judge, type Wanted } from './train-judge.js';
import { type PairModel, trainPairs, type Want } from './train-pairs.js';
import { type Snapshot, snapshotAt } from './train-state.js';

/** One line of an order. `item` may be a product or any grouping of products. */
export interface PurchaseRow {
  readonly customer: string;
  readonly item: string;
  /** Epoch ms. */
  readonly at: number;
}

export interface NextProductTrainOptions {
  /** Epoch ms: later purchases are not used. */
  readonly now: number;
  /** Days that a prediction looks ahead; default 92, or a quarter of the history where it is shorter. */
  readonly horizonDays?: number;
  /** Words for the items; their ids otherwise. */
  readonly labels?: ReadonlyMap<string, string>;
  readonly version?: string;
  readonly seed?: number;
  readonly synthetic?: boolean;
}

export interface NextProductCard {
  readonly name: 'next-product';
  readonly version: string;
  readonly synthetic: boolean;
  readonly window: { readonly from: string; readonly to: string; readonly judgedFrom: string };
  readonly horizonDays: number;
  readonly customers: number;
  readonly purchases: number;
  readonly items: { readonly kept: number; readonly all: number; readonly rule: string };
  readonly any: NextProductRanking;
  readonly new: NextProductRanking;
  readonly limits: readonly string[];
}

export interface TrainedNextProduct {
  readonly model: NextProductModel;
  readonly card: NextProductCard;
}

const least = { customers: 200, purchases: 2_000, days: 120, judged: 100, items: 11 };
/** Beyond, EASE's inverse takes minutes; an item that a handful bought has no neighbours to speak of. */
const mostItems = 600;
const leastBuyers = 5;

interface Indexed {
  /** Of the kept items only, which come first and in the order of their buyers. */
  readonly purchases: Purchases;
  readonly ids: readonly string[];
  readonly buyers: readonly number[];
  readonly customers: ReadonlyMap<string, number>;
  readonly all: number;
}

/** Numbers for customers and items; which items are kept is told from purchases before `until` alone. */
function index(rows: readonly PurchaseRow[], until: number): Indexed {
  const buyers = new Map<string, Set<string>>();
  const customers = new Map<string, number>();
  for (const { customer, item, at } of rows) {
    if (!customers.has(customer)) customers.set(customer, customers.size);
    if (at >= until) continue;
    const own = buyers.get(item);
    if (own) own.add(customer);
    else buyers.set(item, new Set([customer]));
  }
  const ranked = [...buyers].sort(([a, n], [b, m]) => m.size - n.size || (a < b ? -1 : 1));
  const enough = ranked.filter(([, own]) => own.size >= leastBuyers);
  // Few items are few items: the rare ones cost nothing then.
  const kept = (ranked.length <= mostItems ? ranked : enough).slice(0, mostItems);
  const places = new Map(kept.map(([id], i) => [id, i]));
  const lines = rows.filter(({ item }) => places.has(item));
  return {
    purchases: {
      customers: customers.size,
      items: kept.length,
      customer: Int32Array.from(lines, ({ customer }) => customers.get(customer) ?? 0),
      item: Int32Array.from(lines, ({ item }) => places.get(item) ?? 0),
      at: Float64Array.from(lines, ({ at }) => at),
    },
    ids: kept.map(([id]) => id),
    buyers: kept.map(([, own]) => own.size),
    customers,
    all: ranked.length,
  };
}

/** What each customer bought in the window, as numbers of the index; items that it does not keep get numbers beyond it. */
function wantedOf(
  rows: readonly PurchaseRow[],
  { ids, customers }: Indexed,
  from: number,
  until: number,
): Wanted {
  const places = new Map(ids.map((id, i) => [id, i]));
  const wanted = Array.from({ length: customers.size }, () => new Set<number>());
  for (const { customer, item, at } of rows) {
    if (at < from || at >= until) continue;
    const place = places.get(item) ?? places.size;
    places.set(item, place);
    wanted[customers.get(customer) ?? 0]?.add(place);
  }
  return wanted;
}

/** Three moments whose following horizon is over at `until`, each with as much history as the horizon. */
function cutsBefore(until: number, first: number, horizonDays: number): number[] {
  return [1, 4 / 3, 5 / 3]
    .map((steps) => until - steps * horizonDays * dayMs)
    .filter((cut) => cut - first >= horizonDays * dayMs);
}

interface Fits {
  readonly any: PairModel;
  readonly new: PairModel;
}

function fitBefore(
  purchases: Purchases,
  until: number,
  first: number,
  horizonDays: number,
  seed: number,
): Fits | undefined {
  const snapshots = cutsBefore(until, first, horizonDays).map((cut) => snapshotAt(purchases, cut));
  if (snapshots.length === 0) return undefined;
  const any = trainPairs(snapshots, purchases, horizonDays, 'any', seed);
  const fresh = trainPairs(snapshots, purchases, horizonDays, 'new', seed);
  return any === undefined || fresh === undefined ? undefined : { any, new: fresh };
}

/** Customers before the held-out days, and what is missing, each as a sentence that says what would be enough. */
function lacks(rows: readonly PurchaseRow[], days: number, judged: number): ProblemIssue[] {
  const customers = new Set(rows.map(({ customer }) => customer)).size;
  const items = new Set(rows.map(({ item }) => item)).size;
  const issues: ProblemIssue[] = [];
  const say = (at: string, message: string): number => issues.push({ at, message });
  if (customers < least.customers)
    say('customers', `There are ${customers} customers; ${least.customers} are needed.`);
  if (rows.length < least.purchases)
    say('purchases', `There are ${rows.length} purchases; ${least.purchases} are needed.`);
  if (items < least.items)
    say('items', `There are ${items} items; ${least.items} are needed for ten to be a choice.`);
  if (!(days >= least.days))
    say('history', `The purchases span ${Math.max(0, Math.floor(days))} days; ${least.days} are needed.`);
  if (judged < least.judged)
    say(
      'returning',
      `${judged} customers bought both before and in the days held out; ${least.judged} are needed.`,
    );
  return issues;
}

/**
 * What customers buy next, from lines of orders. Judged on the last horizon by models of the time before it, beside popularity;
 * then fitted anew to all. Deterministic by `seed`; the order of rows does not matter.
 *
 * Errors: `not-enough-data` with one issue per lack; `bad-data` for a moment that is no number.
 */
export function trainNextProduct(
  all: readonly PurchaseRow[],
  options: NextProductTrainOptions,
): Result<TrainedNextProduct, Problem> {
  const { now, seed = 1 } = options;
  if (all.some(({ at }) => !Number.isFinite(at)))
    return fail(
      problem('bad-data', 'Purchases without a moment', 'The moment of a purchase is not a number.'),
    );
  const rows = all
    .filter(({ at }) => at < now)
    .sort(
      (a, b) =>
        a.at - b.at ||
        (a.customer < b.customer ? -1 : a.customer > b.customer ? 1 : a.item < b.item ? -1 : 1),
    );
  const first = rows[0]?.at ?? now;
  const days = (now - first) / dayMs;
  const horizonDays = options.horizonDays ?? Math.max(14, Math.min(92, Math.floor(days / 4)));
  const cut = now - horizonDays * dayMs;
  const before = new Set(rows.filter(({ at }) => at < cut).map(({ customer }) => customer));
  const after = new Set(
    rows.filter(({ at, customer }) => at >= cut && before.has(customer)).map(({ customer }) => customer),
  );
  const issues = lacks(rows, days, after.size);
  const refuse = (detail: string) =>
    fail(problem('not-enough-data', 'Not enough purchases to tell what is bought next', detail, { issues }));
  if (issues.length > 0) return refuse(issues.map(({ message }) => message).join(' '));

  const past = index(rows, cut);
  const judged = fitBefore(past.purchases, cut, first, horizonDays, seed);
  const present = index(rows, now);
  const final = fitBefore(present.purchases, now, first, horizonDays, seed);
  if (judged === undefined || final === undefined)
    return refuse(
      `The purchases span ${Math.floor(days)} days; ${3 * horizonDays} are needed to look ${horizonDays} days ahead.`,
    );
  const then = snapshotAt(past.purchases, cut);
  const wanted = wantedOf(rows, past, cut, now);
  const state = snapshotAt(present.purchases, now);
  const ranking = (want: Want): NextProductRanking => {
    const { holdout, shift } = judge(then, judged[want], wanted, want, seed);
    const fitted = { ...final[want], intercept: final[want].intercept + shift };
    const better = holdout.difference.low > 0;
    return {
      ...rounded(fitted),
      by: better ? 'model' : 'popularity',
      reason: reasonOf(holdout, better, want, horizonDays),
      holdout,
    };
  };
  const version = options.version ?? isoDay(now);
  const model: NextProductModel = {
    schemaVersion: 1,
    name: 'next-product',
    version,
    trainedAt: new Date(now).toISOString(),
    horizonDays,
    customers: new Set(rows.map(({ customer }) => customer)).size,
    items: present.ids.map((id, i) => ({
      id,
      label: options.labels?.get(id) ?? id,
      buyers: present.buyers[i] ?? 0,
    })),
    ...plain(state),
    any: ranking('any'),
    new: ranking('new'),
  };
  const card: NextProductCard = {
    name: 'next-product',
    version,
    synthetic: options.synthetic ?? false,
    window: { from: isoDay(first), to: isoDay(now - 1), judgedFrom: isoDay(cut) },
    horizonDays,
    customers: model.customers,
    purchases: rows.length,
    items: {
      kept: present.ids.length,
      all: present.all,
      rule: `Up to ${mostItems} items all are kept; of more, the ${mostItems} that most customers bought, each by ${leastBuyers} or more.`,
    },
    any: model.any,
    new: model.new,
    limits: limitsOf(model, present),
  };
  return ok({ model, card });
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const digits = (value: number): number => Number(value.toPrecision(7));
const rounded = ({ intercept, coefficients, means }: PairModel): PairModel => ({
  intercept: digits(intercept),
  coefficients: coefficients.map(digits),
  means: means.map(digits),
});

function plain({
  state,
}: Snapshot): Pick<NextProductModel, 'popular' | 'rising' | 'tiers' | 'tierCuts' | 'alike' | 'ease'> {
  const list = (values: ArrayLike<number>): number[] => Array.from(values, digits);
  const sparse = ({ start, target, weight }: Snapshot['state']['ease']) => ({
    start: Array.from(start),
    target: Array.from(target),
    weight: list(weight),
  });
  return {
    popular: list(state.popular),
    rising: list(state.rising),
    tiers: state.tiers.map(list),
    tierCuts: [...state.tierCuts],
    alike: sparse(state.alike),
    ease: sparse(state.ease),
  };
}

function reasonOf(holdout: NextProductRanking['holdout'], better: boolean, want: Want, days: number): string {
  const percent = (share: number): string => (100 * share).toFixed(1);
  const { recall, popularityRecall, difference, customers } = holdout;
  const figures = `On the last ${days} days, of what ${customers} customers ${want === 'new' ? 'bought for the first time' : 'bought'}, ten suggestions held ${percent(recall)} %, the ten most popular ${percent(popularityRecall)} % (difference ${percent(difference.low)} to ${percent(difference.high)} points).`;
  return better ? figures : `${figures} That is not certainly better, so what is most popular is shown.`;
}

function limitsOf(model: NextProductModel, { all, ids }: Indexed): string[] {
  const limits = [
    'It knows purchases only: prices, stock, campaigns and what the customer needs are not in it.',
    `Recall is over ${model.any.holdout.customers} customers who came back; who did not is not judged.`,
    '"Because" names what the same customers buy; it is not the cause.',
  ];
  if (ids.length < all)
    limits.push(
      `${all - ids.length} of ${all} items are left out, being rarely bought; they are never suggested.`,
    );
  for (const [name, { by, holdout }] of [
    ['any', model.any],
    ['new', model.new],
  ] as const)
    if (by === 'model' && Math.abs(holdout.predicted - holdout.happened) > 0.05)
      limits.push(
        `Of suggestions (${name}) ${(100 * holdout.happened).toFixed(0)} % were bought where ${(100 * holdout.predicted).toFixed(0)} % were predicted; probabilities are corrected by that since.`,
      );
  return limits;
}
