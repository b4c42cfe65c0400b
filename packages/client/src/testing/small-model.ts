import type { TreeEnsemble } from '@aicrm/learn/model/ensemble';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { writeArtefact } from '@aicrm/runtime/write-artefact';
import type { ModelMeta } from '@aicrm/schema/model';

/**
 * Two hand-made trees over three inputs, for tests and stories: an order count above 3 adds, a late order takes away, and
 * a loyal segment adds. Small enough to check by hand.
 * @param shift Added to every margin, so that two versions give two scores.
 */
const trees = (shift: number): TreeEnsemble => ({
  kind: 'trees',
  columns: 3,
  bias: shift,
  roots: Int32Array.of(0, 3, 6),
  feature: Int32Array.of(0, -1, -1, 1, -1, -1, 2, -1, -1),
  threshold: Float32Array.of(3, 0, 0, 30, 0, 0, 0.5, 0, 0),
  missingLeft: Uint8Array.of(1, 0, 0, 0, 0, 0, 1, 0, 0),
  left: Int32Array.of(1, 0, 0, 4, 0, 0, 7, 0, 0),
  right: Int32Array.of(2, 0, 0, 5, 0, 0, 8, 0, 0),
  value: Float32Array.of(0, -0.5, 1, 0, 0.25, -0.75, 0, -0.25, 0.5),
  cover: Float32Array.of(100, 60, 40, 100, 50, 50, 100, 70, 30),
});

const feature = (
  spec: Pick<ModelMeta['features'][number]['spec'], 'id' | 'label' | 'from' | 'as'>,
  encoder: ModelMeta['features'][number]['encoder'],
  profile: ModelMeta['features'][number]['profile'],
): ModelMeta['features'][number] => ({
  spec: { ...spec, changeable: spec.id !== 'segment', sensitive: false },
  encoder,
  profile,
});

const meta = (name: string, version: string): ModelMeta => ({
  schemaVersion: 1,
  name,
  version,
  kind: 'trees',
  recordType: 'lead',
  outcome: 'buys within 90 days',
  features: [
    feature(
      { id: 'orders', label: 'Orders so far', from: 'facts.orders.count', as: 'number' },
      { kind: 'raw' },
      { present: 1, meanAbs: 0.7, quantiles: [0, 1, 2, 3, 5, 8, 9] },
    ),
    feature(
      { id: 'recency', label: 'Days since last order', from: 'facts.orders.lastAt', as: 'days-since' },
      { kind: 'raw' },
      { present: 0.9, meanAbs: 0.5, quantiles: [1, 2, 7, 30, 60, 90, 120] },
    ),
    feature(
      { id: 'segment', label: 'Segment', from: 'fields.segment', as: 'category' },
      { kind: 'target', levels: { loyal: 1, new: 0 }, other: 0.5 },
      { present: 0.8, meanAbs: 0.3, levels: { loyal: 0.3, new: 0.5 } },
    ),
  ],
  calibration: { a: 1, b: 0 },
  baseMargin: 0,
  baseRate: 0.3,
  bands: { high: 0.6, medium: 0.3 },
  trainedAt: '2026-01-01',
  trainingWindow: { from: '2025-01-01', to: '2025-12-31', rows: 100, positives: 30 },
  dataLicence: 'CC0-1.0',
  hostFields: { orderCount: 'facts.orders.count', lastOrder: 'facts.orders.lastAt', group: 'fields.segment' },
});

export interface SmallModel {
  readonly name: string;
  readonly version: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export async function smallModel(version = '1', shift = 0, name = 'lead-score'): Promise<SmallModel> {
  const bytes = writeArtefact(trees(shift), meta(name, version));
  return { name, version, bytes, sha256: await sha256Hex(bytes) };
}
