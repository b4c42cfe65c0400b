import type { Database } from './db/database.js';

/** What travels through the queue: names only, the rest is read from the database when it is run. */
export interface JobMessage {
  readonly tenant: string;
  readonly job: string;
}

/** Model files by tenant and SHA-256; equal names are equal bytes, so a repeated write changes nothing. */
export interface ArtefactStore {
  put(tenant: string, sha256: string, bytes: Uint8Array): Promise<void>;
  get(tenant: string, sha256: string): Promise<Uint8Array | null>;
  /** Removes a file that nothing points to any more. */
  drop(tenant: string, sha256: string): Promise<void>;
}

/** Everything that routes and jobs take from outside, so that tests hand in their own clock, queue and log. */
export interface Dependencies {
  readonly db: Database;
  readonly artefacts: ArtefactStore;
  /** Hands a message to the queue, to be delivered after the given seconds (default at once). */
  readonly enqueue: (message: JobMessage, delaySeconds?: number) => Promise<void>;
  /** Signs embed tokens; 32 bytes or more. Absent: none are minted or accepted. */
  readonly tokenSecret: string | undefined;
  /** Creates tenants. Absent: nobody can. */
  readonly operatorKey: string | undefined;
  readonly now: () => number;
  /** One line of JSON; never personal data, never values of a query. */
  readonly log: (line: Readonly<Record<string, unknown>>) => void;
}

export const instantOf = (ms: number): string => new Date(ms).toISOString();
