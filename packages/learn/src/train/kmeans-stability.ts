import { adjustedRand, silhouette } from '../cluster/agreement.js';
import { nearestCenters } from '../cluster/assign.js';
import { createRandom, type Random } from '../random.js';
import { kMeans } from './kmeans.js';

export interface StabilityOptions {
  readonly seed?: number;
  /** Pairs of resamples; default 10. */
  readonly rounds?: number;
  /** Rows at most, drawn where there are more; default 2,000. */
  readonly sample?: number;
}

export interface Stability {
  readonly k: number;
  /** Mean adjusted Rand index between clusterings of two resamples, on the rows as they are. 1: always the same clusters. */
  readonly stability: number;
  /** The same on rows without clusters: each column shuffled by itself, which keeps its values and parts what went together. */
  readonly nullStability: number;
  /** Standard error of stability − nullStability. */
  readonly error: number;
  /** Mean silhouette of the sample, and that of the shuffled rows. */
  readonly silhouette: number;
  readonly nullSilhouette: number;
}

/** How steady `k` clusters are (Hennig 2007; Ben-Hur, Elisseeff & Guyon 2002), against rows that hold none. */
export function clusterStability(
  x: Float64Array,
  d: number,
  k: number,
  { seed = 1, rounds = 10, sample = 2_000 }: StabilityOptions = {},
): Stability {
  const random = createRandom(seed);
  const n = x.length / d;
  const rows = random.shuffle(Int32Array.from({ length: n }, (_, i) => i)).subarray(0, Math.min(n, sample));
  const drawn = take(x, d, rows);
  const shuffled = shuffledColumns(drawn, d, random);
  const own = agreements(drawn, d, k, rounds, random);
  const none = agreements(shuffled, d, k, rounds, random);
  const of = (data: Float64Array): number => {
    const { labels } = kMeans(data, d, { k, starts: 5, seed });
    const few = Math.min(labels.length, 1_000) * d;
    return silhouette(data.subarray(0, few), d, labels.subarray(0, few / d));
  };
  return {
    k,
    stability: mean(own),
    nullStability: mean(none),
    error: Math.sqrt((variance(own) + variance(none)) / rounds),
    silhouette: of(drawn),
    nullSilhouette: of(shuffled),
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
};

function take(x: Float64Array, d: number, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * d);
  rows.forEach((row, i) => {
    out.set(x.subarray(row * d, row * d + d), i * d);
  });
  return out;
}

function shuffledColumns(x: Float64Array, d: number, random: Random): Float64Array {
  const out = new Float64Array(x.length);
  const n = x.length / d;
  for (let j = 0; j < d; j++) {
    const column = random.shuffle(Float64Array.from({ length: n }, (_, i) => x[i * d + j] ?? 0));
    for (let i = 0; i < n; i++) out[i * d + j] = column[i] ?? 0;
  }
  return out;
}

function agreements(x: Float64Array, d: number, k: number, rounds: number, random: Random): number[] {
  const n = x.length / d;
  const resampled = (): Int32Array => {
    const rows = Int32Array.from({ length: n }, () => random.int(n));
    const { centers } = kMeans(take(x, d, rows), d, { k, starts: 3, seed: random.int(2 ** 31) });
    return nearestCenters(x, d, centers);
  };
  return Array.from({ length: rounds }, () => adjustedRand(resampled(), resampled()));
}

export interface Choice {
  /** How many clusters there are, or null where none is steady: no natural segments. */
  readonly k: number | null;
  readonly tried: readonly Stability[];
  /** In words, for a card. */
  readonly reason: string;
}

/** Below it, a tenth of all pairs and more change sides from one resample to the next: nobody could act on it. */
const leastStability = 0.75;

/**
 * Among the numbers tried, the one with the best silhouette of those that are steady (at least .75, and above rows without
 * clusters by two standard errors) and better apart than such rows.
 */
export function chooseClusters(
  x: Float64Array,
  d: number,
  ks: readonly number[],
  options: StabilityOptions = {},
): Choice {
  const tried = ks.map((k) => clusterStability(x, d, k, options));
  const holds = tried.filter(
    (one) =>
      one.stability >= leastStability &&
      one.stability - one.nullStability > 2 * one.error &&
      one.silhouette > one.nullSilhouette,
  );
  const [first, ...others] = holds;
  if (first === undefined) {
    const best = tried.reduce((a, b) => (b.stability > a.stability ? b : a));
    return {
      k: null,
      tried,
      reason: `No natural segments: of ${ks.join(', ')} clusters the steadiest are ${best.k}, of which two samples agree by ${best.stability.toFixed(2)} (adjusted Rand index; ${leastStability} is needed), where shuffled customers agree by ${best.nullStability.toFixed(2)}.`,
    };
  }
  const best = others.reduce((a, b) => (b.silhouette > a.silhouette ? b : a), first);
  return {
    k: best.k,
    tried,
    reason: `${best.k} clusters: two samples agree by ${best.stability.toFixed(2)} (shuffled customers by ${best.nullStability.toFixed(2)}), silhouette ${best.silhouette.toFixed(2)}.`,
  };
}
