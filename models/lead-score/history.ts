import type { RecordType } from '@aicrm/schema/ids';
import type { RecordFields } from '@aicrm/schema/record';
import type { Scalar } from '@aicrm/schema/view';

/** One record as a database or a CSV gives it: the source's own key, and the canonical fields of its type. */
export interface HistoryRow<T extends RecordType> {
  readonly sourceId: string;
  readonly fields: RecordFields[T];
}

/**
 * A difference that a sync or an import found. `field` is a canonical name or `custom.<name>`; `at` is when the CRM
 * says it happened, `seenAt` when we learned of it. Only `seenAt` decides what was known at a past moment.
 */
export interface FieldChange {
  readonly type: 'lead' | 'contact' | 'campaign';
  readonly sourceId: string;
  readonly field: string;
  readonly from: Scalar;
  readonly to: Scalar;
  readonly at: string;
  readonly seenAt: string;
}

/**
 * All that lead scoring reads of one tenant's connection, as plain rows. References (`contact`, `campaign`) are source
 * ids. Orders carry their own totals; instants are ISO text.
 */
export interface LeadHistory {
  readonly connection: string;
  readonly leads: readonly HistoryRow<'lead'>[];
  readonly contacts: readonly HistoryRow<'contact'>[];
  readonly campaigns: readonly HistoryRow<'campaign'>[];
  readonly orders: readonly HistoryRow<'order'>[];
  /** Calls, e-mails, visits and the like; absent where a tenant has none. */
  readonly activities?: readonly HistoryRow<'activity'>[];
  readonly fieldChanges?: readonly FieldChange[];
  /**
   * Since when every change of a field was recorded. Before it, fields are known only as they are today, so the leak
   * check treats them strictly. Absent: never recorded.
   */
  readonly fieldChangesSince?: string;
  /** ISO 4217 code that spends are summed in; by default the earliest order's. Other currencies enter counts only. */
  readonly currency?: string;
}

const dayMs = 86_400_000;

/** Epoch milliseconds of an ISO instant; NaN where there is none. A calendar day is its first moment. */
export const startOf = (instant: string | undefined): number =>
  instant === undefined ? Number.NaN : Date.parse(instant);

/**
 * When a fact dated `instant` was certainly known, in epoch milliseconds. A fact dated by a calendar day may have
 * happened at any hour of it, so it is known only once that day is over.
 */
export const knownFrom = (instant: string | undefined): number =>
  instant !== undefined && instant.length === 10 ? Date.parse(instant) + dayMs - 1 : startOf(instant);

/** Minor units per major unit, as a divisor: 100 for most currencies, 1 for those without cents. */
export function minorPerMajor(currency: string): number {
  if (/^(BIF|CLP|DJF|GNF|ISK|JPY|KMF|KRW|PYG|RWF|UGX|UYI|VND|VUV|XAF|XOF|XPF)$/.test(currency)) return 1;
  return /^(BHD|IQD|JOD|KWD|LYD|OMR|TND)$/.test(currency) ? 1_000 : 100;
}
