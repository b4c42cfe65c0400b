import { readArtefact } from '@aicrm/runtime/artefact';
import { ModelCard, ModelMeta } from '@aicrm/schema/model';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import type { TrainingTable } from './table.js';
import { madeTable } from './testing/table.js';
import { type Recipe, trainTabular } from './train.js';

const now = Date.parse('2025-01-01');
const recipe: Recipe = {
  name: 'test',
  recordType: 'lead',
  outcome: 'converts within 20 days',
  horizonDays: 20,
  now,
  seed: 4,
  dataLicence: 'made here',
  synthetic: true,
};
const train = async (table: TrainingTable, more: Partial<Recipe> = {}) =>
  trainTabular(table, { ...recipe, ...more });
const trained = async (table: TrainingTable, more: Partial<Recipe> = {}) => {
  const result = await train(table, more);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};
const good = madeTable({ rows: 1_500, seed: 21, signal: 1 });

describe('the shared recipe', () => {
  it('publishes a model that is better than the base rate, with a card and an artefact that fit the schema', async () => {
    const steps: number[] = [];
    const result = await trainTabular(good, recipe, (share) => {
      steps.push(share);
    });
    const { bytes, sha256, card } = must(result.ok ? result.value : undefined, 'trained model');
    expect(card.verdict).toMatchObject({ publish: true });
    expect(ModelCard.safeParse(card).success).toBe(true);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
    const artefact = readArtefact(bytes, sha256);
    if (!artefact.ok) throw new Error(artefact.error.detail);
    expect(ModelMeta.safeParse(artefact.value.meta).success).toBe(true);
    expect(card.evaluation?.auc.low).toBeGreaterThan(0.7);
    expect(
      Math.abs((card.evaluation?.predictedMean ?? 0) - (card.evaluation?.observedMean ?? 1)),
    ).toBeLessThan(0.05);
    expect(card.choice.map(({ kind }) => kind)).toEqual(['trees', 'logistic']);
    // The outcome was made by a straight line, so the straight line is the right choice.
    expect(card.meta.kind).toBe('logistic');
    expect(card.features.reduce((sum, feature) => sum + feature.importance, 0)).toBeCloseTo(1, 6);
    expect(card.features[0]?.id).toBe('x');
    const origin = must(card.choice[0]?.origins[0], 'origin');
    expect(origin.aucInterval?.low).toBeLessThan(origin.auc);
    expect(origin.aucInterval?.high).toBeGreaterThan(origin.auc);
    expect(card.evaluation?.scores?.reduce((sum, { rows }) => sum + rows, 0)).toBe(card.evaluation?.rows);
  });

  it('chooses trees where the outcome bends', async () => {
    const bent = madeTable(
      { rows: 2_500, seed: 5, signal: 0 },
      { u: { as: 'number', value: (row) => row.random() } },
    );
    const u = must(bent.columns.at(-1), 'column');
    const labels = bent.labels.map((_, i) =>
      Math.abs(Number(u[i]) - 0.5) < 0.2 ? (i % 10 < 8 ? 1 : 0) : i % 10 < 2 ? 1 : 0,
    );
    const { card } = await trained({ ...bent, labels });
    expect(card.meta.kind).toBe('trees');
    expect(card.verdict.publish).toBe(true);
  });

  it('gives the same bytes and the same card for the same table and seed', async () => {
    const [one, two] = [await trained(good), await trained(good)];
    expect(two.sha256).toBe(one.sha256);
    expect(two.card).toEqual(one.card);
  });

  it('refuses to publish what is pure noise', async () => {
    for (const seed of [1, 2, 3]) {
      const { card } = await trained(madeTable({ rows: 1_000, seed, signal: 0 }));
      expect(card.verdict.publish).toBe(false);
      expect(card.verdict.reason).toMatch(/no better than the base rate|higher scores did not mean/);
    }
  });

  it('judges a column that it was asked to leave out, too, and says so', async () => {
    const leaky = madeTable(
      { rows: 1_200, seed: 9, signal: 0.6 },
      { length: { as: 'number', value: (row) => row.label + row.random() } },
    );
    const { card } = await trained(leaky, { exclude: ['length', 'kind'] });
    const finding = (column: string) => card.leaks.find((leak) => leak.column === column);
    expect(finding('length')).toMatchObject({ verdict: 'leak', used: false });
    expect(finding('length')?.reason).toMatch(/almost perfectly .* Left out as you asked\.$/);
    expect(finding('kind')).toMatchObject({ verdict: 'ok', reason: 'Left out as you asked.', used: false });
    expect(card.features.map(({ id }) => id)).not.toContain('length');
  });

  it('leaves a planted leak out and lists it', async () => {
    const leaky = madeTable(
      { rows: 1_200, seed: 9, signal: 0.6 },
      {
        closing_note: { as: 'category', value: (row) => (row.label === 1 ? 'signed' : 'open') },
      },
    );
    const { card, bytes } = await trained(leaky);
    expect(card.leaks.find((leak) => leak.column === 'closing_note')).toMatchObject({
      verdict: 'leak',
      used: false,
    });
    expect(card.features.map(({ id }) => id)).not.toContain('closing_note');
    expect(new TextDecoder().decode(bytes)).not.toContain('closing_note');
    expect(card.evaluation?.auc.value).toBeLessThan(0.9);
    const insisted = await trained(leaky, { insist: ['closing_note'] });
    expect(insisted.card.features[0]?.id).toBe('closing_note');
  });

  it('publishes nothing that rests on an undated strong column until a person insists on it or leaves it out', async () => {
    const table = {
      ...madeTable(
        { rows: 1_200, seed: 9, signal: 0.3 },
        {
          mood: {
            as: 'number',
            value: (row) => row.random() + row.random() + row.random() + 0.6 * row.label,
          },
        },
      ),
      undated: ['mood'],
    };
    const asked = await trained(table);
    expect(asked.card.verdict.publish).toBe(false);
    expect(asked.card.verdict.reason).toMatch(/A person has to decide about "mood"/);
    const insisted = await trained(table, { insist: ['mood'] });
    expect(insisted.card.verdict.publish).toBe(true);
    const excluded = await trained(table, { exclude: ['mood'] });
    expect(excluded.card.verdict.checks.map(({ name }) => name)).not.toContain('confirmed-columns');
    expect(excluded.card.leaks.find(({ column }) => column === 'mood')).not.toHaveProperty('confirm');
  });

  it('leaves out what it is asked to, and says so', async () => {
    const { card } = await trained(good, { exclude: ['kind'] });
    expect(card.features.map(({ id }) => id)).not.toContain('kind');
    expect(card.leaks.find((leak) => leak.column === 'kind')).toMatchObject({ used: false });
  });

  it('judges a snapshot on random parts and says that this flatters', async () => {
    const { card } = await trained(madeTable({ rows: 800, seed: 6, signal: 1, snapshot: true }));
    expect(card.verdict.publish).toBe(true);
    expect(card.limits.join(' ')).toMatch(/snapshot/);
  });

  it('never names a level that fewer than ten rows had', async () => {
    const rare = madeTable(
      { rows: 800, seed: 6, signal: 1 },
      {
        who: {
          as: 'category',
          value: (_, i) => (i % 100 === 0 ? 'Ann Smith' : i % 2 === 0 ? 'even' : 'odd'),
        },
      },
    );
    const { bytes, card } = await trained(rare);
    expect(new TextDecoder().decode(bytes) + JSON.stringify(card)).not.toContain('Ann Smith');
    expect(new TextDecoder().decode(bytes)).toContain('even');
  });
});

describe('against the current model', () => {
  it('publishes what is better on records that neither has learned from', async () => {
    const weak = await trained(madeTable({ rows: 700, seed: 31, signal: 1 }), { exclude: ['x'] });
    const later = madeTable({ rows: 1_500, seed: 32, signal: 1 });
    const shifted = { ...later, asOf: later.asOf.map((at) => at + 365 * 86_400_000) };
    const { card } = await trained(shifted, { current: weak });
    expect(card.verdict.checks.find(({ name }) => name === 'current-model')?.pass).toBe(true);
    expect(card.verdict.publish).toBe(true);
  });

  it('keeps the current model where the new one is not better, or nothing new is known', async () => {
    const later = madeTable({ rows: 1_500, seed: 33, signal: 1 });
    const shifted = { ...later, asOf: later.asOf.map((at) => at + 365 * 86_400_000) };
    const current = await trained(good);
    const worse = await trained(shifted, { current, exclude: ['x'] });
    expect(worse.card.verdict.publish).toBe(false);
    expect(worse.card.verdict.reason).toMatch(/not better than the current model/);
    const same = await trained(good, { current });
    expect(same.card.verdict.publish).toBe(false);
    expect(same.card.verdict.reason).toMatch(/Too little is known/);
  });
});

describe('too little to learn from', () => {
  const refused = async (table: TrainingTable) => {
    const result = await train(table);
    if (result.ok) throw new Error('it trained');
    return result.error;
  };
  it('says what is missing', async () => {
    const few = await refused(madeTable({ rows: 12, seed: 1, signal: 1 }));
    expect(few.kind).toBe('not-enough-data');
    expect(few.detail).toMatch(/12 records with a known outcome; at least 200 are needed/);
    const oneClass = await refused({ ...good, labels: new Uint8Array(good.labels.length) });
    expect(oneClass.detail).toMatch(/it never happened/);
    const all = await refused({ ...good, labels: new Uint8Array(good.labels.length).fill(1) });
    expect(all.detail).toMatch(/it always happened/);
    const equal = await refused({ ...good, columns: good.columns.map((column) => column.map(() => 'same')) });
    expect(equal.detail).toMatch(/No column differs/);
    const none = await refused(madeTable({ rows: 0, seed: 1, signal: 1 }));
    expect(none.detail).toMatch(/No outcome is known yet/);
    expect(few.issues?.length).toBeGreaterThan(0);
  });

  it('says when the history is shorter than the horizon allows', async () => {
    const result = await train(good, { horizonDays: 400 });
    expect(result).toMatchObject({ ok: false, error: { kind: 'not-enough-data' } });
  });
});
