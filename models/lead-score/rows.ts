import type { LeadEntry, LeadIndex } from './history-index.js';

const dayMs = 86_400_000;

/** Days after creation at which an open lead gives a row: the questions that are asked of a lead as it ages. */
export const defaultMoments: readonly number[] = [0, 1, 3, 7, 14, 30];

export interface RowOptions {
  /** Epoch ms: what is dated later does not exist. */
  readonly now: number;
  readonly horizonDays: number;
  readonly moments: readonly number[];
}

export interface LeadRow {
  readonly lead: LeadEntry;
  /** Epoch ms. */
  readonly asOf: number;
  /** Place of the row's moment among the moments asked about. */
  readonly slot: number;
  readonly label: 0 | 1;
}

export interface LeadRows {
  readonly rows: readonly LeadRow[];
  /** Leads whose outcome cannot be known yet; they are neither successes nor failures. */
  readonly censored: number;
  /** Leads that are closed without a date: they give one row, at creation. */
  readonly undatedClosings: number;
}

/**
 * Campaigns whose outcome is settled before the horizon has passed: they are over and none of their leads is open. A
 * whole campaign is taken or left: taking a campaign's early successes while its other leads are still open would
 * teach that everyone converts.
 */
function settledCampaigns(index: LeadIndex, now: number): Set<string> {
  const settled = new Set<string>();
  for (const [id, campaign] of index.campaigns)
    if (campaign.endsAt !== undefined && Date.parse(campaign.endsAt) < now) settled.add(id);
  for (const lead of index.leads.values())
    if (lead.fields.campaign !== undefined && (lead.fields.status === 'open' || lead.closedAt > now))
      settled.delete(lead.fields.campaign);
  return settled;
}

/**
 * Training rows by the as-of rule: a row for each lead at creation and at later moments while it was open, labelled 1
 * when it converted after that moment and within the horizon. A row whose horizon reaches beyond `now` is censored,
 * whatever happened so far, except in a campaign that is settled. Rows are in order of lead creation, then of time.
 */
export function leadRows(index: LeadIndex, options: RowOptions): LeadRows {
  const horizon = options.horizonDays * dayMs;
  const settled = settledCampaigns(index, options.now);
  const rows: LeadRow[] = [];
  let censored = 0;
  let undatedClosings = 0;
  const leads = [...index.leads.values()]
    .filter((lead) => lead.createdAt <= options.now)
    .sort((a, b) => a.createdAt - b.createdAt || (a.sourceId < b.sourceId ? -1 : 1));
  for (const lead of leads) {
    const { status, campaign } = lead.fields;
    const dated = status === 'open' || Number.isFinite(lead.closedAt);
    const before = rows.length;
    for (const [slot, days] of (dated ? options.moments : options.moments.slice(0, 1)).entries()) {
      const asOf = lead.createdAt + days * dayMs;
      // A lead that closes within its first day still gives its first row.
      if (days > 0 && status !== 'open' && lead.closedAt <= asOf) break;
      if (asOf > options.now) break;
      if (asOf + horizon > options.now && !(campaign !== undefined && settled.has(campaign))) break;
      const inTime = !dated || lead.closedAt <= Math.min(asOf + horizon, options.now);
      rows.push({ lead, asOf, slot, label: status === 'converted' && inTime ? 1 : 0 });
    }
    if (rows.length === before) censored++;
    else if (!dated) undatedClosings++;
  }
  return { rows, censored, undatedClosings };
}
