import type { RecordFields } from '@aicrm/schema/record';
import { type FieldPlan, planFields } from './field-plan.js';
import {
  type FieldChange,
  type HistoryRow,
  knownFrom,
  type LeadHistory,
  minorPerMajor,
  startOf,
} from './history.js';
import { type EventSeries, eventSeries, type OrderSeries, orderSeries } from './series.js';

export interface LeadEntry {
  readonly sourceId: string;
  readonly fields: RecordFields['lead'];
  /** Epoch ms. */
  readonly createdAt: number;
  /** When its closing was known, epoch ms; NaN while open or where the source gives no date. */
  readonly closedAt: number;
}

export interface ContactEntry {
  readonly fields: RecordFields['contact'] | undefined;
  readonly orders: OrderSeries;
  readonly activities: EventSeries;
  /** The contact's leads by creation. */
  readonly leads: readonly LeadEntry[];
}

/** A `LeadHistory` arranged so that a lead's view at any moment costs a few binary searches. */
export interface LeadIndex {
  readonly connection: string;
  readonly currency: string;
  readonly leads: ReadonlyMap<string, LeadEntry>;
  readonly contacts: ReadonlyMap<string, ContactEntry>;
  readonly campaigns: ReadonlyMap<string, RecordFields['campaign']>;
  /** Activities that name a lead but no contact. */
  readonly leadActivities: ReadonlyMap<string, EventSeries>;
  /** By `type`, then source id: changes in the order they were seen. */
  readonly changes: ReadonlyMap<string, readonly FieldChange[]>;
  /** Which fields each type of record brings into a view. */
  readonly plans: Readonly<Record<FieldChange['type'], readonly FieldPlan[]>>;
  readonly has: { readonly orders: boolean; readonly activities: boolean; readonly campaigns: boolean };
  readonly fieldChangesSince: number;
}

export const changeKey = (type: string, sourceId: string): string => `${type}:${sourceId}`;

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/**
 * The tenant's currency where none is set: the earliest order's, because later orders must not change what sums
 * over earlier ones say.
 */
function earliestCurrency(orders: readonly HistoryRow<'order'>[]): string {
  let first = Number.POSITIVE_INFINITY;
  let id = '';
  let currency = 'USD';
  for (const order of orders) {
    const total = order.fields.total;
    const known = knownFrom(order.fields.at);
    if (total === undefined || known > first || (known === first && order.sourceId >= id)) continue;
    first = known;
    id = order.sourceId;
    currency = total.currency;
  }
  return currency;
}

/** Indexes a history once for many views; cost is linear in its rows but for sorting each contact's facts. */
export function indexHistory(history: LeadHistory): LeadIndex {
  const currency = history.currency ?? earliestCurrency(history.orders);
  const perMajor = minorPerMajor(currency);
  const leads = new Map<string, LeadEntry>();
  for (const { sourceId, fields } of history.leads) {
    const closedAt = fields.status === 'open' ? Number.NaN : knownFrom(fields.closedAt);
    leads.set(sourceId, { sourceId, fields, createdAt: startOf(fields.createdAt), closedAt });
  }
  const activities = history.activities ?? [];
  const contactOfLead = (lead: string | undefined): string | undefined =>
    lead === undefined ? undefined : leads.get(lead)?.fields.contact;
  const leadsOf = groupBy([...leads.values()], (lead) => lead.fields.contact);
  const ordersOf = groupBy(history.orders, (order) => order.fields.contact);
  const activitiesOf = groupBy(activities, (row) => row.fields.contact ?? contactOfLead(row.fields.lead));
  const orphans = groupBy(
    activities.filter((row) => (row.fields.contact ?? contactOfLead(row.fields.lead)) === undefined),
    (row) => row.fields.lead,
  );
  const fieldsOf = new Map(history.contacts.map((row) => [row.sourceId, row.fields]));
  const contacts = new Map<string, ContactEntry>();
  for (const [id, own] of leadsOf) {
    contacts.set(id, {
      fields: fieldsOf.get(id),
      orders: orderSeries(ordersOf.get(id) ?? [], currency, perMajor),
      activities: eventSeries((activitiesOf.get(id) ?? []).map((row) => row.fields)),
      leads: own.sort((a, b) => a.createdAt - b.createdAt || (a.sourceId < b.sourceId ? -1 : 1)),
    });
  }
  const changes = groupBy(history.fieldChanges ?? [], (change) => changeKey(change.type, change.sourceId));
  for (const list of changes.values()) list.sort((a, b) => knownFrom(a.seenAt) - knownFrom(b.seenAt));
  const allChanges = history.fieldChanges ?? [];
  const plan = (type: FieldChange['type'], rows: readonly { fields: object }[], prefix: string) =>
    planFields(
      rows.map((row) => ({ ...row.fields })),
      allChanges.filter((change) => change.type === type),
      prefix,
    );
  return {
    connection: history.connection,
    currency,
    leads,
    contacts,
    campaigns: new Map(history.campaigns.map((row) => [row.sourceId, row.fields])),
    leadActivities: new Map(
      [...orphans].map(([id, rows]) => [id, eventSeries(rows.map((row) => row.fields))]),
    ),
    changes,
    plans: {
      lead: plan('lead', history.leads, ''),
      contact: plan('contact', history.contacts, 'contact.'),
      campaign: plan('campaign', history.campaigns, 'campaign.'),
    },
    has: {
      orders: history.orders.length > 0,
      activities: activities.length > 0,
      campaigns: history.campaigns.length > 0,
    },
    fieldChangesSince: startOf(history.fieldChangesSince),
  };
}
