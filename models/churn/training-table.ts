import { type FeatureValue, readFeature } from '@aicrm/runtime/features';
import { must } from '@aicrm/schema/result';
import type { LeftOut, TrainingTable } from '../tabular/table.js';
import type { ChurnIndex, ContractEntry } from './history.js';
import { churnFeatures, churnViewAt } from './view.js';

const dayMs = 86_400_000;

export interface ChurnTable extends TrainingTable {
  /** Months whose horizon has not passed. */
  readonly censored: number;
}

export interface ChurnTableOptions {
  /** Epoch ms: nothing dated later is used. */
  readonly now: number;
  readonly horizonDays: number;
  /** Ids of features that a person can act on; by default the last month of each metric of use. */
  readonly changeable?: readonly string[];
  /** The tenant's own words for features, by id. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The customer's field by whose values figures are reported. */
  readonly groups?: string;
}

/** The moments at which a running contract is asked about: each month's end, by its own months or every 30 days. */
function momentsOf({ months, startedAt, endedAt }: ContractEntry, now: number): number[] {
  const last = Math.min(now, endedAt - 1);
  if (months.length > 0)
    return months
      .map(({ from }) => from)
      .filter((at, i, all) => at > startedAt && at <= last && at !== all[i - 1]);
  const every: number[] = [];
  for (let at = startedAt + 30 * dayMs; at <= last; at += 30 * dayMs) every.push(at);
  return every;
}

/**
 * One row a month of each running contract, built only from what was known when the month was over; the label says
 * whether it ended within the horizon. A month whose horizon has not passed gives no row, whatever happened so far.
 */
export function churnTable(index: ChurnIndex, options: ChurnTableOptions): ChurnTable {
  const { now, horizonDays, labels, changeable } = options;
  const rows: { id: string; asOf: number; label: number; slot: number }[] = [];
  let censored = 0;
  for (const id of [...index.contracts.keys()].sort()) {
    const entry = must(index.contracts.get(id), 'a contract');
    momentsOf(entry, now).forEach((asOf, slot) => {
      const end = asOf + horizonDays * dayMs;
      if (end > now) censored++;
      else rows.push({ id, asOf, label: entry.endedAt <= end ? 1 : 0, slot: Math.min(slot, 255) });
    });
  }
  const specs = churnFeatures(index);
  const read = specs.map(() => new Array<FeatureValue>(rows.length).fill(null));
  rows.forEach(({ id, asOf }, i) => {
    const view = must(churnViewAt(index, id, asOf), 'a contract');
    specs.forEach((one, f) => {
      const column = read[f];
      if (column !== undefined) column[i] = readFeature(one, view, asOf);
    });
  });
  const leftOut: LeftOut[] = [];
  const kept = specs.flatMap((one, f) => {
    const column = read[f] ?? [];
    const label = labels?.[one.id] ?? one.label;
    if (column.some((value) => value !== column[0]))
      return [
        { spec: { ...one, label, changeable: changeable?.includes(one.id) ?? one.changeable }, column },
      ];
    const empty = (column[0] ?? null) === null;
    leftOut.push({
      column: one.id,
      label,
      reason: empty ? 'It is empty in every row.' : 'It is the same in every row.',
    });
    return [];
  });
  const by = options.groups;
  return {
    features: kept.map(({ spec }) => spec),
    columns: kept.map(({ column }) => column),
    recordIds: rows.map(({ id }) => id),
    asOf: Float64Array.from(rows, (row) => row.asOf),
    labels: Uint8Array.from(rows, (row) => row.label),
    slots: Uint8Array.from(rows, (row) => row.slot),
    snapshot: false,
    undated: index.customerFields.map((name) => `customer.${name}`),
    leftOut,
    ...(by === undefined
      ? {}
      : {
          groups: {
            by,
            of: rows.map(({ id }) => String(index.contracts.get(id)?.fields[by] ?? '(missing)')),
          },
        }),
    censored,
  };
}
