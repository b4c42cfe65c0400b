import type { TreeEnsemble } from '@aicrm/learn/model/ensemble';
import type { ModelMeta } from '@aicrm/schema/model';
import { Counterfactual, Explanation } from '@aicrm/schema/prediction';
import type { RecordView } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { type Artefact, readArtefact } from './artefact.js';
import { counterfactuals, explain } from './explain.js';
import { logitOf, predict, readInputs } from './predict.js';
import { columnsIn, metaOf, NOW, randomModel, randomView, seeded } from './testing/random-models.js';
import { writeArtefact } from './write-artefact.js';

function artefactOf(kind: ModelMeta['kind'], seed = 4): Artefact {
  const meta = metaOf(kind);
  const read = readArtefact(writeArtefact(randomModel(kind, seeded(seed), columnsIn(meta)), meta), 'abc');
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}

const view: RecordView = {
  id: 'lead:t:1',
  type: 'lead',
  seq: 0,
  viewAt: '2026-01-15',
  fields: { age: 40, source: 'web', region: 'north' },
  facts: { 'orders.count': 4, 'orders.sum90': 55.5, 'orders.lastAt': '2025-11-16T12:00:00Z' },
};

describe('explain', () => {
  it.each(['trees', 'logistic'] as const)(
    'adds up to the logit of the shown score for 1,000 records (%s)',
    (kind) => {
      const artefact = artefactOf(kind);
      const random = seeded(13);
      for (let i = 0; i < 1000; i++) {
        const record = randomView(random);
        const { base, reasons } = explain(artefact, record, NOW);
        const sum = reasons.reduce((total, reason) => total + reason.contribution, base);
        const logit = logitOf(artefact, readInputs(artefact.meta, record, NOW).values);
        expect(Math.abs(sum - logit), `record ${i}`).toBeLessThanOrEqual(1e-6);
        const prediction = predict(artefact, record, NOW);
        if (prediction.state === 'score') expect(prediction.logit).toBe(logit);
      }
    },
  );

  it.each(['trees', 'logistic'] as const)(
    'gives each input once, the weightiest first, with what was read (%s)',
    (kind) => {
      const artefact = artefactOf(kind);
      const explanation = explain(artefact, view, NOW);
      expect(Explanation.safeParse(explanation).success).toBe(true);
      const sizes = explanation.reasons.map((reason) => Math.abs(reason.contribution));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      expect(sizes[0]).toBeGreaterThan(0);
      const values = Object.fromEntries(explanation.reasons.map((reason) => [reason.feature, reason.value]));
      expect(values).toEqual({
        age: 40,
        orders: 4,
        spent: 55.5,
        recency: 60,
        source: 'web',
        region: 'north',
      });
      expect(explanation.reasons.find((reason) => reason.feature === 'spent')?.unit).toBe('EUR');
    },
  );

  it('gives the credit to the only input that a tree asks for', () => {
    const stump: TreeEnsemble = {
      kind: 'trees',
      columns: 6,
      bias: 0,
      roots: Int32Array.of(0),
      feature: Int32Array.of(1, -1, -1),
      threshold: Float32Array.of(5, 0, 0),
      missingLeft: Uint8Array.of(1, 0, 0),
      left: Int32Array.of(1, 0, 0),
      right: Int32Array.of(2, 0, 0),
      value: Float32Array.of(0, -1, 1),
      cover: Float32Array.of(100, 75, 25),
    };
    const { base, reasons } = explain({ meta: metaOf('trees'), model: stump, sha256: '' }, view, NOW);
    expect(base).toBeCloseTo(0.8 * -0.5 - 0.3, 12);
    expect(reasons[0]).toMatchObject({ feature: 'orders', value: 4 });
    expect(reasons[0]?.contribution).toBeCloseTo(0.8 * -0.5, 12);
    expect(reasons.slice(1).every((reason) => reason.contribution === 0)).toBe(true);
  });
});

describe('counterfactuals', () => {
  /** Every value that the model's own profile offers, tried by hand. */
  function bestOf(artefact: Artefact, record: RecordView, id: string): number {
    const i = artefact.meta.features.findIndex((feature) => feature.spec.id === id);
    const feature = artefact.meta.features[i];
    const options =
      id === 'recency' ? [0] : (feature?.profile.quantiles ?? Object.keys(feature?.profile.levels ?? {}));
    const { values } = readInputs(artefact.meta, record, NOW);
    const logits = options.map((option) => logitOf(artefact, values.with(i, option)));
    return 1 / (1 + Math.exp(-Math.max(...logits)));
  }

  it('finds the best single change of each changeable input, for 300 records of either kind', () => {
    let shown = 0;
    for (const kind of ['trees', 'logistic'] as const) {
      const artefact = artefactOf(kind, 6);
      const random = seeded(17);
      for (let n = 0; n < 150; n++) {
        const record = randomView(random);
        const { values, supplied } = readInputs(artefact.meta, record, NOW);
        const now = 1 / (1 + Math.exp(-logitOf(artefact, values)));
        const found = counterfactuals(artefact, record, NOW, 99);
        const expected = artefact.meta.features
          .filter((feature, i) => feature.spec.changeable && supplied[i])
          .map((feature) => ({ id: feature.spec.id, best: bestOf(artefact, record, feature.spec.id) }))
          .filter(({ best }) => best - now >= 0.005)
          .sort((one, other) => other.best - one.best);
        expect(found.map((change) => change.feature)).toEqual(expected.map(({ id }) => id));
        found.forEach((change, i) => {
          expect(Counterfactual.safeParse(change).success).toBe(true);
          expect(change.probability).toBeCloseTo(expected[i]?.best ?? Number.NaN, 12);
          expect(change.to).not.toBe(change.from);
        });
        expect(counterfactuals(artefact, record, NOW, 2)).toEqual(found.slice(0, 2));
        shown += found.length;
      }
    }
    expect(shown).toBeGreaterThan(100);
  });

  it('offers nothing that nobody can change, and nothing for a record at its best', () => {
    const artefact = artefactOf('logistic');
    const meta = {
      ...artefact.meta,
      features: artefact.meta.features.map((f) => ({ ...f, spec: { ...f.spec, changeable: false } })),
    };
    expect(counterfactuals(artefact, view, NOW).length).toBeGreaterThan(0);
    expect(counterfactuals({ ...artefact, meta }, view, NOW)).toEqual([]);
  });

  it('prefers the smallest of changes with one effect, and a recency of now', () => {
    const model: TreeEnsemble = {
      kind: 'trees',
      columns: 6,
      bias: 0,
      roots: Int32Array.of(0, 3),
      feature: Int32Array.of(1, -1, -1, 3, -1, -1),
      threshold: Float32Array.of(8, 0, 0, 30, 0, 0),
      missingLeft: new Uint8Array(6),
      left: Int32Array.of(1, 0, 0, 4, 0, 0),
      right: Int32Array.of(2, 0, 0, 5, 0, 0),
      value: Float32Array.of(0, -1, 1, 0, 0.5, -0.5),
      cover: Float32Array.of(2, 1, 1, 2, 1, 1),
    };
    const changes = counterfactuals({ meta: metaOf('trees'), model, sha256: '' }, view, NOW);
    expect(changes.map(({ feature, from, to }) => ({ feature, from, to }))).toEqual([
      { feature: 'orders', from: 4, to: 10 },
      { feature: 'recency', from: 60, to: 0 },
    ]);
  });
});
