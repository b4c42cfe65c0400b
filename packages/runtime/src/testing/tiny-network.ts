import { type Bytes, bytesField, concat, join, textField, varintField } from '../protobuf-write.js';

const tensorOf = (name: string, more: Bytes): Bytes =>
  join(varintField(1, 2), varintField(2, 1), textField(8, name), more);

/** Two float32 zeros within the file. */
export const inFile: Bytes = tensorOf('bias', bytesField(9, new Uint8Array(8)));
/** The same tensor, its numbers in another file. */
export const elsewhere: Bytes = tensorOf(
  'bias',
  join(bytesField(13, join(textField(1, 'location'), textField(2, '../../etc/passwd'))), varintField(14, 1)),
);

function valueInfo(field: number, name: string): Bytes {
  const shape = join(bytesField(1, textField(2, 'N')), bytesField(1, varintField(1, 2)));
  const type = bytesField(1, join(varintField(1, 1), bytesField(2, shape)));
  return bytesField(field, join(textField(1, name), bytesField(2, type)));
}

const node = (operator: string, inputs: readonly string[], output: string, more: Bytes = []): Bytes =>
  bytesField(
    1,
    join(concat(inputs.map((one) => textField(1, one))), textField(2, output), textField(4, operator), more),
  );

/**
 * A network whose operators our own reader refuses: y = elu(x + bias), float [N, 2].
 * @param bias the initializer's bytes; @param inside another tensor, put into a graph within a node.
 */
export function tinyNetwork(bias: Bytes = inFile, inside?: Bytes): Uint8Array {
  const subgraph = inside && bytesField(1, join(textField(4, 'Constant'), attributeTensor(inside)));
  const graph = join(
    node('Add', ['x', 'bias'], 'sum'),
    node(
      'Elu',
      ['sum'],
      'y',
      subgraph ? bytesField(5, join(textField(1, 'g'), bytesField(6, subgraph))) : [],
    ),
    textField(2, 'tiny'),
    bytesField(5, bias),
    valueInfo(11, 'x'),
    valueInfo(12, 'y'),
  );
  const opset = bytesField(8, join(textField(1, ''), varintField(2, 13)));
  return Uint8Array.from(join(varintField(1, 8), opset, bytesField(7, graph)));
}

const attributeTensor = (tensor: Bytes): Bytes =>
  bytesField(5, join(textField(1, 'value'), bytesField(5, tensor), varintField(20, 4)));
