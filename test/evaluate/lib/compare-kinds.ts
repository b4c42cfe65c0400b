import { treeSizes } from '@aicrm/models/tabular/fit';
import { type OutOfTime, predictOrigins } from '@aicrm/models/tabular/judge-kinds';
import type { Split } from '@aicrm/models/tabular/splits';
import type { TrainingTable } from '@aicrm/models/tabular/table';
import { must } from '@aicrm/schema/result';
export async function compareKinds(
  table: TrainingTable,
  splits: readonly Split[],
  seed: number,
  step: () => Promise<void>,
): Promise<{ best: OutOfTime }> {
  const usual = must(treeSizes[0], 'usual');
  const all: OutOfTime[] = [];
  for (const s of treeSizes) all.push(await predictOrigins(table, splits, 'trees', s, seed, step));
  for (const logisticL2 of [1, 3, 10])
    all.push(await predictOrigins(table, splits, 'logistic', { ...usual, logisticL2 }, seed, step));
  return { best: all.reduce((b, o) => (o.meanLogLoss < b.meanLogLoss ? o : b)) };
}
