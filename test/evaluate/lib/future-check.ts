import type { LeadHistory } from '@aicrm/models/lead-score/history';
import { indexHistory, type LeadIndex } from '@aicrm/models/lead-score/history-index';
import { leadViewAt } from '@aicrm/models/lead-score/view';

/** The history as it lay there at `asOf`: later leads and orders do not exist, later closings have not happened. */
function historyUntil(history: LeadHistory, asOf: number): LeadHistory {
  const before = (instant: string | undefined): boolean => Date.parse(instant ?? '') <= asOf;
  return {
    ...history,
    orders: history.orders.filter(({ fields }) => before(fields.at)),
    leads: history.leads
      .filter(({ fields }) => before(fields.createdAt))
      .map((lead) => {
        if (lead.fields.closedAt === undefined || before(lead.fields.closedAt)) return lead;
        const { closedAt: _, ...fields } = lead.fields;
        return { ...lead, fields: { ...fields, status: 'open' } };
      }),
  };
}

/** How many of the leads' views, as of each one's own moment, change when everything later is taken out of the history. */
export function viewsThatKnowTheFuture(
  history: LeadHistory,
  asked: readonly { readonly lead: string; readonly asOf: number }[],
  viewAt: (index: LeadIndex, lead: string, asOf: number) => unknown = leadViewAt,
): number {
  const full = indexHistory(history);
  let changed = 0;
  for (const asOf of new Set(asked.map((one) => one.asOf))) {
    const then = indexHistory(historyUntil(history, asOf));
    for (const { lead } of asked.filter((one) => one.asOf === asOf)) {
      const [now, before] = [viewAt(full, lead, asOf), viewAt(then, lead, asOf)];
      if (JSON.stringify(now) !== JSON.stringify(before)) changed++;
    }
  }
  return changed;
}
