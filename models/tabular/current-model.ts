import { probability } from '@aicrm/learn/model/calibrate';
import { margin } from '@aicrm/learn/model/evaluate';
import { readArtefact } from '@aicrm/runtime/artefact';
import { encodeRow } from '@aicrm/runtime/encode';
import type { Rows, TrainingTable } from './table.js';

/** The published artefact as it lies in the registry. */
export interface CurrentModel {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/**
 * What the current model says of those evaluation rows that are newer than anything it learned from: on its own
 * training rows it would look better than it is. `rows` are positions within `test`. Undefined where the artefact
 * cannot be read; there is then nothing to be better than.
 */
export function currentPredictions(
  current: CurrentModel,
  table: TrainingTable,
  test: Rows,
): { readonly rows: Int32Array; readonly p: Float64Array } | undefined {
  const read = readArtefact(current.bytes, current.sha256);
  if (!read.ok) return undefined;
  const { meta, model } = read.value;
  const seen = Date.parse(meta.trainingWindow.to);
  const rows = Int32Array.from(
    Array.from(test, (_, i) => i).filter((i) => (table.asOf[test[i] ?? 0] ?? 0) > seen),
  );
  const places = meta.features.map(({ spec }) => table.features.findIndex((other) => other.id === spec.id));
  const encoded = new Float32Array(model.columns);
  const p = Float64Array.from(rows, (i) => {
    const row = test[i] ?? 0;
    encodeRow(
      meta.features,
      places.map((f) => table.columns[f]?.[row] ?? null),
      encoded,
    );
    return probability(meta.calibration, margin(model, encoded));
  });
  return { rows, p };
}
