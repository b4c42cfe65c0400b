import type { ModelCard } from '@aicrm/schema/model';
import type { Problem } from '@aicrm/schema/problem';
import type { Shelf } from './predictions.js';
import type { Stores } from './store/open-store.js';
import type { Store } from './store/store.js';
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

export interface Engine {
  readonly store: Store | null;
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
