import { ModelMeta } from '@aicrm/schema/model';
import { describe, expect, it } from 'vitest';
import { readArtefact } from './artefact.js';
import { encodeOnnx } from './encode-onnx.js';
import { columnsIn, metaOf, randomTrees, seeded } from './testing/random-models.js';

const meta = metaOf('trees');
const trees = randomTrees(seeded(1), columnsIn(meta), 2, 2);
const accepted = (value: unknown): boolean => readArtefact(encodeOnnx(trees, value as ModelMeta), '').ok;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Paths of every key below a value; of a list only the first, second and fifth (a number, one with a unit, a category). */
function paths(value: unknown, at: readonly string[] = []): string[][] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter(([key]) => !Array.isArray(value) || ['0', '2', '4'].includes(key))
    .flatMap(([key, child]) => [[...at, key], ...paths(child, [...at, key])]);
}

/** A deep copy in which the key at the path is gone, or holds something else. */
function spoiled(value: unknown, path: readonly string[], wrong?: unknown): unknown {
  const [key = '', ...rest] = path;
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, child]) => {
    if (name !== key) return [[name, child] as const];
    if (rest.length > 0) return [[name, spoiled(child, rest, wrong)] as const];
    return wrong === undefined ? [] : [[name, wrong] as const];
  });
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

describe('the metadata check and the schema', () => {
  const all = paths(meta);

  it('both accept what the tests are made from', () => {
    expect(ModelMeta.safeParse(meta).success).toBe(true);
    expect(accepted(meta)).toBe(true);
    expect(all.length).toBeGreaterThan(60);
  });

  it('agree on every key that is left out', () => {
    // Without an entry of a list the columns are others, which the schema cannot know.
    for (const path of all.filter((path) => !/^\d+$/.test(path.at(-1) ?? ''))) {
      const value = spoiled(meta, path);
      expect(accepted(value), path.join('.')).toBe(ModelMeta.safeParse(value).success);
    }
  });

  it('refuse every key that holds another kind of value', () => {
    for (const path of all)
      for (const wrong of [null, ['x'], { x: [] }, -1e300, true]) {
        const value = spoiled(meta, path, wrong);
        if (!ModelMeta.safeParse(value).success) expect(accepted(value), path.join('.')).toBe(false);
      }
  });
});
