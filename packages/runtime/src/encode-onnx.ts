import type { FittedModel, LinearModel, TreeEnsemble } from '@aicrm/learn/model/ensemble';
import type { ModelMeta } from '@aicrm/schema/model';
import { AttributeType, FLOAT, IR_VERSION, META_KEY, ML_DOMAIN, ML_OPSET, OPSET } from './onnx-profile.js';
import {
  type Bytes,
  bytesField,
  concat,
  floatBytes,
  join,
  packedInts,
  textField,
  varintField,
} from './protobuf-write.js';

const attribute = (name: string, type: keyof typeof AttributeType, value: Bytes): Bytes =>
  bytesField(5, join(textField(1, name), value, varintField(20, AttributeType[type])));
const ints = (name: string, values: Iterable<number>): Bytes =>
  attribute(name, 'ints', packedInts(8, values));
const floats = (name: string, values: Iterable<number>): Bytes =>
  attribute(name, 'floats', bytesField(7, floatBytes(values)));
const word = (name: string, value: string): Bytes => attribute(name, 'string', textField(4, value));

/** A value info of float [N, columns]. */
function valueInfo(field: number, name: string, columns: number): Bytes {
  const shape = join(bytesField(1, textField(2, 'N')), bytesField(1, varintField(1, columns)));
  const tensor = join(varintField(1, FLOAT), bytesField(2, shape));
  return bytesField(field, join(textField(1, name), bytesField(2, bytesField(1, tensor))));
}

function treeNode(model: TreeEnsemble): Bytes {
  const nodes = Array.from(model.feature, (feature, i) => ({ i, feature, leaf: feature < 0 }));
  const rootOf: number[] = [];
  const treeOf: number[] = [];
  model.roots.forEach((root, tree) => {
    for (let i = root; i < (model.roots[tree + 1] ?? nodes.length); i++) {
      rootOf.push(root);
      treeOf.push(tree);
    }
  });
  const local = (child: number | undefined, i: number) => (child ?? 0) - (rootOf[i] ?? 0);
  const leaves = nodes.filter((node) => node.leaf);
  const branch = (read: (i: number) => number | undefined) =>
    nodes.map(({ i, leaf }) => (leaf ? 0 : (read(i) ?? 0)));
  return join(
    textField(1, 'row'),
    textField(2, 'margin'),
    textField(4, 'TreeEnsembleRegressor'),
    ints('nodes_treeids', treeOf),
    ints(
      'nodes_nodeids',
      nodes.map(({ i }) => local(i, i)),
    ),
    ints(
      'nodes_featureids',
      branch((i) => model.feature[i]),
    ),
    attribute(
      'nodes_modes',
      'strings',
      concat(nodes.map(({ leaf }) => textField(9, leaf ? 'LEAF' : 'BRANCH_LEQ'))),
    ),
    floats(
      'nodes_values',
      branch((i) => model.threshold[i]),
    ),
    floats('nodes_hitrates', model.cover),
    ints(
      'nodes_truenodeids',
      branch((i) => local(model.left[i], i)),
    ),
    ints(
      'nodes_falsenodeids',
      branch((i) => local(model.right[i], i)),
    ),
    ints(
      'nodes_missing_value_tracks_true',
      branch((i) => model.missingLeft[i]),
    ),
    ints(
      'target_treeids',
      leaves.map(({ i }) => treeOf[i] ?? 0),
    ),
    ints(
      'target_nodeids',
      leaves.map(({ i }) => local(i, i)),
    ),
    ints(
      'target_ids',
      leaves.map(() => 0),
    ),
    floats(
      'target_weights',
      leaves.map(({ i }) => model.value[i] ?? 0),
    ),
    floats('base_values', [model.bias]),
    attribute('n_targets', 'int', varintField(3, 1)),
    word('aggregate_function', 'SUM'),
    word('post_transform', 'NONE'),
    textField(7, ML_DOMAIN),
  );
}

const linearNode = (): Bytes =>
  join(
    textField(1, 'row'),
    textField(1, 'weights'),
    textField(1, 'intercept'),
    textField(2, 'margin'),
    textField(4, 'Gemm'),
  );

const tensor = (name: string, dims: readonly number[], values: Iterable<number>): Bytes =>
  bytesField(
    5,
    join(packedInts(1, dims), varintField(2, FLOAT), textField(8, name), bytesField(9, floatBytes(values))),
  );

const weights = (model: LinearModel): Bytes[] => [
  tensor('weights', [model.columns, 1], model.coefficients),
  tensor('intercept', [1], [model.intercept]),
];

const metadata = (key: string, value: string): Bytes =>
  bytesField(14, join(textField(1, key), textField(2, value)));

/**
 * The bytes of `model.onnx`, unchecked: see `writeArtefact`. Separate because only what is written without a check
 * can test a reader.
 */
export function encodeOnnx(model: FittedModel, meta: ModelMeta): Uint8Array {
  const graph = join(
    bytesField(1, model.kind === 'trees' ? treeNode(model) : linearNode()),
    textField(2, meta.name),
    ...(model.kind === 'linear' ? weights(model) : []),
    valueInfo(11, 'row', model.columns),
    valueInfo(12, 'margin', 1),
  );
  return Uint8Array.from(
    join(
      varintField(1, IR_VERSION),
      textField(2, 'aicrm'),
      bytesField(7, graph),
      bytesField(8, join(textField(1, ''), varintField(2, OPSET))),
      bytesField(8, join(textField(1, ML_DOMAIN), varintField(2, ML_OPSET))),
      metadata('name', meta.name),
      metadata('version', meta.version),
      metadata('outcome', meta.outcome),
      metadata('licence', meta.dataLicence),
      // The last part, and one that the reader needs: so a file that was cut off anywhere is refused.
      metadata(META_KEY, JSON.stringify(meta)),
    ),
  );
}
