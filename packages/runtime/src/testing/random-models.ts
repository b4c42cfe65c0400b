import type { FittedModel, LinearModel, TreeEnsemble } from '@aicrm/learn/model/ensemble';
import type { Encoder, FeatureSpec, ModelMeta } from '@aicrm/schema/model';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import { columnsOf } from '../encode.js';

/** Uniform numbers in [0, 1) from a seed (mulberry32), so that a failing case can be run again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const NOW = Date.UTC(2026, 0, 15, 12);
const DAY = 86_400_000;

type Feature = ModelMeta['features'][number];

/** Six inputs of every kind; encoders for trees keep NaN, those for a linear model never give one. */
export function features(kind: ModelMeta['kind']): Feature[] {
  const feature = (
    spec: Omit<FeatureSpec, 'label' | 'sensitive'>,
    encoder: Encoder,
    profile: Omit<Feature['profile'], 'present'>,
  ): Feature => ({
    spec: { label: `The ${spec.id}`, sensitive: false, ...spec },
    encoder,
    profile: { present: 0.9, ...profile },
  });
  const number = (mean: number, sd: number): Encoder =>
    kind === 'trees' ? { kind: 'raw' } : { kind: 'standard', mean, sd };
  const level = (levels: Record<string, number>): Encoder =>
    kind === 'trees'
      ? { kind: 'target', levels, other: 0.3 }
      : { kind: 'one-hot', levels: Object.keys(levels) };
  const sources = { ads: 0.2, fair: 0.6, web: 0.4 };
  const quantiles = [1, 5, 10, 20, 40, 70, 90];
  return [
    feature({ id: 'age', from: 'fields.age', as: 'number', changeable: false }, number(40, 15), {
      meanAbs: 0.3,
      quantiles,
    }),
    feature({ id: 'orders', from: 'facts.orders.count', as: 'number', changeable: true }, number(10, 8), {
      meanAbs: 0.4,
      quantiles,
    }),
    feature(
      { id: 'spent', from: 'facts.orders.sum90', as: 'number', unit: 'EUR', changeable: true },
      number(50, 30),
      { meanAbs: 0.2, quantiles },
    ),
    feature(
      { id: 'recency', from: 'facts.orders.lastAt', as: 'days-since', unit: 'days', changeable: true },
      number(30, 20),
      { meanAbs: 0.5, quantiles },
    ),
    feature({ id: 'source', from: 'fields.source', as: 'category', changeable: true }, level(sources), {
      meanAbs: 0.4,
      levels: { web: 0.5, ads: 0.3, fair: 0.2 },
    }),
    feature(
      { id: 'region', from: 'fields.region', as: 'category', changeable: false },
      level({ north: 0.5, south: 0.1 }),
      { meanAbs: 0.2, levels: { north: 0.6, south: 0.4 } },
    ),
  ];
}

export function metaOf(kind: ModelMeta['kind'], more: Partial<ModelMeta> = {}): ModelMeta {
  return {
    schemaVersion: 1,
    name: 'test-score',
    version: '1.0.0',
    kind,
    recordType: 'lead',
    outcome: 'buys within 90 days',
    features: features(kind),
    calibration: { a: 0.8, b: -0.3 },
    baseMargin: 0.1,
    baseRate: 0.2,
    bands: { high: 0.4, medium: 0.2 },
    trainedAt: '2026-01-01T00:00:00Z',
    trainingWindow: { from: '2024-01-01', to: '2025-12-31', rows: 5000, positives: 1000 },
    dataLicence: 'CC0-1.0',
    hostFields: { Age: 'fields.age', LeadSource: 'fields.source', order_count: 'facts.orders.count' },
    ...more,
  };
}

export const columnsIn = (meta: ModelMeta): number =>
  meta.features.reduce((sum, feature) => sum + columnsOf(feature.encoder), 0);

/** Trees whose thresholds lie in the ranges of `randomRow`; covers add up as a trainer's do. */
export function randomTrees(
  random: () => number,
  columns: number,
  trees: number,
  depth: number,
): TreeEnsemble {
  const roots: number[] = [];
  const nodes: {
    feature: number;
    threshold: number;
    missingLeft: number;
    left: number;
    right: number;
    value: number;
    cover: number;
  }[] = [];
  const grow = (level: number, cover: number): number => {
    const i = nodes.length;
    const node = { feature: -1, threshold: 0, missingLeft: 0, left: 0, right: 0, value: 0, cover };
    nodes.push(node);
    if (level === 0 || random() < 0.15) {
      node.value = Math.fround((random() - 0.5) * 0.4);
      return i;
    }
    const share = 0.1 + 0.8 * random();
    node.feature = Math.floor(random() * columns);
    node.threshold = Math.fround(random() < 0.3 ? random() : random() * 60);
    node.missingLeft = random() < 0.5 ? 1 : 0;
    node.left = grow(level - 1, cover * share);
    node.right = grow(level - 1, cover * (1 - share));
    return i;
  };
  for (let tree = 0; tree < trees; tree++) roots.push(grow(depth, 1000));
  return {
    kind: 'trees',
    columns,
    bias: Math.fround(random() - 0.5),
    roots: Int32Array.from(roots),
    feature: Int32Array.from(nodes, (node) => node.feature),
    threshold: Float32Array.from(nodes, (node) => node.threshold),
    missingLeft: Uint8Array.from(nodes, (node) => node.missingLeft),
    left: Int32Array.from(nodes, (node) => node.left),
    right: Int32Array.from(nodes, (node) => node.right),
    value: Float32Array.from(nodes, (node) => node.value),
    cover: Float32Array.from(nodes, (node) => node.cover),
  };
}

export function randomLinear(random: () => number, columns: number): LinearModel {
  return {
    kind: 'linear',
    columns,
    intercept: Math.fround(random() - 0.5),
    coefficients: Float32Array.from({ length: columns }, () => random() - 0.5),
    means: Float32Array.from({ length: columns }, () => random() - 0.5),
  };
}

export const randomModel = (kind: ModelMeta['kind'], random: () => number, columns: number): FittedModel =>
  kind === 'trees' ? randomTrees(random, columns, 30, 4) : randomLinear(random, columns);

/** An encoded row; one value in six is missing where `missing` says so. */
export const randomRow = (random: () => number, columns: number, missing: boolean): Float32Array =>
  Float32Array.from({ length: columns }, () => (missing && random() < 1 / 6 ? Number.NaN : random() * 60));

/** A stored record with all sorts of values: present, empty, unreadable, unseen or absent. */
export function randomView(random: () => number, id = 'lead:test:1'): RecordView {
  const some = (value: Scalar): Scalar | undefined => {
    const dice = random();
    return dice < 0.75 ? value : dice < 0.85 ? null : dice < 0.92 ? 'not this' : undefined;
  };
  const only = (bag: Record<string, Scalar | undefined>): Record<string, Scalar> => {
    const kept: Record<string, Scalar> = {};
    for (const [key, value] of Object.entries(bag)) if (value !== undefined) kept[key] = value;
    return kept;
  };
  return {
    id,
    type: 'lead',
    seq: 1,
    viewAt: '2026-01-15T00:00:00Z',
    fields: only({
      age: some(Math.floor(18 + 60 * random())),
      source: some(['ads', 'fair', 'web', 'elsewhere'][Math.floor(4 * random())] ?? null),
      region: some(random() < 0.5 ? 'north' : ' south '),
    }),
    facts: only({
      'orders.count': some(random() < 0.5 ? Math.floor(30 * random()) : String(Math.floor(30 * random()))),
      'orders.sum90': some(100 * random()),
      'orders.lastAt': some(new Date(NOW - (90 * random() - 5) * DAY).toISOString()),
    }),
  };
}
