import { placeCustomer } from '@aicrm/models/segments/file';
import { valueFigures } from '@aicrm/models/value/value';
import { segmentInputsOf, valueInputsOf } from '@aicrm/models/value/view-inputs';
import type { SegmentsFile } from '@aicrm/schema/analysis';
import type { ValueModel } from '@aicrm/schema/value-model';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import { major } from '../insight/purchases.js';
import { nearDays } from '../insight/value.js';
import { inSlices } from '../slices.js';
import { type Cut, type CutValues, cuts } from './cuts.js';

export interface LeadRow extends CutValues {
  /** Epoch milliseconds; NaN where nobody knows. */
  readonly createdAt: number;
  readonly status: string;
}

export interface DealRow extends CutValues {
  readonly id: string;
  readonly createdAt: number;
  readonly status: string;
  readonly stage: string | null;
  /** Stages passed before this one, where the view says it. */
  readonly passed: number | null;
  /** Major units; null where unknown. */
  readonly amount: number | null;
  readonly currency: string | null;
}

export interface CustomerRow extends CutValues {
  readonly id: string;
  readonly name: string | null;
  /** Of the file of segments; null without one, or before the first purchase. */
  readonly segment: string | null;
  /** P(no purchase within 90 days), 0..1; null where the model of value says nothing. */
  readonly churn: number | null;
  /** Expected spend within the model's horizon, major units; null where it knows no amounts. */
  readonly worth: number | null;
}

/** What of each stored record a dashboard needs, small enough that 50,000 of them stay in memory. */
export interface Collected {
  readonly leads: readonly LeadRow[];
  readonly deals: readonly DealRow[];
  readonly customers: readonly CustomerRow[];
}

export const noRecords: Collected = { leads: [], deals: [], customers: [] };

const textOf = (value: Scalar | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const numberOf = (value: Scalar | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const momentOf = (value: Scalar | undefined): number =>
  typeof value === 'string' ? Date.parse(value) : Number.NaN;

/** Where a cut stands in a record: its own field before its customer's. */
const placesOf = (cut: Cut): readonly string[] =>
  ['', 'custom.', 'contact.', 'company.', 'contact.custom.', 'company.custom.'].map(
    (from) => `${from}${cut}`,
  );
const places: readonly (readonly [Cut, readonly string[]])[] = cuts.map((cut) => [cut, placesOf(cut)]);

function cutsOf({ fields }: RecordView): CutValues {
  const found: Record<Cut, string | null> = { region: null, owner: null };
  for (const [cut, names] of places)
    for (const name of names) {
      const value = textOf(fields[name]);
      if (value === null) continue;
      found[cut] = value;
      break;
    }
  return found;
}

export const leadRow = (view: RecordView): LeadRow => ({
  createdAt: momentOf(view.fields.createdAt),
  status: textOf(view.fields.status) ?? 'open',
  ...cutsOf(view),
});

export const dealRow = (view: RecordView): DealRow => ({
  id: view.id,
  createdAt: momentOf(view.fields.createdAt),
  status: textOf(view.fields.status) ?? 'open',
  stage: textOf(view.fields.stage),
  passed: numberOf(view.facts['stage.passed']),
  amount: numberOf(view.fields.amount),
  currency: textOf(view.fields.currency),
  ...cutsOf(view),
});

/** What is known of customers beyond their own record. */
export interface CustomerFiles {
  readonly value?: ValueModel | undefined;
  readonly segments?: SegmentsFile | undefined;
}

/** One customer by the tenant's own files: some 15 µs, so that thousands are read in slices. */
export function customerRow(view: RecordView, files: CustomerFiles, now: number): CustomerRow {
  const { value, segments } = files;
  const inputs = value && valueInputsOf(view, now, value.currency);
  const figures = value && inputs ? valueFigures(value, inputs) : null;
  const near = value && inputs ? valueFigures(value, inputs, nearDays) : null;
  const place = segments && segmentInputsOf(view, now, segments.currency);
  const placed = segments && place ? placeCustomer(segments, place) : null;
  return {
    id: view.id,
    name: textOf(view.fields.name),
    segment: placed?.segment.id ?? null,
    churn: near && 'churn' in near ? near.churn : null,
    worth:
      value?.spend != null && figures && 'amount' in figures ? major(figures.amount, value.currency) : null,
    ...cutsOf(view),
  };
}

export type CollectedType = 'deal' | 'lead' | 'contact';

/** Hands over all stored views of a type, in slices. */
export type EachView = (
  type: CollectedType,
  onSlice: (views: readonly RecordView[]) => void,
) => Promise<void>;

/**
 * Reads every view that comes, in slices of 8 ms between which the page has its turn: deals and leads first, customers when
 * their files are there.
 * @param onType Told when a type is complete, with what there is so far.
 * @param signal Ends it: then `null` comes back.
 */
export async function collect(
  each: EachView,
  files: CustomerFiles | Promise<CustomerFiles>,
  now: number,
  onType: (type: CollectedType, soFar: Collected) => void,
  signal?: AbortSignal,
): Promise<Collected | null> {
  let soFar = noRecords;
  const read = async <Row>(type: CollectedType, rowOf: (view: RecordView) => Row): Promise<Row[]> => {
    const rows: Row[] = [];
    const slices: (readonly RecordView[])[] = [];
    if (!signal?.aborted) await each(type, (views) => void slices.push(views));
    async function* chunks(): AsyncGenerator<readonly RecordView[]> {
      for (let slice = slices.shift(); slice && !signal?.aborted; slice = slices.shift()) yield slice;
    }
    const take = (view: RecordView): void => void rows.push(rowOf(view));
    await inSlices(chunks(), take, () => undefined);
    return rows;
  };
  const tell = (type: CollectedType, more: Partial<Collected>): void => {
    soFar = { ...soFar, ...more };
    if (!signal?.aborted) onType(type, soFar);
  };
  tell('deal', { deals: await read('deal', dealRow) });
  tell('lead', { leads: await read('lead', leadRow) });
  const known = await files;
  tell('contact', { customers: await read('contact', (view) => customerRow(view, known, now)) });
  return signal?.aborted ? null : soFar;
}
