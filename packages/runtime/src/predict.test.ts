import type { ModelMeta } from '@aicrm/schema/model';
import { Prediction } from '@aicrm/schema/prediction';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { type Artefact, readArtefact } from './artefact.js';
import { bandOf, predict, predictMany } from './predict.js';
import { columnsIn, metaOf, NOW, randomModel, randomView, seeded } from './testing/random-models.js';
import { plainMargin } from './testing/reference.js';
import { writeArtefact } from './write-artefact.js';

function artefactOf(kind: ModelMeta['kind'], more: Partial<ModelMeta> = {}): Artefact {
  const meta = metaOf(kind, more);
  const read = readArtefact(writeArtefact(randomModel(kind, seeded(4), columnsIn(meta)), meta), 'abc');
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}

const fields = { age: 40, source: 'web', region: 'north' };
const facts = { 'orders.count': 4, 'orders.sum90': 55.5, 'orders.lastAt': '2026-01-05T12:00:00Z' };
const view = (f: Record<string, Scalar>, g: Record<string, Scalar>): RecordView => ({
  id: 'lead:t:1',
  type: 'lead',
  seq: 3,
  viewAt: '2026-01-15',
  fields: f,
  facts: g,
});

describe('predict', () => {
  it('is the calibrated margin of the encoded row', () => {
    const artefact = artefactOf('trees');
    const row = Float32Array.of(40, 4, 55.5, 10, 0.4, 0.5);
    const { margin } = plainMargin(artefact.model, row);
    const prediction = predict(artefact, view(fields, facts), NOW);
    expect(Prediction.safeParse(prediction).success).toBe(true);
    expect(prediction).toMatchObject({
      state: 'score',
      recordId: 'lead:t:1',
      model: { name: 'test-score', version: '1.0.0', sha256: 'abc' },
      asOf: '2026-01-15T12:00:00.000Z',
      inputsPresent: 6,
      inputsTotal: 6,
      trainingRows: 5000,
    });
    if (prediction.state !== 'score') return;
    expect(prediction.logit).toBeCloseTo(0.8 * margin - 0.3, 12);
    expect(prediction.probability).toBeCloseTo(1 / (1 + Math.exp(0.3 - 0.8 * margin)), 12);
    expect(predict(artefact, view(fields, facts), new Date(NOW))).toEqual(prediction);
  });

  it('encodes a linear model with its own encoders', () => {
    const artefact = artefactOf('logistic');
    const row = new Float32Array([0, 0, -0.75, 0, 5.5 / 30, 0, -1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0]);
    const { margin } = plainMargin(artefact.model, row);
    const prediction = predict(artefact, view(fields, facts), NOW);
    expect(prediction.state === 'score' && prediction.logit).toBeCloseTo(0.8 * margin - 0.3, 6);
  });

  it('refuses where the inputs supplied weigh too little, and names the missing ones by weight', () => {
    const artefact = artefactOf('trees');
    // Weights: age .3, orders .4, spent .2, recency .5, source .4, region .2 of 2.0 in all.
    const prediction = predict(artefact, view(fields, {}), NOW);
    expect(prediction).toEqual({
      state: 'insufficient-data',
      recordId: 'lead:t:1',
      why: 'inputs',
      missing: ['The recency', 'The orders', 'The spent'],
      detail: 'The inputs supplied carry 45 % of what this model judges by; 60 % are needed.',
    });
  });

  it('scores at exactly six tenths and not below', () => {
    const artefact = artefactOf('trees');
    const orders = { 'orders.count': 4, 'orders.lastAt': '2026-01-05' };
    expect(predict(artefact, view({ age: 1 }, orders), NOW).state).toBe('score');
    expect(predict(artefact, view({ region: 'north' }, orders), NOW).state).toBe('insufficient-data');
  });

  it('takes a known emptiness as supplied and does not count it as present', () => {
    const artefact = artefactOf('trees');
    const empty = predict(
      artefact,
      view(fields, { 'orders.count': null, 'orders.sum90': null, 'orders.lastAt': null }),
      NOW,
    );
    expect(empty).toMatchObject({ state: 'score', inputsPresent: 3, inputsTotal: 6 });
    const absent = predict(artefact, view(fields, {}), NOW);
    expect(absent.state).toBe('insufficient-data');
  });

  it('scores with a model whose inputs weigh nothing', () => {
    const features = metaOf('trees').features.map((feature) => ({
      ...feature,
      profile: { ...feature.profile, meanAbs: 0 },
    }));
    expect(predict(artefactOf('trees', { features }), view({}, {}), NOW).state).toBe('score');
  });

  it('moves with the moment only by recency', () => {
    const artefact = artefactOf('trees');
    const scores = [0, 20, 60].map((days) => predict(artefact, view(fields, facts), NOW + days * 86_400_000));
    expect(new Set(scores.map((score) => score.state === 'score' && score.logit)).size).toBeGreaterThan(1);
    const still = view(fields, { ...facts, 'orders.lastAt': null });
    const later = [0, 60].map((days) => predict(artefact, still, NOW + days * 86_400_000));
    expect(new Set(later.map((score) => score.state === 'score' && score.logit)).size).toBe(1);
  });
});

describe('bandOf', () => {
  it('counts a threshold to the band above it', () => {
    const bands = { high: 0.4, medium: 0.2 };
    expect([0.4, 0.39, 0.2, 0.19].map((p) => bandOf(bands, p))).toEqual(['high', 'medium', 'medium', 'low']);
  });
});

describe('predictMany', () => {
  it.each(['trees', 'logistic'] as const)('equals predict of each record, refusals included (%s)', (kind) => {
    const artefact = artefactOf(kind);
    const random = seeded(9);
    const views = Array.from({ length: 700 }, (_, i) => randomView(random, `lead:t:${i}`));
    const many = predictMany(artefact, views, NOW);
    expect(many).toEqual(views.map((one) => predict(artefact, one, NOW)));
    const states = new Set(many.map((one) => one.state));
    expect(states.size).toBe(2);
    expect(predictMany(artefact, [], NOW)).toEqual([]);
  });
});
