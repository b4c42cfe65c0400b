import type { DealHistory } from '@aicrm/models/deal-score/history';
import type { HistoryRow, LeadHistory } from '@aicrm/models/lead-score/history';
import type { RecordType } from '@aicrm/schema/ids';

/** References between records that travel with them; owners are people of the tenant, the same in each connection. */
const references = ['contact', 'campaign', 'company', 'lead', 'deal'] as const;
type Linked = Partial<Record<(typeof references)[number], string | undefined>>;

/** Source ids are unique within a connection only; the connection's name in front keeps those of two apart. */
function renamed(connection: string) {
  const name = (id: string): string => `${connection}:${id}`;
  const row = <T extends { readonly sourceId: string }>(one: T): T => ({
    ...one,
    sourceId: name(one.sourceId),
  });
  return {
    row,
    linked<F extends Linked, T extends { readonly sourceId: string; readonly fields: F }>(one: T): T {
      const links: Linked = {};
      for (const reference of references) {
        const id = one.fields[reference];
        if (id !== undefined) links[reference] = name(id);
      }
      return { ...row(one), fields: { ...one.fields, ...links } };
    },
  };
}

/** Rows of any type with their connection's name before their ids and references. */
export const apartIn =
  (connection: string) =>
  <T extends RecordType>(row: HistoryRow<T>): HistoryRow<T> => {
    const name = (id: string): string => `${connection}:${id}`;
    const linked = row.fields as Linked;
    const links: Linked = {};
    for (const reference of references) {
      const id = linked[reference];
      if (id !== undefined) links[reference] = name(id);
    }
    return { sourceId: name(row.sourceId), fields: { ...row.fields, ...links } };
  };

function apart(history: LeadHistory): LeadHistory {
  const { row, linked } = renamed(history.connection);
  return {
    ...history,
    leads: history.leads.map(linked),
    contacts: history.contacts.map(row),
    campaigns: history.campaigns.map(row),
    orders: history.orders.map(linked),
    activities: (history.activities ?? []).map(linked),
    fieldChanges: (history.fieldChanges ?? []).map(row),
  };
}

function dealsApart(history: DealHistory): DealHistory {
  const { row, linked } = renamed(history.connection);
  return {
    ...history,
    deals: history.deals.map(linked),
    stageChanges: history.stageChanges.map(linked),
    activities: history.activities.map(linked),
    contacts: history.contacts.map(linked),
    companies: history.companies.map(row),
    orders: (history.orders ?? []).map(linked),
    fieldChanges: (history.fieldChanges ?? []).map(row),
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

/** The same of deals. */
export function mergeDealHistories(histories: readonly DealHistory[]): DealHistory | null {
  const [first, ...others] = histories;
  if (first === undefined || others.length === 0) return first ?? null;
  const all = histories.map(dealsApart);
  return {
    ...first,
    deals: all.flatMap((history) => history.deals),
    stageChanges: all.flatMap((history) => history.stageChanges),
    activities: all.flatMap((history) => history.activities),
    contacts: all.flatMap((history) => history.contacts),
    companies: all.flatMap((history) => history.companies),
    orders: all.flatMap((history) => history.orders ?? []),
    fieldChanges: all.flatMap((history) => history.fieldChanges ?? []),
  };
}
