import type { TrainingTable } from '@aicrm/models/tabular/table';
import type { FeatureSpec } from '@aicrm/schema/model';
import { numbersOf, readTable, type TextRow } from './public-data.js';

type Reader = (row: TextRow) => string | number | null;

const spec = (id: string, as: FeatureSpec['as']): FeatureSpec => ({
  id,
  label: id,
  from: `fields.${id}`,
  as,
  changeable: false,
  sensitive: false,
});

interface Column {
  readonly id: string;
  readonly as: FeatureSpec['as'];
  readonly read: Reader;
}

const text = (id: string): Column => ({ id, as: 'category', read: (row) => row[id] ?? '' });
const amount = (id: string): Column => ({
  id,
  as: 'number',
  read: (row) => (row[id]?.trim() ? Number(row[id]) : null),
});

function table(
  rows: readonly TextRow[],
  columns: readonly Column[],
  label: Reader,
  at: (row: TextRow, i: number) => number,
): TrainingTable {
  return {
    features: columns.map(({ id, as }) => spec(id, as)),
    recordIds: rows.map((_, i) => `row-${i}`),
    asOf: Float64Array.from(rows, at),
    labels: Uint8Array.from(rows, (row) => Number(label(row))),
    columns: columns.map(({ read }) => rows.map(read)),
    snapshot: true,
  };
}

const day = 86_400_000;

/** Telco churn: blank TotalCharges are customers of less than a month, SeniorCitizen is a yes or no. */
export async function telco(): Promise<TrainingTable> {
  const rows = await readTable('churn/Telco-Customer-Churn.csv');
  const numeric = new Set(['tenure', 'MonthlyCharges', 'TotalCharges']);
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'customerID' && name !== 'Churn');
  const columns = names.map((name) =>
    numeric.has(name)
      ? { ...amount(name), read: (row: TextRow) => Number(row[name]?.trim() || 0) }
      : text(name),
  );
  return table(
    rows,
    columns,
    (row) => (row.Churn === 'Yes' ? 1 : 0),
    () => 0,
  );
}

/** Bank marketing in file order, which is the order of the calls (May 2008 to November 2010): one row a minute keeps it. */
export async function bank({ duration = false } = {}): Promise<TrainingTable> {
  const rows = await readTable('lead-scoring/bank-additional-full.csv');
  const numeric = [
    'age',
    'duration',
    'campaign',
    'pdays',
    'previous',
    'emp.var.rate',
    'cons.price.idx',
    'cons.conf.idx',
    'euribor3m',
    'nr.employed',
  ];
  const columns = Object.keys(rows[0] ?? {})
    .filter((name) => name !== 'y' && (duration || name !== 'duration'))
    .map((name) => (numeric.includes(name) ? amount(name) : text(name)))
    .map((column) =>
      column.id === 'pdays'
        ? { ...column, read: (row: TextRow) => (row.pdays === '999' ? 0 : Number(row.pdays)) }
        : column,
    );
  columns.push({
    id: 'never contacted',
    as: 'category',
    read: (row) => (row.pdays === '999' ? 'yes' : 'no'),
  });
  const first = Date.UTC(2008, 4, 1);
  const step = (915 * day) / rows.length;
  return table(
    rows,
    columns,
    (row) => (row.y === 'yes' ? 1 : 0),
    (_, i) => first + i * step,
  );
}

const leaking = [
  'Tags',
  'Lead Quality',
  'Lead Profile',
  'Asymmetrique Activity Index',
  'Asymmetrique Profile Index',
  'Asymmetrique Activity Score',
  'Asymmetrique Profile Score',
];
const late = ['Last Activity', 'Last Notable Activity'];

export type XEducation = 'all' | 'no-leak' | 'strict';

/** X Education; the lead number grows with time, so it stands for the moment (one a minute). */
export async function xEducation(variant: XEducation): Promise<TrainingTable> {
  const rows = await readTable('lead-scoring/xeducation-leads.csv');
  const out = new Set([
    'Prospect ID',
    'Lead Number',
    'Converted',
    ...(variant === 'all' ? [] : leaking),
    ...(variant === 'strict' ? late : []),
  ]);
  const numeric = [
    'TotalVisits',
    'Total Time Spent on Website',
    'Page Views Per Visit',
    'Asymmetrique Activity Score',
    'Asymmetrique Profile Score',
  ];
  const columns = Object.keys(rows[0] ?? {})
    .filter((name) => !out.has(name))
    .map((name) =>
      numeric.includes(name)
        ? amount(name)
        : {
            ...text(name),
            read: (row: TextRow) => (row[name] === 'Select' || !row[name] ? '(missing)' : (row[name] ?? '')),
          },
    );
  const at = numbersOf(rows, 'Lead Number');
  return table(
    rows,
    columns,
    (row) => Number(row.Converted),
    (_, i) => (at[i] ?? 0) * 60_000,
  );
}

/** Maven's closed deals joined with account, team and product; what is only known at the close is left out. */
export async function maven(): Promise<TrainingTable> {
  const keyed = async (path: string, key: string) =>
    new Map((await readTable(path)).map((row) => [row[key] ?? '', row]));
  const accounts = await keyed('crm/maven/accounts.csv', 'account');
  const teams = await keyed('crm/maven/sales_teams.csv', 'sales_agent');
  const products = await keyed('crm/maven/products.csv', 'product');
  const deals = (await readTable('crm/maven/sales_pipeline.csv')).filter(
    ({ deal_stage }) => deal_stage === 'Won' || deal_stage === 'Lost',
  );
  const rows = deals.map((deal) => ({
    ...deal,
    ...accounts.get(deal.account ?? ''),
    ...teams.get(deal.sales_agent ?? ''),
    ...products.get(deal.product === 'GTXPro' ? 'GTX Pro' : (deal.product ?? '')),
    product: deal.product ?? '',
  }));
  const columns = [
    ...[
      'sales_agent',
      'product',
      'account',
      'sector',
      'office_location',
      'subsidiary_of',
      'manager',
      'regional_office',
      'series',
    ].map(text),
    ...['year_established', 'revenue', 'employees', 'sales_price'].map(amount),
  ];
  return table(
    rows,
    columns,
    (row) => (row.deal_stage === 'Won' ? 1 : 0),
    (row) => Date.parse(row.engage_date ?? ''),
  );
}
