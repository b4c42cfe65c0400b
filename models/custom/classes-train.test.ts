import { createRandom } from '@aicrm/learn/random';
import { readArtefact } from '@aicrm/runtime/artefact';
import { explainClass, predictClasses, readClassesArtefact } from '@aicrm/runtime/classes-artefact';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { judgeClasses } from './judge-classes.js';
import type { Cell, RawTable } from './raw-table.js';
import { viewOf } from './score-rows.js';
import { trainCustom } from './train.js';

/** Tickets that go to one of three desks by their size, channel and words; `signal` 0 makes it chance. */
function tickets(rows: number, seed: number, signal = 1): RawTable {
  const random = createRandom(seed);
  const names = ['size', 'channel', 'at', 'desk'];
  const columns: Cell[][] = names.map(() => []);
  const desks = ['billing', 'sales', 'support'];
  for (let i = 0; i < rows; i++) {
    const size = 10 * random.next();
    const channel = ['mail', 'chat', 'call'][random.int(3)] ?? '';
    const logits = [
      signal * (size - 5) * 0.5,
      signal * (channel === 'call' ? 1.5 : 0),
      signal * (channel === 'chat' ? 1 : -0.5),
    ];
    const weights = logits.map(Math.exp);
    let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    const k = weights.findIndex((weight) => {
      rest -= weight;
      return rest < 0;
    });
    const at = new Date(Date.UTC(2024, 0, 1) + Math.floor((i * 200) / rows) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const row: Cell[] = [
      Math.round(size * 10) / 10,
      i % 25 === 0 ? null : channel,
      at,
      desks[k] ?? 'support',
    ];
    for (const [c, cell] of row.entries()) columns[c]?.push(cell);
  }
  return { names, rows, columns };
}

const now = Date.UTC(2025, 0, 1);
async function train(table: RawTable) {
  const trained = await trainCustom(table, { target: 'desk', time: 'at', now });
  if (!trained.ok) throw new Error(trained.error.detail);
  if (trained.value.kind !== 'classes') throw new Error('no classes');
  const read = readClassesArtefact(trained.value.bytes, trained.value.sha256);
  if (!read.ok) throw new Error(read.error.detail);
  return { ...trained.value, artefact: read.value };
}
const made = await train(tickets(1_200, 1));
const rowOf = (table: RawTable, i: number) =>
  viewOf(
    table.names,
    table.columns.map((cells) => cells[i] ?? null),
    `r${i}`,
  );

describe('a model of classes', () => {
  it('tells new rows apart better than their shares, and is calibrated', () => {
    expect(made.card.verdict.publish).toBe(true);
    const judged = judgeClasses(made.artefact, tickets(1_200, 2));
    if (!judged.ok) throw new Error(judged.error.detail);
    expect(judged.value.logLoss.high).toBeLessThan(judged.value.baseLogLoss - 0.05);
    expect(judged.value.accuracy.low).toBeGreaterThan(judged.value.baseAccuracy);
    expect(judged.value.ece).toBeLessThan(0.06);
    expect(judged.value.perClass.map(({ name }) => name)).toEqual(['billing', 'sales', 'support']);
  });

  it('gives probabilities that add up to one, and reasons that add up to the log-odds of any two classes', () => {
    const table = tickets(60, 3);
    for (let i = 0; i < 60; i++) {
      const p = predictClasses(made.artefact, rowOf(table, i), now);
      expect(p.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
      for (const [k, other] of [
        [0, 1],
        [2, 0],
      ] as const) {
        const { base, reasons } = explainClass(made.artefact, rowOf(table, i), now, k, other);
        const sum = reasons.reduce((total, one) => total + one.contribution, base);
        expect(Math.abs(sum - Math.log((p[k] ?? 0) / (p[other] ?? 1)))).toBeLessThan(1e-6);
      }
    }
  });

  it('says of chance that it is no better than the shares', async () => {
    const { card } = await train(tickets(900, 4, 0));
    expect(card.verdict).toMatchObject({ publish: false, reason: expect.stringContaining('no better') });
  });

  it('is the same from the same rows, and refused where a class has too few', async () => {
    expect((await train(tickets(1_200, 1))).sha256).toBe(made.sha256);
    const few = await trainCustom(tickets(120, 1), { target: 'desk', now });
    expect(few).toMatchObject({ ok: false, error: { kind: 'not-enough-data' } });
  });

  it('is a file of as many heads as classes that ONNX Runtime runs alike, and a reader of probabilities refuses', async () => {
    expect(readArtefact(made.bytes, made.sha256)).toMatchObject({ ok: false });
    const session = await InferenceSession.create(made.bytes);
    expect(session.outputNames).toEqual(['margin_0', 'margin_1', 'margin_2']);
    const { margin } = await import('@aicrm/learn/model/evaluate');
    const random = createRandom(5);
    const rows = made.artefact.models.map(({ columns }) =>
      Float32Array.from({ length: columns }, () => 2 * random.next() - 1),
    );
    const out = await session.run(
      Object.fromEntries(rows.map((row, k) => [`row_${k}`, new Tensor('float32', row, [1, row.length])])),
    );
    made.artefact.models.forEach((model, k) => {
      expect(Number(out[`margin_${k}`]?.data[0])).toBeCloseTo(
        margin(model, rows[k] ?? new Float32Array(0)),
        5,
      );
    });
  });

  it('is refused as a typed error however its file is cut or bent', () => {
    const random = createRandom(9);
    for (let i = 0; i < 300; i++) {
      const bytes = Uint8Array.from(made.bytes);
      const bent = i % 2 === 0 ? bytes : bytes.subarray(0, random.int(bytes.length));
      if (bent.length > 0) bent[random.int(bent.length)] = random.int(256);
      const read = readClassesArtefact(bent, '');
      if (read.ok) expect(predictClasses(read.value, rowOf(tickets(1, 1), 0), now)).toHaveLength(3);
      else expect(read.error.kind).toBe('bad-model');
    }
  });
});
