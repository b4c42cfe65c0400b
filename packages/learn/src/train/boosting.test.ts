import { describe, expect, test } from 'vitest';
import { logLoss, rocAuc } from '../metrics.js';
import { sigmoid } from '../model/calibrate.js';
import type { Matrix, TreeEnsemble } from '../model/ensemble.js';
import { margins } from '../model/evaluate.js';
import { synthetic } from '../testing/synthetic.js';
import { trainBoosting } from './boosting.js';

const column = (...values: number[]): Matrix => ({
  rows: values.length,
  columns: 1,
  data: Float32Array.from(values),
});
const PLAIN = { rowSample: 1, columnSample: 1, minHessian: 0, seed: 1 };

describe('a single tree, by hand', () => {
  const x = column(1, 2, 3, 4);
  const y = Uint8Array.of(0, 0, 1, 1);
  const tree = trainBoosting(x, y, { ...PLAIN, trees: 1, depth: 1, learningRate: 0.5, l2: 1 });

  test('leaf values are −rate · G / (H + l2) and cover is H', () => {
    // At the base rate p = 1/2: gradients ±.5, hessians .25; each side G = ±1, H = .5.
    expect(tree.bias).toBe(0);
    expect([...tree.feature]).toEqual([0, -1, -1]);
    expect(tree.threshold[0]).toBe(2.5);
    expect(tree.value[tree.left[0] ?? 0]).toBeCloseTo((-0.5 * 1) / 1.5, 7);
    expect(tree.value[tree.right[0] ?? 0]).toBeCloseTo((0.5 * 1) / 1.5, 7);
    expect([...tree.cover].sort()).toEqual([0.5, 0.5, 1]);
  });

  test('margins follow', () => {
    expect([...margins(tree, x)].map((m) => Math.sign(m))).toEqual([-1, -1, 1, 1]);
  });
});

describe('missing values', () => {
  const y = Uint8Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : 0));
  const one = { ...PLAIN, trees: 1, depth: 1 };

  test('go with the side they resemble', () => {
    // Positives have 5 or nothing, negatives 1: missing belongs with 5, on the right.
    const x = column(...Array.from(y, (label, i) => (label === 0 ? 1 : i < 20 ? 5 : Number.NaN)));
    const right = trainBoosting(x, y, one);
    expect(right.missingLeft[0]).toBe(0);
    const mirrored = { ...x, data: x.data.map((v) => -v) };
    expect(trainBoosting(mirrored, y, one).missingLeft[0]).toBe(1);
  });

  test('part from present ones when only that tells the classes apart', () => {
    const x = column(...Array.from(y, (label) => (label === 1 ? Number.NaN : 3)));
    const tree = trainBoosting(x, y, one);
    const [missing = 0, present = 0, large = 0] = margins(tree, column(Number.NaN, 3, 1e30));
    expect(missing).toBeGreaterThan(0);
    expect(present).toBeLessThan(0);
    expect(large).toBe(present);
  });

  test('unseen in training, they go with the heavier side', () => {
    const labels = Uint8Array.from({ length: 40 }, (_, i) => (i < 10 ? 1 : 0));
    const x = column(...Array.from(labels, (label) => (label === 1 ? 1 : 2)));
    const [light = 0, heavy = 0, missing = 0] = margins(
      trainBoosting(x, labels, one),
      column(1, 2, Number.NaN),
    );
    expect(light).not.toBe(heavy);
    expect(missing).toBe(heavy);
  });
});

test('learns an interaction that no single column shows', () => {
  const { x } = synthetic(2000, 3, 5);
  const y = Uint8Array.from({ length: 2000 }, (_, i) =>
    Number((x.data[i * 3] ?? 0) > 0 !== (x.data[i * 3 + 1] ?? 0) > 0),
  );
  const deep = trainBoosting(x, y, { trees: 60, depth: 3 });
  const flat = trainBoosting(x, y, { trees: 60, depth: 1 });
  expect(rocAuc(margins(deep, x), y)).toBeGreaterThan(0.98);
  expect(rocAuc(margins(flat, x), y)).toBeLessThan(0.75);
});

describe('structure', () => {
  const { x, y } = synthetic(3000, 6, 8, 0.1);
  const model = trainBoosting(x, y, { trees: 40, depth: 5, minHessian: 3 });
  const inner = [...model.feature.keys()].filter((i) => (model.feature[i] ?? -1) >= 0);

  test('children lie behind their parent, and every node but a root has one parent', () => {
    const parents = new Uint8Array(model.feature.length);
    for (const root of model.roots) parents[root] = 1;
    for (const i of inner) {
      for (const child of [model.left[i] ?? 0, model.right[i] ?? 0]) {
        expect(child).toBeGreaterThan(i);
        parents[child] = (parents[child] ?? 0) + 1;
      }
    }
    expect(parents.every((n) => n === 1)).toBe(true);
    expect(inner.length).toBeGreaterThan(100);
  });

  test("a split's cover is its children's together, each at least the least hessian", () => {
    for (const i of inner) {
      const left = model.cover[model.left[i] ?? 0] ?? 0;
      const right = model.cover[model.right[i] ?? 0] ?? 0;
      expect(left + right).toBeCloseTo(model.cover[i] ?? 0, 2);
      expect(Math.min(left, right)).toBeGreaterThan(3 - 1e-4);
    }
  });

  test('no path is longer than the depth asked for', () => {
    const depth = new Int32Array(model.feature.length);
    for (const i of inner) {
      for (const child of [model.left[i] ?? 0, model.right[i] ?? 0]) depth[child] = (depth[i] ?? 0) + 1;
    }
    expect(Math.max(...depth)).toBe(5);
  });
});

describe('rows fall on the same side by threshold as by bin', () => {
  // Trees depend on the margins so far; were a row routed otherwise by thresholds than by bins, the second half of the trees
  // would differ from those grown on the true margins. The loss falls by every tree only while both agree.
  test('each tree lowers the training loss of the finished ensemble', () => {
    const { x, y } = synthetic(1500, 5, 9, 0.2);
    const model = trainBoosting(x, y, { ...PLAIN, trees: 50, depth: 4, learningRate: 0.1 });
    let before = Number.POSITIVE_INFINITY;
    for (let trees = 1; trees <= 50; trees++) {
      const loss = logLoss(margins(firstTrees(model, trees), x).map(sigmoid), y);
      expect(loss).toBeLessThan(before);
      before = loss;
    }
  });

  test('the cover of each leaf of the first tree is that of the rows its thresholds send there', () => {
    const { x, y } = synthetic(1000, 4, 10, 0.2);
    const model = trainBoosting(x, y, { ...PLAIN, trees: 1, depth: 6, bins: 16 });
    const p = sigmoid(model.bias);
    const reached = new Map<number, number>();
    for (const m of margins(model, x)) reached.set(m, (reached.get(m) ?? 0) + p * (1 - p));
    for (const [i, feature] of model.feature.entries()) {
      if (feature >= 0) continue;
      const value = model.bias + (model.value[i] ?? 0);
      const alike = [...model.feature.keys()].filter(
        (k) => (model.feature[k] ?? 0) < 0 && model.value[k] === model.value[i],
      );
      const cover = alike.reduce((sum, k) => sum + (model.cover[k] ?? 0), 0);
      expect(reached.get(value)).toBeCloseTo(cover, 3);
    }
  });
});

function firstTrees(model: TreeEnsemble, trees: number): TreeEnsemble {
  return { ...model, roots: model.roots.slice(0, trees) };
}

describe('the seed', () => {
  const { x, y } = synthetic(800, 8, 11, 0.1);
  const options = { trees: 20, rowSample: 0.6, columnSample: 0.5 };

  test('the same gives the same trees to the bit, another one others', () => {
    expect(trainBoosting(x, y, { ...options, seed: 3 })).toEqual(
      trainBoosting(x, y, { ...options, seed: 3 }),
    );
    expect(trainBoosting(x, y, { ...options, seed: 4 })).not.toEqual(
      trainBoosting(x, y, { ...options, seed: 3 }),
    );
  });

  test('without sampling it makes no difference', () => {
    const plain = { trees: 10, rowSample: 1, columnSample: 1 };
    expect(trainBoosting(x, y, { ...plain, seed: 3 })).toEqual(trainBoosting(x, y, { ...plain, seed: 4 }));
  });

  test('a tree sees its share of the columns only', () => {
    const model = trainBoosting(x, y, { trees: 10, depth: 6, columnSample: 0.25, minHessian: 1 });
    for (const [t, root] of model.roots.entries()) {
      const used = new Set(model.feature.slice(root, model.roots[t + 1]).filter((f) => f >= 0));
      expect(used.size).toBeLessThanOrEqual(2);
    }
    expect(new Set(model.feature.filter((f) => f >= 0)).size).toBeGreaterThan(2);
  });

  test('a tree sees its share of the rows only', () => {
    const model = trainBoosting(x, y, { trees: 1, rowSample: 0.5 });
    const p = sigmoid(model.bias);
    expect(model.cover[0]).toBeCloseTo(400 * p * (1 - p), 3);
  });
});

describe('early stopping', () => {
  const train = synthetic(400, 6, 12);
  const held = synthetic(2000, 6, 13);
  const options = { trees: 400, depth: 5, learningRate: 0.3, minHessian: 0.5, earlyStopping: 10 };

  test('keeps the number of trees that is best on the held-out rows', () => {
    const stopped = trainBoosting(train.x, train.y, options, held);
    const full = trainBoosting(train.x, train.y, options);
    expect(full.roots).toHaveLength(400);
    const n = stopped.roots.length;
    expect(n).toBeLessThan(100);
    const loss = (trees: number): number =>
      logLoss(margins(firstTrees(full, trees), held.x).map(sigmoid), held.y);
    for (let trees = 1; trees <= n + 10; trees++) expect(loss(n)).toBeLessThanOrEqual(loss(trees));
    expect([...margins(stopped, held.x)]).toEqual([...margins(firstTrees(full, n), held.x)]);
  });

  test('a validation set without a patience changes nothing', () => {
    const { earlyStopping: _, ...rest } = { ...options, trees: 20 };
    expect(trainBoosting(train.x, train.y, rest, held)).toEqual(trainBoosting(train.x, train.y, rest));
  });
});

test('columns without any value, or with one, are never split on', () => {
  const { x, y } = synthetic(300, 3, 14);
  for (let i = 0; i < 300; i++) {
    x.data[i * 3 + 1] = Number.NaN;
    x.data[i * 3 + 2] = 4;
  }
  const model = trainBoosting(x, y, { trees: 10 });
  expect(new Set(model.feature)).toEqual(new Set([-1, 0]));
});

describe('refusals', () => {
  const x = column(1, 2, 3);
  test.each<[string, () => unknown]>([
    ['no rows', () => trainBoosting(column(), new Uint8Array(0))],
    ['labels', () => trainBoosting(x, Uint8Array.of(0, 1))],
    ['one class', () => trainBoosting(x, Uint8Array.of(0, 0, 0))],
    ['one class', () => trainBoosting(x, Uint8Array.of(1, 1, 1))],
    ['shorter', () => trainBoosting({ ...x, columns: 2 }, Uint8Array.of(0, 1, 1))],
    ['infinite', () => trainBoosting(column(1, 2, Number.POSITIVE_INFINITY), Uint8Array.of(0, 1, 1))],
    ['trees', () => trainBoosting(x, Uint8Array.of(0, 1, 1), { trees: 0 })],
    ['depth', () => trainBoosting(x, Uint8Array.of(0, 1, 1), { depth: 1.5 })],
    ['rowSample', () => trainBoosting(x, Uint8Array.of(0, 1, 1), { rowSample: 0 })],
    ['columnSample', () => trainBoosting(x, Uint8Array.of(0, 1, 1), { columnSample: 1.1 })],
    ['l2', () => trainBoosting(x, Uint8Array.of(0, 1, 1), { l2: Number.NaN })],
    ['bins', () => trainBoosting(x, Uint8Array.of(0, 1, 1), { bins: 300 })],
    ['other columns', () => trainBoosting(x, Uint8Array.of(0, 1, 1), {}, synthetic(5, 2, 1))],
  ])('%s', (reason, act) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(reason);
  });
});
