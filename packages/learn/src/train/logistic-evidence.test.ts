import { describe, expect, test } from 'vitest';
import { rocAuc } from '../metrics.js';
import type { Matrix } from '../model/ensemble.js';
import { margins } from '../model/evaluate.js';
import { createRandom } from '../random.js';
import { trainLogistic } from './logistic.js';
import { trainLogisticEvidence } from './logistic-evidence.js';

const columns = 40;
const groups = Array.from({ length: columns }, (_, j) => j);

/** Two columns that tell, of effect 1 and −.7, and 38 that say nothing; each record comes `copies` times with the same outcome. */
function rowsOf(records: number, seed: number, copies = 1): { x: Matrix; y: Uint8Array } {
  const random = createRandom(seed);
  const data: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < records; i++) {
    const row = Array.from({ length: columns }, () => random.normal());
    const label = random.next() < 1 / (1 + Math.exp(-(row[0] ?? 0) + 0.7 * (row[1] ?? 0))) ? 1 : 0;
    for (let c = 0; c < copies; c++) {
      data.push(...row);
      y.push(label);
    }
  }
  return { x: { rows: y.length, columns, data: Float32Array.from(data) }, y: Uint8Array.from(y) };
}

describe('penalties by evidence', () => {
  const { x, y } = rowsOf(600, 1);
  const { model, l2 } = trainLogisticEvidence(x, y, { groups });

  test('columns that say nothing are held back, those that tell are left alone', () => {
    expect(l2[0]).toBeLessThan(3);
    expect(l2[1]).toBeLessThan(5);
    const noise = Array.from(l2.subarray(2)).sort((a, b) => a - b);
    expect(noise[19]).toBeGreaterThan(30);
    expect(model.coefficients[0]).toBeGreaterThan(0.7);
    expect(model.coefficients[1]).toBeLessThan(-0.4);
  });

  test('new rows are ordered better than by any one penalty', () => {
    const fresh = rowsOf(20_000, 2);
    const auc = (one: typeof model): number => rocAuc(margins(one, fresh.x), fresh.y);
    for (const penalty of [1, 10, 100])
      expect(auc(model)).toBeGreaterThan(auc(trainLogistic(x, y, { l2: penalty })));
  });

  test('the penalties are a fixed point: penalty · Σ coefficients² is the number of parameters that the data settled', () => {
    const { model: settled, l2: last } = trainLogisticEvidence(x, y, { groups, rounds: 40 });
    const used = Array.from(last, (penalty, j) => penalty * (settled.coefficients[j] ?? 0) ** 2);
    // A column that tells is settled by the data but for a few per cent; one that says nothing is hardly settled at all.
    expect(used[0]).toBeGreaterThan(0.95);
    expect(used[0]).toBeLessThan(1);
    for (const one of used) expect(one).toBeLessThan(1);
  });
});

test('rows that repeat their record count as one where their share says so', () => {
  const once = rowsOf(300, 3);
  const nine = rowsOf(300, 3, 9);
  const plain = trainLogisticEvidence(once.x, once.y, { groups, rounds: 8 });
  const shared = trainLogisticEvidence(nine.x, nine.y, { groups, share: 1 / 9, rounds: 8 });
  const fooled = trainLogisticEvidence(nine.x, nine.y, { groups, rounds: 8 });
  expect(shared.model.coefficients[0]).toBeCloseTo(plain.model.coefficients[0] ?? Number.NaN, 1);
  const size = (one: typeof plain): number => Math.hypot(...one.model.coefficients.subarray(2));
  expect(size(shared)).toBeLessThan(1.2 * size(plain));
  expect(size(fooled)).toBeGreaterThan(1.3 * size(plain));
});

test('columns of one input share a penalty, and constant ones change nothing', () => {
  const { x, y } = rowsOf(300, 4);
  const shared = trainLogisticEvidence(x, y, { groups: groups.map((j) => (j < 2 ? 0 : 1)) });
  expect(shared.l2).toHaveLength(2);
  expect(shared.l2[1]).toBeGreaterThan(shared.l2[0] ?? Number.NaN);
  const wide = new Float32Array(300 * (columns + 1)).fill(1);
  for (let i = 0; i < 300; i++) wide.set(x.data.subarray(i * columns, (i + 1) * columns), i * (columns + 1));
  const more = trainLogisticEvidence({ rows: 300, columns: columns + 1, data: wide }, y, {
    groups: [...groups, 0],
  });
  const plain = trainLogisticEvidence(x, y, { groups });
  expect(more.l2[0]).toBeCloseTo(plain.l2[0] ?? Number.NaN, 2);
});

test.each<[string, Partial<{ groups: number[]; share: number }>]>([
  ['groups', { groups: [0] }],
  ['share', { share: 0 }],
  ['share', { share: 1.5 }],
])('refuses %s', (reason, wrong) => {
  const { x, y } = rowsOf(50, 5);
  const act = (): unknown => trainLogisticEvidence(x, y, { groups, ...wrong });
  expect(act).toThrow(RangeError);
  expect(act).toThrow(reason);
});
