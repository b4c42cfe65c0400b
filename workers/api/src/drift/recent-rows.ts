import { indexHistory, leadViewAt } from '@aicrm/models/lead-score/lead-score';
import { defaultMoments, leadRows } from '@aicrm/models/lead-score/rows';
import type { RecordView } from '@aicrm/schema/view';
import type { TenantScope } from '../db/scope.js';
import { loadHistory } from '../jobs/history.js';

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
  /** Different leads among them: the rows of one lead repeat each other. */
  readonly records: number;
  /** Different campaigns among them: what a campaign says, it says for all its leads at once. */
  readonly campaigns: number;
}

/**
 * Leads as they were while open in the newest days, taken at the same ages at which training takes its rows. Records
 * as they are now would differ from training rows by their age alone.
 */
export async function recentRows(scope: TenantScope, now: number, days: number): Promise<RecentRows> {
  const found: RecentRow[] = [];
  for (const connection of await scope.records.connections(['lead'])) {
    const index = indexHistory(await loadHistory(scope, connection));
    // With no horizon to wait for, no row is left out because its outcome is still open.
    const { rows } = leadRows(index, { now, horizonDays: 0, moments: defaultMoments });
    const newest = rows
      .filter((row) => row.asOf > now - days * dayMs)
      .sort((a, b) => b.asOf - a.asOf)
      .slice(0, mostRows);
    for (const { lead, asOf } of newest) {
      const { campaign } = lead.fields;
      found.push({
        view: leadViewAt(index, lead.sourceId, asOf),
        asOf,
        campaign: campaign === undefined ? null : `${connection}:${campaign}`,
      });
    }
  }
  const rows = found.sort((a, b) => b.asOf - a.asOf).slice(0, mostRows);
  return {
    rows,
    records: new Set(rows.map((row) => row.view.id)).size,
    campaigns: new Set(rows.flatMap((row) => row.campaign ?? [])).size,
  };
}
