import type { FittedModel } from '@aicrm/learn/model/ensemble';
import type { ModelMeta } from '@aicrm/schema/model';
import { readArtefact } from './artefact.js';
import { encodeOnnx } from './encode-onnx.js';

/**
 * Writes `model.onnx`: deterministic bytes for equal inputs. Bias and intercept are rounded to float32, as ONNX has
 * them, so figures for a card should come from the artefact read back. A linear model's means go to
 * `meta.columnMeans`.
 *
 * Throws an Error where the reader would refuse the result (columns that do not add up, a <= 0, a node without
 * cover): that is a defect of the caller, and a file that no page can read must not reach a registry.
 */
export function writeArtefact(model: FittedModel, meta: ModelMeta): Uint8Array {
  const bytes = encodeOnnx(
    model,
    model.kind === 'linear' ? { ...meta, columnMeans: Array.from(model.means) } : meta,
  );
  const read = readArtefact(bytes, '');
  if (!read.ok)
    throw new Error(`the file could not be read back: ${read.error.reason}: ${read.error.detail}`);
  return bytes;
}
