import type { TreeEnsemble } from '@aicrm/learn/model/ensemble';
import type { ModelMeta } from '@aicrm/schema/model';
import { describe, expect, it } from 'vitest';
import { type ArtefactError, readArtefact, sha256Hex, verifyArtefact } from './artefact.js';
import { encodeOnnx } from './encode-onnx.js';
import { LIMITS, META_KEY } from './onnx-profile.js';
import { bytesField, join, textField } from './protobuf-write.js';
import { columnsIn, metaOf, randomLinear, randomTrees, seeded } from './testing/random-models.js';
import { writeArtefact } from './write-artefact.js';

const meta = metaOf('trees');
const trees = randomTrees(seeded(11), columnsIn(meta), 5, 3);
const good = writeArtefact(trees, meta);

/** Why a file is refused; a file that is accepted fails the test. */
function refusal(bytes: Uint8Array): ArtefactError {
  const read = readArtefact(bytes, '');
  if (read.ok) throw new Error('accepted');
  expect(read.error.kind).toBe('bad-model');
  expect(read.error.detail).not.toContain('unexpected');
  return read.error;
}

/** The good file with one thing replaced; whole messages keep their lengths right only where the size is the same. */
function swap(bytes: Uint8Array, from: string, to: string): Uint8Array {
  expect(to).toHaveLength(from.length);
  const text = Buffer.from(bytes).toString('latin1');
  expect(text).toContain(from);
  return new Uint8Array(Buffer.from(text.replaceAll(from, to), 'latin1'));
}

const withNode = (change: Partial<Record<keyof TreeEnsemble, ArrayLike<number>>>): Uint8Array =>
  encodeOnnx({ ...trees, ...change } as TreeEnsemble, meta);
const altered = (values: Int32Array | Float32Array | Uint8Array, at: number, value: number): number[] =>
  Array.from(values, (old, i) => (i === at ? value : old));
const firstLeaf = trees.feature.findIndex((feature) => feature < 0);
const secondRoot = trees.roots[1] ?? 0;

describe('readArtefact', () => {
  it('accepts the file that the refusals below are made from', () => {
    expect(readArtefact(good, '').ok).toBe(true);
    expect(readArtefact(withNode({}), '').ok).toBe(true);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('<!doctype html><title>404</title>')],
    ['a gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0)],
    ['zeros', new Uint8Array(5000)],
  ])('refuses %s', (_, bytes) => {
    expect(['malformed', 'profile']).toContain(refusal(bytes).reason);
  });

  it('refuses every truncation', () => {
    for (let length = 0; length < good.length; length += 13)
      expect(['malformed', 'profile', 'graph', 'meta']).toContain(refusal(good.slice(0, length)).reason);
    expect(refusal(good.slice(0, -1)).reason).toBe('malformed');
  });

  it('refuses numbers beyond 31 bits and lengths beyond the file', () => {
    // The first part of variable length begins behind the constant head.
    const head = [...good.slice(0, Buffer.from(good).indexOf('\x04name') - 3)];
    expect(head.length).toBeGreaterThan(20);
    const after = (...bytes: number[]) => refusal(Uint8Array.of(...head, ...bytes)).detail;
    expect(after(0x72, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)).toContain('31 bits');
    expect(after(0x72, 128, 128, 128, 128, 128, 128, 128, 0)).toContain('31 bits');
    expect(after(0x72, 255, 255, 255, 255, 7)).toContain('cut off');
    expect(after(0x72, 20, 10)).toContain('cut off');
  });

  it('refuses a file beyond the limit without parsing it', () => {
    expect(refusal(new Uint8Array(LIMITS.bytes + 1)).reason).toBe('too-large');
  });

  it('refuses more nodes than the limit', () => {
    const nodes = LIMITS.nodes + 1;
    const stumps: TreeEnsemble = {
      ...trees,
      roots: Int32Array.from({ length: nodes }, (_, i) => i),
      feature: new Int32Array(nodes).fill(-1),
      threshold: new Float32Array(nodes),
      missingLeft: new Uint8Array(nodes),
      left: new Int32Array(nodes),
      right: new Int32Array(nodes),
      value: new Float32Array(nodes),
      cover: new Float32Array(nodes).fill(1),
    };
    const bytes = encodeOnnx(stumps, meta);
    expect(bytes.length).toBeLessThan(LIMITS.bytes);
    expect(refusal(bytes).reason).toBe('too-large');
  });

  it('refuses other operators, versions and domains', () => {
    expect(refusal(swap(good, 'TreeEnsembleRegressor', 'TreeEnsembleClassifie')).reason).toBe('profile');
    expect(refusal(swap(good, 'ai.onnx.ml', 'ai.evil.ml')).reason).toBe('profile');
    expect(refusal(swap(good, 'BRANCH_LEQ', 'BRANCH_GTE')).reason).toBe('profile');
    expect(refusal(swap(good, 'nodes_values', 'nodes_valuez')).reason).toBe('profile');
    expect(refusal(swap(good, '\x04NONE', '\x04SOFT')).reason).toBe('profile');
    expect(refusal(Uint8Array.from(good, (byte, i) => (i === 1 ? 9 : byte))).detail).toContain('at byte 1');
  });

  it('refuses functions, training graphs and data outside the file', () => {
    // `functions` (25), `training_info` (20) and a second graph (7).
    for (const field of [7, 20, 25]) {
      const more = Uint8Array.from(join([...good], bytesField(field, [])));
      expect(refusal(more)).toMatchObject({ reason: 'profile' });
    }
    const linear = metaOf('logistic');
    const model = writeArtefact(randomLinear(seeded(1), columnsIn(linear)), linear);
    // raw_data (field 9) of the intercept becomes external_data (field 13).
    expect(refusal(swap(model, 'intercept\x4a\x04', 'intercept\x6a\x04')).reason).toBe('profile');
  });

  it('refuses another key instead of the metadata, and metadata twice', () => {
    const twice = join([...good], bytesField(14, join(textField(1, META_KEY), textField(2, '{}'))));
    expect(refusal(Uint8Array.from(twice)).reason).toBe('profile');
    expect(refusal(swap(good, META_KEY, 'aicrm.none')).reason).toBe('profile');
  });

  it('refuses trees that are none', () => {
    const root = trees.roots[0] ?? 0;
    const inner = trees.feature.findIndex((feature, i) => feature >= 0 && i > root);
    expect(inner).toBeLessThan(secondRoot);
    const cases: [string, Uint8Array][] = [
      ['a node that is its own child', withNode({ left: altered(trees.left, root, root) })],
      ['a child shared by both sides', withNode({ left: altered(trees.left, root, trees.right[root] ?? 0) })],
      ['a child in another tree', withNode({ right: altered(trees.right, root, secondRoot) })],
      ['a child behind the end', withNode({ right: altered(trees.right, root, 1 << 20) })],
      ['a column that is not there', withNode({ feature: altered(trees.feature, root, 6) })],
      ['a threshold that is no number', withNode({ threshold: altered(trees.threshold, root, Number.NaN) })],
      [
        'an endless threshold',
        withNode({ threshold: altered(trees.threshold, root, Number.POSITIVE_INFINITY) }),
      ],
      ['a leaf that is no number', withNode({ value: altered(trees.value, firstLeaf, Number.NaN) })],
      ['a node without cover', withNode({ cover: altered(trees.cover, inner, 0) })],
      ['a cover that its children do not have', withNode({ cover: altered(trees.cover, root, 2000) })],
      ['a default that is neither side', withNode({ missingLeft: altered(trees.missingLeft, root, 2) })],
      ['no nodes', encodeOnnx({ ...trees, roots: new Int32Array(0), feature: new Int32Array(0) }, meta)],
      ['another tree length', withNode({ cover: trees.cover.slice(1) })],
    ];
    for (const [name, bytes] of cases) expect(['graph', 'profile'], name).toContain(refusal(bytes).reason);
    // Back to its parent: relative to its root the child would be in front of the node.
    expect(refusal(withNode({ left: altered(trees.left, inner, root) })).reason).toBe('graph');
  });

  it('refuses a tree that is deeper than attributions may recurse, and reads one of the greatest depth', () => {
    const chain = (depth: number): TreeEnsemble => {
      const nodes = 2 * depth + 1;
      const every = Array.from({ length: nodes }, (_, i) => i);
      const leaf = (i: number) => i % 2 === 1 || i === nodes - 1;
      return {
        ...trees,
        roots: Int32Array.of(0),
        feature: Int32Array.from(every, (i) => (leaf(i) ? -1 : 0)),
        threshold: new Float32Array(nodes),
        missingLeft: new Uint8Array(nodes),
        left: Int32Array.from(every, (i) => (leaf(i) ? 0 : i + 1)),
        right: Int32Array.from(every, (i) => (leaf(i) ? 0 : i + 2)),
        value: new Float32Array(nodes),
        cover: Float32Array.from(
          every,
          (i) => depth + 1 - Math.floor(i / 2) - (i % 2 ? depth - Math.floor(i / 2) : 0),
        ),
      };
    };
    expect(readArtefact(encodeOnnx(chain(LIMITS.depth), meta), '').ok).toBe(true);
    expect(refusal(encodeOnnx(chain(LIMITS.depth + 1), meta))).toMatchObject({ reason: 'too-large' });
    expect(refusal(encodeOnnx(chain(70_000), meta))).toMatchObject({ reason: 'too-large' });
  });
});

describe('the metadata', () => {
  const [first] = meta.features;
  if (!first) throw new Error('no feature');
  const others = meta.features.slice(1);
  const wrong: [string, unknown][] = [
    ['another schema version', { ...meta, schemaVersion: 2 }],
    ['no name', { ...meta, name: undefined }],
    ['a linear kind on trees', { ...meta, kind: 'logistic' }],
    ['a slope of 0', { ...meta, calibration: { a: 0, b: 0 } }],
    ['a negative slope', { ...meta, calibration: { a: -1, b: 0 } }],
    ['an intercept that is no number', { ...meta, calibration: { a: 1, b: Number.NaN } }],
    ['bands in the wrong order', { ...meta, bands: { high: 0.1, medium: 0.2 } }],
    ['no features', { ...meta, features: [] }],
    ['too few features for the graph', { ...meta, features: others }],
    [
      'too many features for the graph',
      { ...meta, features: [...meta.features, { ...first, spec: { ...first.spec, id: 'more' } }] },
    ],
    ['one id twice', { ...meta, features: [first, first, ...others.slice(1)] }],
    [
      'a path to nowhere',
      { ...meta, features: [{ ...first, spec: { ...first.spec, from: '__proto__.age' } }, ...others] },
    ],
    [
      'an unknown way to read',
      { ...meta, features: [{ ...first, spec: { ...first.spec, as: 'code' } }, ...others] },
    ],
    ['an unknown encoder', { ...meta, features: [{ ...first, encoder: { kind: 'toString' } }, ...others] }],
    [
      'levels for a number',
      { ...meta, features: [{ ...first, encoder: { kind: 'target', levels: {}, other: 0 } }, ...others] },
    ],
    [
      'a deviation of 0',
      { ...meta, features: [{ ...first, encoder: { kind: 'standard', mean: 0, sd: 0 } }, ...others] },
    ],
    ['a list', []],
  ];
  it.each(wrong)('refuses %s', (_, value) => {
    expect(refusal(encodeOnnx(trees, value as ModelMeta)).reason).toMatch(/meta|graph/);
  });

  it('refuses a linear model whose inputs could be NaN, or without means', () => {
    const linear = metaOf('logistic');
    const model = randomLinear(seeded(2), columnsIn(linear));
    const whole = { ...linear, columnMeans: Array.from(model.means) };
    expect(readArtefact(encodeOnnx(model, whole), '').ok).toBe(true);
    expect(refusal(encodeOnnx(model, linear)).detail).toContain('columnMeans');
    const raw = {
      ...whole,
      features: whole.features.map((feature) => ({ ...feature, encoder: { kind: 'raw' as const } })),
    };
    expect(refusal(encodeOnnx(model, raw)).detail).toContain('encoder');
  });

  it('survives metadata that is no object, no JSON or endlessly nested', () => {
    const nested = `${'['.repeat(200_000)}`;
    for (const text of ['', '{', 'NaN', nested, 'null', '"text"']) {
      const bytes = encodeOnnx(trees, { ...meta, toJSON: () => 'replaced' } as ModelMeta);
      const at = Buffer.from(bytes).indexOf('"replaced"');
      expect(at).toBeGreaterThan(0);
      const key = join(textField(1, META_KEY), textField(2, text));
      const start = Buffer.from(bytes).indexOf(Uint8Array.from(textField(1, META_KEY)));
      const file = join([...bytes.slice(0, start - 2)], bytesField(14, key));
      expect(refusal(Uint8Array.from(file)).reason).toBe('meta');
    }
  });
});

describe('verifyArtefact', () => {
  it('reads a file whose hash is the promised one', async () => {
    const sha256 = await sha256Hex(good);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    const read = await verifyArtefact(good, sha256);
    expect(read.ok && read.value.sha256).toBe(sha256);
  });

  it('refuses a file with one bit changed, even a harmless one', async () => {
    const sha256 = await sha256Hex(good);
    const changed = swap(good, 'CC0-1.0', 'CC0-1.1');
    expect(readArtefact(changed, '').ok).toBe(true);
    const read = await verifyArtefact(changed, sha256);
    expect(read).toMatchObject({ ok: false, error: { kind: 'bad-model', reason: 'hash' } });
    expect(await verifyArtefact(good, '')).toMatchObject({ ok: false, error: { reason: 'hash' } });
  });
});
