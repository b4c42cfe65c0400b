import type { BootstrapInterval } from '@aicrm/learn/bootstrap';
import type { Evaluation, LeakFinding, Verdict } from '@aicrm/schema/model';
import { gain, lossOf } from './evaluate.js';

/** A part of the history that was predicted from what was known before it. */
export interface Period {
  /** Its beginning, an ISO instant. */
  readonly from: string;
  readonly auc: BootstrapInterval;
  /** Share of successes in it, 0..1. */
  readonly happened: number;
}

export interface GateInput {
  readonly evaluation: Evaluation;
  /** Shown probabilities of the candidate on its evaluation rows, and what happened. */
  readonly p: Float64Array;
  readonly labels: Uint8Array;
  /** Constants that were known at the cut; the one that does best on the evaluation rows is to be beaten. */
  readonly baseRates: readonly number[];
  /** The chosen kind's rolling origins, oldest first; empty where the history allows no honest cuts. */
  readonly past: readonly Period[];
  /** Suspect columns that the model would rest on and of which no person has said whether they are known in time. */
  readonly unconfirmed?: readonly LeakFinding[];
  /** False where calibration refused because margins do not rise with the outcome. */
  readonly ordered: boolean;
  /** The current model on those evaluation rows that it did not learn from; absent where there is no current model. */
  readonly current?: { readonly rows: Int32Array; readonly p: Float64Array } | undefined;
  readonly seed: number;
}

/** Fewer new outcomes than this of either kind cannot tell two good models apart. */
const leastNewPerClass = 20;

/**
 * An order with an AUC below this helps nobody. A past period whose whole interval lies below it is proof that the
 * model can fail for months; a period of few rows has a wide interval and proves nothing.
 */
const useless = 0.55;

const digits = (value: number): string => value.toFixed(4);
const interval = (one: { low: number; high: number }): string => `${digits(one.low)} to ${digits(one.high)}`;

type Check = Verdict['checks'][number];

/** Mean loss of always saying `rate`. */
const constantLoss = (rate: number, labels: Uint8Array): number =>
  labels.reduce((sum, y) => sum + lossOf(rate, y), 0) / labels.length;

function againstBase(input: GateInput): Check {
  const { auc, logLoss } = input.evaluation;
  const losses = input.baseRates.map((rate) => ({ rate, loss: constantLoss(rate, input.labels) }));
  const hardest = losses.reduce((best, one) => (one.loss < best.loss ? one : best));
  const better = gain(
    (i) => input.p[i] ?? 0,
    () => hardest.rate,
    input.labels,
    input.seed,
  );
  const pass = input.ordered && better.low > 0 && auc.low > 0.5;
  const figures = `log loss ${digits(logLoss.value)} against ${digits(hardest.loss)} of always saying the base rate (gain ${interval(better)}), AUC ${auc.low.toFixed(3)} to ${auc.high.toFixed(3)}`;
  return {
    name: 'base-rate',
    pass,
    detail: pass
      ? `It is better than the base rate by more than noise: ${figures}.`
      : `It is no better than the base rate: ${figures}.`,
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const range = ({ low, high }: BootstrapInterval): string => `${low.toFixed(3)} to ${high.toFixed(3)}`;

/** Whether it would have served in the past: good figures on the newest fifth alone may be that fifth's luck. */
function throughTime({ past, evaluation }: GateInput): Check {
  // A model that had learned nothing yet says the same of everyone: no order, and no proof of a wrong one.
  const useful = past.filter(({ auc }) => !(auc.high < useless) || auc.low === auc.high);
  const failed = past.filter((period) => !useful.includes(period));
  const shares = [...past.map(({ happened }) => happened), evaluation.observedMean];
  const moved = `the share of successes went from ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}`;
  return {
    name: 'in-time',
    pass: failed.length === 0,
    detail:
      failed.length === 0
        ? `Nothing in ${past.length} earlier periods speaks against it (AUC ${past.map(({ auc }) => auc.value.toFixed(2)).join(', ')}).`
        : `It does not hold in time: in ${failed.length} of ${past.length} earlier periods its order was certainly of no use (${failed.map(({ from, auc }) => `from ${from.slice(0, 10)} AUC ${range(auc)}`).join('; ')}), while ${moved}.`,
  };
}

/** Its figures may be borrowed from the outcome, and only a person knows; so a person is asked, by name. */
function confirmed(columns: readonly LeakFinding[]): Check {
  const names = columns.map(
    ({ column, label, auc }) =>
      `"${label ?? column}" (column ${column}${auc === undefined ? '' : `, AUC alone ${auc.toFixed(2)}`})`,
  );
  return {
    name: 'confirmed-columns',
    pass: false,
    detail: `A person has to decide about ${names.join(' and ')}: nobody knows when that was filled in, and the model would rest on it. Train again, insisting on what is known when a score is needed, or excluding what is not.`,
  };
}

function againstCurrent(input: GateInput, current: NonNullable<GateInput['current']>): Check {
  const labels = Uint8Array.from(current.rows, (i) => input.labels[i] ?? 0);
  const positives = labels.reduce((sum, y) => sum + y, 0);
  if (Math.min(positives, labels.length - positives) < leastNewPerClass)
    return {
      name: 'current-model',
      pass: false,
      detail: `Too little is known that the current model has not learned from (${labels.length} new records, ${positives} successes) to say which is better.`,
    };
  const better = gain(
    (k) => input.p[current.rows[k] ?? 0] ?? 0,
    (k) => current.p[k] ?? 0,
    labels,
    input.seed,
  );
  const pass = better.low > 0;
  return {
    name: 'current-model',
    pass,
    detail: pass
      ? `On ${labels.length} records that neither has learned from it is better than the current model (log loss lower by ${interval(better)}).`
      : `On ${labels.length} records that neither has learned from it is not better than the current model by more than noise (log loss lower by ${interval(better)}).`,
  };
}

/** What a passed check means, as part of a sentence; the figures stand in its detail. */
const passed: Readonly<Record<string, string>> = {
  'base-rate': 'better than the base rate by more than noise',
  'in-time': 'of use in every earlier period',
  'current-model': 'better than the current model by more than noise',
};

/**
 * Whether a candidate may be published: better than the base rate, and than the current model where there is one, each
 * by more than noise (the 95 % interval of the paired bootstrap lies above 0), proven useless in no earlier period, and
 * resting on no suspect column that a person has not decided about.
 */
export function gate(input: GateInput): Verdict {
  const checks = [againstBase(input)];
  if (input.past.length > 0) checks.push(throughTime(input));
  if (input.unconfirmed !== undefined && input.unconfirmed.length > 0)
    checks.push(confirmed(input.unconfirmed));
  if (input.current !== undefined) checks.push(againstCurrent(input, input.current));
  if (!input.ordered)
    checks.unshift({
      name: 'order',
      pass: false,
      detail: 'On records it had not seen, higher scores did not mean more successes.',
    });
  const failed = checks.find((check) => !check.pass);
  return {
    publish: failed === undefined,
    reason:
      failed === undefined
        ? `It passed each check: ${checks.map(({ name }) => passed[name] ?? name).join(', ')}.`
        : `Not published. ${failed.detail}`,
    checks,
  };
}
