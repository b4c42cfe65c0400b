import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import { hostFieldsFor } from '../lead-score/host-fields.js';
import type { CurrentModel } from '../tabular/current-model.js';
import { type Progress, type Trained, trainTabular } from '../tabular/train.js';
import { dealScore } from './deal-score.js';
import type { DealHistory } from './history.js';
import { indexDeals } from './history-index.js';
import { defaultWeeks } from './rows.js';
import { dealTable } from './training-table.js';

export interface DealScoreOptions {
  /** Epoch ms: nothing dated later is used. */
  readonly now: number;
  readonly seed?: number;
  /** Days within which a deal must be won to count as a success; default 180. */
  readonly horizonDays?: number;
  /** Weeks after creation at which an open deal gives a row, besides those at its stage entries; default 26. */
  readonly weeks?: number;
  /** Ids of features to leave out, for example the sensitive ones. */
  readonly exclude?: readonly string[];
  /** Ids of columns to use although the leak check refuses them. */
  readonly insist?: readonly string[];
  /** What is predicted, as a sentence part. */
  readonly outcome?: string;
  /** The tenant's own words for features, by id. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly dataLicence?: string;
  readonly synthetic?: boolean;
  /** The published model; a candidate has to beat it on what neither has learned from. */
  readonly current?: CurrentModel;
}

/**
 * Trains the tenant's deal score: the probability that an open deal is won within the horizon, at each stage and however
 * long it has been there. Deterministic by history, `now` and seed; the order of the history's rows does not matter. The
 * gate's answer is in `card.verdict`; publishing is the caller's.
 *
 * Errors: `not-enough-data` with one issue per lack, `bad-data` where every column was left out.
 */
export async function trainDealScore(
  history: DealHistory,
  options: DealScoreOptions,
  progress: Progress = () => {},
): Promise<Result<Trained, Problem>> {
  const horizonDays = options.horizonDays ?? dealScore.horizonDays;
  await progress(0, 'reading the history');
  const index = indexDeals(history);
  const table = dealTable(index, {
    now: options.now,
    horizonDays,
    weeks: options.weeks ?? defaultWeeks,
    ...(options.labels === undefined ? {} : { labels: options.labels }),
  });
  const limits: string[] = [];
  if (table.censored > 0)
    limits.push(
      `${table.censored} deals are too young for their outcome to be known and were not learned from.`,
    );
  if (table.undatedClosings > 0)
    limits.push(
      `${table.undatedClosings} deals were closed without a date: they count as of their creation only.`,
    );
  const foreign = history.deals.filter(
    ({ fields }) => fields.amount !== undefined && fields.amount.currency !== index.currency,
  ).length;
  if (foreign > 0)
    limits.push(
      `${foreign} deals have amounts in another currency than ${index.currency}: these count as missing.`,
    );
  if (history.stageChanges.length === 0)
    limits.push('No moves between stages are stored: time in a stage counts from the opening of a deal.');
  return trainTabular(
    table,
    {
      name: dealScore.name,
      recordType: dealScore.recordType,
      outcome: options.outcome ?? `is won within ${horizonDays} days`,
      horizonDays,
      now: options.now,
      seed: options.seed ?? 1,
      dataLicence: options.dataLicence ?? "the tenant's own data",
      synthetic: options.synthetic ?? false,
      hostFields: hostFieldsFor(table),
      limits,
      ...(options.version === undefined ? {} : { version: options.version }),
      ...(options.exclude === undefined ? {} : { exclude: options.exclude }),
      ...(options.insist === undefined ? {} : { insist: options.insist }),
      ...(options.current === undefined ? {} : { current: options.current }),
    },
    progress,
  );
}
