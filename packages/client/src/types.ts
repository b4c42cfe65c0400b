import type { ModelCard, ModelMeta } from '@aicrm/schema/model';
import type { Band, Counterfactual, Explanation, Refusal, Score } from '@aicrm/schema/prediction';
import type { Problem } from '@aicrm/schema/problem';
import type { Instant } from '@aicrm/schema/view';
import type { TenantData } from './data-types.js';

/** Where synced data is kept: on disk until sign-out, on disk for this browser session, or only in this page. */
export type CacheMode = 'persistent' | 'session' | 'memory';

export interface ClientOptions {
  /** Origin of the AI-CRM worker, such as `https://crm-ai.example`; a path prefix is allowed, a trailing slash is not needed. */
  readonly api: string;
  /**
   * Asks the host for an embed token. Called at most once at a time, about a minute before the last one expires and
   * once after a refusal. It rejects with a `Problem` (kind `permission`) where the person may not have one.
   */
  readonly getToken: () => Promise<string>;
  /** Default `session`: data outlives the browser session only where the host asks for it. */
  readonly cache?: CacheMode;
  /** Names who is signed in to the host; another name never sees, and wipes, what was stored under the first. */
  readonly user?: string;
  readonly fetch?: typeof fetch;
  /** Aborted, it ends the client as closing the page would: nothing more is asked or told, what is stored stays. */
  readonly signal?: AbortSignal;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * How fresh what is painted is.
 * - `live`: confirmed by a sync in this page view, or scored now from data that the host handed over.
 * - `cached`: from the store, before this page view's first sync.
 * - `stale`: the last sync is more than 24 hours old, or every sync has failed for more than one hour.
 */
export type Freshness = 'live' | 'cached' | 'stale';

/** What to score: a stored record by its id, a host's own record, or a stored record with the host's edits over it. */
export interface ScoreRequest {
  readonly model: string;
  readonly recordId?: string;
  /** Fields and facts of the host, by the host's names or by `fields.x` / `facts.x`. Never leaves the page. */
  readonly record?: Readonly<Record<string, unknown>>;
}

export type PredictionState =
  | { readonly state: 'loading' }
  | { readonly state: 'empty' }
  | {
      readonly state: 'score';
      readonly score: Score;
      readonly freshness: Freshness;
      readonly dataAt: Instant;
    }
  | {
      readonly state: 'insufficient-data';
      readonly refusal: Refusal;
      readonly freshness: Freshness;
      readonly dataAt: Instant;
    }
  | { readonly state: 'permission' | 'error'; readonly problem: Problem };

export interface Explained {
  readonly explanation: Explanation;
  readonly counterfactuals: readonly Counterfactual[];
  readonly meta: ModelMeta;
}

export interface Ranked {
  readonly recordId: string;
  readonly probability: number;
  readonly band: Band;
}

export type SyncOutcome =
  | { readonly state: 'synced'; readonly upserts: number; readonly tombstones: number }
  | { readonly state: 'unchanged' }
  | { readonly state: 'failed'; readonly problem: Problem };

export interface ClientStatus {
  readonly online: boolean;
  /** Epoch milliseconds of the last sync that worked, in this page view or an earlier one. */
  readonly syncedAt: number | null;
  /** Epoch milliseconds since which every sync failed. */
  readonly failingSince: number | null;
  readonly problem: Problem | null;
  /** Where data is really kept: `memory` where the browser denies storage or it is full. */
  readonly store: CacheMode;
}

export interface Client {
  /**
   * Calls `listener` with the state of one prediction, then on every change (store, sync, model update, freshness).
   * The first call may come before `watch` returns. Returns a function that stops.
   */
  watch(request: ScoreRequest, listener: (state: PredictionState) => void): () => void;
  /** Reasons of a score and what would change it most; a `Problem` (it has a `kind`) where there is no score. */
  explain(request: ScoreRequest): Promise<Explained | Problem>;
  /** Scores every stored record of the model's type in time slices and returns the scored ones, the best first. */
  rank(model: string, onSlice?: (soFar: readonly Ranked[]) => void): Promise<Ranked[]>;
  /** Syncs now; calls that overlap share one run. It never rejects. */
  sync(): Promise<SyncOutcome>;
  readonly online: boolean;
  readonly status: ClientStatus;
  onStatus(listener: (status: ClientStatus) => void): () => void;
  card(model: string): Promise<ModelCard | Problem>;
  /**
   * What widgets need beside predictions: views, timelines, messages, analyses of the whole tenant, and an outbox. A chunk
   * of its own; rejects only where that chunk cannot be loaded, and asked again it tries again.
   */
  data(): Promise<TenantData>;
  /** Wipes the store, forgets the token and ends the client: watchers are told `permission`. */
  signOut(): Promise<void>;
}
