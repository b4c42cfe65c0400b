import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeText } from '../encode.js';

/** What ONNX Runtime in Node computes from the file: class probabilities of each text. */
export async function referenceProbabilities(
  bytes: Uint8Array,
  texts: readonly string[],
): Promise<number[][]> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 4, intraOpNumThreads: 1 });
  try {
    const all: number[][] = [];
    for (const text of texts) {
      const words = encodeText(text);
      if (!words) throw new Error(`"${text}" has no letter`);
      const feeds = { words: new Tensor('int32', words, [1, words.length]) };
      const data = (await session.run(feeds)).probabilities?.data;
      if (!(data instanceof Float32Array)) throw new Error('no probabilities');
      all.push(Array.from(data));
    }
    return all;
  } finally {
    await session.release();
  }
}
