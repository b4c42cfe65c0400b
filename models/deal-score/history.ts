import type { Scalar } from '@aicrm/schema/view';
import type { HistoryRow } from '../lead-score/history.js';

/** A difference that a sync or an import found; only `seenAt` decides what was known at a past moment. */
export interface DealFieldChange {
  readonly type: 'deal' | 'contact' | 'company';
  readonly sourceId: string;
  /** A canonical name, `custom.<name>`, or a leaf of one: `amount.minor`. */
  readonly field: string;
  readonly from: Scalar;
  readonly to: Scalar;
  readonly at: string;
  readonly seenAt: string;
}

/**
 * All that deal scoring reads of one tenant's connection, as plain rows. References (`contact`, `company`, `deal`) are
 * source ids; instants are ISO text.
 */
export interface DealHistory {
  readonly connection: string;
  readonly deals: readonly HistoryRow<'deal'>[];
  /** Moves between stages; without them time in a stage counts from when the deal was opened. */
  readonly stageChanges: readonly HistoryRow<'stage-change'>[];
  readonly activities: readonly HistoryRow<'activity'>[];
  readonly contacts: readonly HistoryRow<'contact'>[];
  readonly companies: readonly HistoryRow<'company'>[];
  readonly orders?: readonly HistoryRow<'order'>[];
  readonly fieldChanges?: readonly DealFieldChange[];
  /** Since when every change of a field was recorded; before it, fields are known only as they are today. */
  readonly fieldChangesSince?: string;
  /** ISO 4217 code of amounts; by default the earliest deal's. Amounts of other currencies are missing, never mixed. */
  readonly currency?: string;
}
