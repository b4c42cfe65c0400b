import { fail, ok, type Result } from './result.js';

declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Lower-case letters, digits and hyphens, 2 to 40 characters; it comes from the credential, never from a body. */
export type TenantId = Brand<string, 'TenantId'>;
/** `type:connection:sourceId`, for example `lead:odoo:42`: the same in the database, the page, tokens and events. */
export type RecordId = Brand<string, 'RecordId'>;

export const recordTypes = [
  'lead',
  'contact',
  'company',
  'deal',
  'stage-change',
  'activity',
  'message',
  'order',
  'order-line',
  'product',
  'campaign',
  'offer',
  'event',
  'user',
  'consent',
] as const;
export type RecordType = (typeof recordTypes)[number];

export const isRecordType = (text: string): text is RecordType =>
  (recordTypes as readonly string[]).includes(text);

const tenantPattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$/;
const connectionPattern = /^[a-z0-9][a-z0-9_-]{0,39}$/;
/** A source's own key may hold anything printable but spaces; 200 characters bound every key and URL that holds one. */
const sourcePattern = /^[^\s\p{C}]{1,200}$/u;

export interface RecordKey {
  readonly type: RecordType;
  readonly connection: string;
  readonly sourceId: string;
}

export function parseTenantId(text: string): Result<TenantId, string> {
  return tenantPattern.test(text)
    ? ok(text as TenantId)
    : fail(`"${text.slice(0, 60)}" is not a tenant id: use 2 to 40 lower-case letters, digits and hyphens.`);
}

/** Splits a record id; `defaultConnection` completes the short form `type:sourceId` of a tenant with one connection. */
export function parseRecordId(text: string, defaultConnection?: string): Result<RecordKey, string> {
  const first = text.indexOf(':');
  const second = text.indexOf(':', first + 1);
  const type = text.slice(0, Math.max(first, 0));
  const connection = second > 0 ? text.slice(first + 1, second) : (defaultConnection ?? '');
  const sourceId = text.slice((second > 0 ? second : first) + 1);
  if (first < 1 || !isRecordType(type))
    return fail(`"${text.slice(0, 60)}" does not begin with a record type such as "lead:".`);
  if (!connectionPattern.test(connection))
    return fail(
      `"${text.slice(0, 60)}" names no connection: write type:connection:id, such as lead:odoo:42.`,
    );
  if (!sourcePattern.test(sourceId))
    return fail(`"${text.slice(0, 60)}" has no usable id after its connection.`);
  return ok({ type, connection, sourceId });
}

export const recordId = (key: RecordKey): RecordId =>
  `${key.type}:${key.connection}:${key.sourceId}` as RecordId;

/** Checks a text and returns it as a record id. */
export function toRecordId(text: string, defaultConnection?: string): Result<RecordId, string> {
  const key = parseRecordId(text, defaultConnection);
  return key.ok ? ok(recordId(key.value)) : key;
}
