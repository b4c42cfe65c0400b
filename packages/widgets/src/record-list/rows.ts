import type { Band } from '@aicrm/schema/prediction';
import type { RecordView, Scalar } from '@aicrm/schema/view';

/** A record that a host hands over; `values` by the paths of the columns. */
export interface ListedRecord {
  readonly id: string;
  readonly name?: string;
  /** 0..1 */
  readonly probability?: number;
  readonly band?: Band;
  readonly values?: Readonly<Record<string, Scalar>>;
}

export interface Column {
  /** `fields.x` or `facts.x`. */
  readonly path: string;
  readonly label: string;
  /** A currency code, `days`, or `share`. */
  readonly unit: string | undefined;
}

/** A record in the list; its score comes later than it. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly cells: readonly Scalar[];
  probability: number | null;
  band: Band | null;
}

/** `fields.city:City, facts.orders.sum90:Spend:USD`; a column without a label is called by its path's end. */
export function columnsOf(text: string | undefined): readonly Column[] {
  return (text ?? '').split(',').flatMap((part): Column[] => {
    const [path = '', label = '', unit = ''] = part.split(':').map((word) => word.trim());
    if (!/^(fields|facts)\../.test(path)) return [];
    return [{ path, label: label || path.slice(path.indexOf('.') + 1), unit: unit || undefined }];
  });
}

function at(view: RecordView, path: string): Scalar {
  const dot = path.indexOf('.');
  const bag = path.startsWith('facts.') ? view.facts : view.fields;
  const key = path.slice(dot + 1);
  return (Object.hasOwn(bag, key) ? bag[key] : null) ?? null;
}

const said = (value: Scalar | undefined): string => (typeof value === 'string' ? value.trim() : '');

/** A stored record as a row; one without a name is called by its id in the CRM. */
export const rowOfView = (view: RecordView, name: string, columns: readonly Column[]): Row => ({
  id: view.id,
  name: said(at(view, name)) || (view.id.split(':').at(-1) ?? view.id),
  cells: columns.map(({ path }) => at(view, path)),
  probability: null,
  band: null,
});

export const rowOfListed = (one: ListedRecord, columns: readonly Column[]): Row => ({
  id: String(one.id),
  name: said(one.name) || String(one.id),
  cells: columns.map(
    ({ path }) => (one.values && Object.hasOwn(one.values, path) ? one.values[path] : null) ?? null,
  ),
  probability: typeof one.probability === 'number' ? one.probability : null,
  band: one.band ?? null,
});

export type SortBy = 'score' | 'name';

/** The order of a list: the best score or the first name on top; what has no score comes last either way. */
export function orderOf(by: SortBy, reverse: boolean, language: string): (one: Row, other: Row) => number {
  const collator = new Intl.Collator(language, { numeric: true });
  const byId = (one: Row, other: Row) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
  const sign = reverse ? -1 : 1;
  if (by === 'name') return (one, other) => sign * collator.compare(one.name, other.name) || byId(one, other);
  return (one, other) => {
    const [a, b] = [one.probability, other.probability];
    if (a === null || b === null) return Number(a === null) - Number(b === null) || byId(one, other);
    return sign * (b - a) || byId(one, other);
  };
}
