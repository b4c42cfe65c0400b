import type { TreeEnsemble } from '@aicrm/learn/model/ensemble';
import { trainBoosting } from '@aicrm/learn/train/boosting';
import { writeArtefact } from '@aicrm/runtime/write-artefact';
import type { ModelMeta } from '@aicrm/schema/model';
import { type Labelled, syntheticRows } from './data.js';

export const COLUMNS = 20;
export const ROWS = 20_000;

const feature = (j: number): ModelMeta['features'][number] => ({
  spec: {
    id: `x${j}`,
    label: `Input ${j}`,
    from: `fields.x${j}`,
    as: 'number',
    changeable: true,
    sensitive: false,
  },
  encoder: { kind: 'raw' },
  profile: { present: 0.95, meanAbs: 0.1, quantiles: [-1.6, -1.3, -0.7, 0, 0.7, 1.3, 1.6] },
});

export const benchMeta = (columns: number): ModelMeta => ({
  schemaVersion: 1,
  name: 'bench',
  version: '1',
  kind: 'trees',
  recordType: 'lead',
  outcome: 'does something',
  features: Array.from({ length: columns }, (_, j) => feature(j)),
  calibration: { a: 1, b: 0 },
  baseMargin: 0,
  baseRate: 0.4,
  bands: { high: 0.6, medium: 0.3 },
  trainedAt: '2026-01-01',
  trainingWindow: { from: '2025-01-01', to: '2025-12-31', rows: ROWS, positives: ROWS / 2 },
  dataLicence: 'CC0-1.0',
  hostFields: {},
});

export interface BenchModel {
  readonly rows: Labelled;
  readonly model: TreeEnsemble;
  /** The artefact's `model.onnx`. */
  readonly onnx: Uint8Array;
  readonly shape: string;
}

let made: BenchModel | undefined;

/** The model all scoring suites share: 100 trees of depth 6 over 20,000 rows of 20 columns. */
export function benchModel(): BenchModel {
  if (made) return made;
  const rows = syntheticRows(ROWS, COLUMNS, 1);
  const model = trainBoosting(rows.x, rows.y, {
    trees: 100,
    depth: 6,
    learningRate: 0.1,
    rowSample: 1,
    columnSample: 1,
    minHessian: 1,
    seed: 1,
  });
  const leaves = model.feature.filter((feature) => feature < 0).length;
  const shape = `100 trees of depth 6, ${(leaves / 100).toFixed(0)} leaves each, ${ROWS} x ${COLUMNS} float32, 5 % missing`;
  made = { rows, model, onnx: writeArtefact(model, benchMeta(COLUMNS)), shape };
  return made;
}
