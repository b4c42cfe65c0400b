/** ONNX Runtime Web as its users load it: its own minified wasm build, one thread, from our origin. */
export async function loadOrt() {
  const entry: string = '/ort/ort.wasm.min.mjs';
  const ort = (await import(/* @vite-ignore */ entry)) as typeof import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = '/ort/';
  return ort;
}

export async function openOrt(bytes: Uint8Array) {
  const ort = await loadOrt();
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  const [input = ''] = session.inputNames;
  const [output = ''] = session.outputNames;
  return async (data: Float32Array, rows: number, columns: number): Promise<Float32Array> => {
    const tensor = new ort.Tensor('float32', data, [rows, columns]);
    const answer = await session.run({ [input]: tensor });
    const found = answer[output]?.data;
    if (!(found instanceof Float32Array)) throw new Error('the session gave no floats');
    return found;
  };
}
