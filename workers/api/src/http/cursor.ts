import { sha256 } from '../auth/secrets.js';

/**
 * Where a page stands in its tenant's sequence. The text is opaque to clients and carries its own version, the
 * tenant's life in this database (`epoch`), and which records it was read for.
 */
export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
  /** Short digest of the filter; a cursor of one record says nothing of another. */
  readonly filter: string;
}

const version = '1';
const pattern = /^1\.([0-9a-f]{12})\.([0-9a-z]{1,11})\.([0-9a-f]{8}|all)$/;

export const writeCursor = ({ epoch, seq, filter }: Cursor): string =>
  btoa([version, epoch, seq.toString(36), filter].join('.')).replaceAll('=', '');

/** Null for a cursor of another version, or a text that is none: the client begins again. */
export function readCursor(text: string): Cursor | null {
  let plain: string;
  try {
    plain = atob(text);
  } catch {
    return null;
  }
  const [, epoch, seq, filter] = pattern.exec(plain) ?? [];
  if (epoch === undefined || seq === undefined || filter === undefined) return null;
  return { epoch, seq: Number.parseInt(seq, 36), filter };
}

export const filterDigest = async (filter: string): Promise<string> =>
  filter === '' ? 'all' : (await sha256(filter)).slice(0, 8);
