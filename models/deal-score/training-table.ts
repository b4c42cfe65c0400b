import type { FeatureSpec } from '@aicrm/schema/model';
import { discoverFields } from '../lead-score/discover.js';
import { readColumns } from '../lead-score/read-columns.js';
import type { LeftOut, TrainingTable } from '../tabular/table.js';
import { factFeatures } from './facts.js';
import type { DealEntry, DealIndex } from './history-index.js';
import { type DealRow, dealRows, type RowOptions } from './rows.js';
import { dealViewAt } from './view.js';

const dayMs = 86_400_000;
/** Views that decide what a field is; beyond some thousands of deals the answer no longer changes. */
const mostViewsForDiscovery = 20_000;

export interface DealTable extends TrainingTable {
  readonly censored: number;
  readonly undatedClosings: number;
}

export interface TableOptions extends RowOptions {
  /** The tenant's own words for features, by id. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Words of a sales person for fields whose names say too little. */
const dealLabels: Readonly<Record<string, string>> = {
  createdAt: 'Days since the deal was opened',
  'contact.createdAt': 'Days since the contact was entered',
  'company.createdAt': 'Days since the company was entered',
  'company.industry': 'Industry of the company',
  'company.employees': 'Employees of the company',
  'company.region': 'Region of the company',
  'contact.role': "Contact's role",
};
const changeable = /\b(decision.?maker|champion|next step|channel|offer|discount|owner)\b/i;

/** Features of deals by content, with the facts that are counted as of a moment. */
function candidateFeatures(index: DealIndex, rows: readonly DealRow[], options: TableOptions) {
  const first = rows.filter((row, i) => row.deal !== rows[i - 1]?.deal);
  const step = Math.ceil(first.length / mostViewsForDiscovery);
  const found = discoverFields(
    first
      .filter((_, i) => i % step === 0)
      .map(({ deal, asOf }) => ({
        view: dealViewAt(index, deal.sourceId, asOf),
        today: dealViewAt(index, deal.sourceId, options.now).fields,
        contact: deal.fields.contact,
        campaign: undefined,
      })),
  );
  // Facts tell these, in a form that a model can read; a deal's first view knows only its first stage.
  const told = new Set(['closeAt', 'currency', 'stage']);
  const label = (id: string, own: string): string => options.labels?.[id] ?? dealLabels[id] ?? own;
  const facts = factFeatures(index.currency).filter(
    ({ id }) =>
      (index.has.orders || !id.startsWith('orders.')) &&
      (index.has.activities || !id.startsWith('activities.')),
  );
  const fields = found.features
    .filter(({ id }) => !told.has(id))
    .map(
      (spec): FeatureSpec => ({
        ...spec,
        ...(spec.id === 'amount' ? { unit: index.currency } : {}),
        changeable: spec.changeable || changeable.test(spec.id.replace(/_/g, ' ')),
      }),
    );
  return {
    features: [...facts, ...fields].map((spec) => ({ ...spec, label: label(spec.id, spec.label) })),
    fields,
    leftOut: found.leftOut
      .filter(({ column }) => !told.has(column))
      .map((one) => ({ ...one, label: label(one.column, one.label ?? one.column) })),
  };
}

/** Share of closed deals in which a field has to be the days they took, to within a day, to be that. */
const nearlyAll = 0.9;

/**
 * Fields that hold how long a deal took from its opening to its end. Alone they separate the outcomes only somewhat,
 * which no general check finds suspicious; but nobody knows them before the end.
 */
function durations(
  index: DealIndex,
  deals: readonly DealEntry[],
  fields: readonly FeatureSpec[],
  now: number,
): ReadonlySet<string> {
  const closed = deals.filter((deal) => deal.closedAt <= now);
  const views = closed.map((deal) => dealViewAt(index, deal.sourceId, now).fields);
  const found = new Set<string>();
  for (const { id, as } of fields) {
    if (as !== 'number') continue;
    let [present, same] = [0, 0];
    closed.forEach((deal, i) => {
      const value = views[i]?.[id];
      if (typeof value !== 'number') return;
      present++;
      if (Math.abs(value - (deal.closedAt - deal.createdAt) / dayMs) <= 1) same++;
    });
    if (present >= 50 && same >= nearlyAll * present) found.add(id);
  }
  return found;
}

/**
 * The rows that deal scoring learns from, each built only from what was known at its moment. Deterministic: the order
 * of the history's rows does not matter.
 */
export function dealTable(index: DealIndex, options: TableOptions): DealTable {
  const { rows, censored, undatedClosings } = dealRows(index, options);
  const candidates = candidateFeatures(index, rows, options);
  const deals = [...new Set(rows.map(({ deal }) => deal))];
  const lasting = durations(index, deals, candidates.fields, options.now);
  const lastingLeaks = candidates.features
    .filter(({ id }) => lasting.has(id))
    .map(
      ({ id, label }): LeftOut => ({
        column: id,
        label,
        verdict: 'leak',
        reason: 'It is the number of days from the opening to the end of a deal, which nobody knows before.',
      }),
    );
  const { kept, twins, leftOut } = readColumns(
    candidates.features.filter(({ id }) => !lasting.has(id)),
    rows,
    ({ deal, asOf }) => dealViewAt(index, deal.sourceId, asOf),
  );
  const dated = rows.length > 0 && rows.every((row) => row.asOf >= index.fieldChangesSince);
  // Dates a CRM sets itself do not change, and moves tell the stage of each moment; the rest is known as it is today.
  const moves = deals.every(({ stages }) => stages.length > 0);
  const fixed = new Set(['createdAt', 'contact.createdAt', 'company.createdAt']);
  const derived = ['amount.perEmployee', 'planned.days', 'planned.overdue', ...(moves ? [] : ['stage'])];
  const slots = [...new Set(rows.map(({ slot }) => slot))].sort((a, b) => a - b);
  const place = new Map(slots.map((slot, i) => [slot, i]));
  return {
    features: kept.map(({ spec }) => spec),
    columns: kept.map(({ column }) => column),
    recordIds: rows.map(({ deal }) => deal.sourceId),
    asOf: Float64Array.from(rows, (row) => row.asOf),
    labels: Uint8Array.from(rows, (row) => row.label),
    slots: Uint8Array.from(rows, (row) => place.get(row.slot) ?? 0),
    snapshot: false,
    undated: dated
      ? []
      : [...candidates.fields.map(({ id }) => id).filter((id) => !fixed.has(id)), ...derived],
    leftOut: [...candidates.leftOut, ...lastingLeaks, ...leftOut],
    twins,
    censored,
    undatedClosings,
  };
}
