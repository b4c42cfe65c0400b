import type { FeatureSpec } from '@aicrm/schema/model';
import { type Rows, rowsWhere, type TrainingTable } from '../tabular/table.js';
import { discoverFields } from './discover.js';
import { factFeatures } from './facts.js';
import type { LeadIndex } from './history-index.js';
import { readColumns } from './read-columns.js';
import { type LeadRow, leadRows, type RowOptions } from './rows.js';
import { leadViewAt } from './view.js';

export interface LeadTable extends TrainingTable {
  readonly censored: number;
  readonly undatedClosings: number;
}

export interface TableOptions extends RowOptions {
  /** The tenant's own words for features, by id. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Views that decide what a field is; beyond some thousands of leads the answer no longer changes. */
const mostViewsForDiscovery = 20_000;

/** Facts and fields that can be features of this tenant's leads, before any is judged by the outcome. */
function candidateFeatures(
  index: LeadIndex,
  rows: readonly LeadRow[],
  { labels, now }: Pick<TableOptions, 'labels' | 'now'>,
) {
  const first = rows.filter((row, i) => row.lead !== rows[i - 1]?.lead);
  const step = Math.ceil(first.length / mostViewsForDiscovery);
  const views = first
    .filter((_, i) => i % step === 0)
    .map(({ lead, asOf }) => ({
      view: leadViewAt(index, lead.sourceId, asOf),
      today: leadViewAt(index, lead.sourceId, now).fields,
      contact: lead.fields.contact,
      campaign: lead.fields.campaign,
    }));
  const withCampaign = first.filter((row) => row.lead.fields.campaign !== undefined).length;
  const facts = factFeatures(index.currency, withCampaign > first.length / 2).filter(
    ({ id }) =>
      (index.has.orders || !id.startsWith('orders.')) &&
      (index.has.activities || !id.startsWith('activities.')),
  );
  const found = discoverFields(views);
  const named = (spec: FeatureSpec): FeatureSpec => ({ ...spec, label: labels?.[spec.id] ?? spec.label });
  return {
    features: [...facts, ...found.features].map(named),
    fields: found.features,
    leftOut: found.leftOut.map((one) => ({ ...one, label: labels?.[one.column] ?? one.label ?? one.column })),
  };
}

/**
 * The rows that lead scoring learns from, each built only from what was known at its moment. Deterministic: the order
 * of the history's rows does not matter.
 */
export function leadTable(index: LeadIndex, options: TableOptions): LeadTable {
  const { rows, censored, undatedClosings } = leadRows(index, options);
  const candidates = candidateFeatures(index, rows, options);
  const { kept, twins, leftOut } = readColumns(candidates.features, rows, ({ lead, asOf }) =>
    leadViewAt(index, lead.sourceId, asOf),
  );
  const dated = rows.length > 0 && rows.every((row) => row.asOf >= index.fieldChangesSince);
  // Dates a CRM sets itself do not change; every other field is known only as it is today.
  const fixed = new Set(['createdAt', 'contact.createdAt', 'campaign.startsAt']);
  return {
    features: kept.map(({ spec }) => spec),
    columns: kept.map(({ column }) => column),
    recordIds: rows.map(({ lead }) => lead.sourceId),
    asOf: Float64Array.from(rows, (row) => row.asOf),
    labels: Uint8Array.from(rows, (row) => row.label),
    slots: Uint8Array.from(rows, (row) => row.slot),
    snapshot: false,
    undated: dated ? [] : candidates.fields.map(({ id }) => id).filter((id) => !fixed.has(id)),
    leftOut: [...candidates.leftOut, ...leftOut],
    twins,
    censored,
    undatedClosings,
  };
}

/** Rows at the leads' creation: the question that a public reference figure asks. */
export const creationRows = (table: TrainingTable): Rows =>
  rowsWhere(table, (row) => (table.slots?.[row] ?? 0) === 0);
