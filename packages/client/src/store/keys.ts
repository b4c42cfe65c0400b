import type { CacheMode } from '../types.js';

/**
 * Object stores of a database: parts of buckets of views, artefacts by sha256, the state, and what else is kept by a key. Scripts before the parts
 * knew one value a bucket, under "views": under another name neither script takes the other's data for its own.
 */
export const tables = { views: 'parts', models: 'models', meta: 'meta', extras: 'extras' } as const;
export const stateKey = 'state';

/**
 * Buckets per record type. A record's bucket follows from its id alone, so the first paint reads one value and needs no
 * index; 64 keep a bucket near 150 records at 10,000 and near 1,500 at 100,000.
 */
const buckets = 64;

/** FNV-1a over UTF-16 units: spreads ids that differ in their last digits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

export const typeOf = (recordId: string): string => recordId.slice(0, Math.max(recordId.indexOf(':'), 0));

/** `type/bucket`, so that all buckets of a type lie in one key range. */
export const bucketOf = (recordId: string): string => `${typeOf(recordId)}/${hash(recordId) % buckets}`;

/**
 * A bucket's parts: what its commits brought, in their order, until they are merged into one. The first lies under the
 * bucket's own key and the others below it, so that all are one range: `[from, to)`, since "/" sorts before every digit.
 */
export const partsOf = (bucket: string): [from: string, to: string] => [bucket, `${bucket}0`];

/** The key of a later part; revisions grow, and padded they sort. */
export const partKey = (bucket: string, revision: number): string =>
  `${bucket}/${revision.toString(36).padStart(8, '0')}`;

/** The bucket that a part's key belongs to. */
export const bucketOfPart = (key: string): string => key.split('/', 2).join('/');

export const databasePrefix = 'aicrm/';

/** Says in the browser's storage that events wait in the outbox. */
export const outboxMark = (api: string): string => `aicrm:outbox:${api}`;

export function waitsInOutbox(api: string): boolean {
  try {
    return localStorage.getItem(outboxMark(api)) !== null;
  } catch {
    return false;
  }
}

/** One database per kind of cache, worker, tenant and signed-in person. */
export const databaseName = (cache: CacheMode, api: string, tenant: string, user: string): string =>
  databasePrefix + [cache, api, tenant, user].map(encodeURIComponent).join('/');

/** Which tenant's database this page (or, for `session`, this tab) used last; read before any token is there. */
export interface Pointer {
  readonly tenant: string;
  readonly user: string;
}

export function pointerStorage(cache: CacheMode): Storage | null {
  try {
    if (cache === 'persistent') return localStorage;
    if (cache === 'session') return sessionStorage;
  } catch {
    // A sandboxed frame throws on the mere mention of storage.
  }
  return null;
}

export const pointerKey = (api: string): string => `aicrm:${api}`;

export function readPointer(cache: CacheMode, api: string): Pointer | null {
  try {
    const value: unknown = JSON.parse(pointerStorage(cache)?.getItem(pointerKey(api)) ?? 'null');
    if (typeof value !== 'object' || value === null || !('tenant' in value) || !('user' in value))
      return null;
    const { tenant, user } = value;
    return typeof tenant === 'string' && typeof user === 'string' ? { tenant, user } : null;
  } catch {
    return null;
  }
}
