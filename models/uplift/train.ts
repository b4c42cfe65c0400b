import type { FittedModel } from '@aicrm/learn/model/ensemble';
import {
  type ComparedLearner,
  compareUplift,
  dealt,
  outOfFoldEffects,
  trainUpliftMean,
  type UpliftData,
  type UpliftLearner,
} from '@aicrm/learn/train/uplift';
import { qiniTest } from '@aicrm/learn/uplift/qini';
import { type Problem, type ProblemIssue, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { UpliftModel } from '@aicrm/schema/uplift-model';
import { checkAssignment } from './assignment.js';
import { curveOf, decilesOf, difference, type UpliftCard } from './card.js';
import { encodeAll, type Fields, fitColumns } from './columns.js';

/** One customer of a past offer. */
export interface UpliftRow {
  readonly treated: boolean;
  /** What came of it: 0 or 1 for a yes or no, or an amount. */
  readonly outcome: number;
  /** Only what was known before the offer. */
  readonly fields: Fields;
  /** Probability of having been treated, in (0, 1), where the design says it. */
  readonly propensity?: number;
}

export interface UpliftOptions {
  /** What was offered and what is counted, as parts of a sentence: "the e-mail", "visited". */
  readonly treatment: string;
  readonly outcome: string;
  /** Epoch ms. */
  readonly now: number;
  /**
   * Where it is not known who could be treated: `random` (default) refuses customers who differ before the offer;
   * `observed` takes them, weighs by estimated probabilities and says so.
   */
  readonly assignment?: 'random' | 'observed';
  /** Folds that judge, one number a row; drawn by `seed` otherwise. */
  readonly folds?: ArrayLike<number>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly seed?: number;
  readonly synthetic?: boolean;
}

export interface TrainedUplift {
  readonly model: UpliftModel;
  readonly card: UpliftCard;
  /** Each row's effect by the model that did not see it; what the card's figures are made from. */
  readonly outOfFold: Float64Array;
}

/** Below, even an effect twice as large on one half as on the other stays within the noise. */
const leastPerGroup = 500;
const leastOutcomes = 100;
/** Fixed before these learners were run: chance alone passes about once in two thousand times. */
const leastZ = 3.29;
const judgingFolds = 5;
const choosingFolds = 4;

function lacks(rows: readonly UpliftRow[]): ProblemIssue[] {
  const treated = rows.filter((row) => row.treated).length;
  const happened = rows.filter((row) => row.outcome !== 0).length;
  const issues: ProblemIssue[] = [];
  const say = (at: string, message: string): number => issues.push({ at, message });
  if (treated < leastPerGroup)
    say('treated', `${treated} customers got the offer; ${leastPerGroup} are needed.`);
  if (rows.length - treated < leastPerGroup)
    say(
      'untreated',
      `${rows.length - treated} customers did not get the offer; ${leastPerGroup} are needed to compare with.`,
    );
  if (happened < leastOutcomes)
    say('outcome', `The outcome happened ${happened} times; ${leastOutcomes} are needed.`);
  if (happened === rows.length && rows.every(({ outcome }) => outcome === rows[0]?.outcome))
    say('outcome', 'The outcome is the same for all customers, so nothing can change it.');
  return issues;
}

const nameOf = ({ method, base, penalty }: UpliftLearner): string =>
  `${method.replaceAll('-', ' ')}, ${base === 'trees' ? 'small trees' : `linear, penalty ${penalty}`}`;

/**
 * Whom an offer changes. The learners are chosen by cross-validated Qini within the training folds (the mean of
 * those that cannot be told from the best), and judged on the others.
 * Deterministic by `seed`. "No reliable difference" is an answer, not an error.
 *
 * Errors: `not-enough-data` with one issue per lack; `bad-data` for outcomes or propensities that are no numbers, and for
 * customers who differ before the offer.
 */
export function trainUplift(
  rows: readonly UpliftRow[],
  options: UpliftOptions,
): Result<TrainedUplift, Problem> {
  const { seed = 1, assignment = 'random' } = options;
  const bad = (detail: string, action?: string) =>
    fail(
      problem(
        'bad-data',
        'No effect can be told from these rows',
        detail,
        action === undefined ? {} : { action },
      ),
    );
  if (rows.some(({ outcome }) => !Number.isFinite(outcome))) return bad('An outcome is not a number.');
  const known = rows.filter(({ propensity }) => propensity !== undefined);
  if (known.length > 0 && known.length < rows.length)
    return bad('Some rows have a probability of treatment and some have none.');
  if (known.some(({ propensity = 0 }) => !(propensity > 0 && propensity < 1)))
    return bad(
      'A probability of treatment is not between 0 and 1; who had no chance of either cannot be compared.',
    );
  const issues = lacks(rows);
  if (issues.length > 0)
    return fail(
      problem(
        'not-enough-data',
        'Not enough customers to tell whom the offer changes',
        issues.map(({ message }) => message).join(' '),
        { issues },
      ),
    );
  if (options.folds !== undefined && options.folds.length !== rows.length)
    throw new RangeError('there must be one fold a row');

  const fields = rows.map((row) => row.fields);
  const columns = fitColumns(fields, options.labels);
  if (columns.length === 0) return bad('No field differs between customers, so nothing tells them apart.');
  const x = encodeAll(columns, fields);
  const treated = Uint8Array.from(rows, (row) => Number(row.treated));
  const outcome = Float64Array.from(rows, (row) => row.outcome);
  const { check, propensity: estimated } = checkAssignment(x, treated, seed);
  const kind = known.length > 0 ? 'known' : check.alike ? 'even' : 'estimated';
  if (kind === 'estimated' && assignment === 'random')
    return bad(
      check.sentence,
      'Give each row its probability of treatment, use an offer that was drawn by lot, or ask for observed data.',
    );
  const even = treated.reduce((sum, w) => sum + w, 0) / rows.length;
  const propensity =
    kind === 'known'
      ? Float64Array.from(rows, (row) => row.propensity ?? even)
      : kind === 'even'
        ? new Float64Array(rows.length).fill(even)
        : estimated;
  const data: UpliftData = { x, treated, outcome, propensity };
  const weight =
    kind === 'even' ? undefined : propensity.map((e, i) => (treated[i] === 1 ? 1 / e : 1 / (1 - e)));
  const outcomes = weight === undefined ? { treated, outcome } : { treated, outcome, weight };

  const folds = options.folds ?? dealt(data, judgingFolds, seed);
  const choose = (training: UpliftData): UpliftLearner[] => near(compared(training, seed));
  const outOfFold = outOfFoldEffects(data, folds, choose, seed);
  const test = qiniTest(outOfFold, outcomes, { folds, rounds: 200, seed });
  const { value, low, high, treated: nt, untreated } = difference(outcomes, Int32Array.from(rows.keys()));
  const average = { value, low, high };
  const tried = compared(data, seed);
  const learners = near(tried);
  const effects = trainUpliftMean(data, learners, seed);
  const reliable = test.z > leastZ && test.low > 0;
  const verdict: UpliftModel['verdict'] = {
    state: reliable ? 'reliable' : 'no-reliable-difference',
    reason: reasonOf(reliable, test.z, average, options),
  };
  const version = options.version ?? new Date(options.now).toISOString().slice(0, 10);
  const model: UpliftModel = {
    schemaVersion: 1,
    name: 'uplift',
    version,
    trainedAt: new Date(options.now).toISOString(),
    treatment: options.treatment,
    outcome: options.outcome,
    columns,
    parts: effects.parts.map((part) => ({ weight: part.weight, model: plain(part.model) })),
    verdict,
    average,
    rows: { treated: nt, untreated },
  };
  const rank = rankWithin(outOfFold, folds);
  const { curve, targets } = curveOf(rank, outcomes, seed);
  const share = (wanted: (effect: number) => boolean): number =>
    outOfFold.filter(wanted).length / rows.length;
  const card: UpliftCard = {
    name: 'uplift',
    version,
    synthetic: options.synthetic ?? false,
    treatment: options.treatment,
    outcome: options.outcome,
    rows: model.rows,
    average,
    assignment: { ...check, propensity: kind },
    learners: learners.map(nameOf),
    compared: tried.map((one) => ({ learner: nameOf(one.learner), qini: one.qini })),
    qini: test,
    curve,
    deciles: decilesOf(rank, outOfFold, outcomes),
    targets,
    persuadable: reliable
      ? { gain: share((effect) => effect > 0), harm: share((effect) => effect < 0) }
      : null,
    verdict,
    limits: limitsOf(kind, check.z),
  };
  return ok({ model, card, outOfFold });
}

const compared = (data: UpliftData, seed: number): ComparedLearner[] =>
  compareUplift(data, { folds: choosingFolds, seed });
const near = (all: readonly ComparedLearner[]): UpliftLearner[] =>
  all.filter((one) => one.near).map(({ learner }) => learner);

/** Models of different folds are not on one scale, so each row's place within its fold stands for it, 0..1. */
function rankWithin(effects: Float64Array, folds: ArrayLike<number>): Float64Array {
  const rank = new Float64Array(effects.length);
  for (const fold of new Set(Array.from(folds))) {
    const rows = Int32Array.from(effects.keys()).filter((i) => folds[i] === fold);
    const order = rows.sort((a, b) => (effects[a] ?? 0) - (effects[b] ?? 0) || a - b);
    let place = 0;
    order.forEach((row, k) => {
      // Equals share a place.
      if (k > 0 && effects[row] !== effects[order[k - 1] ?? row]) place = k;
      rank[row] = place / order.length;
    });
  }
  return rank;
}

function reasonOf(
  reliable: boolean,
  z: number,
  { value, low, high }: UpliftModel['average'],
  { treatment, outcome }: UpliftOptions,
): string {
  const points = (share: number): string => (100 * share).toFixed(2);
  const mean = `On average ${treatment} changed "${outcome}" by ${points(value)} in a hundred customers (${points(low)} to ${points(high)}).`;
  return reliable
    ? `Some customers are changed more than others, beyond chance (${z.toFixed(1)} standard deviations of chance). ${mean}`
    : `No reliable difference between customers: the order found is ${z.toFixed(1)} standard deviations of chance, and ${leastZ} are asked for. ${mean}`;
}

function limitsOf(kind: 'known' | 'even' | 'estimated', z: number): string[] {
  const limits = [
    'It tells of this offer to customers like these; another offer needs its own trial.',
    'The effect on one customer is never seen, only that on groups; a single figure is a mean of customers alike.',
  ];
  if (kind === 'estimated')
    limits.push(
      'Who was treated was not drawn by lot. The fields that are known are corrected for; what is not among them may be the true cause.',
    );
  else if (kind === 'even' && z > leastZ)
    limits.push(
      'Treated and untreated customers differ slightly before the offer, by less than moves a figure.',
    );
  return limits;
}

function plain(model: FittedModel): UpliftModel['parts'][number]['model'] {
  if (model.kind === 'linear')
    return {
      kind: 'linear',
      intercept: model.intercept,
      coefficients: Array.from(model.coefficients),
      means: Array.from(model.means),
    };
  const { bias, roots, feature, threshold, left, right, value, cover } = model;
  return {
    kind: 'trees',
    bias,
    roots: Array.from(roots),
    feature: Array.from(feature),
    threshold: Array.from(threshold),
    left: Array.from(left),
    right: Array.from(right),
    value: Array.from(value),
    cover: Array.from(cover),
  };
}
