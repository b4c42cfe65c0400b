import { isRecordType } from '@aicrm/schema/ids';
import type { Place } from '../db/timeline.js';
import { badData } from './problem-error.js';

const utf8 = new TextEncoder();

/** Where a page of facts ended, as an opaque text for `before`. */
export function writePlace({ at, type, connection, sourceId }: Place): string {
  const bytes = utf8.encode(JSON.stringify([at, type, connection, sourceId]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Reads what `writePlace` wrote; anything else is the caller's mistake. */
export function readPlace(text: string | undefined): Place | null {
  if (text === undefined || text === '') return null;
  try {
    const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const parts: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(
        Uint8Array.from(plain, (c) => c.charCodeAt(0)),
      ),
    );
    if (Array.isArray(parts) && parts.length === 4 && parts.every((part) => typeof part === 'string')) {
      const [at = '', type = '', connection = '', sourceId = ''] = parts as string[];
      if (isRecordType(type)) return { at, type, connection, sourceId };
    }
  } catch {
    // Not ours; told below.
  }
  throw badData('The place to read before is not one that this route gave.', [
    { at: 'before', message: 'Pass back `next` of an earlier answer.' },
  ]);
}
