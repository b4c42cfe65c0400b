import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Artefact, verifyArtefact } from '@aicrm/runtime/artefact';
import { counterfactuals, explain } from '@aicrm/runtime/explain';
import { viewFromHost } from '@aicrm/runtime/host-record';
import { predict } from '@aicrm/runtime/predict';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import type { Explained } from '../types.js';
import { answerOf, type Edits, leversOf, type Tried, withEdits } from './what-if.js';

const golden = join(import.meta.dirname, '../../../../models/deal-score/golden');
const { sha256, asOf, cases }: { sha256: string; asOf: string; cases: { view: RecordView }[] } = JSON.parse(
  readFileSync(join(golden, 'deals.json'), 'utf8'),
);
const at = Date.parse(asOf);
const read = await verifyArtefact(new Uint8Array(readFileSync(join(golden, 'deals.onnx'))), sha256);
if (!read.ok) throw new Error(read.error.detail);
const artefact: Artefact = read.value;
const explained = (view: RecordView): Explained => ({
  explanation: explain(artefact, view, at),
  counterfactuals: [],
  meta: artefact.meta,
});
const first = must(cases[0], 'a case').view;
const levers = leversOf(explained(first));
const tried = (view: RecordView, edits: Edits) =>
  viewFromHost(artefact.meta, withEdits(artefact.meta, undefined, edits, at), view, at);

describe('what may be tried', () => {
  it('are the inputs that the model marks as changeable, and no others', () => {
    const changeable = artefact.meta.features.filter(({ spec }) => spec.changeable);
    expect(changeable.length).toBeGreaterThan(3);
    expect(changeable.length).toBeLessThan(artefact.meta.features.length);
    expect(new Set(levers.map(({ feature }) => feature))).toEqual(
      new Set(changeable.map(({ spec }) => spec.id)),
    );
  });

  it('has ranges of the training rows’ quantiles, in round steps, that hold the record’s own value', () => {
    for (const one of levers) {
      if (one.kind !== 'number' || one.range === null) continue;
      const { profile } = must(
        artefact.meta.features.find(({ spec }) => spec.id === one.feature),
        one.feature,
      );
      const { min, max, step } = one.range;
      const quantiles = profile.quantiles ?? [];
      const values = [...quantiles, ...(typeof one.now === 'number' ? [one.now] : [])];
      expect(min, one.feature).toBeLessThanOrEqual(Math.min(...values));
      expect(max, one.feature).toBeGreaterThanOrEqual(Math.max(...values));
      expect(max - Math.max(...values), one.feature).toBeLessThanOrEqual(step);
      expect((max - min) / step, one.feature).toBeLessThanOrEqual(120);
    }
    expect(levers.some((one) => one.kind === 'number' && one.range !== null)).toBe(true);
  });

  it('has no range where the model keeps no quantiles', () => {
    const bare: Explained = {
      ...explained(first),
      meta: {
        ...artefact.meta,
        features: artefact.meta.features.map((one) => ({ ...one, profile: { present: 1, meanAbs: 1 } })),
      },
    };
    const numbers = leversOf(bare).filter(({ kind }) => kind === 'number');
    expect(numbers.length).toBeGreaterThan(0);
    for (const one of numbers) expect(one).toMatchObject({ range: null });
  });

  it('has the levels of the training rows, the commonest first, and the record’s own', () => {
    const choice = must(
      levers.find(({ kind }) => kind === 'choice'),
      'a choice',
    );
    const { profile, spec } = must(
      artefact.meta.features.find(({ spec }) => spec.id === choice.feature),
      choice.feature,
    );
    const odd = { ...first, fields: { ...first.fields, [spec.from.slice(7)]: 'never seen' } };
    const again = leversOf(explained(odd)).find(({ feature }) => feature === choice.feature);
    expect(again).toMatchObject({ kind: 'choice', now: 'never seen' });
    const { choices } = again as Extract<typeof again, { kind: 'choice' }>;
    expect(choices.at(-1)).toBe('never seen');
    expect(choices.length).toBe(Object.keys(profile.levels ?? {}).length + 1);
  });
});

describe('the answer', () => {
  it('without an edit is the score as it is', () => {
    for (const { view } of cases) {
      const prediction = predict(artefact, tried(view, new Map()), at);
      if (prediction.state !== 'score') throw new Error('no score');
      const answer = answerOf(explained(view));
      expect(answer.probability).toBeCloseTo(prediction.probability, 9);
      expect(answer.band).toBe(prediction.band);
    }
  });

  it('equals the model’s own for each value on each slider', () => {
    for (const one of levers) {
      const values: Tried[] =
        one.kind === 'choice'
          ? [...one.choices.slice(0, 4), null]
          : one.kind === 'number' && one.range
            ? [one.range.min, (one.range.min + one.range.max) / 2, one.range.max]
            : [];
      const { spec } = must(
        artefact.meta.features.find(({ spec }) => spec.id === one.feature),
        one.feature,
      );
      for (const value of values) {
        const edited = tried(first, new Map([[one.feature, value]]));
        // The same change by hand, in the bag that the feature is read from.
        const raw =
          spec.as === 'days-since' && typeof value === 'number'
            ? new Date(at - value * 86_400_000).toISOString()
            : value;
        const [bag, key] = [
          spec.from.slice(0, spec.from.indexOf('.')),
          spec.from.slice(spec.from.indexOf('.') + 1),
        ];
        const byHand =
          bag === 'facts'
            ? { ...first, facts: { ...first.facts, [key]: raw } }
            : { ...first, fields: { ...first.fields, [key]: raw } };
        const expected = predict(artefact, byHand, at);
        if (expected.state !== 'score') continue;
        expect(answerOf(explained(edited)).probability, `${one.feature} ${value}`).toBeCloseTo(
          expected.probability,
          6,
        );
      }
    }
  });

  it('agrees with what the panel says would change the score most', () => {
    for (const { view } of cases)
      for (const { feature, to, probability } of counterfactuals(artefact, view, at)) {
        const edited = tried(view, new Map([[feature, to as Tried]]));
        expect(answerOf(explained(edited)).probability).toBeCloseTo(probability, 6);
      }
  });

  it('touches nothing of what it is given', () => {
    const record = Object.freeze({ amount: 5 });
    const { spec } = must(
      artefact.meta.features.find(({ spec: one }) => one.changeable && one.as === 'number'),
      'a number that can be changed',
    );
    expect(withEdits(artefact.meta, record, new Map([[spec.id, 7]]), at)).toEqual({
      amount: 5,
      [spec.from]: 7,
    });
    expect(withEdits(artefact.meta, record, new Map([['no such input', 7]]), at)).toEqual(record);
  });
});
