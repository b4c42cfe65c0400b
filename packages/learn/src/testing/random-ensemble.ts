import type { TreeEnsemble } from '../model/ensemble.js';
import { createRandom, type Random } from '../random.js';

/** A random ensemble for property tests: uneven trees, columns split more than once on a path, thresholds on a coarse grid. */
export function randomEnsemble(seed: number, columns: number, trees: number, depth: number): TreeEnsemble {
  const random = createRandom(seed);
  const nodes = {
    feature: [] as number[],
    threshold: [] as number[],
    missingLeft: [] as number[],
    left: [] as number[],
    right: [] as number[],
    value: [] as number[],
    cover: [] as number[],
  };
  const grow = (level: number, cover: number): number => {
    const node = nodes.feature.length;
    const isLeaf = level === depth || random.next() < 0.2;
    nodes.feature.push(isLeaf ? -1 : random.int(columns));
    nodes.threshold.push(gridValue(random));
    nodes.missingLeft.push(random.int(2));
    nodes.value.push(Math.fround(random.normal()));
    nodes.cover.push(cover);
    nodes.left.push(0);
    nodes.right.push(0);
    if (isLeaf) return node;
    const share = 0.05 + 0.9 * random.next();
    // Either side may come first in the arrays; only "behind the parent" is promised.
    if (random.next() < 0.5) {
      nodes.left[node] = grow(level + 1, cover * share);
      nodes.right[node] = grow(level + 1, cover * (1 - share));
    } else {
      nodes.right[node] = grow(level + 1, cover * (1 - share));
      nodes.left[node] = grow(level + 1, cover * share);
    }
    return node;
  };
  const roots = Int32Array.from({ length: trees }, () => grow(0, 100));
  return {
    kind: 'trees',
    columns,
    bias: random.normal(),
    roots,
    feature: Int32Array.from(nodes.feature),
    threshold: Float32Array.from(nodes.threshold),
    missingLeft: Uint8Array.from(nodes.missingLeft),
    left: Int32Array.from(nodes.left),
    right: Int32Array.from(nodes.right),
    value: Float32Array.from(nodes.value),
    cover: Float32Array.from(nodes.cover),
  };
}

/** Rows on the same grid as the thresholds, so that equality happens, a fifth of the values missing. */
export function randomRows(seed: number, rows: number, columns: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: rows * columns }, () =>
    random.next() < 0.2 ? Number.NaN : gridValue(random),
  );
}

function gridValue(random: Random): number {
  return (random.int(9) - 4) / 2;
}
