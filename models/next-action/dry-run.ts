import type { ActionEvent, ActionRecord, ActionRule } from '@aicrm/schema/next-action';
import { type Suppression, suppressionOf } from './next-action.js';
import { holds } from './rules.js';

export interface DryRun {
  readonly moments: number;
  readonly rules: readonly {
    readonly rule: string;
    /** Times it would have been proposed. */
    readonly fired: number;
    readonly records: readonly { readonly recordId: string; readonly at: number }[];
    readonly suppressed: Readonly<Partial<Record<Suppression, number>>>;
    /** Moments at which nobody could say whether it applies, since a signal was unknown. */
    readonly unknown: number;
  }[];
}

/**
 * What rules would have proposed at past moments of records. Each proposal counts as carried out, so that its cooldown
 * holds for the same record's later moments. The order of `records` does not matter.
 */
export function dryRun(rules: readonly ActionRule[], records: readonly ActionRecord[]): DryRun {
  const inTime = [...records].sort((a, b) => a.at - b.at || (a.recordId < b.recordId ? -1 : 1));
  return {
    moments: records.length,
    rules: rules.map((rule) => {
      const own = new Map<string, ActionEvent>();
      const fired: { recordId: string; at: number }[] = [];
      const suppressed: Partial<Record<Suppression, number>> = {};
      let unknown = 0;
      for (const record of inTime) {
        const answer = holds(rule.when, record.signals);
        if (answer === null) unknown++;
        if (answer !== true) continue;
        const last = own.get(record.recordId);
        const why = suppressionOf(rule, last ? { ...record, history: [...record.history, last] } : record);
        if (why !== null) suppressed[why] = (suppressed[why] ?? 0) + 1;
        else {
          fired.push({ recordId: record.recordId, at: record.at });
          own.set(record.recordId, { rule: rule.id, at: record.at, what: 'done' });
        }
      }
      return { rule: rule.id, fired: fired.length, records: fired, suppressed, unknown };
    }),
  };
}
