import { refuse } from './artefact-error.js';
import { bytesTag, floatTag, LIMITS, varintTag } from './onnx-profile.js';

/** The parts of one message by tag (field × 8 + wire type): a number for a varint, a view of the bytes otherwise. */
export type Message = Map<number, (number | Uint8Array)[]>;

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Nothing in the profile is negative or needs more than 31 bits, so anything longer is refused here at once. */
function varint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) refuse('malformed', 'cut off inside a number');
    value += (byte & 127) * scale;
    if (scale > 2 ** 28 || value > 0x7fffffff) refuse('malformed', 'a number beyond 31 bits');
    if (byte < 128) return value;
  }
}

/**
 * Splits one message into its parts without looking into them. Time and memory grow with the bytes given.
 * A tag outside `allowed` is refused: a field that we do not know could change what the model means.
 */
export function parse(bytes: Uint8Array, allowed: readonly number[], what: string): Message {
  const cursor = { bytes, at: 0 };
  const message: Message = new Map();
  let count = 0;
  while (cursor.at < bytes.length) {
    const tag = varint(cursor);
    if (!allowed.includes(tag)) refuse('profile', `${what} has field ${tag >> 3} (wire type ${tag & 7})`);
    if (++count > LIMITS.nodes) refuse('too-large', `${what} has more than ${LIMITS.nodes} parts`);
    let part: number | Uint8Array;
    if (tag & 7) {
      const length = (tag & 7) === 5 ? 4 : varint(cursor);
      if (length > bytes.length - cursor.at) refuse('malformed', `${what} is cut off`);
      part = bytes.subarray(cursor.at, cursor.at + length);
      cursor.at += length;
    } else part = varint(cursor);
    const parts = message.get(tag);
    if (parts) parts.push(part);
    else message.set(tag, [part]);
  }
  return message;
}

const isBytes = (part: number | Uint8Array): part is Uint8Array => typeof part !== 'number';

/** The byte parts of a repeated field, in order. */
export const all = (message: Message, field: number): Uint8Array[] =>
  (message.get(bytesTag(field)) ?? []).filter(isBytes);

/** The one byte part of a field that must be there exactly once. */
export function one(message: Message, field: number, what: string): Uint8Array {
  const [part, second] = all(message, field);
  if (!part || second) refuse('profile', `${what} must be there exactly once`);
  return part;
}

/** A varint field that may be there once; absent is 0. */
export function int(message: Message, field: number): number {
  const [part, second] = message.get(varintTag(field)) ?? [0];
  if (typeof part !== 'number' || second !== undefined) refuse('profile', `field ${field} is there twice`);
  return part;
}

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function text(bytes: Uint8Array | undefined): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return refuse('malformed', 'a text that is not UTF-8');
  }
}

/** A repeated integer field, packed or not. */
export function ints(message: Message, field: number): number[] {
  const out: number[] = [];
  for (const part of message.get(bytesTag(field)) ?? message.get(varintTag(field)) ?? []) {
    if (typeof part === 'number') out.push(part);
    else
      for (const cursor = { bytes: part, at: 0 }; cursor.at < part.length; ) {
        if (out.length >= LIMITS.nodes) refuse('too-large', `a list of more than ${LIMITS.nodes} numbers`);
        out.push(varint(cursor));
      }
  }
  return out;
}

/** A repeated float field, packed or not; every one must be finite. */
export function floats(message: Message, field: number): number[] {
  const out: number[] = [];
  for (const part of message.get(bytesTag(field)) ?? message.get(floatTag(field)) ?? []) {
    if (typeof part === 'number' || part.length % 4) refuse('malformed', 'a list of floats is cut off');
    const view = new DataView(part.buffer, part.byteOffset, part.length);
    for (let at = 0; at < part.length; at += 4) {
      if (out.length >= LIMITS.nodes) refuse('too-large', `a list of more than ${LIMITS.nodes} numbers`);
      const value = view.getFloat32(at, true);
      if (!Number.isFinite(value)) refuse('graph', 'a weight or threshold that is not a finite number');
      out.push(value);
    }
  }
  return out;
}
