import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Artefact, readArtefact } from '@aicrm/runtime/artefact';
import { encodeRow } from '@aicrm/runtime/encode';
import { readInputs } from '@aicrm/runtime/predict';
import {
  columnsIn,
  metaOf,
  NOW,
  randomLinear,
  randomTrees,
  seeded,
} from '@aicrm/runtime/testing/random-models';
import { writeArtefact } from '@aicrm/runtime/write-artefact';
import type { ModelMeta } from '@aicrm/schema/model';
import type { RecordView, Scalar } from '@aicrm/schema/view';

export const RECORDS = 1_000;

export interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly artefact: Artefact;
  readonly views: readonly RecordView[];
  /** The views as the model's encoders write them, row by row. */
  readonly data: Float32Array;
}

const golden = resolve(import.meta.dirname, '../../../models/lead-score/golden');

/** A value of any sort that a CRM, or a mistake, may hold for a feature. */
function anyValue(
  { spec, encoder, profile }: ModelMeta['features'][number],
  random: () => number,
  usual: boolean,
): Scalar | undefined {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const dice = random();
  if (dice < 0.08) return undefined;
  if (dice < 0.16) return null;
  const [low = 0, , , , , , high = 100] = profile.quantiles ?? [];
  if (usual && spec.as !== 'category') {
    const value = low + (high - low) * random();
    return spec.as === 'days-since' ? new Date(NOW - value * 86_400_000).toISOString() : value;
  }
  if (dice < 0.24)
    return pick<Scalar>([
      '',
      ' ',
      'not this',
      true,
      '1e400',
      '-0',
      '\u{1f4a9}',
      'NaN',
      '__proto__',
      'x'.repeat(3_000),
    ]);
  if (spec.as === 'category') {
    const levels =
      encoder.kind === 'target'
        ? Object.keys(encoder.levels)
        : encoder.kind === 'one-hot'
          ? encoder.levels
          : Object.keys(profile.levels ?? {});
    return random() < 0.3 ? pick(['never seen', 'constructor', '0', 'WEB']) : pick(levels);
  }
  if (spec.as === 'days-since') {
    if (dice < 0.3) return pick(['0001-01-01', '9999-12-31T23:59:59Z', '2024-02-30', '1e5']);
    return new Date(NOW - (700 * random() - 30) * 86_400_000).toISOString();
  }
  if (dice < 0.3) return pick([1e30, -1e30, 3.4e38, -3.4e38, 1e-40, 1e300, Number.MAX_SAFE_INTEGER, -0]);
  const value = low + (high - low) * (1.4 * random() - 0.2);
  return random() < 0.2 ? String(value) : random() < 0.5 ? Math.round(value) : value;
}

/** @param usual Whether numbers and dates lie within the range of the training's. */
export function anyView(meta: ModelMeta, random: () => number, i: number, usual = false): RecordView {
  const bags = { fields: {} as Record<string, Scalar>, facts: {} as Record<string, Scalar> };
  for (const feature of meta.features) {
    const value = anyValue(feature, random, usual);
    const dot = feature.spec.from.indexOf('.');
    if (value !== undefined)
      bags[feature.spec.from.startsWith('facts.') ? 'facts' : 'fields'][feature.spec.from.slice(dot + 1)] =
        value;
  }
  return { id: `lead:test:${i}`, type: 'lead', seq: i, viewAt: new Date(NOW).toISOString(), ...bags };
}

function caseOf(name: string, bytes: Uint8Array, seed: number): Case {
  const read = readArtefact(bytes, '');
  if (!read.ok) throw new Error(`${name}: ${read.error.detail}`);
  const artefact = read.value;
  const { meta, model } = artefact;
  const random = seeded(seed);
  const views = Array.from({ length: RECORDS }, (_, i) => anyView(meta, random, i, i % 4 === 0));
  const data = new Float32Array(RECORDS * model.columns);
  views.forEach((view, i) => {
    encodeRow(meta.features, readInputs(meta, view, NOW).values, data, i * model.columns);
  });
  return { name, bytes, artefact, views, data };
}

/** The shipped golden artefacts, as the recipe wrote them once, and models of random shape. */
export function cases(): Case[] {
  const trees = metaOf('trees');
  const linear = metaOf('logistic');
  const made = (kind: 'trees' | 'logistic', seed: number, count = 30, depth = 4): Uint8Array =>
    kind === 'trees'
      ? writeArtefact(randomTrees(seeded(seed), columnsIn(trees), count, depth), trees)
      : writeArtefact(randomLinear(seeded(seed), columnsIn(linear)), linear);
  const file = (name: string) => new Uint8Array(readFileSync(join(golden, name)));
  return [
    caseOf('golden trees', file('trees.onnx'), 1),
    caseOf('golden logistic', file('logistic.onnx'), 2),
    caseOf('random trees', made('trees', 3), 3),
    caseOf('200 random trees of depth 6', made('trees', 4, 200, 6), 4),
    caseOf('one random stump', made('trees', 5, 1, 1), 5),
    caseOf('random linear', made('logistic', 6), 6),
  ];
}

/**
 * The rows whose every value a training could have held: a number within the range of the feature's quantiles, or none at
 * all; a category may be anything, since each is encoded as one of few numbers.
 */
export function usualRows({ artefact, views }: Case): number[] {
  const { meta } = artefact;
  return views.flatMap((view, i) => {
    const { values } = readInputs(meta, view, NOW);
    const usual = meta.features.every(({ spec, profile }, j) => {
      const value = values[j];
      if (spec.as === 'category' || typeof value !== 'number' || Number.isNaN(value)) return true;
      const [low = 0, , , , , , high = 0] = profile.quantiles ?? [];
      return value >= low && value <= high;
    });
    return usual ? [i] : [];
  });
}
