import { psi } from '@aicrm/learn/psi';
import type { FeatureValue } from '@aicrm/runtime/features';
import type { DriftLevel, PopulationShift } from '@aicrm/schema/drift';
import type { Evaluation, FeatureProfile } from '@aicrm/schema/model';
import { chiSquare999 } from './chi-square.js';

/** Below so many records an index would say more of chance than of the records. */
export const leastRecords = 50;
const watchFrom = 0.1;
const alertFrom = 0.25;
/** Shares at which a profile holds the quantiles of the training rows. */
const quantileShares = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/** One cell of a distribution: its share among the training rows and among the newer rows. */
export interface Cell {
  readonly name: string;
  readonly expected: number;
  readonly actual: number;
}

/** A number as it stands in a sentence. */
export const short = (value: number): string => String(Number(value.toPrecision(3)));

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/**
 * Cells of numbers between the quantiles of the training rows, and one for missing values. Shares sum to 1 on each
 * side. A value that many rows share (0 purchases) may cover several quantiles, and the profile does not say how far:
 * of all training shares that fit the quantiles, the one nearest to the newer rows counts, as far as the newer rows'
 * own share of that value leaves room. So ties can hide a shift and never make one up.
 */
export function numberCells(profile: FeatureProfile, values: readonly FeatureValue[]): Cell[] {
  const sorted = Float64Array.from(values.filter((value) => typeof value === 'number')).sort();
  const actualPresent = sorted.length / values.length;
  const edges: { at: number; low: number; high: number }[] = [];
  (profile.quantiles ?? []).forEach((at, i) => {
    const share = quantileShares[i] ?? 1;
    const last = edges.at(-1);
    if (last !== undefined && last.at === at) last.high = share;
    else edges.push({ at, low: share, high: share });
  });
  // Cumulated shares below and up to each edge, expected and actual.
  const expected = [0];
  const actual = [0];
  const names: string[] = [];
  const n = Math.max(sorted.length, 1);
  edges.forEach(({ at, low, high }, e) => {
    const below = sorted.findIndex((value) => value >= at);
    const above = sorted.findIndex((value) => value > at);
    const under = (below < 0 ? sorted.length : below) / n;
    const upTo = (above < 0 ? sorted.length : above) / n;
    const tie = upTo - under;
    const known = expected.at(-1) ?? 0;
    const next = edges[e + 1]?.low ?? 1;
    expected.push(
      clamp(under, Math.max(known, low - tie), low),
      clamp(upTo, high, Math.min(next, high + tie)),
    );
    actual.push(under, upTo);
    const before = edges[e - 1];
    names.push(
      before === undefined ? `below ${short(at)}` : `between ${short(before.at)} and ${short(at)}`,
      `at ${short(at)}`,
    );
  });
  expected.push(1);
  actual.push(1);
  names.push(`above ${short(edges.at(-1)?.at ?? 0)}`);
  const share = (cumulated: readonly number[], i: number): number =>
    (cumulated[i + 1] ?? 0) - (cumulated[i] ?? 0);
  const cells = names.map((name, i) => ({
    name,
    expected: profile.present * share(expected, i),
    actual: sorted.length === 0 ? 0 : actualPresent * share(actual, i),
  }));
  return [...cells, { name: 'empty', expected: 1 - profile.present, actual: 1 - actualPresent }];
}

/** Cells of levels: those that the profile names, all others together, and one for missing values. */
export function levelCells(profile: FeatureProfile, values: readonly FeatureValue[]): Cell[] {
  const levels = Object.entries(profile.levels ?? {});
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const cells = levels.map(([name, share]) => ({
    name: `"${name}"`,
    expected: profile.present * share,
    actual: (counts.get(name) ?? 0) / values.length,
  }));
  const named = (side: 'expected' | 'actual'): number => cells.reduce((sum, cell) => sum + cell[side], 0);
  const present = values.filter((value) => value !== null).length / values.length;
  return [
    ...cells,
    {
      name: 'other values',
      expected: Math.max(profile.present - named('expected'), 0),
      actual: Math.max(present - named('actual'), 0),
    },
    { name: 'empty', expected: 1 - profile.present, actual: 1 - present },
  ];
}

/** Ten equal-width cells of scores: those of the card's evaluation, and those of the newer rows. */
export function scoreCells(evaluation: Evaluation, probabilities: readonly number[]): Cell[] {
  const at = (p: number): number => Math.min(Math.floor(10 * p), 9);
  const expected = new Float64Array(10);
  for (const bin of evaluation.reliability) expected[at(bin.predicted)] = bin.rows / evaluation.rows;
  const actual = new Float64Array(10);
  for (const p of probabilities) actual[at(p)] = (actual[at(p)] ?? 0) + 1 / probabilities.length;
  return Array.from(expected, (share, i) => ({
    name: `${10 * i} to ${10 * i + 10} %`,
    expected: share,
    actual: actual[i] ?? 0,
  }));
}

export interface Judged extends Pick<PopulationShift, 'psi' | 'noise' | 'level'> {
  /** The cell whose share changed most. */
  readonly top: Cell | null;
}

/**
 * The index over the cells, and what chance alone would make of it: with n and m rows it is about chi-square times
 * (1/n + 1/m). A level is given only beyond that. Each side gets half a row in every cell, so that a cell which few
 * newer rows happen to miss does not count as one that is gone.
 * @param trainingRows rows behind `expected`; @param records rows behind `actual`.
 */
export function judgeShift(cells: readonly Cell[], trainingRows: number, records: number): Judged {
  const used = cells.filter((cell) => cell.expected > 1e-9 || cell.actual > 1e-9);
  if (records < leastRecords || trainingRows < leastRecords || used.length < 2)
    return {
      psi: used.length < 2 && records >= leastRecords ? 0 : null,
      noise: null,
      level: records < leastRecords || trainingRows < leastRecords ? 'unknown' : 'ok',
      top: null,
    };
  const smooth = (share: number, rows: number): number => share * rows + 0.5;
  const index = psi(
    used.map((cell) => smooth(cell.expected, trainingRows)),
    used.map((cell) => smooth(cell.actual, records)),
  );
  const noise = chiSquare999(used.length - 1) * (1 / trainingRows + 1 / records);
  const level: DriftLevel =
    index <= noise || index < watchFrom ? 'ok' : index < alertFrom ? 'watch' : 'alert';
  const moved = (cell: Cell): number => Math.abs(cell.actual - cell.expected);
  const top = used.reduce((best, cell) => (moved(cell) > moved(best) ? cell : best));
  return { psi: index, noise, level, top };
}
