import type { WidgetEvent } from '@aicrm/schema/widget-event';
import { Dexie, type Table } from 'dexie';
import { deleteDatabase } from '../store/delete-database.js';
import { databasePrefix, outboxMark } from '../store/keys.js';
import type { StorePlace } from '../store/open-store.js';

/** An event that waits for the worker. */
export interface Waiting {
  readonly event: WidgetEvent;
  /** Under whose token it was made; null where none had come yet. */
  readonly tenant: string | null;
  /** Epoch milliseconds. */
  readonly keptAt: number;
}

/** Where events wait, in the order in which they were kept. */
export interface OutboxStore {
  add(one: Waiting): Promise<void>;
  /** The oldest for a tenant, or for nobody yet. */
  oldest(tenant: string, limit: number): Promise<Waiting[]>;
  drop(ids: readonly string[]): Promise<void>;
  count(): Promise<number>;
  wipe(): Promise<void>;
  close(): void;
}

/** What a person does in a month of offline days; beyond, the oldest go, so that no page fills the disk of its host. */
export const mostWaiting = 10_000;
/** Beyond, nobody wants to hear of it any more. */
const longestMs = 60 * 86_400_000;

const isFor = ({ tenant }: Waiting, wanted: string): boolean => tenant === null || tenant === wanted;

export class MemoryOutbox implements OutboxStore {
  #waiting: Waiting[] = [];

  async add(one: Waiting): Promise<void> {
    this.#waiting.push(one);
    this.#waiting = this.#waiting.slice(-mostWaiting);
  }
  async oldest(tenant: string, limit: number): Promise<Waiting[]> {
    return this.#waiting.filter((one) => isFor(one, tenant)).slice(0, limit);
  }
  async drop(ids: readonly string[]): Promise<void> {
    const gone = new Set(ids);
    this.#waiting = this.#waiting.filter(({ event }) => !gone.has(event.id));
  }
  async count(): Promise<number> {
    return this.#waiting.length;
  }
  async wipe(): Promise<void> {
    this.#waiting = [];
  }
  close(): void {}
}

/**
 * A database of its own beside the tenant's store, because that one goes with the browser's session and what a person did must
 * not. It holds ids of records and of rules, labels and moments, and no field of a record.
 */
export const outboxName = ({ api, user }: Pick<StorePlace, 'api' | 'user'>): string =>
  databasePrefix + ['outbox', api, user].map(encodeURIComponent).join('/');

class DexieOutbox implements OutboxStore {
  readonly #db: Dexie;
  readonly #waiting: Table<Waiting, number>;

  constructor(name: string) {
    this.#db = new Dexie(name);
    this.#db.version(1).stores({ waiting: '++, &event.id, keptAt' });
    this.#waiting = this.#db.table('waiting');
    this.#db.on('versionchange', () => {
      this.#db.close();
      return false;
    });
    this.#db.on('blocked', () => false);
  }

  async open(): Promise<void> {
    await this.#db.open();
  }
  async add(one: Waiting): Promise<void> {
    await this.#db.transaction('rw', this.#waiting, async () => {
      await this.#waiting.add(one);
      await this.#waiting
        .where('keptAt')
        .below(one.keptAt - longestMs)
        .delete();
      const over = (await this.#waiting.count()) - mostWaiting;
      if (over > 0) await this.#waiting.limit(over).delete();
    });
  }
  oldest(tenant: string, limit: number): Promise<Waiting[]> {
    return this.#waiting
      .orderBy(':id')
      .filter((one) => isFor(one, tenant))
      .limit(limit)
      .toArray();
  }
  async drop(ids: readonly string[]): Promise<void> {
    await this.#waiting
      .where('event.id')
      .anyOf([...ids])
      .delete();
  }
  count(): Promise<number> {
    return this.#waiting.count();
  }
  async wipe(): Promise<void> {
    this.#db.close();
    await deleteDatabase(this.#db.name);
  }
  close(): void {
    this.#db.close();
  }
}

/** The outbox on the disk; in memory where the host asks for that or the browser denies storage. Never rejects. */
export async function openOutbox(place: StorePlace): Promise<OutboxStore> {
  if (place.cache === 'memory') return new MemoryOutbox();
  try {
    const opened = new DexieOutbox(outboxName(place));
    await opened.open();
    return opened;
  } catch {
    return new MemoryOutbox();
  }
}

/** Remembers that something waits, so that a later page view without any of our panels sends it too. */
export function markWaiting(api: string, waits: boolean): void {
  try {
    if (waits) localStorage.setItem(outboxMark(api), '1');
    else localStorage.removeItem(outboxMark(api));
  } catch {
    // Storage is denied: then the outbox is in memory, too.
  }
}
