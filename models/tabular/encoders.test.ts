import { rocAuc } from '@aicrm/learn/metrics';
import { describe, expect, it } from 'vitest';
import { encodeForTraining, encodeRows, fitEncoders } from './encoders.js';
import { allRows, rowsWhere } from './table.js';
import { madeTable } from './testing/table.js';

const table = madeTable(
  { rows: 2_000, seed: 3, signal: 0 },
  {
    town: { as: 'category', value: (row) => `t${Math.floor(row.random() * 120)}` },
    rare: { as: 'category', value: (_, i) => (i < 9 ? 'Ann' : i < 400 ? 'often' : null) },
  },
);
const place = (id: string): number => table.features.findIndex((feature) => feature.id === id);

describe('encoders', () => {
  it('never carry a level that was seen fewer than ten times', () => {
    for (const kind of ['trees', 'logistic'] as const) {
      const text = JSON.stringify(fitEncoders(table, allRows(table), kind));
      expect(text).not.toContain('Ann');
      expect(text).toContain('often');
    }
  });

  it('are fitted on the given rows only', () => {
    const first = rowsWhere(table, (row) => row < 500);
    const changed = { ...table, labels: table.labels.map((y, i) => (i < 500 ? y : 1 - y)) };
    expect(fitEncoders(changed, first, 'trees')).toEqual(fitEncoders(table, first, 'trees'));
    expect(fitEncoders(changed, allRows(table), 'trees')).not.toEqual(
      fitEncoders(table, allRows(table), 'trees'),
    );
  });

  it('standardise to mean 0 and deviation 1, and keep what is missing apart', () => {
    const features = fitEncoders(table, allRows(table), 'logistic');
    const x = encodeRows(features, table, allRows(table));
    const column = Array.from({ length: x.rows }, (_, i) => x.data[i * x.columns] ?? 0);
    const mean = column.reduce((sum, value) => sum + value, 0) / x.rows;
    expect(mean).toBeCloseTo(0, 4);
    expect(column.reduce((sum, value) => sum + value * value, 0) / x.rows).toBeCloseTo(1, 3);
    expect(x.data.every(Number.isFinite)).toBe(true);
  });

  it('put amounts on the scale of their size, and leave lengths of time as they are', () => {
    const skewed = madeTable(
      { rows: 2_000, seed: 4, signal: 0 },
      {
        amount: {
          as: 'number',
          value: ({ random }) => Math.exp(9 + 1.2 * (random() + random() + random() - 1.5) * 2),
        },
        wait: { as: 'number', value: ({ random }) => -30 * Math.log(1 - random()) },
      },
    );
    const features = fitEncoders(skewed, allRows(skewed), 'logistic');
    const encoderOf = (id: string) => features.find(({ spec }) => spec.id === id)?.encoder;
    expect(encoderOf('amount')).toMatchObject({ kind: 'log' });
    expect(encoderOf('wait')).toMatchObject({ kind: 'standard' });
    expect(fitEncoders(skewed, allRows(skewed), 'trees').some(({ encoder }) => encoder.kind === 'log')).toBe(
      false,
    );
  });

  it('codes of small levels do not hold the own label while training', () => {
    const rows = allRows(table);
    const features = fitEncoders(table, rows, 'trees');
    const auc = (x: { data: Float32Array; columns: number }): number =>
      rocAuc(
        Array.from(rows, (_, i) => x.data[i * x.columns + place('town')] ?? 0),
        table.labels,
      );
    // The labels are pure chance, so any power of the plain codes is the row's own label shining through.
    expect(auc(encodeRows(features, table, rows))).toBeGreaterThan(0.58);
    expect(auc(encodeForTraining(features, table, rows, 1))).toBeLessThan(0.55);
  });

  it('a missing category stays missing for trees', () => {
    const x = encodeRows(fitEncoders(table, allRows(table), 'trees'), table, allRows(table));
    expect(x.data[1_999 * x.columns + place('rare')]).toBeNaN();
    expect(x.data[10 * x.columns + place('rare')]).not.toBeNaN();
  });
});
