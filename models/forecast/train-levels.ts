import {
  type DatedValue,
  dateOfStep,
  type Grain,
  regularSeries,
  seasonOf,
} from '@aicrm/learn/forecast/calendar';
import { combinationForecast, quantiles } from '@aicrm/learn/forecast/combination-state';
import { fitCombination } from '@aicrm/learn/train/forecast/combination';
import { type Node, reconcile, withBottom } from '@aicrm/learn/train/forecast/reconcile';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, must, ok, type Result } from '@aicrm/schema/result';

/** A sale with what it belongs to: region, product, rep, or whatever levels the tenant has. */
export interface LevelRow extends DatedValue {
  readonly levels: Readonly<Record<string, string>>;
}

export interface LevelOptions {
  readonly grain?: Grain;
  readonly zone?: string;
  readonly asOf: number;
  readonly period?: number;
  readonly horizon: number;
}

export interface LevelForecast {
  /** "total", a level's name, or "bottom" for the combinations of all levels. */
  readonly level: string;
  /** The member's name; of a combination, the names joined by " · ". */
  readonly member: string;
  readonly mean: readonly number[];
  readonly low80: readonly number[];
  readonly high80: readonly number[];
  readonly low95: readonly number[];
  readonly high95: readonly number[];
}

export interface LevelsForecast {
  readonly dates: readonly string[];
  /** Total first, then the members of each level, then the combinations; their means add up exactly. */
  readonly forecasts: readonly LevelForecast[];
}

/** More combinations take longer than a person waits: each costs some milliseconds, the adding up their cube. */
const mostCombinations = 200;

interface Member {
  readonly level: string;
  readonly member: string;
  readonly members: readonly number[];
}

function membersOf(rows: readonly LevelRow[], names: readonly string[]) {
  const place = new Map<string, number>();
  const labels: string[] = [];
  const keys: (readonly string[])[] = [];
  const rowPlaces = rows.map(({ levels }) => {
    const key = names.map((name) => levels[name] ?? '');
    const text = JSON.stringify(key);
    const known = place.get(text);
    if (known !== undefined) return known;
    place.set(text, keys.length);
    labels.push(key.map((one) => (one === '' ? '(none)' : one)).join(' · '));
    keys.push(key);
    return keys.length - 1;
  });
  const upper: Member[] = [{ level: 'total', member: 'total', members: keys.map((_, j) => j) }];
  // With one level its members are the combinations themselves.
  if (names.length > 1)
    for (const [n, level] of names.entries()) {
      const groups = new Map<string, number[]>();
      for (const [j, key] of keys.entries()) {
        const member = key[n] ?? '';
        const own = groups.get(member);
        if (own) own.push(j);
        else groups.set(member, [j]);
      }
      for (const [member, members] of groups)
        upper.push({ level, member: member === '' ? '(none)' : member, members });
    }
  return { upper, labels, rowPlaces };
}

/**
 * Forecasts of the total, of each member of each level and of each combination, made to add up with weights by how surely
 * each was foreseen (WLS with the forecast's own variances; Wickramasuriya, Athanasopoulos & Hyndman 2019, equation 6).
 * Intervals are the base forecast's own width around the mean that adds up: bounds of sums are not sums of bounds, so only
 * means add up. They are cut at 0 where no value of the history lies below it.
 */
export function forecastLevels(
  rows: readonly LevelRow[],
  options: LevelOptions,
): Result<LevelsForecast, Problem> {
  const { grain = 'month', zone = 'UTC', asOf, horizon } = options;
  const period = options.period ?? seasonOf[grain];
  const names = [...new Set(rows.flatMap(({ levels }) => Object.keys(levels)))];
  const total = regularSeries(rows, { grain, zone, asOf, absent: 'zero' });
  const least = Math.max(2 * period, 8);
  if (total === null || total.values.length < least)
    return fail(
      problem(
        'not-enough-data',
        'Too little history',
        `There are ${total?.values.length ?? 0} finished ${grain}s of sales; a forecast by level needs ${least}.`,
      ),
    );
  const { upper, labels, rowPlaces } = membersOf(rows, names);
  if (labels.length > mostCombinations)
    return fail(
      problem(
        'bad-data',
        'Too many combinations',
        `The levels ${names.join(', ')} meet in ${labels.length} combinations; at most ${mostCombinations} are forecast.`,
        { action: 'Leave out a level, or join its small members to one called "other".' },
      ),
    );
  const series = labels.map(() => new Float64Array(total.values.length));
  const end = total.first + total.values.length;
  const byPlace = labels.map((): DatedValue[] => []);
  for (const [i, row] of rows.entries()) byPlace[rowPlaces[i] ?? 0]?.push(row);
  for (const [j, own] of byPlace.entries()) {
    const found = regularSeries(own, { grain, zone, asOf, absent: 'zero' });
    const to = must(series[j], 'series of a combination');
    if (found !== null)
      for (const [i, value] of found.values.entries())
        if (found.first + i < end) to[found.first + i - total.first] = value;
  }
  const nodes: Node[] = withBottom(
    upper.map(({ level, member, members }) => ({ name: `${level} ${member}`, members })),
    labels,
  );
  const negative = series.some((one) => one.some((value) => value < 0));
  const base = nodes.map(({ members }) => {
    const y = total.values.map((_, t) => members.reduce((sum, j) => sum + (series[j]?.[t] ?? 0), 0));
    const { mean, deviation, relative } = combinationForecast(fitCombination(y, period), horizon);
    return { mean, deviation: relative ? deviation.map((share, h) => share * (mean[h] ?? 0)) : deviation };
  });
  const means = nodes.map(() => new Float64Array(horizon));
  for (let h = 0; h < horizon; h++) {
    const variances = Float64Array.from(base, ({ deviation }) => (deviation[h] ?? 0) ** 2);
    // A constant series is foreseen without error; a trace of variance keeps the weights finite.
    const floor = 1e-9 * Math.max(...variances) || 1;
    const added = reconcile(
      nodes,
      labels.length,
      Float64Array.from(base, ({ mean }) => mean[h] ?? 0),
      variances.map((variance) => Math.max(variance, floor)),
    );
    for (const [i, value] of added.entries()) must(means[i], 'means of a node')[h] = value;
  }
  const bounds = (i: number, quantile: number): readonly number[] =>
    Array.from(means[i] ?? [], (mean, h) => {
      const value = mean + quantile * (base[i]?.deviation[h] ?? Number.NaN);
      return negative ? value : Math.max(value, 0);
    });
  return ok({
    dates: Array.from({ length: horizon }, (_, h) => dateOfStep(end + h, grain)),
    forecasts: nodes.map((_, i) => ({
      level: upper[i]?.level ?? 'bottom',
      member: upper[i]?.member ?? labels[i - upper.length] ?? '',
      mean: Array.from(means[i] ?? []),
      low80: bounds(i, -quantiles.of80),
      high80: bounds(i, quantiles.of80),
      low95: bounds(i, -quantiles.of95),
      high95: bounds(i, quantiles.of95),
    })),
  });
}
