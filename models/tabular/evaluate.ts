import { bootstrapInterval, ofRows } from '@aicrm/learn/bootstrap';
import { brier, ece10, lift, logLoss, mean, prAuc, reliabilityBins, rocAuc } from '@aicrm/learn/metrics';
import type { Evaluation } from '@aicrm/schema/model';
import { groupFigures } from './groups.js';
import { labelsOf, type Rows, type TrainingTable } from './table.js';

/** Enough for a 95 % interval to be stable to a tenth of its width; more would cost a tenant's training seconds. */
const rounds = 400;

const scoreBins = 20;

/** How many rows have a score in each of twenty equal-width bins, and how many of them the outcome. */
function spread(p: Float64Array, labels: Uint8Array): Evaluation['scores'] {
  const bins = Array.from({ length: scoreBins }, () => ({ rows: 0, positives: 0 }));
  p.forEach((score, i) => {
    const bin = bins[Math.min(Math.floor(score * scoreBins), scoreBins - 1)];
    if (bin === undefined) return;
    bin.rows++;
    bin.positives += labels[i] ?? 0;
  });
  return bins;
}

/** Figures by the values of the table's column of groups. A card is mailed and filed, so small groups stay unnamed. */
function groupsOf(
  { by, of }: NonNullable<TrainingTable['groups']>,
  test: Rows,
  p: Float64Array,
  labels: Uint8Array,
): NonNullable<Evaluation['groups']> {
  const names = Array.from(test, (row) => of[row] ?? '');
  return { by, figures: groupFigures(names, p, labels, true) };
}

/** All figures of a card on rows that the model never saw. `p` are shown probabilities of `test`'s rows. */
export function evaluate(
  table: TrainingTable,
  test: Rows,
  p: Float64Array,
  baseRate: number,
  seed: number,
): Evaluation {
  const labels = labelsOf(table, test);
  const times = Float64Array.from(test, (row) => table.asOf[row] ?? 0).sort();
  const interval = (metric: (p: Float64Array, y: Uint8Array) => number) =>
    bootstrapInterval(test.length, ofRows(p, labels, metric), { rounds, seed });
  return {
    rows: test.length,
    positives: labels.reduce((sum, y) => sum + y, 0),
    from: new Date(times[0] ?? 0).toISOString(),
    to: new Date(times[times.length - 1] ?? 0).toISOString(),
    auc: interval(rocAuc),
    prAuc: interval(prAuc),
    logLoss: interval(logLoss),
    baseLogLoss: logLoss(new Float64Array(test.length).fill(baseRate), labels),
    brier: brier(p, labels),
    ece: ece10(p, labels),
    liftTop10: lift(p, labels, 0.1),
    // An empty bin has no means; JSON knows no NaN, so such bins are not listed.
    reliability: reliabilityBins(p, labels).filter((bin) => bin.rows > 0),
    scores: spread(p, labels),
    predictedMean: mean(p),
    observedMean: mean(labels),
    ...(table.groups === undefined ? {} : { groups: groupsOf(table.groups, test, p, labels) }),
  };
}

/** Log loss of each row, in nats. */
export const lossOf = (p: number, y: number): number =>
  -Math.log(Math.min(Math.max(y === 1 ? p : 1 - p, 1e-15), 1));

/**
 * By how much the first predictions lose less than the second, per row, with a 95 % interval over the same resamples:
 * wholly above 0 = better by more than noise.
 */
export function gain(
  first: (i: number) => number,
  second: (i: number) => number,
  labels: Uint8Array,
  seed: number,
): { readonly value: number; readonly low: number; readonly high: number } {
  const difference = Float64Array.from(labels, (y, i) => lossOf(second(i), y) - lossOf(first(i), y));
  return bootstrapInterval(
    labels.length,
    (indices) => {
      let sum = 0;
      for (const i of indices) sum += difference[i] ?? 0;
      return sum / indices.length;
    },
    { rounds: 1_000, seed },
  );
}
