import { type BootstrapInterval, bootstrapInterval, ofRows, pairedBootstrap } from '@aicrm/learn/bootstrap';
import { ece10, logLoss, prAuc, rocAuc } from '@aicrm/learn/metrics';
import type { Row } from '../../measure/row.js';

type Metric = (p: ArrayLike<number>, y: ArrayLike<number>) => number;

/** So much worse than the reference still counts as equal: below it nobody ranks differently. */
const margin = { auc: 0.003, logLoss: 0.01 };
const options = { rounds: 500, seed: 7 };
const half = ({ low, high }: BootstrapInterval): number => (high - low) / 2;

export interface Reference {
  readonly name: string;
  readonly p: Float64Array;
}

/** The reference with the highest AUC, by which it is the one to compare with. */
export function bestOf(y: Uint8Array, references: readonly Reference[]): Reference {
  const [first, ...others] = references.map((one) => ({ one, auc: rocAuc(one.p, y) }));
  if (first === undefined) throw new RangeError('there is no reference');
  return others.reduce((best, other) => (other.auc > best.auc ? other : best), first).one;
}

export interface Comparison {
  readonly name: string;
  readonly y: Uint8Array;
  readonly ours: Float64Array;
  readonly reference: Reference;
  /** Calibration error that must not be exceeded. */
  readonly eceTarget: number;
  readonly why: string;
  /** Asked where ours is better by more than the noise, which a leak would look like. */
  readonly checkForLeaks: () => string;
}

/** AUC, PR-AUC and log loss against the reference's own predictions of the same rows, and the calibration error. */
export function comparisonRows(c: Comparison): Row[] {
  let checked: string | undefined;
  const note = (better: boolean, words = ''): Pick<Row, 'why'> => {
    if (better) checked ??= c.checkForLeaks();
    const why = better
      ? `${words} Better than the reference by more than the noise. ${checked}`.trim()
      : words;
    return why ? { why } : {};
  };
  const paired = (metric: Metric): BootstrapInterval =>
    pairedBootstrap(c.y.length, ofRows(c.ours, c.y, metric), ofRows(c.reference.p, c.y, metric), options);
  const common = { case: c.name, referenceName: c.reference.name };
  const ranking = (name: string, metric: Metric, words?: string): Row => {
    const difference = paired(metric);
    return {
      ...common,
      metric: name,
      better: 'higher',
      ours: metric(c.ours, c.y),
      reference: metric(c.reference.p, c.y),
      target: 'not wholly below −.003',
      noise: half(difference),
      pass: difference.high >= -margin.auc,
      ...note(difference.low > 0, words),
    };
  };
  const loss = paired(logLoss);
  const theirs = logLoss(c.reference.p, c.y);
  const ece = ece10(c.ours, c.y);
  return [
    ranking('AUC', rocAuc, c.why),
    ranking('PR-AUC', prAuc),
    {
      ...common,
      metric: 'log loss',
      better: 'lower',
      ours: logLoss(c.ours, c.y),
      reference: theirs,
      target: 'not wholly above +1 %',
      noise: half(loss),
      pass: loss.low <= margin.logLoss * theirs,
      ...note(loss.high < 0),
    },
    {
      ...common,
      metric: 'ECE',
      better: 'lower',
      ours: ece,
      reference: ece10(c.reference.p, c.y),
      target: `<= ${c.eceTarget}`,
      noise: null,
      pass: ece <= c.eceTarget,
    },
  ];
}

/** A reference known by its figures only: the noise is then that of our own figure, wider than of the difference. */
export interface Figure {
  readonly name: string;
  readonly value: number;
}

export function rankingAgainst(
  name: string,
  p: Float64Array,
  y: Uint8Array,
  reference: Figure,
  more: { readonly atLeast?: number; readonly why: string },
): Row {
  const auc = bootstrapInterval(y.length, ofRows(p, y, rocAuc), options);
  return {
    case: name,
    metric: 'AUC',
    better: 'higher',
    ours: auc.value,
    reference: reference.value,
    referenceName: reference.name,
    target: more.atLeast === undefined ? 'not wholly below −.003' : `>= ${more.atLeast}`,
    noise: half(auc),
    pass: more.atLeast === undefined ? auc.high - reference.value >= -margin.auc : auc.value >= more.atLeast,
    why: more.why,
  };
}

export function lossAgainst(
  name: string,
  p: Float64Array,
  y: Uint8Array,
  reference: Figure,
  why?: string,
): Row {
  const loss = bootstrapInterval(y.length, ofRows(p, y, logLoss), options);
  return {
    case: name,
    metric: 'log loss',
    better: 'lower',
    ours: loss.value,
    reference: reference.value,
    referenceName: reference.name,
    target: 'not wholly above +1 %',
    noise: half(loss),
    pass: loss.low <= (1 + margin.logLoss) * reference.value,
    ...(why === undefined ? {} : { why }),
  };
}

/** Against always saying `rate`: the whole interval of the paired difference must lie below 0. */
export function lossAgainstConstant(name: string, p: Float64Array, y: Uint8Array, rate: number): Row {
  const flat = new Float64Array(y.length).fill(rate);
  const difference = pairedBootstrap(y.length, ofRows(p, y, logLoss), ofRows(flat, y, logLoss), options);
  return {
    case: name,
    metric: 'log loss over a constant',
    better: 'lower',
    ours: logLoss(p, y),
    reference: logLoss(flat, y),
    referenceName: `always saying the training base rate, ${(100 * rate).toFixed(1)} %`,
    target: 'wholly below',
    noise: half(difference),
    pass: difference.high < 0,
  };
}

/** What the gate said, as a row: 1 = published. */
export const gateRow = (
  name: string,
  verdict: { readonly publish: boolean; readonly reason: string },
  wanted: boolean,
  more = '',
): Row => ({
  case: name,
  metric: 'gate publishes',
  better: wanted ? 'higher' : 'lower',
  ours: Number(verdict.publish),
  reference: null,
  referenceName: '',
  target: wanted ? 'publishes' : 'refuses',
  noise: null,
  pass: verdict.publish === wanted,
  why: `${verdict.reason}${more && ` ${more}`}`,
});
