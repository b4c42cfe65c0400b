import { logLoss, mean, rocAuc } from '@aicrm/learn/metrics';
import { sigmoid } from '@aicrm/learn/model/calibrate';
import { alertZ, leastVariance, watchZ } from '@aicrm/models/tabular/calibration-in-the-large';
import { chiSquare999 } from '@aicrm/models/tabular/chi-square';
import type { DriftLevel, OutcomeBin, OutcomeCheck } from '@aicrm/schema/drift';
import type { FirstWord } from '../db/prediction-log.js';

/** Outcomes before anything is said. */
export const leastOutcomes = 50;
const mostBins = 10;
const rowsPerBin = 20;

/** Outcomes that count: what was said, in logits as shown, and what happened. */
export interface Outcomes {
  readonly logits: Float64Array;
  readonly labels: Uint8Array;
  readonly times: readonly string[];
}

export function outcomesOf(words: readonly FirstWord[]): Outcomes {
  const known = words.filter((word) => word.known && (word.outcome === 0 || word.outcome === 1));
  return {
    logits: Float64Array.from(known, (word) => word.logit),
    labels: Uint8Array.from(known, (word) => (word.outcome === 1 ? 1 : 0)),
    times: known.map((word) => word.asOf),
  };
}

/** 95 % interval of a share, by Wilson (1927): holds for few rows and for shares near 0 and 1. */
export function wilson(successes: number, rows: number): { low: number; high: number } {
  const z = 1.96;
  const share = successes / rows;
  const middle = (share + (z * z) / (2 * rows)) / (1 + (z * z) / rows);
  const half =
    (z / (1 + (z * z) / rows)) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  return { low: Math.max(middle - half, 0), high: Math.min(middle + half, 1) };
}

/** Records in groups of nearly equal size, from the lowest prediction to the highest. */
export function outcomeBins(p: Float64Array, labels: Uint8Array): (OutcomeBin & { z: number })[] {
  const count = Math.max(1, Math.min(mostBins, Math.floor(p.length / rowsPerBin)));
  const order = Array.from(p, (_, i) => i).sort((a, b) => (p[a] ?? 0) - (p[b] ?? 0));
  return Array.from({ length: count }, (_, bin) => {
    const rows = order.slice(
      Math.round((bin * order.length) / count),
      Math.round(((bin + 1) * order.length) / count),
    );
    const sum = (of: (i: number) => number): number => rows.reduce((total, i) => total + of(i), 0);
    const said = sum((i) => p[i] ?? 0);
    const happened = sum((i) => labels[i] ?? 0);
    const variance = sum((i) => (p[i] ?? 0) * (1 - (p[i] ?? 0)));
    return {
      rows: rows.length,
      predicted: said / rows.length,
      observed: happened / rows.length,
      ...wilson(happened, rows.length),
      z: (happened - said) / Math.sqrt(Math.max(variance, 1e-9)),
    };
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Compares what a version said with what happened; says nothing of fewer outcomes than chance can be told from. */
export function checkOutcomes(words: readonly FirstWord[], asOf: string): OutcomeCheck {
  const { logits, labels } = outcomesOf(words);
  const waiting = words.filter((word) => !word.known && word.outcome !== 'late');
  const due = waiting.map((word) => word.dueAt).filter((at) => at > asOf);
  const positives = labels.reduce((sum, y) => sum + y, 0);
  const base = {
    outcomes: labels.length,
    positives,
    waiting: waiting.length,
    nextKnownAt: due.toSorted()[0] ?? null,
    needed: leastOutcomes,
  };
  const p = logits.map(sigmoid);
  const variance = p.reduce((sum, one) => sum + one * (1 - one), 0);
  // A version that was sure and wrong has had its surprises, though it expected none.
  const had = (positives * (labels.length - positives)) / Math.max(labels.length, 1);
  if (labels.length < leastOutcomes || Math.max(variance, had) < leastVariance)
    return { ...base, level: 'unknown', detail: tooFew(base, variance), figures: null, bins: [] };

  const [predictedMean, observedMean] = [mean(p), mean(labels)];
  const z = (labels.length * (observedMean - predictedMean)) / Math.sqrt(Math.max(variance, 1e-9));
  const bins = outcomeBins(p, labels);
  const misfit = bins.reduce((sum, bin) => sum + bin.z * bin.z, 0);
  const uneven = bins.length > 1 && misfit > chiSquare999(bins.length);
  const level: DriftLevel =
    Math.abs(z) >= alertZ || uneven ? 'alert' : Math.abs(z) >= watchZ ? 'watch' : 'ok';
  const said = `It predicted ${percent(predictedMean)} on average, and ${percent(observedMean)} of ${labels.length} records succeeded`;
  const outside = bins.filter((bin) => bin.predicted < bin.low || bin.predicted > bin.high).length;
  const detail =
    level === 'ok'
      ? `${said}: no more of a difference than chance makes.`
      : Math.abs(z) >= watchZ
        ? `${said}: ${Math.abs(z).toFixed(1)} standard errors apart, more than chance makes.`
        : `${said}, but in ${outside} of ${bins.length} groups of records the rate was another than the one predicted.`;
  const auc = rocAuc(p, labels);
  return {
    ...base,
    level,
    detail,
    figures: {
      predictedMean,
      observedMean,
      z,
      auc: Number.isNaN(auc) ? null : auc,
      logLoss: logLoss(p, labels),
    },
    bins: bins.map(({ z: _, ...bin }) => bin),
  };
}

function tooFew(base: Pick<OutcomeCheck, 'outcomes' | 'waiting' | 'nextKnownAt'>, variance: number): string {
  const next =
    base.nextKnownAt === null ? '' : `, the next by ${base.nextKnownAt.slice(0, 10)} at the latest`;
  if (base.outcomes >= leastOutcomes)
    return `The outcomes of ${base.outcomes} records are known, but it was so sure of them (${variance.toFixed(1)} surprises expected, ${leastVariance} needed) that they cannot tell whether it is right.`;
  return `Not enough outcomes yet: ${base.outcomes} of ${leastOutcomes} are known, ${base.waiting} are awaited${next}.`;
}
