import type { FittedModel, Matrix } from '@aicrm/learn/model/ensemble';
import { margin } from '@aicrm/learn/model/evaluate';
import { trainBoosting } from '@aicrm/learn/train/boosting';
import { trainLogistic } from '@aicrm/learn/train/logistic';
import { describe, expect, it } from 'vitest';
import { readArtefact } from './artefact.js';
import {
  columnsIn,
  metaOf,
  randomLinear,
  randomModel,
  randomRow,
  randomTrees,
  seeded,
} from './testing/random-models.js';
import { ortMargins, plainMargin } from './testing/reference.js';
import { writeArtefact } from './write-artefact.js';

function readBack(bytes: Uint8Array): FittedModel {
  const read = readArtefact(bytes, '');
  if (!read.ok) throw new Error(read.error.detail);
  return read.value.model;
}

/** A model of any width needs metadata of that width: raw inputs, or standardised ones that take two columns. */
function metaOfWidth(kind: 'trees' | 'logistic', columns: number) {
  const meta = metaOf(kind);
  const [first] = meta.features;
  if (!first) throw new Error('no feature');
  const each = kind === 'trees' ? 1 : 2;
  const features = Array.from({ length: columns / each }, (_, i) => ({
    ...first,
    spec: { ...first.spec, id: `x${i}` },
  }));
  return { ...meta, features };
}

const matrix = (rows: readonly Float32Array[]): Matrix => ({
  rows: rows.length,
  columns: 6,
  data: Float32Array.from(rows.flatMap((row) => Array.from(row))),
});

describe('the artefact against ONNX Runtime', () => {
  const cases = [
    ...[
      [1, 1, 0],
      [1, 1, 1],
      [3, 10, 2],
      [12, 60, 4],
      [40, 200, 4],
      [25, 40, 7],
      [200, 300, 6],
    ].map(([columns = 0, trees = 0, depth = 0], i) => ({
      name: `${trees} trees of depth ${depth} over ${columns} columns`,
      kind: 'trees' as const,
      columns,
      make: () => randomTrees(seeded(100 + i), columns, trees, depth),
    })),
    ...[2, 10, 84, 400].map((columns) => ({
      name: `a linear model of ${columns} columns`,
      kind: 'logistic' as const,
      columns,
      make: () => randomLinear(seeded(columns), columns),
    })),
  ];
  it.each(cases)('$name', async ({ kind, columns, make }) => {
    const model = make();
    const bytes = writeArtefact(model, metaOfWidth(kind, columns));
    const random = seeded(7);
    const rows = Array.from({ length: 300 }, () => randomRow(random, columns, kind === 'trees'));
    const read = readBack(bytes);
    const theirs = await ortMargins(bytes, rows);
    expect(theirs).toHaveLength(rows.length);
    rows.forEach((row, i) => {
      const plain = plainMargin(model, row);
      expect(Math.abs(margin(read, row) - plain.margin)).toBeLessThanOrEqual(1e-9 * plain.scale);
      expect(Math.abs((theirs[i] ?? Number.NaN) - plain.margin)).toBeLessThanOrEqual(1e-6 * plain.scale);
    });
  });

  it('takes what the trainers really make', async () => {
    const random = seeded(31);
    const rows = Array.from({ length: 600 }, () => randomRow(random, 6, true));
    const labels = Uint8Array.from(rows, (row) => (Number(row[0] || 30) + 40 * random() > 50 ? 1 : 0));
    const x = matrix(rows);
    const boosted = trainBoosting(x, labels, { trees: 40, depth: 4, seed: 1 });
    const filled = matrix(rows.map((row) => row.map((value) => (Number.isNaN(value) ? 0 : value))));
    const cases: [FittedModel, 'trees' | 'logistic', readonly Float32Array[]][] = [
      [boosted, 'trees', rows],
      [
        trainLogistic(filled, labels, {}),
        'logistic',
        rows.map((_, i) => filled.data.slice(6 * i, 6 * i + 6)),
      ],
    ];
    for (const [model, kind, each] of cases) {
      const bytes = writeArtefact(model, metaOfWidth(kind, 6));
      const theirs = await ortMargins(bytes, each);
      each.forEach((row, i) => {
        const plain = plainMargin(model, row);
        expect(Math.abs((theirs[i] ?? Number.NaN) - plain.margin)).toBeLessThanOrEqual(1e-6 * plain.scale);
        expect(Math.abs(margin(readBack(bytes), row) - plain.margin)).toBeLessThanOrEqual(1e-7 * plain.scale);
      });
      expect(new Set(theirs).size).toBeGreaterThan(100);
    }
  });

  it('sends a value equal to a threshold to the true side, and infinities and missing values where ORT does', async () => {
    const model = randomTrees(seeded(5), 4, 50, 3);
    const bytes = writeArtefact(model, metaOfWidth('trees', 4));
    const edges = [...new Set(model.threshold)].slice(0, 60).map((x) => new Float32Array(4).fill(x));
    const extremes = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0].map((x) =>
      new Float32Array(4).fill(x),
    );
    const rows = [...edges, ...extremes];
    const theirs = await ortMargins(bytes, rows);
    rows.forEach((row, i) => {
      expect(theirs[i]).toBeCloseTo(margin(readBack(bytes), row), 5);
    });
    expect(new Set(theirs).size).toBeGreaterThan(10);
  });
});

describe('writeArtefact', () => {
  it.each(['trees', 'logistic'] as const)('gives back the %s model and metadata it was given', (kind) => {
    const meta = metaOf(kind);
    const model = randomModel(kind, seeded(3), columnsIn(meta));
    const bytes = writeArtefact(model, meta);
    const read = readArtefact(bytes, 'abc');
    if (!read.ok) throw new Error(read.error.detail);
    expect(read.value.model).toEqual(model);
    expect(read.value.sha256).toBe('abc');
    const means = model.kind === 'linear' ? { columnMeans: Array.from(model.means) } : {};
    expect(read.value.meta).toEqual({ ...meta, ...means });
    expect(writeArtefact(read.value.model, read.value.meta)).toEqual(bytes);
  });

  it('keeps labels in any script', () => {
    const meta = metaOf('trees', { outcome: 'kauft 🛒 – больше', name: '得分' });
    const bytes = writeArtefact(randomTrees(seeded(1), columnsIn(meta), 2, 2), meta);
    const read = readArtefact(bytes, '');
    expect(read.ok && read.value.meta).toEqual(meta);
  });

  it('throws where the reader would refuse the file', () => {
    const meta = metaOf('trees');
    const model = randomTrees(seeded(1), columnsIn(meta), 2, 2);
    expect(() => writeArtefact(model, meta)).not.toThrow();
    expect(() => writeArtefact({ ...model, columns: 9 }, meta)).toThrow('columns');
    expect(() => writeArtefact(model, { ...meta, calibration: { a: 0, b: 0 } })).toThrow('calibration.a');
    expect(() => writeArtefact({ ...model, cover: new Float32Array(model.cover.length) }, meta)).toThrow(
      'cover',
    );
    expect(() => writeArtefact(model, metaOf('logistic'))).toThrow();
  });
});
