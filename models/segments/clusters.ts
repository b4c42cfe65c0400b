import { kMeans } from '@aicrm/learn/train/kmeans';
import { type Choice, chooseClusters, clusterStability } from '@aicrm/learn/train/kmeans-stability';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { type Behaviour, measureLabels, measures } from './behaviour.js';
import { type SegmentSummary, summaryOf } from './rfm.js';

export interface ClusterOptions {
  /** How many clusters; chosen among 3 to 8 where absent. */
  readonly k?: number;
  readonly seed?: number;
}

export interface Clusters {
  /** Null where none is steady: then there are no segments, and the reason says why. */
  readonly k: number | null;
  readonly choice: Choice;
  readonly segments: readonly Omit<SegmentSummary, 'advice'>[];
  /** By customer, in the order of the behaviour's ids; empty without clusters. */
  readonly labels: Int32Array;
}

const leastPerCluster = 30;
const choices = [3, 4, 5, 6, 7, 8];

/** Logarithms, standardised: days and amounts are skewed, and a distance must not be that of the largest unit. */
export function standardized(behaviour: Behaviour): { readonly x: Float64Array; readonly d: number } {
  const n = behaviour.ids.length;
  const columns = measures
    .map((measure) => behaviour.columns[measure].map((value) => Math.log1p(Math.max(0, value))))
    .map((logs) => {
      const mean = logs.reduce((a, b) => a + b, 0) / n;
      const sd = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
      return { logs, mean, sd };
    })
    // A measure that is the same for all says nothing.
    .filter(({ sd }) => sd > 1e-9);
  const d = columns.length;
  const x = new Float64Array(n * d);
  columns.forEach(({ logs, mean, sd }, j) => {
    for (let i = 0; i < n; i++) x[i * d + j] = ((logs[i] ?? 0) - mean) / sd;
  });
  return { x, d };
}

/**
 * Customers grouped by behaviour with k-means, each group described by what sets it apart. With a `k` of the caller's the
 * groups are made whatever their steadiness, which the choice then tells.
 */
export function behaviourClusters(
  behaviour: Behaviour,
  { k, seed = 1 }: ClusterOptions = {},
): Result<Clusters, Problem> {
  const n = behaviour.ids.length;
  const least = leastPerCluster * (k ?? 3);
  if (k !== undefined && (!Number.isInteger(k) || k < 2 || k > 20))
    return fail(
      problem('bad-data', 'That is no number of clusters', `${k} was asked for; 2 to 20 can be made.`),
    );
  if (n < least)
    return fail(
      problem(
        'not-enough-data',
        'Too few customers to group',
        `There are ${n} customers; ${least} are needed for ${k ?? 3} groups.`,
      ),
    );
  const { x, d } = standardized(behaviour);
  if (d === 0)
    return fail(
      problem(
        'not-enough-data',
        'All customers are alike',
        'Every measure of behaviour is the same for all.',
      ),
    );
  const choice =
    k === undefined
      ? chooseClusters(
          x,
          d,
          choices.filter((count) => n >= count * leastPerCluster),
          { seed },
        )
      : asked(x, d, k, seed);
  if (choice.k === null) return ok({ k: null, choice, segments: [], labels: new Int32Array(0) });
  const { labels } = kMeans(x, d, { k: choice.k, seed });
  const segments = Array.from({ length: choice.k }, (_, cluster) => {
    const rows = [...labels.keys()].filter((i) => labels[i] === cluster);
    const summary = summaryOf(behaviour, rows);
    return { id: `cluster-${cluster + 1}`, name: nameOf(summary.apart, cluster), ...summary };
  });
  return ok({ k: choice.k, choice, segments, labels });
}

function asked(x: Float64Array, d: number, k: number, seed: number): Choice {
  const one = clusterStability(x, d, k, { seed });
  return {
    k,
    tried: [one],
    reason: `${k} clusters, as asked: two samples agree by ${one.stability.toFixed(2)} (shuffled customers by ${one.nullStability.toFixed(2)}), silhouette ${one.silhouette.toFixed(2)}.`,
  };
}

/** A name of the two things that set a group apart most: "Spend: high, days since last purchase: low". */
function nameOf(apart: SegmentSummary['apart'], cluster: number): string {
  const words = apart
    .slice(0, 2)
    .map(({ measure, difference }) => `${measureLabels[measure]}: ${difference > 0 ? 'high' : 'low'}`);
  return words.length > 0 ? words.join(', ') : `Group ${cluster + 1}`;
}
