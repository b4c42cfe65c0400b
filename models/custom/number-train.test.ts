import { createRandom } from '@aicrm/learn/random';
import { readArtefact } from '@aicrm/runtime/artefact';
import { explainNumber, predictNumber, readNumberArtefact } from '@aicrm/runtime/number-artefact';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { judgeNumber } from './judge-number.js';
import { rankCorrelation } from './number-leaks.js';
import type { Cell, RawTable } from './raw-table.js';
import { viewOf } from './score-rows.js';
import { trainCustom } from './train.js';

/** Flats whose price follows area, district and age, in millions of a small unit; `noise` 0 to 1 hides the law. */
function flats(rows: number, seed: number, noise = 0.1): RawTable {
  const random = createRandom(seed);
  const names = ['area', 'district', 'age', 'echo', 'sold', 'price'];
  const columns: Cell[][] = names.map(() => []);
  for (let i = 0; i < rows; i++) {
    const area = 40 + random.int(120);
    const district = random.int(6);
    const age = random.int(90);
    const law = 20_000 * area * (1 + 0.1 * district) - 8_000 * age;
    const price = Math.round((1 - noise) * law + noise * 4_000_000 * random.normal() + 5_000_000);
    const sold = new Date(Date.UTC(2024, 0, 1) + Math.floor((i * 300) / rows) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const row: Cell[] = [area, `D${district}`, i % 20 === 0 ? null : age, price * 2 + 1, sold, price];
    for (const [c, cell] of row.entries()) columns[c]?.push(cell);
  }
  return { names, rows, columns };
}

const now = Date.UTC(2025, 0, 1);
async function train(table: RawTable) {
  const trained = await trainCustom(table, { target: 'price', time: 'sold', now });
  if (!trained.ok) throw new Error(trained.error.detail);
  if (trained.value.kind !== 'number') throw new Error('not a number');
  const read = readNumberArtefact(trained.value.bytes, trained.value.sha256);
  if (!read.ok) throw new Error(read.error.detail);
  return { ...trained.value, artefact: read.value };
}
const made = await train(flats(900, 1));
const rowOf = (table: RawTable, i: number) =>
  viewOf(
    table.names,
    table.columns.map((cells) => cells[i] ?? null),
    `r${i}`,
  );

describe('a model of a number', () => {
  it('finds the law, and says so of new rows within its interval', () => {
    const { card, artefact } = made;
    expect(card.verdict.publish).toBe(true);
    const judged = judgeNumber(artefact, flats(900, 2));
    if (!judged.ok) throw new Error(judged.error.detail);
    expect(judged.value.r2).toBeGreaterThan(0.8);
    expect(judged.value.covered).toBeGreaterThan(0.72);
    expect(judged.value.covered).toBeLessThan(0.92);
    expect(Math.abs(judged.value.predicted / judged.value.observed - 1)).toBeLessThan(0.02);
  });

  it('is judged by the groups of any column, which together are all rows', () => {
    const judged = judgeNumber(made.artefact, flats(900, 2), 'price', 'district');
    if (!judged.ok) throw new Error(judged.error.detail);
    const { groups = [], rows, predicted, rmse } = judged.value;
    expect(groups.map(({ group }) => group).sort()).toEqual(['D0', 'D1', 'D2', 'D3', 'D4', 'D5']);
    const sum = (of: (one: (typeof groups)[number]) => number): number =>
      groups.reduce((total, one) => total + one.rows * of(one), 0) / rows;
    expect(sum(() => 1)).toBe(1);
    expect(sum((one) => one.predicted) / predicted).toBeCloseTo(1, 9);
    expect(Math.sqrt(sum((one) => one.rmse ** 2)) / rmse).toBeCloseTo(1, 9);
    expect(judgeNumber(made.artefact, flats(900, 2), 'price', 'nowhere').ok).toBe(false);
  });

  it('leaves out a column that restates the target, and says so', () => {
    expect(made.card.leaks.find(({ column }) => column === 'echo')).toMatchObject({
      verdict: 'leak',
      used: false,
    });
    expect(made.artefact.meta.features.map(({ spec }) => spec.id)).not.toContain('echo');
  });

  it('gives reasons in the target’s own unit that add up to the number', () => {
    const table = flats(60, 3);
    for (let i = 0; i < 60; i++) {
      const { value, low, high } = predictNumber(made.artefact, rowOf(table, i), now);
      const { base, reasons } = explainNumber(made.artefact, rowOf(table, i), now);
      const sum = reasons.reduce((total, one) => total + one.contribution, base);
      expect(Math.abs(sum - value)).toBeLessThan(1e-6 * Math.abs(value));
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });

  it('says of noise that it is no better than the mean', async () => {
    const { card } = await train(flats(600, 4, 1));
    expect(card.verdict).toMatchObject({
      publish: false,
      reason: expect.stringContaining('no better than the mean'),
    });
  });

  it('is the same from the same rows, and refused where there are too few', async () => {
    expect((await train(flats(900, 1))).sha256).toBe(made.sha256);
    const few = await trainCustom(flats(120, 1), { target: 'price', now });
    expect(few).toMatchObject({ ok: false, error: { kind: 'not-enough-data' } });
  });

  it('is a file that ONNX Runtime runs alike and a reader of probabilities refuses', async () => {
    expect(readArtefact(made.bytes, made.sha256)).toMatchObject({ ok: false });
    const session = await InferenceSession.create(made.bytes);
    const { columns } = made.artefact.model;
    const row = Float32Array.from({ length: columns }, (_, j) => j - 1);
    const { margin: output } = await session.run({ row: new Tensor('float32', row, [1, columns]) });
    const { margin } = await import('@aicrm/learn/model/evaluate');
    expect(Number(output?.data[0])).toBeCloseTo(margin(made.artefact.model, row), 4);
  });

  it('is refused as a typed error however its file is cut or bent', () => {
    const random = createRandom(9);
    for (let i = 0; i < 300; i++) {
      const bytes = Uint8Array.from(made.bytes);
      const cut = i % 2 === 0 ? bytes : bytes.subarray(0, random.int(bytes.length));
      if (cut.length > 0) cut[random.int(cut.length)] = random.int(256);
      const read = readNumberArtefact(cut, '');
      if (!read.ok) expect(read.error.kind).toBe('bad-model');
      else expect(Number.isFinite(predictNumber(read.value, rowOf(flats(1, 1), 0), now).value)).toBeDefined();
    }
  });
});

describe('rank correlation', () => {
  it('is 1 for any rising law, −1 for a falling one, and shares ranks among ties', () => {
    const x = Float64Array.of(1, 2, 3, 4, 5);
    expect(
      rankCorrelation(
        x,
        x.map((v) => v ** 3),
      ),
    ).toBeCloseTo(1, 12);
    expect(
      rankCorrelation(
        x,
        x.map((v) => -v),
      ),
    ).toBeCloseTo(-1, 12);
    // scipy.stats.spearmanr([1, 2, 2, 4], [1, 3, 2, 3]) = 0.8333333333333334
    expect(rankCorrelation(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 3, 2, 3))).toBeCloseTo(
      0.8333333333333334,
      9,
    );
    expect(rankCorrelation(x, new Float64Array(5))).toBe(0);
  });
});

it('takes larger trees for a law that many inputs make together', async () => {
  const random = createRandom(9);
  const names = ['rate', 'days', 'people', 'sum'];
  const columns: Cell[][] = names.map(() => []);
  for (let i = 0; i < 4_000; i++) {
    const [rate, days, people] = [1 + random.next() * 9, random.int(60), random.int(8)];
    for (const [c, cell] of [rate, days, people, Math.round(rate * days * people * 100)].entries())
      columns[c]?.push(cell);
  }
  const trained = await trainCustom({ names, rows: 4_000, columns }, { target: 'sum', now });
  if (!trained.ok || trained.value.kind !== 'number') throw new Error('not a number');
  const [best] = trained.value.card.choice.toSorted((a, b) => a.rmse - b.rmse);
  expect(best?.settings).toBe('400 trees of depth 5');
  expect(trained.value.card.choice.map(({ settings }) => settings)).toContain('200 trees of depth 4');
});
