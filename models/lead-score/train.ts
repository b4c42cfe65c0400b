import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import type { CurrentModel } from '../tabular/current-model.js';
import { type Progress, type Trained, trainTabular } from '../tabular/train.js';
import type { LeadHistory } from './history.js';
import { indexHistory } from './history-index.js';
import { hostFieldsFor } from './host-fields.js';
import { leadScore } from './lead-score.js';
import { defaultMoments } from './rows.js';
import { leadTable } from './training-table.js';

export interface LeadScoreOptions {
  /** Epoch ms: nothing dated later is used. */
  readonly now: number;
  readonly seed?: number;
  /** Days within which a lead must convert to count as a success; default 90. */
  readonly horizonDays?: number;
  /** Days after creation at which an open lead gives a row; default 0, 1, 3, 7, 14 and 30. */
  readonly moments?: readonly number[];
  /** Ids of features to leave out, for example the sensitive ones. */
  readonly exclude?: readonly string[];
  /** Ids of columns to use although the leak check refuses them. */
  readonly insist?: readonly string[];
  /** What is predicted, as a sentence part: "redeems a coupon of the campaign within 70 days". */
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
 * Trains the tenant's lead score. Deterministic by history, `now` and seed; the order of the history's rows does not
 * matter. The gate's answer is in `card.verdict`; publishing is the caller's.
 *
 * Errors: `not-enough-data` with one issue per lack, `bad-data` where every column was left out.
 */
export async function trainLeadScore(
  history: LeadHistory,
  options: LeadScoreOptions,
  progress: Progress = () => {},
): Promise<Result<Trained, Problem>> {
  const horizonDays = options.horizonDays ?? leadScore.horizonDays;
  await progress(0, 'reading the history');
  const table = leadTable(indexHistory(history), {
    now: options.now,
    horizonDays,
    moments: options.moments ?? defaultMoments,
    ...(options.labels === undefined ? {} : { labels: options.labels }),
  });
  const limits: string[] = [];
  if (table.censored > 0)
    limits.push(
      `${table.censored} leads are too young for their outcome to be known and were not learned from.`,
    );
  if (table.undatedClosings > 0)
    limits.push(
      `${table.undatedClosings} leads were closed without a date: they count as of their creation only.`,
    );
  return trainTabular(
    table,
    {
      name: leadScore.name,
      recordType: leadScore.recordType,
      outcome: options.outcome ?? `converts within ${horizonDays} days`,
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
