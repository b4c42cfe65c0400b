import { parseRecordId, type RecordKey, recordId, recordTypes } from '@aicrm/schema/ids';
import type { Context } from './context.js';
import { badData, forbidden } from './problem-error.js';

/** Reads a record id; the short form `type:id` is completed where the tenant has one connection for that type. */
export async function readRecordKey(c: Context, text: string): Promise<RecordKey> {
  const full = parseRecordId(text);
  if (full.ok) return full.value;
  const type = recordTypes.find((one) => text.startsWith(`${one}:`));
  if (type !== undefined && text.indexOf(':', type.length + 1) < 0) {
    const connections = await c.get('scope').records.connections([type]);
    const short = connections.length === 1 ? parseRecordId(text, connections[0]) : full;
    if (short.ok) return short.value;
  }
  throw badData(full.error);
}

/**
 * Whether the caller may read this record. A token bound to one record learns nothing of others, not even whether
 * they exist: the answer is the same for all of them.
 */
export function mustMayRead(c: Context, key: RecordKey): void {
  const { scopes, record } = c.get('caller');
  if (scopes.includes('sync:all')) return;
  if (scopes.includes('sync:record') && record === recordId(key)) return;
  throw forbidden('This credential is not for that record.', 'Mint a token that is bound to the record.');
}
