import { availableParallelism, loadavg } from 'node:os';
import { must } from '@aicrm/schema/result';
import type { Row } from '../../measure/row.js';

/** One side of a comparison. `run` does a round and answers its cost in seconds per unit (a row, a model, a page). */
export interface Contender {
  readonly name: string;
  readonly run: () => number | Promise<number>;
}

/** The costs of all rounds of one contender, in the order they were taken. */
export interface Timing {
  readonly name: string;
  readonly costs: readonly number[];
}

const DEFAULT_ROUNDS = 9;

/**
 * Times contenders in turn (ours, peer, ours, peer, ...), so that a machine that is busy for a while is busy for all.
 * The first `warm` rounds are thrown away: caches fill and compilers finish there.
 */
export async function interleave(
  contenders: readonly Contender[],
  { rounds = DEFAULT_ROUNDS, warm = 2 } = {},
): Promise<Timing[]> {
  const timings = contenders.map(({ name }) => ({ name, costs: [] as number[] }));
  for (let round = -warm; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      const cost = await contender.run();
      if (round >= 0) must(timings[i], 'timing').costs.push(cost);
    }
  }
  return timings;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export const best = (timing: Timing): number => Math.min(...timing.costs);
export const median = (timing: Timing): number => quantile(timing.costs, 0.5);

/** How many times as fast as the reference: of the best rounds, of the middle ones, and the middle half of round by round. */
export function ratios(ours: Timing, reference: Timing) {
  const each = ours.costs.map((cost, i) => (reference.costs[i] ?? Number.NaN) / cost);
  return {
    ofMinima: best(reference) / best(ours),
    ofMedians: median(reference) / median(ours),
    low: quantile(each, 0.25),
    high: quantile(each, 0.75),
  };
}

export const seconds = async (work: () => unknown): Promise<number> => {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
};

/** What a cost in seconds per unit is shown as. */
export interface Unit {
  readonly metric: string;
  readonly better: Row['better'];
  readonly show: (cost: number) => number;
}

export const perSecond = (what: string): Unit => ({
  metric: `${what}/s`,
  better: 'higher',
  show: (cost) => 1 / cost,
});
export const inSeconds: Unit = { metric: 's', better: 'lower', show: (cost) => cost };
export const inMilliseconds: Unit = { metric: 'ms', better: 'lower', show: (cost) => cost * 1e3 };
export const inMicroseconds: Unit = { metric: 'µs', better: 'lower', show: (cost) => cost * 1e6 };

export interface TimingRow {
  readonly case: string;
  readonly unit: Unit;
  readonly ours: Timing;
  readonly reference?: Timing;
  readonly target: string;
  /** Least ratio of minima, reference over ours. */
  readonly atLeast?: number;
  /** Most (or, where higher is better, least) that ours may show by itself. */
  readonly limit?: number;
  /** Every given condition must hold; with `either`, one of them is enough. */
  readonly either?: boolean;
  readonly why?: string;
  /** What is known and what was tried, shown where the row does not pass. */
  readonly ifFails?: string;
}

/** Words for a row that fails while other programs want more processors than there are. */
function crowded(): string[] {
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  return load > cores ? [`load average ${load.toFixed(1)} on ${cores} cores while it ran`] : [];
}

const explain = (pass: boolean | null, ifFails: string | undefined): string[] =>
  pass === false ? [...(ifFails ? [ifFails] : []), ...crowded()] : [];

/**
 * Ours and the reference show their best rounds: whatever else runs on the machine can only make a round slower. Noise is
 * half the interquartile range of ours over the rounds, in the row's own unit.
 */
export function timingRow(of: TimingRow): Row {
  const { unit, ours, reference } = of;
  const shown = unit.show(best(ours));
  const conditions: boolean[] = [];
  const words: string[] = [];
  if (reference) {
    const ratio = ratios(ours, reference);
    words.push(
      `${ratio.ofMinima.toFixed(2)} x of the best rounds, ${ratio.ofMedians.toFixed(2)} x of the medians ` +
        `(middle half of ${ours.costs.length} rounds ${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`,
    );
    if (of.atLeast !== undefined) conditions.push(ratio.ofMinima >= of.atLeast);
  } else {
    words.push(`best of ${ours.costs.length} rounds, median ${format(unit.show(median(ours)))}`);
  }
  if (of.limit !== undefined)
    conditions.push(unit.better === 'higher' ? shown >= of.limit : shown <= of.limit);
  if (of.why) words.push(of.why);
  const shownOurs = ours.costs.map(unit.show);
  const pass =
    conditions.length === 0 ? null : of.either ? conditions.includes(true) : !conditions.includes(false);
  return {
    case: of.case,
    metric: unit.metric,
    better: unit.better,
    ours: shown,
    reference: reference ? unit.show(best(reference)) : null,
    referenceName: reference?.name ?? '',
    target: of.target,
    noise: (quantile(shownOurs, 0.75) - quantile(shownOurs, 0.25)) / 2,
    pass,
    why: [...words, ...explain(pass, of.ifFails)].join('; '),
  };
}

const format = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3);

/** A figure that needs no rounds: a size, a count, a score. */
export function factRow(of: {
  readonly case: string;
  readonly metric: string;
  readonly better: Row['better'];
  readonly ours: number;
  readonly reference?: number;
  readonly referenceName?: string;
  readonly target: string;
  readonly pass: boolean | null;
  readonly noise?: number;
  readonly why?: string;
  readonly ifFails?: string;
}): Row {
  const { reference = null, referenceName = '', noise = null, why, ifFails, ...rest } = of;
  const words = [...(why ? [why] : []), ...explain(of.pass, ifFails)];
  return { ...rest, reference, referenceName, noise, ...(words.length > 0 ? { why: words.join('; ') } : {}) };
}
