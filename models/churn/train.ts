import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import type { CurrentModel } from '../tabular/current-model.js';
import { type Progress, type Trained, trainTabular } from '../tabular/train.js';
import { churn } from './churn.js';
import { type ChurnHistory, indexChurn } from './history.js';
import { churnTable } from './training-table.js';

export interface ChurnOptions {
  /** Epoch ms: nothing dated later is used. */
  readonly now: number;
  readonly seed?: number;
  /** Days within which a contract must end to count; default 90. */
  readonly horizonDays?: number;
  /** Ids of features to leave out, for example the sensitive ones. */
  readonly exclude?: readonly string[];
  /** Ids of columns to use although the leak check refuses them. */
  readonly insist?: readonly string[];
  /** Ids of features that a person can act on; by default the last month of each metric of use. */
  readonly changeable?: readonly string[];
  /** The tenant's own words for features, by id. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The customer's field by whose values the card compares error and score. */
  readonly groups?: string;
  readonly version?: string;
  readonly dataLicence?: string;
  readonly synthetic?: boolean;
  /** The published model; a candidate has to beat it on what neither has learned from. */
  readonly current?: CurrentModel;
}

/**
 * Trains churn of contracts by the recipe that all yes/no models share. Deterministic by history, `now` and seed.
 *
 * Errors: `not-enough-data` with one issue per lack (200 contracts, 50 that ended and 50 that did not), `bad-data`
 * where every column was left out.
 */
export async function trainChurn(
  history: ChurnHistory,
  options: ChurnOptions,
  progress: Progress = () => {},
): Promise<Result<Trained, Problem>> {
  const { now, horizonDays = churn.horizonDays, exclude, insist, changeable, labels, groups } = options;
  await progress(0, 'reading the history');
  const table = churnTable(indexChurn(history), {
    now,
    horizonDays,
    ...(changeable === undefined ? {} : { changeable }),
    ...(labels === undefined ? {} : { labels }),
    ...(groups === undefined ? {} : { groups }),
  });
  return trainTabular(
    table,
    {
      name: churn.name,
      recordType: churn.recordType,
      outcome: `ends within ${horizonDays} days`,
      horizonDays,
      now,
      seed: options.seed ?? 1,
      dataLicence: options.dataLicence ?? "the tenant's own data",
      synthetic: options.synthetic ?? false,
      limits:
        table.censored > 0
          ? [
              `${table.censored} months are too young for their outcome to be known and were not learned from.`,
            ]
          : [],
      ...(options.version === undefined ? {} : { version: options.version }),
      ...(exclude === undefined ? {} : { exclude }),
      ...(insist === undefined ? {} : { insist }),
      ...(options.current === undefined ? {} : { current: options.current }),
    },
    progress,
  );
}
