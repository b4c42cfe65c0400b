import type { Problem } from '@aicrm/schema/problem';
import { problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { type Apart, apart } from './apart.js';
import { type Behaviour, type Measure, measures } from './behaviour.js';
import { checkRules, defaultRules, type SegmentRules, segmentOf } from './rules.js';

export interface SegmentSummary {
  readonly id: string;
  readonly name: string;
  readonly advice: string;
  readonly customers: number;
  /** Shares of all customers and of all that was spent, 0..1. */
  readonly share: number;
  readonly valueShare: number;
  /** Medians of what customers of this segment do. */
  readonly median: Readonly<Record<Measure, number>>;
  /** What sets it apart from the other customers, the most certain first; only what is beyond noise. */
  readonly apart: readonly Apart[];
}

export interface Member {
  readonly id: string;
  readonly segment: string;
  /** Scores 1 (worst) to the rules' number of parts (best). */
  readonly recency: number;
  readonly frequency: number;
  readonly money: number;
}

export interface Segmentation {
  readonly currency: string;
  readonly customers: number;
  /** In the order of the rules; those without customers have 0. */
  readonly segments: readonly SegmentSummary[];
  /** By customer id. */
  readonly members: readonly Member[];
  readonly notes: readonly string[];
}

/** Below, a fifth is a handful of people and a quantile says nothing. */
const leastCustomers = 50;

/**
 * Scores 1..parts by quantiles: the share of customers strictly below, plus half of the equal ones, so that equals are treated
 * alike. Many equals (most bought once) leave scores empty rather than part people who did the same.
 */
export function quantileScores(values: Float64Array, parts: number): Uint8Array {
  const sorted = Float64Array.from(values).sort();
  const bound = (value: number, inclusive: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = sorted[middle] ?? 0;
      if (at < value || (inclusive && at === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return Uint8Array.from(values, (value) => {
    const rank = (bound(value, false) + bound(value, true)) / 2 / sorted.length;
    return 1 + Math.min(parts - 1, Math.floor(rank * parts));
  });
}

/**
 * Recency, frequency and money by the business's own quantiles and names.
 * @returns `not-enough-data` below 50 customers, `bad-data` for rules that do not work.
 */
export function rfmSegments(
  behaviour: Behaviour,
  rules: SegmentRules = defaultRules,
): Result<Segmentation, Problem> {
  const checked = checkRules(rules);
  if (!checked.ok) return checked;
  const n = behaviour.ids.length;
  if (n < leastCustomers)
    return fail(
      problem(
        'not-enough-data',
        'Too few customers for segments',
        `There are ${n} customers; ${leastCustomers} are needed for quantiles to mean anything.`,
      ),
    );
  const { recency, frequency, money } = behaviour.columns;
  const scores = {
    // The fewer days since the last purchase, the better.
    recency: quantileScores(
      recency.map((days) => -days),
      rules.parts,
    ),
    frequency: quantileScores(frequency, rules.parts),
    money: quantileScores(money, rules.parts),
  };
  const members = behaviour.ids.map((id, i): Member => {
    const own = {
      recency: scores.recency[i] ?? 1,
      frequency: scores.frequency[i] ?? 1,
      money: scores.money[i] ?? 1,
    };
    const rule = segmentOf(rules, own.recency, own.frequency, own.money);
    return { id, segment: rule?.id ?? '', ...own };
  });
  const notes: string[] = [];
  const once = frequency.reduce((count, value) => count + Number(value === 1), 0);
  if (once > n / 2)
    notes.push(
      `${Math.round((100 * once) / n)} % of the customers bought once, so frequency cannot part them: they share one score.`,
    );
  if (!behaviour.hasMoney)
    notes.push('No amounts are known: money is the same for all, and shares are of purchases.');
  return ok({
    currency: behaviour.currency,
    customers: n,
    segments: rules.segments.map(({ id, name, advice }) => {
      const rows = [...members.keys()].filter((i) => members[i]?.segment === id);
      return { id, name, advice, ...summaryOf(behaviour, rows) };
    }),
    members,
    notes,
  });
}

/** Size, share of value, medians and what is special, of the customers at `rows`. */
export function summaryOf(behaviour: Behaviour, rows: readonly number[]) {
  const { columns, value } = behaviour;
  const all = value.reduce((sum, one) => sum + one, 0);
  const own = rows.reduce((sum, i) => sum + (value[i] ?? 0), 0);
  const median = (column: Float64Array): number => {
    const sorted = Float64Array.from(rows, (i) => column[i] ?? 0).sort();
    const middle = sorted.length / 2;
    return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
  };
  return {
    customers: rows.length,
    share: rows.length / behaviour.ids.length,
    valueShare: all > 0 ? own / all : 0,
    median: {
      recency: median(columns.recency),
      frequency: median(columns.frequency),
      money: median(columns.money),
      basket: median(columns.basket),
      gap: median(columns.gap),
      age: median(columns.age),
    } satisfies Record<Measure, number>,
    apart: apart(
      measures.map((measure) => ({ measure, values: columns[measure] })),
      rows,
    ),
  };
}
