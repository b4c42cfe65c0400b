import { createRandom, type Random } from '@aicrm/learn/random';

const dayMs = 86_400_000;

/** A stream of its own for each part of the company, so that a change of one part leaves the others as they were. */
export function streamOf(seed: number, part: string): Random {
  let hash = 2166136261;
  for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), 16777619) >>> 0;
  return createRandom(seed * 4294967296 + hash);
}

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

export const pick = <T>(random: Random, values: readonly [T, ...T[]]): T =>
  values[random.int(values.length)] ?? values[0];

/** One of `values` by weights of any sum. */
export function pickWeighted<T>(random: Random, values: readonly (readonly [T, number])[], otherwise: T): T {
  let rest = random.next() * values.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of values) {
    rest -= weight;
    if (rest < 0) return value;
  }
  return otherwise;
}

/** Poisson by multiplication of uniforms (Knuth); `mean` below 30. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let n = 0;
  for (let product = random.next(); product > limit; product *= random.next()) n++;
  return n;
}

/** Gamma of shape 2, days: the sum of two exponentials, so that nothing happens on the first day. */
export const gamma2 = (random: Random, mean: number): number =>
  (-mean / 2) * (Math.log(1 - random.next()) + Math.log(1 - random.next()));

/** P(X > t) of that gamma. */
export const gamma2Survival = (t: number, mean: number): number => {
  const x = (2 * Math.max(t, 0)) / mean;
  return Math.exp(-x) * (1 + x);
};

/** A day of the history as ISO text, at office hours where an hour is asked for. */
export const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A moment on that day between eight and six, in whole minutes. */
export const hourText = (random: Random, ms: number): string => {
  const day = Math.floor(ms / dayMs) * dayMs;
  return `${new Date(day + (480 + random.int(600)) * 60_000).toISOString().slice(0, 16)}:00Z`;
};
