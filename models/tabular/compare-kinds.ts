import { bootstrapInterval, ofRows } from '@aicrm/learn/bootstrap';
import { rocAuc } from '@aicrm/learn/metrics';
import type { ModelCard } from '@aicrm/schema/model';
import { must } from '@aicrm/schema/result';
import { type FitSettings, type ModelKind, treeSizes, yesNoPenalties } from './fit.js';
import type { Period } from './gate.js';
import { type OutOfTime, predictOrigins } from './judge-kinds.js';
import type { Split } from './splits.js';
import type { TrainingTable } from './table.js';

/** How many fits a comparison makes before each origin. */
export const candidatesPerOrigin = treeSizes.length + yesNoPenalties.length;

/**
 * Every size of trees and every penalty of logistic regression on every origin; the least mean log loss wins, and of
 * equals the first. `tried` holds the best of each kind, trees first. `step` is awaited after each fit.
 */
export async function compareKinds(
  table: TrainingTable,
  splits: readonly Split[],
  seed: number,
  step: () => Promise<void>,
): Promise<{ readonly best: OutOfTime; readonly tried: readonly OutOfTime[] }> {
  const least = async (kind: ModelKind, settings: readonly FitSettings[]): Promise<OutOfTime> => {
    const all: OutOfTime[] = [];
    for (const one of settings) all.push(await predictOrigins(table, splits, kind, one, seed, step));
    return leastLoss(all);
  };
  const usual = must(treeSizes[0], 'usual size');
  const tried = [
    await least('trees', treeSizes),
    await least(
      'logistic',
      yesNoPenalties.map((logisticL2) => ({ ...usual, logisticL2 })),
    ),
  ];
  return { best: leastLoss(tried), tried };
}

const leastLoss = (all: readonly OutOfTime[]): OutOfTime =>
  all.reduce((best, other) => (other.meanLogLoss < best.meanLogLoss ? other : best));

/** How well each origin's block was ordered by what was learned before it, with its 95 % interval. */
export const periodsOf = ({ blocks, origins }: OutOfTime, seed: number): Period[] =>
  blocks.map(({ margins, labels }, i) => ({
    from: origins[i]?.cut ?? '',
    auc: bootstrapInterval(labels.length, ofRows(margins, labels, rocAuc), { rounds: 400, seed }),
    happened: labels.reduce((sum, y) => sum + y, 0) / labels.length,
  }));

/** The origins as the card shows them: with the interval of each AUC, where its block has both outcomes. */
export const withIntervals = (
  { origins }: OutOfTime,
  periods: readonly Period[],
): ModelCard['choice'][number]['origins'] =>
  origins.map((origin, i) => {
    const { low, high } = periods[i]?.auc ?? { low: Number.NaN, high: Number.NaN };
    return Number.isFinite(low) && Number.isFinite(high) ? { ...origin, aucInterval: { low, high } } : origin;
  });
