import type { Collected, CustomerRow, DealRow } from './collect.js';
import { type Cut, type CutValues, cuts } from './cuts.js';

/** What a person chose to see; null is all. */
export interface OverviewFilter extends CutValues {
  /** Leads and deals created, and messages written, at or after it; epoch milliseconds. */
  readonly since: number | null;
  /** Id of a segment of customers. */
  readonly segment: string | null;
}

export const allOfIt: OverviewFilter = { since: null, segment: null, region: null, owner: null };

/** Which filters a part can follow, because what it is made of holds them. */
export type Follows = Readonly<Record<'since' | 'segment' | Cut, boolean>>;

export interface Stage {
  readonly name: string;
  /** Records that came as far as this, those that went further included. */
  readonly count: number;
  /** Sum of their known amounts, major units; null for leads. */
  readonly amount: number | null;
}

export interface PipelineFigures {
  readonly open: number;
  /** Sum of amounts of the open deals that have one. */
  readonly amount: number;
  /** Sum of amount × chance over those that have both; null where no model gives chances. */
  readonly expected: number | null;
  /** Open deals with an amount and a chance. */
  readonly weighed: number;
  readonly currency: string;
  /** Amounts of deals created in each of the last twelve months, the newest last. */
  readonly created: Float64Array;
}

export interface AtRisk {
  readonly customer: CustomerRow;
  readonly churn: number;
  /** Expected spend × chance of silence: how the list is ordered. Without amounts the chance alone. */
  readonly weight: number;
}

export interface RiskFigures {
  /** Customers of whom the model says something. */
  readonly known: number;
  /** Those more likely than not to stay away. */
  readonly customers: number;
  /** Sum over all known: chance of silence × expected spend; null where the model knows no amounts. */
  readonly value: number | null;
  /** In no order: to sort 30,000 holds a slow phone for a tenth of a second, see `heaviest`. */
  readonly list: readonly AtRisk[];
}

export interface Overview {
  readonly records: number;
  readonly pipeline: PipelineFigures | null;
  readonly leads: readonly Stage[];
  readonly stages: readonly Stage[];
  readonly risk: RiskFigures | null;
  /** Values to choose from, by cut; empty where no record holds it. */
  readonly choices: Readonly<Record<Cut, readonly string[]>>;
}

/** From this chance on a customer is more likely than not to stay away. */
export const likely = 0.5;
const months = 12;
const mostChoices = 50;

const passesCuts = (row: CutValues, filter: OverviewFilter): boolean =>
  cuts.every((cut) => filter[cut] === null || row[cut] === filter[cut]);
const passesTime = (createdAt: number, { since }: OverviewFilter): boolean =>
  since === null || createdAt >= since;

/** Values of each cut, those of the most records first. */
function choicesOf({ leads, deals, customers }: Collected): Overview['choices'] {
  const of = (cut: Cut): string[] => {
    const counts = new Map<string, number>();
    for (const rows of [leads, deals, customers])
      for (const row of rows) {
        const value = row[cut];
        if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    return [...counts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, mostChoices)
      .map(([value]) => value)
      .sort();
  };
  return { region: of('region'), owner: of('owner') };
}

/** Leads: how many there were, and how many became customers. Undecided ones are counted in the first. */
function leadStages({ leads }: Collected, filter: OverviewFilter): Stage[] {
  let all = 0;
  let decided = 0;
  let converted = 0;
  for (const lead of leads) {
    if (!passesTime(lead.createdAt, filter) || !passesCuts(lead, filter)) continue;
    all++;
    if (lead.status !== 'open') decided++;
    if (lead.status === 'converted') converted++;
  }
  if (all === 0) return [];
  return [
    { name: 'leads', count: all, amount: null },
    { name: 'decided', count: decided, amount: null },
    { name: 'converted', count: converted, amount: null },
  ];
}

/** Stages by the mean number of stages that their deals had passed: the order that deals take, not the alphabet's. */
function dealStages(deals: readonly DealRow[]): Stage[] {
  const of = new Map<string, { deals: number; passed: number }>();
  for (const { stage, passed } of deals) {
    if (stage === null) continue;
    const one = of.get(stage) ?? { deals: 0, passed: 0 };
    one.deals++;
    one.passed += passed ?? 0;
    of.set(stage, one);
  }
  const order = [...of].sort(
    (a, b) => a[1].passed / a[1].deals - b[1].passed / b[1].deals || b[1].deals - a[1].deals,
  );
  const place = new Map(order.map(([name], i) => [name, i]));
  const counts = order.map(() => ({ count: 0, amount: 0 }));
  let won = { count: 0, amount: 0 };
  for (const { stage, status, amount } of deals) {
    const isWon = status === 'won';
    if (isWon) won = { count: won.count + 1, amount: won.amount + (amount ?? 0) };
    const reached = isWon ? counts.length - 1 : stage === null ? -1 : (place.get(stage) ?? -1);
    for (const one of counts.slice(0, reached + 1)) {
      one.count++;
      one.amount += amount ?? 0;
    }
  }
  const stages = order.map(([name], i): Stage => ({ name, ...(counts[i] ?? { count: 0, amount: 0 }) }));
  return stages.length > 0 ? [...stages, { name: 'won', ...won }] : [];
}

/** The currency of most open deals: amounts of others are left out, because mixed sums mean nothing. */
function mainCurrency(deals: readonly DealRow[]): string | null {
  const counts = new Map<string, number>();
  for (const { currency, amount } of deals)
    if (currency !== null && amount !== null) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function pipelineOf(
  deals: readonly DealRow[],
  chances: ReadonlyMap<string, number> | null,
  now: number,
): PipelineFigures | null {
  const currency = mainCurrency(deals);
  if (deals.length === 0 || currency === null) return null;
  const created = new Float64Array(months);
  const today = new Date(now);
  const month = today.getUTCFullYear() * 12 + today.getUTCMonth();
  let [open, amount, expected, weighed] = [0, 0, 0, 0];
  for (const deal of deals) {
    if (deal.amount !== null && deal.currency === currency && deal.createdAt <= now) {
      const at = new Date(deal.createdAt);
      const i = months - 1 - (month - (at.getUTCFullYear() * 12 + at.getUTCMonth()));
      if (i >= 0) created[i] = (created[i] ?? 0) + deal.amount;
    }
    if (deal.status !== 'open') continue;
    open++;
    if (deal.amount === null || deal.currency !== currency) continue;
    amount += deal.amount;
    const chance = chances?.get(deal.id);
    if (chance === undefined) continue;
    expected += deal.amount * chance;
    weighed++;
  }
  return { open, amount, expected: weighed > 0 ? expected : null, weighed, currency, created };
}

function riskOf(customers: readonly CustomerRow[], filter: OverviewFilter): RiskFigures | null {
  const list: AtRisk[] = [];
  let [value, customersAtRisk] = [0, 0];
  let amounts = false;
  for (const customer of customers) {
    const { churn, worth, segment } = customer;
    if (churn === null || !passesCuts(customer, filter)) continue;
    if (filter.segment !== null && segment !== filter.segment) continue;
    if (worth !== null) amounts = true;
    const weight = worth === null ? 0 : churn * worth;
    value += weight;
    if (churn >= likely) customersAtRisk++;
    list.push({ customer, churn, weight });
  }
  if (list.length === 0) return null;
  return { known: list.length, customers: customersAtRisk, value: amounts ? value : null, list };
}

const heavier = (a: AtRisk, b: AtRisk): number =>
  b.weight - a.weight || b.churn - a.churn || (a.customer.id < b.customer.id ? -1 : 1);

/** The `most` with the most weight, the first first. */
export function heaviest(list: readonly AtRisk[], most: number): AtRisk[] {
  let kept: AtRisk[] = [];
  let last: AtRisk | undefined;
  for (const one of list) {
    if (last && heavier(last, one) <= 0) continue;
    kept.push(one);
    // Twice as many as are wanted are sorted at once, so that most rows cost one comparison.
    if (kept.length < 2 * most) continue;
    kept = kept.sort(heavier).slice(0, most);
    last = kept.at(-1);
  }
  return kept.sort(heavier).slice(0, most);
}

/** Computes a part anew only when what it is made of has changed. */
function remembered<T>(): (key: readonly unknown[], make: () => T) => T {
  let last: { readonly key: readonly unknown[]; readonly value: T } | undefined;
  return (key, make) => {
    if (!last || key.some((one, i) => one !== last?.key[i])) last = { key, value: make() };
    return last.value;
  };
}

/** As `overviewOf`, for a page that asks again and again while records arrive: parts that did not change are kept. */
export function rememberingOverview(): typeof overviewOf {
  const [choices, pipeline, leads, stages, risk] = [
    remembered<Overview['choices']>(),
    remembered<PipelineFigures | null>(),
    remembered<readonly Stage[]>(),
    remembered<readonly Stage[]>(),
    remembered<RiskFigures | null>(),
  ];
  return (collected, chances, filter, now) => {
    const { leads: leadRows, deals, customers } = collected;
    const chosen = (): readonly DealRow[] => chosenDeals(deals, filter);
    return {
      records: leadRows.length + deals.length + customers.length,
      pipeline: pipeline([deals, chances, filter, now], () => pipelineOf(chosen(), chances, now)),
      leads: leads([leadRows, filter], () => leadStages(collected, filter)),
      stages: stages([deals, filter], () => dealStages(chosen())),
      risk: risk([customers, filter], () => riskOf(customers, filter)),
      choices: choices([leadRows, deals, customers], () => choicesOf(collected)),
    };
  };
}

const chosenDeals = (deals: readonly DealRow[], filter: OverviewFilter): readonly DealRow[] =>
  deals.filter((deal) => passesTime(deal.createdAt, filter) && passesCuts(deal, filter));

/**
 * The figures of a business from its records, as one filter sees them. Pure: 50,000 records take some ten milliseconds.
 * @param chances P(won) of deals by record id; null where no model gives them.
 */
export function overviewOf(
  collected: Collected,
  chances: ReadonlyMap<string, number> | null,
  filter: OverviewFilter,
  now: number,
): Overview {
  const { leads, deals, customers } = collected;
  const chosen = chosenDeals(deals, filter);
  return {
    records: leads.length + deals.length + customers.length,
    pipeline: pipelineOf(chosen, chances, now),
    leads: leadStages(collected, filter),
    stages: dealStages(chosen),
    risk: riskOf(customers, filter),
    choices: choicesOf(collected),
  };
}
