import { squaredDistance } from '../cluster/assign.js';
import { createRandom, type Random } from '../random.js';

export interface KMeansOptions {
  /** Number of clusters, 1 to the number of rows. */
  readonly k: number;
  /** Starts, of which the one with the least inertia is kept; default 10. */
  readonly starts?: number;
  /** Rounds of one start at most; default 300. */
  readonly maxRounds?: number;
  readonly seed?: number;
}

export interface KMeans {
  /** k x d, row-major. */
  readonly centers: Float64Array;
  /** One a row, 0..k − 1, by descending size of the cluster. */
  readonly labels: Int32Array;
  /** Σ squared distance of each row to its centre. */
  readonly inertia: number;
}

/**
 * k-means by Lloyd's rounds with Hamerly's bounds (Hamerly 2010, "Making k-means even faster"): a row whose upper bound to
 * its centre lies below its lower bound to all others is not looked at. Starts by k-means++ (Arthur & Vassilvitskii 2007).
 * Columns should be of like scale. Deterministic by seed; clusters are numbered by size, then by their first row.
 * @param x row-major, `d` columns, finite.
 * @throws RangeError for values that are not finite, a `d` that does not divide, or a `k` beyond the rows.
 */
export function kMeans(x: Float64Array, d: number, options: KMeansOptions): KMeans {
  const n = x.length / d;
  const { k, starts = 10, maxRounds = 300, seed = 1 } = options;
  if (!Number.isInteger(n) || n === 0) throw new RangeError(`${x.length} values are no rows of ${d} columns`);
  if (!Number.isInteger(k) || k < 1 || k > n) throw new RangeError(`${k} clusters of ${n} rows`);
  for (const value of x) if (!Number.isFinite(value)) throw new RangeError('a value is not finite');
  const random = createRandom(seed);
  let best: Run | undefined;
  for (let start = 0; start < starts; start++) {
    const run = lloyd(x, d, plusPlus(x, d, k, random), maxRounds);
    if (best === undefined || run.inertia < best.inertia) best = run;
  }
  if (best === undefined) throw new RangeError('there must be a start');
  return bySize(best, d);
}

interface Run {
  readonly centers: Float64Array;
  readonly labels: Int32Array;
  readonly inertia: number;
}

/** Each further centre is a row drawn with the square of its distance to the nearest one so far; the best of a few draws. */
function plusPlus(x: Float64Array, d: number, k: number, random: Random): Float64Array {
  const n = x.length / d;
  const centers = new Float64Array(k * d);
  const copy = (row: number, to: number): void => centers.set(x.subarray(row * d, row * d + d), to * d);
  copy(random.int(n), 0);
  const distances = new Float64Array(n);
  let total = 0;
  for (let i = 0; i < n; i++) {
    distances[i] = squaredDistance(x, i, centers, 0, d);
    total += distances[i] ?? 0;
  }
  const tries = 2 + Math.floor(Math.log(k));
  for (let c = 1; c < k; c++) {
    let least = Number.POSITIVE_INFINITY;
    let chosen = new Float64Array(0);
    let at = 0;
    for (let attempt = 0; attempt < tries; attempt++) {
      const row = drawn(distances, random.next() * total);
      const candidate = new Float64Array(n);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const now = distances[i] ?? 0;
        const value = now === 0 ? 0 : Math.min(now, squaredDistance(x, i, x, row, d));
        candidate[i] = value;
        sum += value;
      }
      if (sum >= least) continue;
      [least, chosen, at] = [sum, candidate, row];
    }
    copy(at, c);
    distances.set(chosen);
    total = least;
  }
  return centers;
}

function drawn(weights: Float64Array, mark: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i] ?? 0;
    if (sum > mark) return i;
  }
  return weights.length - 1;
}

function lloyd(x: Float64Array, d: number, centers: Float64Array, maxRounds: number): Run {
  const n = x.length / d;
  const k = centers.length / d;
  const labels = new Int32Array(n);
  /** At least the distance to the own centre, and at most the distance to any other. */
  const upper = new Float64Array(n);
  const lower = new Float64Array(n);
  const sums = new Float64Array(k * d);
  const sizes = new Float64Array(k);
  const moved = new Float64Array(k);
  const gap = new Float64Array(k);

  const look = (i: number): boolean => {
    let [least, second, label] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
    const row = i * d;
    for (let c = 0; c < k; c++) {
      let sum = 0;
      for (let j = 0, a = row, b = c * d; j < d; j++, a++, b++) {
        const difference = (x[a] ?? 0) - (centers[b] ?? 0);
        sum += difference * difference;
      }
      if (sum < least) {
        second = least;
        least = sum;
        label = c;
      } else if (sum < second) second = sum;
    }
    upper[i] = Math.sqrt(least);
    lower[i] = Math.sqrt(second);
    const before = labels[i] ?? 0;
    if (label === before) return false;
    move(i, before, -1);
    move(i, label, 1);
    labels[i] = label;
    return true;
  };
  const move = (i: number, cluster: number, sign: 1 | -1): void => {
    sizes[cluster] = (sizes[cluster] ?? 0) + sign;
    for (let j = 0, a = i * d, b = cluster * d; j < d; j++, a++, b++)
      sums[b] = (sums[b] ?? 0) + sign * (x[a] ?? 0);
  };

  for (let i = 0; i < n; i++) move(i, 0, 1);
  for (let i = 0; i < n; i++) look(i);
  for (let round = 0; round < maxRounds; round++) {
    for (let c = 0; c < k; c++) if (sizes[c] === 0) refill(c);
    let [largest, next] = [0, 0];
    for (let c = 0; c < k; c++) {
      let sum = 0;
      for (let j = 0, b = c * d; j < d; j++, b++) {
        const to = (sums[b] ?? 0) / (sizes[c] ?? 1);
        sum += (to - (centers[b] ?? 0)) ** 2;
        centers[b] = to;
      }
      const length = Math.sqrt(sum);
      moved[c] = length;
      if (length > largest) [largest, next] = [length, largest];
      else if (length > next) next = length;
    }
    if (largest === 0) break;
    for (let c = 0; c < k; c++) {
      let least = Number.POSITIVE_INFINITY;
      for (let other = 0; other < k; other++)
        if (other !== c) least = Math.min(least, squaredDistance(centers, c, centers, other, d));
      gap[c] = Math.sqrt(least) / 2;
    }
    let changed = false;
    for (let i = 0; i < n; i++) {
      const label = labels[i] ?? 0;
      const step = moved[label] ?? 0;
      const above = (upper[i] ?? 0) + step;
      const below = (lower[i] ?? 0) - (step === largest ? next : largest);
      upper[i] = above;
      lower[i] = below;
      const bound = Math.max(below, gap[label] ?? 0);
      if (above <= bound) continue;
      const exact = Math.sqrt(squaredDistance(x, i, centers, label, d));
      upper[i] = exact;
      if (exact > bound && look(i)) changed = true;
    }
    if (!changed) break;
  }

  /** An empty cluster takes the row that lies furthest from its centre, as no mean can be had of nothing. */
  function refill(cluster: number): void {
    let [furthest, at] = [-1, 0];
    for (let i = 0; i < n; i++) {
      if ((sizes[labels[i] ?? 0] ?? 0) < 2) continue;
      const distance = squaredDistance(x, i, centers, labels[i] ?? 0, d);
      if (distance > furthest) [furthest, at] = [distance, i];
    }
    move(at, labels[at] ?? 0, -1);
    move(at, cluster, 1);
    labels[at] = cluster;
    upper[at] = Number.POSITIVE_INFINITY;
  }

  // Running sums gather rounding; the centres that leave are means made anew.
  centers.fill(0);
  sizes.fill(0);
  for (let i = 0; i < n; i++) {
    const label = labels[i] ?? 0;
    sizes[label] = (sizes[label] ?? 0) + 1;
    for (let j = 0; j < d; j++) centers[label * d + j] = (centers[label * d + j] ?? 0) + (x[i * d + j] ?? 0);
  }
  for (let b = 0; b < centers.length; b++) centers[b] = (centers[b] ?? 0) / (sizes[Math.floor(b / d)] || 1);
  let inertia = 0;
  for (let i = 0; i < n; i++) inertia += squaredDistance(x, i, centers, labels[i] ?? 0, d);
  return { centers, labels, inertia };
}

/** The same clusters, the largest first, so that a name stays where runs agree. */
function bySize({ centers, labels, inertia }: Run, d: number): KMeans {
  const k = centers.length / d;
  const sizes = new Float64Array(k);
  const first = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
  for (let i = labels.length - 1; i >= 0; i--) {
    const label = labels[i] ?? 0;
    sizes[label] = (sizes[label] ?? 0) + 1;
    first[label] = i;
  }
  const order = Array.from({ length: k }, (_, c) => c).sort(
    (a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || (first[a] ?? 0) - (first[b] ?? 0),
  );
  const place = new Int32Array(k);
  order.forEach((cluster, at) => {
    place[cluster] = at;
  });
  const sorted = new Float64Array(centers.length);
  for (let c = 0; c < k; c++) sorted.set(centers.subarray(c * d, c * d + d), (place[c] ?? 0) * d);
  return { centers: sorted, labels: labels.map((label) => place[label] ?? 0), inertia };
}
