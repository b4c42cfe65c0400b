import { refuse } from './artefact-error.js';
import { LIMITS } from './onnx-profile.js';

/** A place in a file. Reading moves it forward only, so time is bounded by the size of the file. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** The bytes of a text field as text: field number and wire type, length, value (each field below 16, ASCII only). */
export const word = (field: number, value: string): string =>
  String.fromCharCode(field * 8 + 2, value.length) + value;

/** Steps over exactly these bytes (one a character) or refuses. */
export function literal(cursor: Cursor, wanted: string): void {
  for (let i = 0; i < wanted.length; i++) {
    const byte = cursor.bytes[cursor.at++];
    if (byte !== wanted.charCodeAt(i))
      refuse(
        byte === undefined ? 'malformed' : 'profile',
        `no ${JSON.stringify(wanted)} at byte ${cursor.at - 1}`,
      );
  }
}

/** Nothing in the profile is negative or needs more than 31 bits, so anything longer is refused at once. */
export function varint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = cursor.bytes[cursor.at++] ?? refuse('malformed', 'cut off');
    value += (byte & 127) * scale;
    if (scale > 2 ** 28 || value >= 2 ** 31) refuse('malformed', `beyond 31 bits at byte ${cursor.at - 1}`);
    if (byte < 128) return value;
  }
}

/** Reads a nested message or list of this field; `read` gets its end and must arrive there exactly. */
export function inside<T>(cursor: Cursor, field: number, read: (end: number) => T): T {
  literal(cursor, String.fromCharCode(field * 8 + 2));
  const length = varint(cursor);
  const end = cursor.at + length;
  if (end > cursor.bytes.length) refuse('malformed', 'cut off');
  const value = read(end);
  if (cursor.at !== end) refuse('profile', `more or less than expected at byte ${cursor.at}`);
  return value;
}

/** The bytes of a field, as a view. */
export const skip = (cursor: Cursor, field: number): Uint8Array =>
  inside(cursor, field, (end) => {
    const bytes = cursor.bytes.subarray(cursor.at, end);
    cursor.at = end;
    return bytes;
  });

/**
 * A packed list of whole numbers. A file is read once, before anything is compiled, so lists are plain loops:
 * a call for each number would be most of a page's time to its first score.
 */
export const ints = (cursor: Cursor, field: number): number[] =>
  inside(cursor, field, (end) => {
    const { bytes } = cursor;
    const out: number[] = [];
    let at = cursor.at;
    while (at < end) {
      let value = bytes[at++] ?? 0;
      if (value > 127) {
        cursor.at = at - 1;
        value = varint(cursor);
        at = cursor.at;
      }
      if (out.length === LIMITS.nodes) refuse('too-large', `a list beyond ${LIMITS.nodes}`);
      out[out.length] = value;
    }
    cursor.at = at;
    return out;
  });

/** Float32 values, little-endian; every one must be finite. */
export function floats(cursor: Cursor, field: number): Float32Array {
  const { buffer, byteOffset, length } = skip(cursor, field);
  if (length % 4) refuse('malformed', 'a list of floats is cut off');
  if (length > 4 * LIMITS.nodes) refuse('too-large', `a list beyond ${LIMITS.nodes}`);
  const view = new DataView(buffer, byteOffset, length);
  const out = new Float32Array(length >> 2);
  for (let i = 0; i < out.length; i++) {
    const value = view.getFloat32(4 * i, true);
    // Infinity less itself is no number either.
    if (value - value !== 0) refuse('graph', 'a weight or threshold that is no finite number');
    out[i] = value;
  }
  return out;
}
