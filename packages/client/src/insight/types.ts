import type { NextAction, Suppression } from '@aicrm/models/next-action/next-action';
import type { Tone } from '@aicrm/models/text/analyse';
import type { Trend } from '@aicrm/models/text/trend';
import type { AnalysisFile } from '@aicrm/schema/analysis';
import type { ActionEvent, ActionKind, ActionRecord } from '@aicrm/schema/next-action';
import type { Problem } from '@aicrm/schema/problem';
import type { FeedbackMessage, TimelineItem } from '@aicrm/schema/timeline';
import type { ValueModel } from '@aicrm/schema/value-model';
import type { Instant, RecordView, Scalar } from '@aicrm/schema/view';
import type { Loaded } from '../data-types.js';

/** Why a part has nothing to show; a page has the sentence for each, and shows `detail` where the worker wrote one. */
export type Missing =
  /** Nobody handed over what the part is made from. */
  | 'not-given'
  /** The worker says why the tenant's analysis does not exist. */
  | 'not-computed'
  /** No order of this customer is known. */
  | 'no-orders'
  /** The first order is of today: a model of repeat purchases knows nothing yet. */
  | 'new-customer'
  /** The orders contradict each other. */
  | 'bad-orders'
  /** No amounts, so that nothing can be said in money. */
  | 'no-amounts'
  /** No message of this customer. */
  | 'no-messages'
  /** There are messages, in none of which the model can read a tone. */
  | 'unread-messages'
  /** Nothing is known by which a customer's health could be judged. */
  | 'no-signs'
  /** The tenant has no rules. */
  | 'no-rules';

/** A part of an insight: each arrives, and fails, alone. */
export type Part<T> =
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'loading' }
  | { readonly state: 'missing'; readonly why: Missing; readonly detail?: string }
  | { readonly state: 'permission' | 'error'; readonly problem: Problem };

/** A customer as a host page has it: `fields.x` and `facts.x`, or the fact's name (`orders.count`, `ordersCount`). */
export type HostRecord = Readonly<Record<string, unknown>>;

/** What of a customer's orders the models read; whole days until the end of the day of `now`. */
export interface Purchases {
  readonly ageDays: number;
  readonly gapDays: number;
  /** Purchase days after the first. */
  readonly repeats: number;
  /** Mean spend of a repeat purchase in major units; null where no amount is known. */
  readonly meanSpend: number | null;
  /** Sum of all amounts in major units; null where none is known. */
  readonly spent: number | null;
  /**
   * `days`: from each order's day, as the models learned. `counts`: from a record's counters, where several orders of one
   * day count as several purchases and the mean is over all orders.
   */
  readonly from: 'days' | 'counts';
}

/** A figure and the signed shares that make it: `base` + Σ contribution = `sum`, within rounding of the machine. */
export interface Reasons {
  /** Log-odds, an amount in major units of `currency`, or a number of purchases. */
  readonly scale: 'logit' | 'money' | 'count';
  readonly currency?: string;
  readonly base: number;
  readonly sum: number;
  readonly reasons: readonly {
    readonly feature: 'gapDays' | 'repeats' | 'ageDays' | 'meanSpend';
    /** In days, counts, or major units. */
    readonly value: number | null;
    readonly contribution: number;
  }[];
}

export interface Range {
  readonly value: number;
  /** The 10th and 90th percentile of what may happen. */
  readonly low: number;
  readonly high: number;
}

export interface ValueInsight {
  readonly purchases: Purchases;
  /** P(still a customer), 0..1. */
  readonly alive: number;
  readonly churn: {
    /** P(no purchase within `days`), 0..1. */
    readonly probability: number;
    readonly days: number;
    readonly reasons: Reasons;
  };
  readonly lifetime: Part<
    Range & { readonly currency: string; readonly days: number; readonly reasons: Reasons }
  >;
  readonly expected: Range & { readonly days: number; readonly reasons: Reasons };
  /**
   * P(still a customer) at earlier moments, by today's model from what was known then, the oldest first; empty where the
   * orders' days are not all known.
   */
  readonly course: readonly { readonly at: number; readonly alive: number }[];
}

export interface SegmentInsight {
  readonly id: string;
  readonly name: string;
  readonly advice: string;
  /** Scores from 1 (worst) to `parts`. */
  readonly recency: number;
  readonly frequency: number;
  readonly money: number;
  readonly parts: number;
  /** How large the segment is; null where the page may not know. */
  readonly size: { readonly customers: number; readonly share: number } | null;
}

/** A message with the tone that was read in it; null where it has none. */
export interface ReadMessage {
  readonly message: FeedbackMessage;
  readonly tone: Pick<Tone, 'label' | 'probability' | 'probabilities'> | null;
}

export interface ToneInsight {
  /** The oldest first; `balance` is P(positive) less P(negative), −1 to 1. */
  readonly points: readonly {
    readonly id: string;
    readonly at: number;
    readonly tone: 'negative' | 'neutral' | 'positive';
    readonly balance: number;
  }[];
  /** Messages in which no tone could be read: another language, nothing of the person's own words. */
  readonly unread: number;
  readonly last: { readonly at: number; readonly tone: 'negative' | 'neutral' | 'positive' };
  /** Quarters of 90 days; `change` is null where one side has fewer than five messages. */
  readonly trend: Trend;
}

export interface ActionsInsight {
  readonly actions: readonly NextAction[];
  readonly suppressed: readonly {
    readonly rule: string;
    readonly label: string;
    readonly why: Suppression;
  }[];
  /** Rules that nobody can decide, because a signal they read is not known here. */
  readonly undecided: readonly {
    readonly label: string;
    readonly signals: readonly { readonly id: string; readonly label: string }[];
  }[];
}

export type HealthWord = 'good' | 'watch' | 'risk';

/** One thing that health is judged by; `unknown` where its data are lacking. */
export type HealthPart =
  | {
      readonly part: 'buying';
      readonly word: HealthWord | 'unknown';
      readonly alive: number | null;
      readonly gapDays: number | null;
    }
  | {
      readonly part: 'tone';
      readonly word: HealthWord | 'unknown';
      readonly negative: number;
      /** Those that were judged; null where nobody can tell whether there are any. */
      readonly messages: number | null;
    }
  | { readonly part: 'answers'; readonly word: HealthWord | 'unknown'; readonly waitingDays: number | null };

export interface Health {
  readonly word: HealthWord;
  /** Always all three, in a fixed order. */
  readonly parts: readonly HealthPart[];
  /** Which of them decided: the first of the worst. */
  readonly decidedBy: HealthPart['part'];
  /** How many are known. */
  readonly known: number;
}

export interface CustomerInsight {
  readonly name: string | null;
  readonly value: Part<ValueInsight>;
  readonly segment: Part<SegmentInsight>;
  readonly tone: Part<ToneInsight>;
  readonly actions: Part<ActionsInsight>;
  readonly health: Part<Health>;
  /** The oldest of the moments that the parts are of; null where there is none. */
  readonly dataAt: Instant | null;
}

/** All that an insight is made from. What is `undefined` was not asked for. */
export interface InsightInput {
  readonly recordId: string | undefined;
  readonly view: Loaded<RecordView> | undefined;
  /** A host's own record; over the stored one where there are both. */
  readonly record: HostRecord | undefined;
  readonly timeline: Loaded<readonly TimelineItem[]> | undefined;
  /** With the tones that were read in them; `readTones` makes them. */
  readonly messages: Loaded<readonly ReadMessage[]> | undefined;
  readonly model: Loaded<ValueModel> | undefined;
  readonly segments: Loaded<AnalysisFile<'segments'>> | undefined;
  readonly rules: Loaded<AnalysisFile<'action-rules'>> | undefined;
  /** What was done with earlier proposals. */
  readonly history?: readonly ActionEvent[];
  readonly consent?: Partial<Record<ActionKind, boolean>>;
  /** Signals of other models that the page has, such as a deal's chance; they count over those made here. */
  readonly signals?: Readonly<Record<string, Scalar>>;
  /** Effects that other models computed. */
  readonly effects?: Partial<Pick<ActionRecord, 'counterfactuals' | 'uplifts'>>;
}
