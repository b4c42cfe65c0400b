import { dealViewAt, indexDeals } from '@aicrm/models/deal-score/deal-score';
import { dealRows, defaultWeeks } from '@aicrm/models/deal-score/rows';
import { indexHistory, leadViewAt } from '@aicrm/models/lead-score/lead-score';
import { defaultMoments, leadRows } from '@aicrm/models/lead-score/rows';
import type { RecordView } from '@aicrm/schema/view';
import type { TenantScope } from '../db/scope.js';
import type { CatalogModel } from '../jobs/catalog.js';
import { loadDealHistory, loadHistory } from '../jobs/history.js';

const dayMs = 86_400_000;
/** The newest rows that are looked at; more would not change an index by a hundredth. */
const mostRows = 5_000;

export interface RecentRow {
  readonly view: RecordView;
  readonly asOf: number;
  /** The campaign it belongs to, by connection and source id. */
  readonly campaign: string | null;
}

export interface RecentRows {
  readonly rows: readonly RecentRow[];
  /** Different records among them: the rows of one record repeat each other. */
  readonly records: number;
  /** Different campaigns among them: what a campaign says, it says for all its leads at once. */
  readonly campaigns: number;
}

/** A row whose view is built only where it is among the newest. */
interface Moment {
  readonly asOf: number;
  readonly view: () => RecordView;
  readonly campaign: string | null;
}

/** Moments at which training takes rows of a connection. With no horizon to wait for, no outcome leaves one out. */
const momentsOf: Record<
  CatalogModel['recordType'],
  (scope: TenantScope, connection: string, now: number) => Promise<readonly Moment[]>
> = {
  async lead(scope, connection, now) {
    const index = indexHistory(await loadHistory(scope, connection));
    const { rows } = leadRows(index, { now, horizonDays: 0, moments: defaultMoments });
    return rows.map(({ lead, asOf }) => ({
      asOf,
      view: () => leadViewAt(index, lead.sourceId, asOf),
      campaign: lead.fields.campaign === undefined ? null : `${connection}:${lead.fields.campaign}`,
    }));
  },
  async deal(scope, connection, now) {
    const index = indexDeals(await loadDealHistory(scope, connection));
    const { rows } = dealRows(index, { now, horizonDays: 0, weeks: defaultWeeks });
    return rows.map(({ deal, asOf }) => ({
      asOf,
      view: () => dealViewAt(index, deal.sourceId, asOf),
      campaign: null,
    }));
  },
};

/**
 * Records as they were while open in the newest days, taken at the same ages at which training takes its rows. Records
 * as they are now would differ from training rows by their age alone.
 */
export async function recentRows(
  scope: TenantScope,
  model: CatalogModel,
  now: number,
  days: number,
): Promise<RecentRows> {
  const found: RecentRow[] = [];
  for (const connection of await scope.records.connections([model.recordType])) {
    const newest = (await momentsOf[model.recordType](scope, connection, now))
      .filter((row) => row.asOf > now - days * dayMs)
      .toSorted((a, b) => b.asOf - a.asOf)
      .slice(0, mostRows);
    for (const { asOf, view, campaign } of newest) found.push({ asOf, view: view(), campaign });
  }
  const rows = found.sort((a, b) => b.asOf - a.asOf).slice(0, mostRows);
  return {
    rows,
    records: new Set(rows.map((row) => row.view.id)).size,
    campaigns: new Set(rows.flatMap((row) => row.campaign ?? [])).size,
  };
}
