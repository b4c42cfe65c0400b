import type { LinearModel, TreeEnsemble } from '@aicrm/learn/model/ensemble';
import { refuse } from './artefact-error.js';
import {
  bytesTag as B,
  floatTag as F,
  FLOAT,
  IR_VERSION,
  LIMITS,
  META_KEY,
  ML_DOMAIN,
  ML_OPSET,
  OPSET,
  varintTag as V,
} from './onnx-profile.js';
import { all, floats, int, ints, type Message, one, parse, text } from './protobuf.js';

/** Field numbers are those of onnx.proto; whatever is not listed (functions, external data, subgraphs) is refused. */
const MODEL = [V(1), B(2), B(3), B(4), V(5), B(6), B(7), B(8), B(14)];
const GRAPH = [B(1), B(2), B(5), B(10), B(11), B(12)];
const NODE = [B(1), B(2), B(3), B(4), B(5), B(6), B(7)];
const ATTRIBUTE = [B(1), V(3), B(4), B(7), F(7), B(8), V(8), B(9), V(20)];
const TENSOR = [B(1), V(1), V(2), B(8), B(9)];

/** The operators, attributes and shapes that a graph may have; each name must be there and no other. */
const TREE_ATTRIBUTES = [
  'aggregate_function',
  'base_values',
  'n_targets',
  'nodes_falsenodeids',
  'nodes_featureids',
  'nodes_hitrates',
  'nodes_missing_value_tracks_true',
  'nodes_modes',
  'nodes_nodeids',
  'nodes_treeids',
  'nodes_truenodeids',
  'nodes_values',
  'post_transform',
  'target_ids',
  'target_nodeids',
  'target_treeids',
  'target_weights',
];

/** An index that is not there reads as NaN, which every comparison below refuses. */
const at = (values: ArrayLike<number>, i: number): number => values[i] ?? Number.NaN;
const texts = (message: Message, field: number): string[] => all(message, field).map(text);
const same = (found: readonly string[], wanted: readonly string[]): boolean =>
  found.length === wanted.length && wanted.every((name, i) => found[i] === name);

/** Name and width of the graph's only input or output: a float tensor [rows, width]. */
function valueInfo(graph: Message, field: number, width: number): string {
  const what = field === 11 ? 'input' : 'output';
  const info = parse(one(graph, field, what), [B(1), B(2), B(3)], what);
  const type = parse(one(info, 2, `${what} type`), [B(1), B(6)], what);
  const tensor = parse(one(type, 1, `${what} tensor`), [V(1), B(2)], what);
  const [rows, columns, more] = all(parse(one(tensor, 2, `${what} shape`), [B(1)], what), 1).map((dim) =>
    parse(dim, [V(1), B(2)], what),
  );
  if (int(tensor, 1) !== FLOAT || !rows || rows.has(V(1)) || !columns || more)
    refuse('profile', `the ${what} is not float [rows, columns]`);
  if (int(columns, 1) !== width)
    refuse('graph', `the ${what} has ${int(columns, 1)} columns, the metadata ${width}`);
  return text(one(info, 1, `${what} name`));
}

function readTrees(node: Message, columns: number): TreeEnsemble {
  const attributes = new Map<string, Message>();
  for (const bytes of all(node, 5)) {
    const attribute = parse(bytes, ATTRIBUTE, 'attribute');
    attributes.set(text(one(attribute, 1, 'attribute name')), attribute);
  }
  if (!same([...attributes.keys()].sort(), TREE_ATTRIBUTES) || all(node, 5).length > attributes.size)
    refuse('profile', 'the tree node has other attributes');
  const get = (name: string): Message => attributes.get(name) ?? refuse('profile', name);
  const int64s = (name: string) => ints(get(name), 8);
  const trees = int64s('nodes_treeids');
  const nodes = trees.length;
  const sized = (name: string, values: readonly number[]) =>
    values.length === nodes ? values : refuse('graph', `${name} has ${values.length} of ${nodes} entries`);
  const ids = sized('nodes_nodeids', int64s('nodes_nodeids'));
  const features = sized('nodes_featureids', int64s('nodes_featureids'));
  const whenTrue = sized('nodes_truenodeids', int64s('nodes_truenodeids'));
  const whenFalse = sized('nodes_falsenodeids', int64s('nodes_falsenodeids'));
  const missing = sized('nodes_missing', int64s('nodes_missing_value_tracks_true'));
  const thresholds = sized('nodes_values', floats(get('nodes_values'), 7));
  const cover = Float32Array.from(sized('nodes_hitrates', floats(get('nodes_hitrates'), 7)));
  const modes = all(get('nodes_modes'), 9);
  const targets = ['target_treeids', 'target_nodeids', 'target_ids'].map(int64s);
  const weights = floats(get('target_weights'), 7);
  const base = floats(get('base_values'), 7);
  const word = (name: string) => text(one(get(name), 4, name));
  if (
    !nodes ||
    modes.length !== nodes ||
    base.length !== 1 ||
    int(get('n_targets'), 3) !== 1 ||
    word('aggregate_function') !== 'SUM' ||
    word('post_transform') !== 'NONE'
  )
    refuse('profile', 'not a sum of trees with one raw output');

  const roots: number[] = [];
  const depth = new Uint8Array(nodes);
  const feature = new Int32Array(nodes).fill(-1);
  const threshold = new Float32Array(nodes);
  const missingLeft = new Uint8Array(nodes);
  const left = new Int32Array(nodes);
  const right = new Int32Array(nodes);
  const value = new Float32Array(nodes);
  let leaves = 0;
  for (let i = 0; i < nodes; i++) {
    const no = (what: string): never => refuse('graph', `node ${i}: ${what}`);
    const tree = at(trees, i);
    // A depth of 0 is a node that nobody pointed at yet: the root of the next tree, or a loose end.
    if (tree === roots.length && !depth[i]) {
      roots.push(i);
      depth[i] = 1;
    }
    const root = at(roots, tree);
    if (tree !== roots.length - 1 || !depth[i] || at(ids, i) !== i - root)
      no('out of order, or without a parent');
    if (!(at(features, i) < columns)) no('reads a column that is not there');
    if (!(at(cover, i) > 0)) no('has no cover');
    const mode = text(modes[i]);
    if (mode === 'LEAF') {
      if (!targets.every((list, which) => at(list, leaves) === [tree, i - root, 0][which]))
        no('is no target');
      value[i] = at(weights, leaves++);
    } else if (mode === 'BRANCH_LEQ') {
      const children = [root + at(whenTrue, i), root + at(whenFalse, i)] as const;
      for (const child of children) {
        // Behind the parent, in its tree and pointed at once: so a walk ends and attributions visit a node once.
        if (!(child > i) || at(trees, child) !== tree || depth[child])
          no('has a child that cannot be its own');
        depth[child] = at(depth, i) + 1;
        if (at(depth, child) > LIMITS.depth + 1) refuse('too-large', `a tree deeper than ${LIMITS.depth}`);
      }
      const [yes, other] = children;
      if (!(Math.abs(at(cover, yes) + at(cover, other) - at(cover, i)) <= 1e-3 * at(cover, i)))
        no('does not have the cover of its children');
      if (!(at(missing, i) < 2)) no('has a strange default');
      feature[i] = at(features, i);
      threshold[i] = at(thresholds, i);
      missingLeft[i] = at(missing, i);
      left[i] = yes;
      right[i] = other;
    } else refuse('profile', `node ${i} has mode ${mode.slice(0, 40)}`);
  }
  if (weights.length !== leaves || targets.some((list) => list.length !== leaves))
    refuse('graph', 'there are more targets than leaves');
  return {
    kind: 'trees',
    columns,
    bias: at(base, 0),
    roots: Int32Array.from(roots),
    feature,
    threshold,
    missingLeft,
    left,
    right,
    value,
    cover,
  };
}

/** An initializer as floats; its name and dimensions must be those given. */
function tensor(bytes: Uint8Array | undefined, name: string, dims: readonly number[]): Float32Array {
  const message = parse(bytes ?? refuse('profile', `${name} is not there`), TENSOR, 'initializer');
  const found = ints(message, 1);
  if (text(one(message, 8, 'name')) !== name || int(message, 2) !== FLOAT)
    refuse('profile', `${name} is not float`);
  const values = floats(new Map([[B(7), [one(message, 9, 'raw data')]]]), 7);
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (found.join() !== dims.join() || values.length !== size) refuse('graph', `${name} has another shape`);
  return Float32Array.from(values);
}

/** The metadata text and, once its columns are known, the model. Both throw `Refused`. */
export function readOnnx(bytes: Uint8Array): {
  metaText: string;
  trees(columns: number): TreeEnsemble;
  linear(columns: number, means: readonly number[]): LinearModel;
} {
  const model = parse(bytes, MODEL, 'model');
  if (int(model, 1) !== IR_VERSION) refuse('profile', `ir_version ${int(model, 1)} instead of ${IR_VERSION}`);
  const opsets = all(model, 8).map((entry) => {
    const opset = parse(entry, [B(1), V(2)], 'opset');
    return `${text(all(opset, 1)[0])}:${int(opset, 2)}`;
  });
  if (!same(opsets.sort(), [`:${OPSET}`, `${ML_DOMAIN}:${ML_OPSET}`])) refuse('profile', `opsets ${opsets}`);
  const metaTexts = all(model, 14).flatMap((entry) => {
    const pair = parse(entry, [B(1), B(2)], 'metadata');
    return text(one(pair, 1, 'metadata key')) === META_KEY ? [text(one(pair, 2, META_KEY))] : [];
  });
  const [metaText, second] = metaTexts;
  if (metaText === undefined || second !== undefined)
    refuse('meta', `${META_KEY} must be there exactly once`);

  const graph = parse(one(model, 7, 'graph'), GRAPH, 'graph');
  const node = parse(one(graph, 1, 'node'), NODE, 'node');
  const open = (columns: number, operator: string, domain: string, ...weights: string[]) => {
    const wired =
      same(texts(node, 1), [valueInfo(graph, 11, columns), ...weights]) &&
      same(texts(node, 2), [valueInfo(graph, 12, 1)]);
    if (text(one(node, 4, 'operator')) !== operator || (texts(node, 7)[0] ?? '') !== domain || !wired)
      refuse('profile', `the graph is not one ${operator}`);
    if (all(graph, 5).length !== weights.length) refuse('profile', 'initializers that are not used');
  };
  return {
    metaText,
    trees(columns) {
      open(columns, 'TreeEnsembleRegressor', ML_DOMAIN);
      return readTrees(node, columns);
    },
    linear(columns, means) {
      open(columns, 'Gemm', '', 'weights', 'intercept');
      if (all(node, 5).length) refuse('profile', 'Gemm has attributes');
      const [weights, intercept] = all(graph, 5);
      return {
        kind: 'linear',
        columns,
        coefficients: tensor(weights, 'weights', [columns, 1]),
        intercept: at(tensor(intercept, 'intercept', [1]), 0),
        means: Float32Array.from(means),
      };
    },
  };
}
