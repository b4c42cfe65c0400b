import type { RecordFields } from '@aicrm/schema/record';
import { must } from '@aicrm/schema/result';
import type { Scalar } from '@aicrm/schema/view';
import type { HistoryRow } from '../../lead-score/history.js';
import { type CompanySize, makeCompany, type SyntheticCompany } from '../../synthetic/company.js';
import { type SampleTable, tablesOf } from '../../synthetic/tables.js';
import type { DealHistory } from '../history.js';

/** One type's rows as an import would read them: amounts in cents of EUR, `custom.` columns beside the fields. */
function rowsOf<T extends 'deal' | 'stage-change' | 'activity' | 'contact' | 'company' | 'order'>(
  tables: readonly SampleTable[],
  type: T,
): HistoryRow<T>[] {
  const { columns, rows } = must(
    tables.find((table) => table.type === type),
    `table of ${type}`,
  );
  return rows.map((row) => {
    const fields: Record<string, unknown> = {};
    const custom: Record<string, Scalar> = {};
    columns.forEach((column, i) => {
      const value = row[i] ?? null;
      if (i === 0 || value === null) return;
      if (column.startsWith('custom.')) custom[column.slice(7)] = value;
      else if (['amount', 'total', 'discount'].includes(column))
        fields[column] = { minor: Math.round(Number(value) * 100), currency: 'EUR' };
      else fields[column] = value;
    });
    if (Object.keys(custom).length > 0) fields.custom = custom;
    // The generator writes columns called like the canonical fields.
    return { sourceId: String(row[0]), fields: fields as RecordFields[T] };
  });
}

/** What a CRM holds of the deals of a company that does not exist. */
export function dealHistoryOf(made: SyntheticCompany): DealHistory {
  const tables = tablesOf(made, []);
  return {
    connection: 'crm',
    deals: rowsOf(tables, 'deal'),
    stageChanges: rowsOf(tables, 'stage-change'),
    activities: rowsOf(tables, 'activity').filter(({ fields }) => fields.deal !== undefined),
    contacts: rowsOf(tables, 'contact'),
    companies: rowsOf(tables, 'company'),
    orders: rowsOf(tables, 'order'),
  };
}

/** Enough for a model, and trained within seconds. */
export const smallSize: CompanySize = {
  companies: 400,
  contacts: 900,
  leads: 1_500,
  deals: 1_500,
  orders: 600,
};

export const smallCompany = (seed = 7): SyntheticCompany => makeCompany(seed, smallSize);
