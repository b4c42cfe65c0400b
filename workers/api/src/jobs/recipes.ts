import type { DealHistory } from '@aicrm/models/deal-score/history';
import { trainDealScore } from '@aicrm/models/deal-score/train';
import type { LeadHistory } from '@aicrm/models/lead-score/history';
import { trainLeadScore } from '@aicrm/models/lead-score/train';
import type { CurrentModel } from '@aicrm/models/tabular/current-model';
import type { Progress, Trained } from '@aicrm/models/tabular/train';
import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import type { TenantScope } from '../db/scope.js';
import type { CatalogModel } from './catalog.js';
import { cardTerms } from './data-terms.js';
import { loadDealHistory, loadHistory } from './history.js';
import { mergeDealHistories, mergeHistories } from './merge-histories.js';

interface TrainOptions {
  readonly now: number;
  readonly version: string;
  readonly horizonDays: number;
  readonly seed?: number;
  readonly outcome?: string;
  readonly exclude?: readonly string[];
  readonly insist?: readonly string[];
  readonly current?: CurrentModel;
}

/** A training on what was read. */
export type Training = (options: TrainOptions, progress: Progress) => Promise<Result<Trained, Problem>>;

/** By type of record: reads all that a tenant has over its connections; null where there is nothing to learn from. */
export const recipes: Record<CatalogModel['recordType'], (scope: TenantScope) => Promise<Training | null>> = {
  async lead(scope) {
    const histories: LeadHistory[] = [];
    const connections = await scope.records.connections(['lead']);
    for (const connection of connections) histories.push(await loadHistory(scope, connection));
    const history = mergeHistories(histories);
    if (history === null) return null;
    const terms = cardTerms(
      await Promise.all(connections.map((connection) => scope.imports.terms(connection))),
    );
    return (options, progress) => trainLeadScore(history, { ...options, ...terms }, progress);
  },
  async deal(scope) {
    const histories: DealHistory[] = [];
    const connections = await scope.records.connections(['deal']);
    for (const connection of connections) histories.push(await loadDealHistory(scope, connection));
    const history = mergeDealHistories(histories);
    if (history === null) return null;
    const terms = cardTerms(
      await Promise.all(connections.map((connection) => scope.imports.terms(connection))),
    );
    return (options, progress) => trainDealScore(history, { ...options, ...terms }, progress);
  },
};
