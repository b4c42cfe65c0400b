import { OPSET, PRODUCER } from '@aicrm/runtime/onnx-profile';
import {
  type Bytes,
  bytesField,
  concat,
  floatBytes,
  join,
  packedInts,
  textField,
  varintField,
} from '@aicrm/runtime/protobuf-write';
import type { NetworkWeights } from './weights.js';

// Field numbers are those of onnx.proto (ModelProto, GraphProto, NodeProto, TensorProto).
const FLOAT = 1;
const INT32 = 6;

const tensor = (name: string, dims: readonly number[], values: Iterable<number>): Bytes =>
  bytesField(
    5,
    join(
      concat(dims.map((dim) => varintField(1, dim))),
      varintField(2, FLOAT),
      textField(8, name),
      bytesField(9, floatBytes(values)),
    ),
  );

const attribute = (name: string, type: number, value: Bytes): Bytes =>
  bytesField(5, join(textField(1, name), value, varintField(20, type)));
const int = (name: string, value: number): Bytes => attribute(name, 2, varintField(3, value));
const ints = (name: string, values: readonly number[]): Bytes => attribute(name, 7, packedInts(8, values));

function node(operator: string, inputs: readonly string[], output: string, ...attributes: Bytes[]): Bytes {
  const names = concat(inputs.map((input) => textField(1, input)));
  return bytesField(1, join(names, textField(2, output), textField(4, operator), ...attributes));
}

function valueInfo(field: number, name: string, type: number, shape: readonly (string | number)[]): Bytes {
  const dims = shape.map((dim) =>
    bytesField(1, typeof dim === 'string' ? textField(2, dim) : varintField(1, dim)),
  );
  const tensorType = join(varintField(1, type), bytesField(2, concat(dims)));
  return bytesField(field, join(textField(1, name), bytesField(2, bytesField(1, tensorType))));
}

const metadata = (key: string, value: string): Bytes =>
  bytesField(14, join(textField(1, key), textField(2, value)));

/**
 * The network as `model.onnx` (ir_version 8, ai.onnx 13). Input `words`: int32 [N, T], rows of the embedding, 0 for none;
 * output `probabilities`: float [N, classes]. `about` becomes metadata for people with a viewer.
 */
export function writeNetwork(w: NetworkWeights, about: Readonly<Record<string, string>>): Uint8Array {
  const graph = join(
    node('Gather', ['embedding', 'words'], 'vectors', int('axis', 0)),
    node('Transpose', ['vectors'], 'channels', ints('perm', [0, 2, 1])),
    node('Conv', ['channels', 'kernel', 'bias'], 'sums', ints('kernel_shape', [3]), ints('pads', [1, 1])),
    node('Relu', ['sums'], 'filtered'),
    node('ReduceMax', ['filtered'], 'pooled', ints('axes', [2]), int('keepdims', 0)),
    node('Gemm', ['pooled', 'head', 'intercept'], 'logits'),
    node('Softmax', ['logits'], 'probabilities', int('axis', 1)),
    textField(2, PRODUCER),
    tensor('embedding', [w.buckets, w.width], w.embedding),
    tensor('kernel', [w.filters, w.width, 3], w.kernel),
    tensor('bias', [w.filters], w.bias),
    tensor('head', [w.filters, w.classes], w.head),
    tensor('intercept', [w.classes], w.intercept),
    valueInfo(11, 'words', INT32, ['N', 'T']),
    valueInfo(12, 'probabilities', FLOAT, ['N', w.classes]),
  );
  return Uint8Array.from(
    join(
      varintField(1, 8),
      textField(2, PRODUCER),
      bytesField(8, join(textField(1, ''), varintField(2, OPSET))),
      ...Object.entries(about).map(([key, value]) => metadata(key, value)),
      bytesField(7, graph),
    ),
  );
}
