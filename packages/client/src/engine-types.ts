import type { ModelCard } from '@aicrm/schema/model';
import type { Problem } from '@aicrm/schema/problem';
import type { Shelf } from './predictions.js';
import type { StorePlace, Stores } from './store/open-store.js';
import type { Store } from './store/store.js';
import type { TokenBroker } from './token.js';
import type { Transport } from './transport.js';
import type {
  ClientOptions,
  Explained,
  PredictionState,
  Ranked,
  ScoreRequest,
  SyncOutcome,
} from './types.js';

/** What the engine works for: the shelf that listeners are painted from, and what they want on it. */
export interface EngineHost {
  readonly shelf: Shelf;
  /** Ids of watched records; with none the engine neither opens a store nor syncs. */
  records(): ReadonlySet<string>;
  models(): ReadonlySet<string>;
  /** The moment that all scores of today are of, epoch milliseconds. */
  asOf(): number;
  /** The first state of a request that isn't "loading". */
  settled(request: ScoreRequest): Promise<PredictionState>;
  /** Something on the shelf changed. */
  changed(): void;
  reached(online: boolean): void;
}

/** What the data beyond predictions is read through; see `data.ts`. */
export interface Ground {
  readonly shelf: Shelf;
  readonly transport: Transport;
  readonly token: TokenBroker;
  readonly place: StorePlace;
  readonly fetch: typeof fetch;
  readonly ended: AbortSignal;
  now(): number;
  /** The store in use; another one after another tenant's token, none after a sign-out. */
  store(): Store | null;
  /** Whether the token may read a record; one that is bound to a record may read that one only. */
  mayRead(recordId: string): boolean;
  /** Opens what the last page view left; no word from the network. */
  open(): Promise<void>;
  /** Opens the store and syncs where this page view has not; from here on it is kept in sync. */
  want(): Promise<void>;
  reached(online: boolean): void;
  /** Calls back after every change of what is stored or known; returns what stops it. */
  onChange(listener: () => void): () => void;
  /** Runs before a sign-out ends the client, while its token still works. */
  onLeave(work: () => Promise<void>): void;
}

export interface Engine {
  readonly store: Store | null;
  readonly ground: Ground;
  /** Brings what is wanted now onto the shelf, from the store and then, where it must, from the worker. */
  want(): Promise<void>;
  sync(): Promise<SyncOutcome>;
  explain(request: ScoreRequest): Promise<Explained | Problem>;
  rank(model: string, onSlice?: (soFar: readonly Ranked[]) => void): Promise<Ranked[]>;
  card(model: string): Promise<ModelCard | Problem>;
  signOut(): Promise<void>;
}

export interface EngineOptions extends ClientOptions {
  /** For tests: another place to keep data than the browser's storage. */
  readonly stores?: Stores;
}
