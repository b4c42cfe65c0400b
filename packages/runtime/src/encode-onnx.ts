import type { FittedModel, LinearModel, TreeEnsemble } from '@aicrm/learn/model/ensemble';
import type { ModelMeta } from '@aicrm/schema/model';
import {
  AttributeType,
  FLOAT,
  IR_VERSION,
  META_KEY,
  ML_DOMAIN,
  ML_OPSET,
  OPSET,
  PRODUCER,
  READABLE_KEYS,
} from './onnx-profile.js';
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

function treeNode(model: TreeEnsemble, suffix: string): Bytes {
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
  const branch = (read: (i: number) => number | undefined) =>
    nodes.map(({ i, leaf }) => (leaf ? 0 : (read(i) ?? 0)));
  const every = nodes.map(({ i }) => i);
  const leaves = every.filter((i) => nodes[i]?.leaf);
  const modes = nodes.map(({ leaf }) => textField(9, leaf ? 'LEAF' : 'BRANCH_LEQ'));
  const ofLeaves = (read: (i: number) => number | undefined) => leaves.map((i) => read(i) ?? 0);
  const idOf = (i: number) => local(i, i);
  const yes = branch((i) => local(model.left[i], i));
  const no = branch((i) => local(model.right[i], i));
  const missing = branch((i) => model.missingLeft[i]);
  const features = branch((i) => model.feature[i]);
  const thresholds = branch((i) => model.threshold[i]);
  return join(
    textField(1, `row${suffix}`),
    textField(2, `margin${suffix}`),
    textField(4, 'TreeEnsembleRegressor'),
    textField(7, ML_DOMAIN),
    ints('nodes_treeids', treeOf),
    ints('nodes_nodeids', every.map(idOf)),
    ints('nodes_featureids', features),
    ints('nodes_truenodeids', yes),
    ints('nodes_falsenodeids', no),
    ints('nodes_missing_value_tracks_true', missing),
    floats('nodes_values', thresholds),
    floats('nodes_hitrates', model.cover),
    attribute('nodes_modes', 'strings', concat(modes)),
    ints(
      'target_treeids',
      ofLeaves((i) => treeOf[i]),
    ),
    ints('target_nodeids', ofLeaves(idOf)),
    ints(
      'target_ids',
      ofLeaves(() => 0),
    ),
    floats(
      'target_weights',
      ofLeaves((i) => model.value[i]),
    ),
    floats('base_values', [model.bias]),
    attribute('n_targets', 'int', varintField(3, 1)),
    word('aggregate_function', 'SUM'),
    word('post_transform', 'NONE'),
  );
}

const linearNode = (suffix: string): Bytes =>
  join(
    textField(1, `row${suffix}`),
    textField(1, `weights${suffix}`),
    textField(1, `intercept${suffix}`),
    textField(2, `margin${suffix}`),
    textField(4, 'Gemm'),
  );

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

const weights = (model: LinearModel, suffix: string): Bytes[] => [
  tensor(`weights${suffix}`, [model.columns, 1], model.coefficients),
  tensor(`intercept${suffix}`, [1], [model.intercept]),
];

const metadata = (key: string, value: string): Bytes =>
  bytesField(14, join(textField(1, key), textField(2, value)));

/** What people see of a file in an ONNX viewer; the whole of `meta` is written as JSON beside it. */
type Readable = Pick<ModelMeta, 'name' | 'version' | 'outcome' | 'dataLicence'> & {
  readonly [more: string]: unknown;
};

/**
 * The bytes of `model.onnx`, unchecked: see `writeArtefact`. Separate because only what is written without a check
 * can test a reader. The order is the reader's: metadata before the graph, because it says which graph must follow.
 */
export function encodeOnnx(
  model: FittedModel | readonly FittedModel[],
  meta: Readable,
  key: string = META_KEY,
): Uint8Array {
  const heads = 'kind' in model ? [model] : model;
  const named = heads.map((head, k) => ({ head, suffix: heads.length > 1 ? `_${k}` : '' }));
  const graph = join(
    ...named.map(({ head, suffix }) =>
      bytesField(1, head.kind === 'trees' ? treeNode(head, suffix) : linearNode(suffix)),
    ),
    textField(2, PRODUCER),
    ...named.flatMap(({ head, suffix }) => (head.kind === 'linear' ? weights(head, suffix) : [])),
    ...named.map(({ head, suffix }) => valueInfo(11, `row${suffix}`, head.columns)),
    ...named.map(({ suffix }) => valueInfo(12, `margin${suffix}`, 1)),
  );
  const readable = {
    name: meta.name,
    version: meta.version,
    outcome: meta.outcome,
    licence: meta.dataLicence,
  };
  return Uint8Array.from(
    join(
      varintField(1, IR_VERSION),
      textField(2, PRODUCER),
      bytesField(8, join(textField(1, ''), varintField(2, OPSET))),
      bytesField(8, join(textField(1, ML_DOMAIN), varintField(2, ML_OPSET))),
      ...READABLE_KEYS.map((key) => metadata(key, readable[key])),
      metadata(key, JSON.stringify(meta)),
      bytesField(7, graph),
    ),
  );
}
