import { fail, ok, type Result } from '@aicrm/schema/result';
import { type NetworkError, networkError } from './network-error.js';

type Message = 'model' | 'graph' | 'node' | 'attribute' | 'tensor' | 'sparse' | 'function' | 'training';

/** Where messages lie within messages, by field number of onnx.proto. What is not listed cannot hold a tensor. */
const nested: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  function: { 7: 'node', 11: 'attribute' },
  training: { 1: 'graph', 2: 'graph' },
  tensor: {},
};

/** Subgraphs in subgraphs; ONNX files have two or three levels, each four messages deep. */
const MAX_DEPTH = 64;
const OPERATOR = 4;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;

class Broken extends Error {}

/** A varint from `at`; numbers beyond 2^53 lose digits, which no length or field number may have anyway. */
function varint(bytes: Uint8Array, at: number, end: number): { value: number; next: number } {
  let value = 0;
  let scale = 1;
  for (let next = at; next < end && next < at + 10; next++) {
    const byte = bytes[next] ?? 0;
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) return { value, next: next + 1 };
  }
  throw new Broken(`no number ends at byte ${at}`);
}

interface Found {
  readonly operators: Set<string>;
  external: boolean;
}

function walk(bytes: Uint8Array, from: number, end: number, message: Message, depth: number, found: Found) {
  if (depth > MAX_DEPTH) throw new Broken(`graphs lie in graphs ${MAX_DEPTH} deep`);
  let at = from;
  while (at < end) {
    const tag = varint(bytes, at, end);
    const field = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    at = tag.next;
    if (wire === 0) {
      const { value, next } = varint(bytes, at, end);
      if (message === 'tensor' && field === DATA_LOCATION && value !== 0) found.external = true;
      at = next;
    } else if (wire === 2) {
      const length = varint(bytes, at, end);
      const to = length.next + length.value;
      if (to > end) throw new Broken(`cut off at byte ${at}`);
      if (message === 'tensor' && field === EXTERNAL_DATA) found.external = true;
      if (message === 'node' && field === OPERATOR)
        found.operators.add(new TextDecoder().decode(bytes.subarray(length.next, Math.min(to, at + 100))));
      const inner = nested[message][field];
      if (inner) walk(bytes, length.next, to, inner, depth + 1, found);
      at = to;
    } else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4;
    else throw new Broken(`an unknown kind of field at byte ${at}`);
  }
  if (at !== end) throw new Broken(`cut off at byte ${end}`);
}

/**
 * Looks through an ONNX file before a runtime does: the names of its operators, sorted. Refuses what is not protobuf
 * and every tensor, in whatever subgraph, that wants data from outside the file. Time is bounded by the file's size.
 */
export function scanOnnx(bytes: Uint8Array): Result<readonly string[], NetworkError> {
  const found: Found = { operators: new Set(), external: false };
  try {
    walk(bytes, 0, bytes.length, 'model', 0, found);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return fail(networkError('malformed', `This is no ONNX file: ${error.message}.`));
  }
  if (found.external)
    return fail(
      networkError(
        'external-data',
        'The file keeps weights in other files, which nothing has checked.',
        'Save the model with its weights inside one file.',
      ),
    );
  if (found.operators.size === 0)
    return fail(networkError('malformed', 'This is no ONNX file: it holds no operator.'));
  return ok([...found.operators].sort());
}
