import type { LeadHistory } from '@aicrm/models/lead-score/history';

/** Source ids are unique within a connection only; the connection's name in front keeps those of two apart. */
function apart(history: LeadHistory): LeadHistory {
  const name = (id: string): string => `${history.connection}:${id}`;
  const link = <
    F extends { contact?: string | undefined; campaign?: string | undefined; lead?: string | undefined },
  >(
    fields: F,
  ): F => ({
    ...fields,
    ...(fields.contact === undefined ? {} : { contact: name(fields.contact) }),
    ...(fields.campaign === undefined ? {} : { campaign: name(fields.campaign) }),
    ...(fields.lead === undefined ? {} : { lead: name(fields.lead) }),
  });
  return {
    ...history,
    leads: history.leads.map((row) => ({ sourceId: name(row.sourceId), fields: link(row.fields) })),
    contacts: history.contacts.map((row) => ({ ...row, sourceId: name(row.sourceId) })),
    campaigns: history.campaigns.map((row) => ({ ...row, sourceId: name(row.sourceId) })),
    orders: history.orders.map((row) => ({ sourceId: name(row.sourceId), fields: link(row.fields) })),
    activities: (history.activities ?? []).map((row) => ({
      sourceId: name(row.sourceId),
      fields: link(row.fields),
    })),
    fieldChanges: (history.fieldChanges ?? []).map((change) => ({
      ...change,
      sourceId: name(change.sourceId),
    })),
  };
}

/** One history to learn from, over all connections of a tenant; null where there is none. */
export function mergeHistories(histories: readonly LeadHistory[]): LeadHistory | null {
  const [first, ...others] = histories;
  if (first === undefined || others.length === 0) return first ?? null;
  const all = histories.map(apart);
  return {
    ...first,
    leads: all.flatMap((history) => history.leads),
    contacts: all.flatMap((history) => history.contacts),
    campaigns: all.flatMap((history) => history.campaigns),
    orders: all.flatMap((history) => history.orders),
    activities: all.flatMap((history) => history.activities ?? []),
    fieldChanges: all.flatMap((history) => history.fieldChanges ?? []),
  };
}
