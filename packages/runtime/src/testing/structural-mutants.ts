import type { FittedModel, LinearModel, TreeEnsemble } from '@aicrm/learn/model/ensemble';
import type { ModelMeta } from '@aicrm/schema/model';
import { encodeOnnx } from '../encode-onnx.js';

/** Damage that a person who knows the format would do on purpose, in a file that stays a file. */
export interface StructuralMutant {
  readonly what: string;
  readonly bytes: Uint8Array;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function find(bytes: Uint8Array, text: string, from = 0): number {
  const wanted = utf8(text);
  for (let at = from; at <= bytes.length - wanted.length; at++)
    if (wanted.every((byte, k) => bytes[at + k] === byte)) return at;
  return -1;
}

/** Another text of the same length in the place of one, so that every length in the file stays right. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const out = bytes.slice();
  const at = find(bytes, from);
  if (at < 0 || utf8(to).length !== utf8(from).length) throw new Error(`no ${from} to rename to ${to}`);
  out.set(utf8(to), at);
  return out;
}

/** The byte after a name becomes a count or length of almost 2^32 or 2^63. */
function absurdCount(bytes: Uint8Array, name: string, random: () => number): Uint8Array {
  const at = find(bytes, name) + utf8(name).length + 1;
  const huge = random() < 0.5 ? [255, 255, 255, 255, 15] : [255, 255, 255, 255, 255, 255, 255, 255, 127];
  return Uint8Array.from([...bytes.subarray(0, at), ...huge, ...bytes.subarray(at + 1)]);
}

const copyOf = (model: TreeEnsemble): TreeEnsemble => ({
  ...model,
  roots: model.roots.slice(),
  feature: model.feature.slice(),
  threshold: model.threshold.slice(),
  missingLeft: model.missingLeft.slice(),
  left: model.left.slice(),
  right: model.right.slice(),
  value: model.value.slice(),
  cover: model.cover.slice(),
});

const absurd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** One structural mutant, by draw. */
export function structuralMutant(
  model: FittedModel,
  meta: ModelMeta,
  random: () => number,
): StructuralMutant {
  return model.kind === 'trees' ? ofTrees(model, meta, random) : ofLinear(model, meta, random);
}

function ofTrees(model: TreeEnsemble, meta: ModelMeta, random: () => number): StructuralMutant {
  const below = (n: number) => Math.floor(random() * n);
  const pick = (of: readonly number[]): number => of[below(of.length)] ?? 0;
  const all = Array.from(model.feature.keys());
  const branches = all.filter((i) => (model.feature[i] ?? -1) >= 0);
  const leaves = all.filter((i) => (model.feature[i] ?? -1) < 0);
  const other = copyOf(model);
  const made = (what: string): StructuralMutant => ({ what, bytes: encodeOnnx(other, meta) });
  const node = pick(branches);
  const side = random() < 0.5 ? other.left : other.right;
  switch (below(13)) {
    case 0:
      side[node] = node;
      return made('a node that is its own child');
    case 1: {
      const later = branches.filter((i) => i > node);
      const low = later.length > 0 ? pick(later) : node;
      (random() < 0.5 ? other.left : other.right)[low] = pick(branches.filter((i) => i <= low));
      return made('a cycle, or an edge upwards');
    }
    case 2:
      side[node] = pick(all);
      return made('a rewired child');
    case 3:
      other.left[node] = other.right[node] ?? 0;
      return made('one child twice');
    case 4:
      side[node] = all.length + below(2 ** 31 - all.length - 1);
      return made('a child far outside');
    case 5:
      other.threshold[node] = pick(absurd);
      return made('a threshold that is no finite number');
    case 6:
      other.value[pick(leaves)] = pick(absurd);
      return made('a leaf that is no finite number');
    case 7:
      other.cover[pick(all)] = pick([...absurd, 0, -1]);
      return made('a cover that cannot be');
    case 8:
      other.feature[node] = model.columns + below(1_000_000);
      return made('a column that is not there');
    case 9:
      other.roots[below(other.roots.length)] = pick(all);
      return made('another root');
    default:
      return ofBytes(encodeOnnx(model, meta), ['nodes_values', 'nodes_treeids', 'target_weights'], random);
  }
}

function ofLinear(model: LinearModel, meta: ModelMeta, random: () => number): StructuralMutant {
  const below = (n: number) => Math.floor(random() * n);
  const value = absurd[below(absurd.length)] ?? Number.NaN;
  const withMeans = { ...meta, columnMeans: Array.from(model.means) };
  const made = (what: string, more: Partial<LinearModel>): StructuralMutant => ({
    what,
    bytes: encodeOnnx({ ...model, ...more }, withMeans),
  });
  switch (below(6)) {
    case 0: {
      const coefficients = model.coefficients.slice();
      coefficients[below(coefficients.length)] = value;
      return made('a weight that is no finite number', { coefficients });
    }
    case 1:
      return made('an intercept that is no finite number', { intercept: value });
    case 2:
      return made('more weights than columns', { coefficients: new Float32Array(1 + below(5_000)) });
    case 3:
      return external(encodeOnnx(model, withMeans), model.columns);
    default:
      return ofBytes(encodeOnnx(model, withMeans), ['weights', 'intercept'], random);
  }
}

/** The tensor's raw data (field 9) becomes external data (field 13) of the same length, with its place (field 14). */
function external(bytes: Uint8Array, columns: number): StructuralMutant {
  const out = bytes.slice();
  const name = find(out, 'weights', find(out, 'Gemm'));
  const at = name + 'weights'.length;
  if (out[at] !== (9 << 3) + 2) throw new Error('no raw data after the name');
  out[at] = (13 << 3) + 2;
  const path = utf8('../../../../etc/passwd');
  out.set(path.subarray(0, columns * 4), at + 2);
  return { what: 'raw data elsewhere', bytes: out };
}

/** What holds for either kind: lists and tensors of absurd counts, and names given twice. */
function ofBytes(bytes: Uint8Array, names: readonly string[], random: () => number): StructuralMutant {
  const name = names[Math.floor(random() * names.length)] ?? '';
  if (random() < 0.5) return { what: 'an absurd count', bytes: absurdCount(bytes, name, random) };
  return name.startsWith('nodes_') || name.startsWith('target')
    ? { what: 'a name twice', bytes: renamed(bytes, 'nodes_nodeids', 'nodes_treeids') }
    : { what: 'a name twice', bytes: renamed(bytes, 'row', 'aic') };
}
