import type { FittedModel } from '@aicrm/learn/model/ensemble';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/**
 * A margin by the slowest and plainest walk, and the sum of the sizes of its terms: ONNX Runtime adds in float32, so
 * a difference is judged against what was added, not against a sum in which large terms may cancel.
 */
export function plainMargin(model: FittedModel, row: Float32Array): { margin: number; scale: number } {
  const terms: number[] = [];
  if (model.kind === 'linear') {
    terms.push(model.intercept);
    row.forEach((x, j) => {
      terms.push(x * (model.coefficients[j] ?? Number.NaN));
    });
  } else {
    terms.push(model.bias);
    for (const root of model.roots) {
      let i: number = root;
      for (let feature = model.feature[i] ?? -1; feature >= 0; feature = model.feature[i] ?? -1) {
        const x = row[feature] ?? Number.NaN;
        const yes = Number.isNaN(x) ? model.missingLeft[i] === 1 : x <= (model.threshold[i] ?? Number.NaN);
        i = (yes ? model.left[i] : model.right[i]) ?? -1;
      }
      terms.push(model.value[i] ?? Number.NaN);
    }
  }
  return {
    margin: terms.reduce((sum, term) => sum + term, 0),
    scale: terms.reduce((sum, term) => sum + Math.abs(term), 1),
  };
}

/** The margins that ONNX Runtime itself computes from the bytes; throws where it refuses them. */
export async function ortMargins(bytes: Uint8Array, rows: readonly Float32Array[]): Promise<number[]> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 4, intraOpNumThreads: 1 });
  try {
    const columns = rows[0]?.length ?? 0;
    const data = new Float32Array(rows.length * columns);
    rows.forEach((row, i) => {
      data.set(row, i * columns);
    });
    const output = await session.run({ row: new Tensor('float32', data, [rows.length, columns]) });
    return Array.from(output.margin?.data ?? [], Number);
  } finally {
    await session.release();
  }
}
