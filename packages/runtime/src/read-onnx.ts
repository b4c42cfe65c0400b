import type { FittedModel, TreeEnsemble } from '@aicrm/learn/model/ensemble';
import type { ModelMeta } from '@aicrm/schema/model';
import { refuse } from './artefact-error.js';
import { checkMeta } from './check-meta.js';
import {
  AttributeType,
  FLOAT,
  IR_VERSION,
  LIMITS,
  META_KEY,
  ML_DOMAIN,
  ML_OPSET,
  OPSET,
  PRODUCER,
  READABLE_KEYS,
} from './onnx-profile.js';
import { type Cursor, floats, inside, ints, literal, skip, varint, word } from './protobuf.js';

/**
 * Reads `model.onnx` in the order in which `encodeOnnx` writes it; numbers of fields are those of onnx.proto. What is
 * constant is compared, so another operator, version, function, subgraph or external data never gets this far.
 */

/** A varint field; the number of the field is below 16. */
const small = (field: number, value: number): string => String.fromCharCode(field * 8, value);
/** What is not there reads as NaN, which every comparison below refuses. */
const NONE = Number.NaN;
const wrong = (node: number, what: string): never => refuse('graph', `node ${node}: no right ${what}`);
const typed = (type: keyof typeof AttributeType): string =>
  `\xa0\x01${String.fromCharCode(AttributeType[type])}`;

function sameColumns(cursor: Cursor, columns: number): void {
  literal(cursor, '\x08');
  const found = varint(cursor);
  if (found !== columns) refuse('graph', `${found} columns in the graph, ${columns} in the metadata`);
}

/** The graph's input (field 11) or output (12): a float tensor [N, columns]. */
const valueInfo = (cursor: Cursor, field: number, name: string, columns: number): void =>
  inside(cursor, field, () => {
    literal(cursor, word(1, name));
    inside(cursor, 2, () =>
      inside(cursor, 1, () => {
        literal(cursor, small(1, FLOAT));
        inside(cursor, 2, () => {
          literal(cursor, word(1, word(2, 'N')));
          inside(cursor, 1, () => sameColumns(cursor, columns));
        });
      }),
    );
  });

const BRANCH = word(9, 'BRANCH_LEQ');
const LEAF = word(9, 'LEAF');
const codes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** Whether each node is a leaf, 1 or 0. */
function readModes(cursor: Cursor, nodes: number): Uint8Array {
  const { bytes } = cursor;
  const branch = codes(BRANCH);
  const leaf = codes(LEAF);
  const isLeaf = new Uint8Array(nodes);
  let at = cursor.at;
  for (let i = 0; i < nodes; i++) {
    // The length of the word tells which of the two it must be.
    const wanted = bytes[at + 1] === 4 ? leaf : branch;
    for (let k = 0; k < wanted.length; k++) {
      if (bytes[at + k] === wanted[k]) continue;
      cursor.at = at;
      literal(cursor, wanted === leaf ? LEAF : BRANCH);
    }
    if (wanted === leaf) isLeaf[i] = 1;
    at += wanted.length;
  }
  cursor.at = at;
  return isLeaf;
}

function readTrees(cursor: Cursor, columns: number, suffix: string): TreeEnsemble {
  const attribute = <T>(name: string, type: keyof typeof AttributeType, read: () => T): T =>
    inside(cursor, 5, () => {
      literal(cursor, word(1, name));
      const value = read();
      literal(cursor, typed(type));
      return value;
    });
  const intList = (name: string) => attribute(name, 'ints', () => ints(cursor, 8));
  const floatList = (name: string) => attribute(name, 'floats', () => floats(cursor, 7));

  literal(
    cursor,
    word(1, `row${suffix}`) +
      word(2, `margin${suffix}`) +
      word(4, 'TreeEnsembleRegressor') +
      word(7, ML_DOMAIN),
  );
  const treeIds = intList('nodes_treeids');
  const nodes = treeIds.length;
  const ids = intList('nodes_nodeids');
  const features = intList('nodes_featureids');
  const whenTrue = intList('nodes_truenodeids');
  const whenFalse = intList('nodes_falsenodeids');
  const missing = intList('nodes_missing_value_tracks_true');
  const thresholds = floatList('nodes_values');
  const cover = floatList('nodes_hitrates');
  for (const { length } of [ids, features, whenTrue, whenFalse, missing, thresholds, cover])
    if (length !== nodes) refuse('graph', `a list of ${length} for ${nodes} nodes`);
  const isLeaf = attribute('nodes_modes', 'strings', () => readModes(cursor, nodes));
  const targets = [intList('target_treeids'), intList('target_nodeids'), intList('target_ids')] as const;
  const weights = floatList('target_weights');
  const base = floatList('base_values');
  attribute('n_targets', 'int', () => literal(cursor, small(3, 1)));
  attribute('aggregate_function', 'string', () => literal(cursor, word(4, 'SUM')));
  attribute('post_transform', 'string', () => literal(cursor, word(4, 'NONE')));

  const roots: number[] = [];
  const depth = new Uint8Array(nodes);
  const feature = new Int32Array(nodes).fill(-1);
  const threshold = new Float32Array(nodes);
  const missingLeft = new Uint8Array(nodes);
  const left = new Int32Array(nodes);
  const right = new Int32Array(nodes);
  const value = new Float32Array(nodes);
  let leaves = 0;
  const [targetTrees, targetNodes, targetIds] = targets;
  for (let i = 0; i < nodes; i++) {
    const tree = treeIds[i] ?? NONE;
    // A depth of 0 is a node that nobody pointed at yet: the root of the next tree, or a loose end.
    if (tree === roots.length && !depth[i]) {
      roots.push(i);
      depth[i] = 1;
    }
    const root = roots[tree] ?? NONE;
    const level = depth[i] ?? 0;
    if (tree !== roots.length - 1 || level === 0 || ids[i] !== i - root) wrong(i, 'place');
    const column = features[i] ?? NONE;
    if (!(column < columns)) wrong(i, 'column');
    const whole = cover[i] ?? NONE;
    if (!(whole > 0)) wrong(i, 'cover');
    if (isLeaf[i]) {
      if (targetTrees[leaves] !== tree || targetNodes[leaves] !== i - root || targetIds[leaves])
        wrong(i, 'target');
      value[i] = weights[leaves++] ?? NONE;
    } else {
      const yes = root + (whenTrue[i] ?? NONE);
      const no = root + (whenFalse[i] ?? NONE);
      // Behind the parent, in its tree and pointed at once: so a walk ends and attributions visit a node once.
      if (!(yes > i && no > i) || yes === no) wrong(i, 'child');
      if (treeIds[yes] !== tree || treeIds[no] !== tree || depth[yes] || depth[no]) wrong(i, 'child');
      if (level > LIMITS.depth) refuse('too-large', `a tree deeper than ${LIMITS.depth}`);
      depth[yes] = level + 1;
      depth[no] = level + 1;
      const parts = (cover[yes] ?? NONE) + (cover[no] ?? NONE);
      if (!(Math.abs(parts - whole) <= 1e-3 * whole)) wrong(i, 'cover');
      const missingGoes = missing[i] ?? NONE;
      if (!(missingGoes < 2)) wrong(i, 'default');
      feature[i] = column;
      threshold[i] = thresholds[i] ?? NONE;
      missingLeft[i] = missingGoes;
      left[i] = yes;
      right[i] = no;
    }
  }
  for (const { length } of [...targets, weights])
    if (length !== leaves) refuse('graph', `${length} targets for ${leaves} leaves`);
  if (!nodes || base.length !== 1) refuse('graph', 'no trees, or not one base value');
  return {
    kind: 'trees',
    columns,
    bias: base[0] ?? NONE,
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

/** An initializer (field 5): a float tensor [rows] or [rows, 1]. */
const initializer = (cursor: Cursor, name: string, rows: number, more: string): Float32Array =>
  inside(cursor, 5, () => {
    sameColumns(cursor, rows);
    literal(cursor, more + small(2, FLOAT) + word(8, name));
    const values = floats(cursor, 9);
    return values.length === rows
      ? values
      : refuse('graph', `${name} has ${values.length} of ${rows} values`);
  });

/** What the metadata say of one part of the graph: one margin of one encoded row. */
export interface HeadPlan {
  readonly trees: boolean;
  readonly columns: number;
  /** Linear only: training means of the encoded columns. */
  readonly means: readonly number[];
}

/** Reads a head's node now and gives its numbers when they are reached. */
const headOf = (cursor: Cursor, head: HeadPlan, suffix: string): (() => FittedModel) => {
  if (head.trees) {
    const model = inside(cursor, 1, () => readTrees(cursor, head.columns, suffix));
    return () => model;
  }
  const inputs = ['row', 'weights', 'intercept'].map((name) => word(1, name + suffix)).join('');
  literal(cursor, word(1, inputs + word(2, `margin${suffix}`) + word(4, 'Gemm')));
  // Its numbers lie behind all nodes.
  return () => ({
    kind: 'linear',
    columns: head.columns,
    coefficients: initializer(cursor, `weights${suffix}`, head.columns, small(1, 1)),
    intercept: initializer(cursor, `intercept${suffix}`, 1, '')[0] ?? NONE,
    means: Float32Array.from(head.means),
  });
};

/**
 * The whole file, with metadata under `key` that `plan` reads; throws `Refused`. A graph of several heads numbers its names
 * (`row_0`, `margin_0`), one of a single head does not.
 */
export function readOnnxWith<Meta>(
  bytes: Uint8Array,
  key: string,
  plan: (json: Uint8Array) => { readonly meta: Meta; readonly heads: readonly HeadPlan[] },
): { meta: Meta; models: FittedModel[] } {
  const cursor = { bytes, at: 0 };
  literal(
    cursor,
    small(1, IR_VERSION) +
      word(2, PRODUCER) +
      word(8, word(1, '') + small(2, OPSET)) +
      word(8, word(1, ML_DOMAIN) + small(2, ML_OPSET)),
  );
  const property = (key: string): Uint8Array =>
    inside(cursor, 14, () => {
      literal(cursor, word(1, key));
      return skip(cursor, 2);
    });
  READABLE_KEYS.forEach(property);
  const { meta, heads } = plan(property(key));
  const suffix = (k: number): string => (heads.length > 1 ? `_${k}` : '');
  const models = inside(cursor, 7, () => {
    const parts = heads.map((head, k) => headOf(cursor, head, suffix(k)));
    literal(cursor, word(2, PRODUCER));
    const models = parts.map((part) => part());
    for (const [k, head] of heads.entries()) valueInfo(cursor, 11, `row${suffix(k)}`, head.columns);
    for (const k of heads.keys()) valueInfo(cursor, 12, `margin${suffix(k)}`, 1);
    return models;
  });
  if (cursor.at !== bytes.length) refuse('profile', `more than the model from byte ${cursor.at} on`);
  return { meta, models };
}

/** The one model of a file of one head. */
export const onlyModel = ([model]: readonly FittedModel[]): FittedModel =>
  model ?? refuse('graph', 'no model');

/** A file that predicts a probability; throws `Refused`. */
export function readOnnx(bytes: Uint8Array): { meta: ModelMeta; model: FittedModel } {
  const { meta, models } = readOnnxWith(bytes, META_KEY, (json) => {
    const { meta, columns } = checkMeta(json);
    return { meta, heads: [{ trees: meta.kind === 'trees', columns, means: meta.columnMeans ?? [] }] };
  });
  return { meta, model: onlyModel(models) };
}
