import type { DealEntry, DealIndex } from './history-index.js';

const dayMs = 86_400_000;
/** A deal that is open for longer than half a year gives no more rows: its weeks would outnumber other deals. */
export const defaultWeeks = 26;
/** Moves to and fro beyond this give no rows of their own. */
const mostStages = 8;

export interface RowOptions {
  /** Epoch ms: what is dated later does not exist. */
  readonly now: number;
  readonly horizonDays: number;
  /** Weeks after creation at which an open deal gives a row, besides those at its stage entries. */
  readonly weeks: number;
}

export interface DealRow {
  readonly deal: DealEntry;
  /** Epoch ms. */
  readonly asOf: number;
  /** 0 at creation, then 1 for each further stage entry, then one a week. */
  readonly slot: number;
  readonly label: 0 | 1;
}

export interface DealRows {
  /** In order of the deals' creation, then of time. */
  readonly rows: readonly DealRow[];
  /** Deals whose outcome cannot be known yet; they are neither won nor lost. */
  readonly censored: number;
  /** Deals that are closed without a date: they give one row, at creation. */
  readonly undatedClosings: number;
}

function momentsOf(deal: DealEntry, slots: number, weeks: number): { asOf: number; slot: number }[] {
  const found = [{ asOf: deal.createdAt, slot: 0 }];
  const entries = deal.stages.filter(({ known }) => known > deal.createdAt);
  for (const [i, { known }] of entries.slice(0, slots).entries()) found.push({ asOf: known, slot: i + 1 });
  for (let week = 1; week <= weeks; week++)
    found.push({ asOf: deal.createdAt + week * 7 * dayMs, slot: slots + week });
  return found.sort((a, b) => a.asOf - b.asOf || a.slot - b.slot);
}

/**
 * Training rows by the as-of rule: a row for each deal at its creation, at each further stage entry and weekly while it
 * was open, labelled 1 when it was won after that moment and within the horizon. A row whose horizon reaches beyond
 * `now` is censored, whatever happened so far: taking early endings alone would teach that deals end early.
 */
export function dealRows(index: DealIndex, options: RowOptions): DealRows {
  const horizon = options.horizonDays * dayMs;
  const rows: DealRow[] = [];
  let censored = 0;
  let undatedClosings = 0;
  const deals = [...index.deals.values()]
    .filter((deal) => deal.createdAt <= options.now)
    .sort((a, b) => a.createdAt - b.createdAt || (a.sourceId < b.sourceId ? -1 : 1));
  // Fixed, and not counted from the data, so that a later deal with more moves renumbers no slot.
  for (const deal of deals) {
    const { status } = deal.fields;
    const dated = status === 'open' || Number.isFinite(deal.closedAt);
    const before = rows.length;
    const moments = momentsOf(deal, mostStages, options.weeks);
    for (const { asOf, slot } of dated ? moments : moments.slice(0, 1)) {
      // A deal that closes within its first day still gives its first row.
      if (slot > 0 && status !== 'open' && deal.closedAt <= asOf) break;
      if (asOf + horizon > options.now) break;
      const inTime = !dated || deal.closedAt <= asOf + horizon;
      rows.push({ deal, asOf, slot, label: status === 'won' && inTime ? 1 : 0 });
    }
    if (rows.length === before) censored++;
    else if (!dated) undatedClosings++;
  }
  return { rows, censored, undatedClosings };
}
