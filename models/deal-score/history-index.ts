import type { RecordFields } from '@aicrm/schema/record';
import { type FieldPlan, planFields } from '../lead-score/field-plan.js';
import { type HistoryRow, knownFrom, minorPerMajor, startOf } from '../lead-score/history.js';
import { type EventSeries, eventSeries, type OrderSeries, orderSeries } from '../lead-score/series.js';
import type { DealFieldChange, DealHistory } from './history.js';

export interface StageEntry {
  /** When it was known, epoch ms. */
  readonly known: number;
  readonly at: string;
  readonly from: string | undefined;
  readonly to: string;
}

export interface DealEntry {
  readonly sourceId: string;
  readonly fields: RecordFields['deal'];
  /** Epoch ms. */
  readonly createdAt: number;
  /** When its closing was known, epoch ms; NaN while open or where the source gives no date. */
  readonly closedAt: number;
  /** Moves in order of time, the last one into "won" or "lost" among them where the source writes it. */
  readonly stages: readonly StageEntry[];
  readonly activities: EventSeries;
  readonly meetings: EventSeries;
}

/** Closed deals of one owner in the order of their closing; entry i of `won` counts those won among the first i. */
export interface TrackRecord {
  readonly times: Float64Array;
  readonly won: Float64Array;
}

/** A `DealHistory` arranged so that a deal's view at any moment costs a few binary searches. */
export interface DealIndex {
  readonly connection: string;
  readonly currency: string;
  readonly perMajor: number;
  readonly deals: ReadonlyMap<string, DealEntry>;
  readonly contacts: ReadonlyMap<string, RecordFields['contact']>;
  readonly companies: ReadonlyMap<string, RecordFields['company']>;
  /** By customer (see `customerOf`): its deals by creation, and its orders. */
  readonly dealsOf: ReadonlyMap<string, readonly DealEntry[]>;
  readonly ordersOf: ReadonlyMap<string, OrderSeries>;
  readonly owners: ReadonlyMap<string, TrackRecord>;
  /** By `type:sourceId`, in the order they were seen. */
  readonly changes: ReadonlyMap<string, readonly DealFieldChange[]>;
  readonly plans: Readonly<Record<DealFieldChange['type'], readonly FieldPlan[]>>;
  readonly has: { readonly orders: boolean; readonly activities: boolean };
  readonly fieldChangesSince: number;
}

/** Who buys: the company, or the contact where no company is named. */
export const customerOf = (deal: { company?: string | undefined; contact?: string | undefined }): string =>
  deal.company !== undefined ? `company:${deal.company}` : `contact:${deal.contact ?? ''}`;

const meetingWords = /\b(meetings?|visits?|demos?|demonstrations?|appointments?|workshops?)\b/i;

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

const byCreation = (a: DealEntry, b: DealEntry): number =>
  a.createdAt - b.createdAt || (a.sourceId < b.sourceId ? -1 : 1);

/** Later deals must not change what amounts of earlier ones say, so the earliest deal with an amount decides. */
const earliestCurrency = (deals: readonly DealEntry[]): string =>
  deals.toSorted(byCreation).find((deal) => deal.fields.amount !== undefined)?.fields.amount?.currency ??
  'USD';

/** A move dated like the opening itself was known with it, even where both know only the day. */
function stageEntries(rows: readonly HistoryRow<'stage-change'>[], createdAt: string): StageEntry[] {
  return rows
    .map(({ sourceId, fields }) => ({
      sourceId,
      known: fields.at === createdAt ? startOf(createdAt) : knownFrom(fields.at),
      at: fields.at,
      from: fields.from,
      to: fields.to,
    }))
    .filter(({ known }) => Number.isFinite(known))
    .sort((a, b) => a.known - b.known || (a.sourceId < b.sourceId ? -1 : 1));
}

const endStage = /\b(won|lost)\b/i;

/** A move into "won" or "lost" ends a deal even where its date of closing is later or missing. */
function closingOf(closedAt: number, stages: readonly StageEntry[]): number {
  const last = stages.at(-1);
  if (last === undefined || !endStage.test(last.to)) return closedAt;
  return Number.isFinite(closedAt) ? Math.min(closedAt, last.known) : last.known;
}

function trackRecord(deals: readonly DealEntry[]): TrackRecord {
  const closed = deals
    .filter(({ closedAt }) => Number.isFinite(closedAt))
    .sort((a, b) => a.closedAt - b.closedAt || byCreation(a, b));
  const won = new Float64Array(closed.length + 1);
  closed.forEach((deal, i) => {
    won[i + 1] = (won[i] ?? 0) + (deal.fields.status === 'won' ? 1 : 0);
  });
  return { times: Float64Array.from(closed, ({ closedAt }) => closedAt), won };
}

/** What the view gives in another form: moves tell the stage, amounts are one number, dates are told by facts. */
const readApart = /^(stage|amount|amount\..*|closeAt)$/;

/** Indexes a history once for many views; cost is linear in its rows but for sorting each deal's facts. */
export function indexDeals(history: DealHistory): DealIndex {
  const stagesOf = groupBy(history.stageChanges, (row) => row.fields.deal);
  const activitiesOf = groupBy(history.activities, (row) => row.fields.deal);
  const deals = new Map<string, DealEntry>();
  for (const { sourceId, fields } of history.deals) {
    const stages = stageEntries(stagesOf.get(sourceId) ?? [], fields.createdAt);
    const activities = (activitiesOf.get(sourceId) ?? []).map((row) => row.fields);
    deals.set(sourceId, {
      sourceId,
      fields,
      createdAt: startOf(fields.createdAt),
      closedAt: fields.status === 'open' ? Number.NaN : closingOf(knownFrom(fields.closedAt), stages),
      stages,
      activities: eventSeries(activities),
      meetings: eventSeries(activities.filter(({ kind }) => meetingWords.test(kind))),
    });
  }
  const all = [...deals.values()];
  const currency = history.currency ?? earliestCurrency(all);
  const perMajor = minorPerMajor(currency);
  const contacts = new Map(history.contacts.map((row) => [row.sourceId, row.fields]));
  const dealsOf = groupBy(all, (deal) => customerOf(deal.fields));
  for (const list of dealsOf.values()) list.sort(byCreation);
  const ordersOf = groupBy(history.orders ?? [], ({ fields }) =>
    customerOf({ company: contacts.get(fields.contact)?.company, contact: fields.contact }),
  );
  const allChanges = history.fieldChanges ?? [];
  const changes = groupBy(allChanges, (change) => `${change.type}:${change.sourceId}`);
  for (const list of changes.values()) list.sort((a, b) => knownFrom(a.seenAt) - knownFrom(b.seenAt));
  const plan = (type: DealFieldChange['type'], rows: readonly { fields: object }[], prefix: string) =>
    planFields(
      rows.map((row) => ({ ...row.fields })),
      allChanges.filter((change) => change.type === type),
      prefix,
    ).filter(({ custom, name }) => custom || type !== 'deal' || !readApart.test(name));
  return {
    connection: history.connection,
    currency,
    perMajor,
    deals,
    contacts,
    companies: new Map(history.companies.map((row) => [row.sourceId, row.fields])),
    dealsOf,
    ordersOf: new Map(
      [...ordersOf].map(([customer, rows]) => [customer, orderSeries(rows, currency, perMajor)]),
    ),
    owners: new Map(
      [...groupBy(all, (deal) => deal.fields.owner)].map(([owner, own]) => [owner, trackRecord(own)]),
    ),
    changes,
    plans: {
      deal: plan('deal', history.deals, ''),
      contact: plan('contact', history.contacts, 'contact.'),
      company: plan('company', history.companies, 'company.'),
    },
    has: { orders: (history.orders ?? []).length > 0, activities: history.activities.length > 0 },
    fieldChangesSince: startOf(history.fieldChangesSince),
  };
}
