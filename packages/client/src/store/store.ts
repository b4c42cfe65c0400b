import type { Artefact } from '@aicrm/runtime/artefact';
import type { AnalysisPointer } from '@aicrm/schema/analysis';
import type { ModelCard } from '@aicrm/schema/model';
import type { RecordView } from '@aicrm/schema/view';
import type { ModelPointer } from '@aicrm/schema/wire';
import type { CacheMode } from '../types.js';

/** What a store knows beside views and artefacts; one value, so that one read at first paint has it all. */
export interface StoreState {
  readonly tenant: string;
  /** Where the next sync begins; `null` before the first page. */
  readonly cursor: string | null;
  /** Grows with every commit of any tab, so that another tab's caches notice. */
  readonly revision: number;
  /** Epoch milliseconds of the last complete sync, or of the first page while none was complete. */
  readonly syncedAt: number;
  /** What the server last said of each model. */
  readonly pointers: readonly ModelPointer[];
  /** And of each analysis of the whole tenant; absent before the first page of a worker that tells them. */
  readonly analyses?: readonly AnalysisPointer[];
  /** sha256 of the artefact that is ready, by model name: it may be older than the pointer's while that one loads. */
  readonly active: Readonly<Record<string, string>>;
}

/** The effect of one or more sync pages, applied as a whole or not at all. */
export interface Commit {
  /** The cursor that these pages followed; another one in the store means that another tab was faster. */
  readonly expectedCursor: string | null;
  readonly cursor: string | null;
  /** Drops every view first. */
  readonly reset: boolean;
  /** By record id; `null` is a tombstone. */
  readonly changes: ReadonlyMap<string, RecordView | null>;
  readonly pointers: readonly ModelPointer[] | null;
  readonly analyses?: readonly AnalysisPointer[];
  /** Epoch milliseconds; `null` while pages are still to come. */
  readonly syncedAt: number | null;
}

/** A model's card and what it belongs to, so that a newer model asks for its own. */
export interface StoredCard {
  /** See `stampOf`. */
  readonly stamp: string;
  readonly card: ModelCard;
}

/** Names what a pointer points to: another one has another card. */
export const stampOf = ({ current, refusal }: Pick<ModelPointer, 'current' | 'refusal'>): string =>
  current?.sha256 ?? refusal ?? '';

/** Where one tenant's views, artefacts and cursor lie. Writes may reject (quota, denied); reads after a wipe are empty. */
export interface Store {
  readonly kind: CacheMode;
  readonly tenant: string;
  state(): Promise<StoreState | null>;
  /** `conflict`: nothing was written, because the store's cursor is not the expected one. */
  commit(change: Commit, now: number): Promise<'done' | 'conflict'>;
  view(id: string): Promise<RecordView | undefined>;
  /** Those of these records that the store has, by id, in one go. */
  views(ids: readonly string[]): Promise<ReadonlyMap<string, RecordView>>;
  /** Every view of a record type, a chunk at a time; a chunk is consistent in itself. */
  chunks(type: string): AsyncIterable<readonly RecordView[]>;
  /**
   * A verified artefact as it was read: trees as typed arrays and metadata are plain data, so a page that finds them
   * here needs no reader, and the first paint is a third smaller and has nothing to parse.
   */
  artefact(sha256: string): Promise<Artefact | undefined>;
  /** Stores an artefact, points the model to it and drops artefacts that no model uses. `null` = the model has none. */
  activate(model: string, artefact: Artefact | null): Promise<void>;
  card(model: string): Promise<StoredCard | undefined>;
  keepCard(model: string, card: StoredCard): Promise<void>;
  /** What lies beside views and models under a key of its own: timelines, messages, files of a whole tenant. */
  extra(key: string): Promise<unknown>;
  /** `null` removes it. */
  keepExtra(key: string, value: unknown): Promise<void>;
  /** Removes everything, the database included. */
  wipe(): Promise<void>;
  close(): void;
}

export const emptyState = (tenant: string): StoreState => ({
  tenant,
  cursor: null,
  revision: 0,
  syncedAt: 0,
  pointers: [],
  active: {},
});

/** The state after a commit; shared by every store so that they cannot differ. */
export function nextState(state: StoreState, change: Commit, now: number): StoreState {
  return {
    ...state,
    cursor: change.cursor,
    revision: state.revision + 1,
    syncedAt: change.syncedAt ?? (state.syncedAt === 0 || change.reset ? now : state.syncedAt),
    pointers: change.pointers ?? state.pointers,
    ...(change.analyses ? { analyses: change.analyses } : {}),
  };
}

/** Whether an arriving view replaces the stored one: never with an older position in the tenant's history. */
export const replaces = (arriving: RecordView, stored: RecordView | undefined): boolean =>
  stored === undefined || arriving.seq >= stored.seq;
