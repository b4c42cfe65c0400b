import type { WorkingDays } from '@aicrm/learn/forecast/calendar';
import type { RecordType } from '@aicrm/schema/ids';

/** What is watched. A tenant may add its own: it is data. */
export interface MetricSpec {
  readonly id: string;
  /** As an English sentence begins: "Orders". */
  readonly label: string;
  /**
   * `count`: rows a week; `sum`: of their values; `rate`: share of rows whose value is 1 (the others are 0);
   * `mean`: of their values.
   */
  readonly kind: 'count' | 'sum' | 'rate' | 'mean';
  readonly better: 'higher' | 'lower';
  readonly unit: 'number' | 'money' | 'percent' | 'hours' | 'score';
  /** Which records a click should list. */
  readonly type: RecordType;
  /**
   * What one more (a row of a `count`, a success of a `rate`, one unit of a `sum`) is worth in the tenant's currency, where
   * somebody knows; without it no value at stake is claimed.
   */
  readonly worth?: number;
  /** Id of a metric that mostly moves with this one (revenue with orders): of one story told twice the stronger is kept. */
  readonly alongside?: string;
}

export interface MetricRow {
  /** Instant in milliseconds since 1970 at which it counts. */
  readonly at: number;
  readonly value: number;
  /** Dimension → segment; a row without a dimension falls into that dimension's "(none)". */
  readonly segments: Readonly<Record<string, string | null>>;
}

export interface Metric {
  readonly spec: MetricSpec;
  readonly rows: readonly MetricRow[];
}

export interface InsightOptions {
  /** Now, in milliseconds since 1970; the last week that is over then is judged. */
  readonly asOf: number;
  /** The tenant's clock; default UTC. */
  readonly zone?: string;
  /** Days on which business happens; default Monday to Friday without holidays. */
  readonly workingDays?: WorkingDays;
  /** ISO 4217, of all money. */
  readonly currency?: string;
  /** Expected share of false findings (Benjamini–Hochberg); default 0.1. */
  readonly level?: number;
  /** At most so many; default 10. */
  readonly limit?: number;
}

/** Weeks before the judged one without which nothing is said. */
export const leastWeeks = 8;
/** Weeks that "usual" is the mean of: long enough to be steady, short enough to follow a growing business. */
export const usualWeeks = 12;
