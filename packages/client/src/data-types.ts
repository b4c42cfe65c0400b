import type { AnalysisFile, AnalysisName } from '@aicrm/schema/analysis';
import type { ActionEvent } from '@aicrm/schema/next-action';
import type { Problem } from '@aicrm/schema/problem';
import type { FeedbackMessage, TimelineItem } from '@aicrm/schema/timeline';
import type { Instant, RecordView } from '@aicrm/schema/view';
import type { WidgetEvent } from '@aicrm/schema/widget-event';
import type { Freshness } from './types.js';

/** Anything that a widget waits for: one shape, so that all widgets draw the same states. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T; readonly freshness: Freshness; readonly dataAt: Instant }
  /** The honest refusal: what is missing, in the worker's words. */
  | { readonly state: 'insufficient-data'; readonly detail: string }
  | { readonly state: 'permission' | 'error'; readonly problem: Problem };

/** A part of `WidgetEvent` as an element hands it over; the outbox adds `id` and `at`. */
export type NewWidgetEvent = WidgetEvent extends infer E
  ? E extends WidgetEvent
    ? Omit<E, 'id' | 'at'>
    : never
  : never;

/** What a person said of a message's label; `record` is the message's id. */
export type Correction = Extract<WidgetEvent, { kind: 'correction' }>;

/** An event that the worker will never take, and why. */
export interface RefusedEvent {
  readonly event: WidgetEvent;
  readonly why: string;
}

export interface MessageFilter {
  /** Record id of a contact or company; all messages of the tenant where absent. */
  readonly recordId?: string;
  /** Only messages at or after it. */
  readonly since?: Instant;
}

/**
 * What widgets need beyond one prediction: views, timelines, messages and files that were computed for the whole tenant.
 * Each listener is called with what the store has, then on every change; each `watch` returns a function that stops it.
 * All of it works offline with what was read before.
 */
export interface TenantData {
  watchView(recordId: string, listener: (state: Loaded<RecordView>) => void): () => void;
  watchAnalysis<N extends AnalysisName>(
    name: N,
    listener: (state: Loaded<AnalysisFile<N>>) => void,
  ): () => void;
  /** The newest 200 facts of a record, the newest first. */
  watchTimeline(recordId: string, listener: (state: Loaded<readonly TimelineItem[]>) => void): () => void;
  /** The newest 5,000 messages that pass the filter, the newest first. */
  watchMessages(
    filter: MessageFilter,
    listener: (state: Loaded<readonly FeedbackMessage[]>) => void,
  ): () => void;
  /**
   * What people did with the actions proposed for a record, in any page view, what still waits in the outbox included. Absent
   * where the data cannot tell: then only what is done in the open page is respected.
   */
  watchActions?(recordId: string, listener: (state: Loaded<readonly ActionEvent[]>) => void): () => void;
  /**
   * What people corrected on a record's messages, or on all the tenant's, in any page view: the newest first, several of one
   * message where it was corrected again or taken back (`feedback/corrections` reads them). Those that were made here may be of
   * other messages.
   */
  watchCorrections?(
    recordId: string | undefined,
    listener: (state: Loaded<readonly Correction[]>) => void,
  ): () => void;
  /** Every stored view of a record type, for lists and dashboards; handed over in slices of at most 1,000. */
  eachView(type: string, onSlice: (views: readonly RecordView[]) => void): Promise<void>;
  /** Keeps what a person did until the worker has it, through closed tabs and offline days. Resolves when it is stored here. */
  keep(event: NewWidgetEvent): Promise<void>;
  /** Tells what the worker refused for good and is not sent again, also what it refused before; returns what stops it. */
  onRefused?(listener: (refused: readonly RefusedEvent[]) => void): () => void;
}
