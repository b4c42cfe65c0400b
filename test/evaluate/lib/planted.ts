import { createRandom, type Random } from '@aicrm/learn/random';
import type { LeadHistory } from '@aicrm/models/lead-score/history';
import { indexHistory } from '@aicrm/models/lead-score/history-index';
import { defaultMoments } from '@aicrm/models/lead-score/rows';
import { syntheticHistory, syntheticNow } from '@aicrm/models/lead-score/testing/synthetic';
import { leadTable } from '@aicrm/models/lead-score/training-table';
import { checkLeaks } from '@aicrm/models/tabular/leak-check';
import { allRows, oneRowPerRecord } from '@aicrm/models/tabular/table';
import type { LeakFinding } from '@aicrm/schema/model';

type Cell = string | number | null;
type Column = (converted: boolean, random: Random) => Cell;

export const kindsOfLeak = ['filled after the outcome', 'a noisy copy', 'a count of later events'] as const;
export type KindOfLeak = (typeof kindsOfLeak)[number];

const between = (random: Random, low: number, high: number): number => low + (high - low) * random.next();

/** Knuth's draw of a Poisson number. */
function poisson(random: Random, rate: number): number {
  const end = Math.exp(-rate);
  let [n, product] = [0, random.next()];
  while (product > end) {
    n++;
    product *= random.next();
  }
  return n;
}

/** A column that knows the outcome. How much it knows is drawn: a little less than all, as CRMs have it. */
function leak(kind: KindOfLeak, plan: Random): Column {
  if (kind === 'filled after the outcome') {
    // A form that is filled in once a lead converted, often forgotten, and now and then filled in by mistake.
    const [filled, mistaken, levels] = [between(plan, 0.55, 0.95), between(plan, 0, 0.08), 2 + plan.int(6)];
    return (converted, random) =>
      random.next() < (converted ? filled : mistaken) ? `team ${random.int(levels)}` : null;
  }
  if (kind === 'a noisy copy') {
    if (plan.next() < 0.5) {
      const wrong = between(plan, 0.02, 0.15);
      return (converted, random) => (converted !== random.next() < wrong ? 'y' : 'n');
    }
    const noise = between(plan, 0.2, 0.6);
    return (converted, random) => Number(converted) + noise * random.normal();
  }
  // Visits are counted until today: those after the outcome come on top of what everyone has.
  const [before, after] = [between(plan, 0.3, 2), between(plan, 2, 6)];
  return (converted, random) => poisson(random, before) + (converted ? poisson(random, after) : 0);
}

/**
 * Columns that know a little of the outcome, or nothing, as honest ones do; none may be called a leak. The strongest
 * reaches an AUC alone of about .74, as the best honest column of the public sets does (.749).
 */
function honest(plan: Random): Readonly<Record<string, Column>> {
  const [known, visits, lift] = [between(plan, 0.3, 0.9), between(plan, 1, 4), between(plan, 1, 1.5)];
  const size = between(plan, 0, 0.7);
  return {
    branch: (_, random) => `branch ${random.int(8)}`,
    'visits before': (converted, random) => poisson(random, visits * (converted ? lift : 1)),
    'company size': (converted, random) =>
      random.next() < known ? Math.round(Math.exp(3 + random.normal() + (converted ? size : 0))) : null,
  };
}

export interface Planted {
  readonly kind: KindOfLeak;
  readonly leads: number;
  /** What the leak check says of the planted column; undefined where none was planted. */
  readonly found: LeakFinding | undefined;
  /** Other columns that are called a leak or suspect. */
  readonly others: readonly LeakFinding[];
}

const plantedName = 'field 7';

/** A generated shop's history with, or without, one column that knows the outcome. The column's name says nothing. */
export function plantedHistory(seed: number, kind: KindOfLeak, planted: boolean): LeadHistory {
  const plan = createRandom(seed);
  const random = createRandom(seed + 1_000);
  const leads = 400 + plan.int(1_600);
  const signal = between(plan, 0.3, 1.2);
  const leaking = leak(kind, plan);
  const columns = honest(plan);
  return syntheticHistory({
    leads,
    seed,
    signal,
    custom: (converted) => {
      const cells: Record<string, Cell> = {};
      for (const [name, column] of Object.entries(columns)) cells[name] = column(converted, random);
      if (planted) cells[plantedName] = leaking(converted, random);
      return cells;
    },
  });
}

/** Plants, builds the table that lead scoring would learn from, and asks the leak check. */
export function plant(seed: number, kind: KindOfLeak, planted: boolean): Planted {
  const table = leadTable(indexHistory(plantedHistory(seed, kind, planted)), {
    now: syntheticNow,
    horizonDays: 60,
    moments: defaultMoments,
  });
  const findings = checkLeaks(table, oneRowPerRecord(table, allRows(table), 1), new Set());
  const isPlanted = ({ column }: LeakFinding): boolean => column.endsWith(plantedName);
  return {
    kind,
    leads: new Set(table.recordIds).size,
    found: findings.find(isPlanted),
    others: findings.filter((one) => one.verdict !== 'ok' && !isPlanted(one)),
  };
}
